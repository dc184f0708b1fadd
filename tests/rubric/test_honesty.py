"""An honest refusal scores at least as high as an evasive answer."""

import tomllib
from pathlib import Path

import pytest

from coach.config import Settings
from coach.pipeline import analyse
from coach.workspace.stages import stages_from
from tests.builders import a_call, a_chat

TEXT = (Path(__file__).parent / "honest_pairs.toml").read_text(encoding="utf-8")
PAIRS = [
    tuple(part.strip() for part in line.split(" | "))
    for line in tomllib.loads(TEXT)["pairs"].strip().splitlines()
]
OPENING = {
    "en": ["A: Hello, what is it about?", "C: Good morning."],
    "ja": ["A: お電話ありがとうございます。", "C: おはようございます。"],
}


@pytest.fixture(scope="module")
def stages():
    return stages_from(Settings())


def rates(stages, make, language, asked, answer):
    lines = [*OPENING[language], f"C: {asked}", f"A: {answer}"]
    scores = analyse(make(*lines, language=language), stages).scores
    return {s.criterion.value: (s.value, s.met) for s in scores}


def test_there_are_at_least_forty_pairs_in_both_languages():
    languages = [pair[0] for pair in PAIRS]
    assert len(set(PAIRS)) == len(PAIRS) >= 40
    assert min(languages.count("en"), languages.count("ja")) >= 20


@pytest.mark.parametrize("make", [a_call, a_chat], ids=["call", "chat"])
@pytest.mark.parametrize("pair", PAIRS, ids=[pair[1] for pair in PAIRS])
def test_an_honest_refusal_scores_at_least_as_high_as_an_evasion(stages, pair, make):
    language, asked, honest, evasive = pair
    told, dodged = (rates(stages, make, language, asked, a) for a in (honest, evasive))
    for criterion, (value, met) in told.items():
        other, other_met = dodged[criterion]
        assert met >= other_met, criterion
        if value is not None:
            assert value >= (other or 0), criterion


def test_most_refusals_score_higher(stages):
    higher = 0
    for language, asked, honest, evasive in PAIRS:
        told, dodged = (
            rates(stages, a_call, language, asked, answer)["transparency"]
            for answer in (honest, evasive)
        )
        higher += (told[0] or 0) > (dodged[0] or 0)
    assert higher >= 0.75 * len(PAIRS)
