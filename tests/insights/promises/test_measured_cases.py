"""The ledger on cases whose ledger was written down; docs/promises.md tells the figures."""

from pathlib import Path

import pytest

from coach.errors import MalformedSource
from coach.training.promises import measure_files

CASES = Path(__file__).parent / "cases"
UNSEEN = {CASES / "third_blind.jsonl"}  # its figures are told, its failures not looked at


@pytest.fixture(scope="module")
def report():
    return measure_files(sorted(set(CASES.glob("*.jsonl")) - UNSEEN))


def test_there_are_enough_cases(report):
    assert report.n_cases >= 120


@pytest.mark.parametrize(
    ("name", "least"),
    [("precision", 0.9), ("recall", 0.8), ("deadline", 0.9), ("state", 0.85), ("evidence", 0.85)],
)
def test_the_ledger_agrees_with_what_was_written_down(report, name, least):
    assert getattr(report, name).value >= least


def test_a_case_without_its_ledger_is_refused(tmp_path):
    file = tmp_path / "x.jsonl"
    file.write_text('{"id": "a", "conversations": []}\n', encoding="utf-8")
    with pytest.raises(MalformedSource, match="line 1: a case needs timezone, now and expected"):
        measure_files([file])
