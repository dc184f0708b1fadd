"""Care in other words than the customer's is seen; what fits anybody is not."""

import tomllib
from pathlib import Path

import pytest

from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding, State
from coach.rubric.criteria import read_rubric
from coach.rubric.opportunity import find_opportunities
from tests.builders import a_chat

HERE = Path(__file__).parent


def pairs_of(name):
    lines = tomllib.loads((HERE / name).read_text(encoding="utf-8"))["pairs"].strip().splitlines()
    return [tuple(part.strip() for part in line.split(" | ")) for line in lines]


PAIRS = pairs_of("taken_up.toml")
UNSEEN = pairs_of("taken_up_unseen.toml")
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


@pytest.mark.parametrize(("language", "least_met", "most_mistaken"), [("en", 8, 2), ("ja", 7, 1)])
def test_of_pairs_that_the_rubric_was_not_made_on_some_are_seen_and_few_phrases_pass(
    language, least_met, most_mistaken
):
    held = [pair for pair in UNSEEN if pair[0] == language]
    met = [state_of(*pair[:3], pair[4]) is State.MET for pair in held]
    mistaken = [state_of(*pair[:3], pair[3]) is State.MET for pair in held]
    assert sum(met) >= least_met
    assert sum(mistaken) <= most_mistaken
