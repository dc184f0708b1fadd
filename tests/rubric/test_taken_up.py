"""Care in other words than the customer's is seen; what fits anybody is not."""

import tomllib
from pathlib import Path

import pytest

from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding, State
from coach.rubric.criteria import read_rubric
from coach.rubric.opportunity import find_opportunities
from tests.builders import a_chat

TEXT = (Path(__file__).parent / "taken_up.toml").read_text(encoding="utf-8")
PAIRS = [
    tuple(part.strip() for part in line.split(" | "))
    for line in tomllib.loads(TEXT)["pairs"].strip().splitlines()
]
CARE = read_rubric()


def marked(turn, label, line):
    """Return a line without its braces, and the finding that they mark."""
    before, rest = line.split("{")
    words, after = rest.split("}")
    start = len(before)
    return before + words + after, CueFinding(
        turn, Label(label), 1.0, start, start + len(words), "people"
    )


def state_of(language, customer, cue, reply):
    """Return what becomes of a feeling when this is the reply."""
    asked, moment = marked(0, "distress", customer)
    said, care = marked(1, cue, reply)
    talk = a_chat(f"C: {asked}", f"A: {said}", language=language)
    [opportunity] = find_opportunities(talk, [moment, care], CARE)
    return opportunity.state


def test_there_are_enough_pairs_in_both_languages():
    languages = [pair[0] for pair in PAIRS]
    assert len(set(PAIRS)) == len(PAIRS)
    assert (languages.count("en") >= 40, languages.count("ja") >= 25) == (True, True)


@pytest.mark.parametrize("pair", PAIRS, ids=[pair[1] for pair in PAIRS])
def test_what_fits_anybody_meets_nothing(pair):
    language, customer, cue, generic, _ = pair
    assert state_of(language, customer, cue, generic) is State.MISSED


@pytest.mark.parametrize("pair", PAIRS, ids=[pair[1] for pair in PAIRS])
def test_what_takes_this_customer_up_in_other_words_meets_the_moment(pair):
    language, customer, cue, _, caring = pair
    assert state_of(language, customer, cue, caring) is State.MET
