import json

import pytest
from typer.testing import CliRunner

from coach.cli.main import cli
from coach.errors import InputError, MissingModel, UnknownName
from tests.cues.tiny_model import a_model

TALK = {
    "id": "c1",
    "language": "en",
    "channel": "chat",
    "turns": [
        {
            "role": "customer",
            "text": "i am furious",
            "labels": [{"label": "distress", "start": 0, "end": 12}],
        },
        {
            "role": "agent",
            "text": "we regret that",
            "labels": [{"label": "apologise", "start": 0, "end": 9}],
        },
        {"role": "agent", "text": "sorry", "labels": []},
    ],
}


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "made_up.jsonl").write_text(json.dumps(TALK) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def model(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    return a_model(folder)


def run(*arguments, **environment):
    result = CliRunner().invoke(cli, ["evaluate", *map(str, arguments)], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_each_label_has_its_row(gold, model):
    lines = run("--gold", gold, "--model", model, "--detectors", "classifier").stdout.splitlines()
    assert lines[0].strip() == "made_up: 1 conversations, 3 turns"
    rows = {line.split()[0]: line.split()[1:5] for line in lines[2:4]}
    assert rows == {
        "distress": ["1", "1.00", "1.00", "1.00"],
        "apologise": ["1", "0.00"] + ["0.00"] * 2,
    }
    assert "micro-F1, customer moments     1.00 [1.00, 1.00]" in lines


def test_the_table_comes_as_json(gold, model):
    printed = run(
        "--gold", gold, "--model", model, "--detectors", "classifier", "--format", "json"
    ).stdout
    table = json.loads(printed)["made_up"]
    assert table["micro_moments"]["value"] == 1
    assert table["lines"][1]["decisions"] == {"hits": 0, "false_alarms": 1, "misses": 1}


def test_gold_may_be_named_in_the_environment(gold, model):
    arguments = ("--model", model, "--detectors", "classifier", "--format", "json")
    assert list(json.loads(run(*arguments, COACH_GOLD=str(gold)).stdout)) == ["made_up"]


def test_without_gold_it_says_what_to_do():
    with pytest.raises(
        MissingModel, match="name files or folders of them with --gold or in COACH_GOLD"
    ):
        run(COACH_GOLD="")


def test_a_file_that_is_not_there_is_named(tmp_path, model):
    with pytest.raises(InputError, match=r"nowhere\.jsonl cannot be read: No such file"):
        run("--gold", tmp_path / "nowhere.jsonl", "--model", model, "--detectors", "classifier")


def test_an_unknown_detector_is_named(gold):
    with pytest.raises(UnknownName, match="no detector is called 'magic'"):
        run("--gold", gold, "--detectors", "magic")


def test_the_balance_of_rated_sessions_is_measured(tmp_path):
    path = tmp_path / "rated.jsonl"
    said = {"high": "It sounds like you hate the smoke.", "low": "Smoking costs ten years of life."}
    lines = [
        json.dumps({
            "id": rating, "labels": {"mi_quality": rating},
            "turns": [{"role": "client", "text": "I hate the smoke."},
                      {"role": "therapist", "text": text}],
        })
        for rating, text in said.items()
    ]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")
    shown = run("--annomi", path, "--detectors", "rules").stdout.splitlines()
    assert shown[0] == "rated: 1 sessions rated high, 1 rated low"
    assert shown[1].startswith("AUROC of the listening balance  1.00")
    assert shown[2] == "mean balance  high 1.00, low -1.00"
    raw = json.loads(run("--annomi", path, "--detectors", "rules", "--format", "json").stdout)
    assert raw["auroc"]["value"] == 1
