"""Parroting and gaming: stock phrases raise nothing, one reply that takes up the matter does.

Every trick is tried on every poor conversation in seven ways. A rubric of one's own can be held to
the same (`read_rubric(path)`), and so can new phrases: add them to `rubric/tricks.toml`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from coach.config import Settings
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.recording import About
from coach.pipeline import analyse
from coach.workspace.stages import stages_from
from tests.builders import a_turn

HERE = Path(__file__).parent / "rubric"
POOR = tomllib.loads((HERE / "poor.toml").read_text(encoding="utf-8"))["poor"]
TRICKS = tomllib.loads((HERE / "tricks.toml").read_text(encoding="utf-8"))
NAMES = {"boiler": "Sam", "parcel": "Maria", "camera": "Tom", "pension": "Edith", "bike": "Nora"}
JAPANESE_NAMES = {"ja-camera": "馬場", "ja-app": "山根"}
SPOKEN = str.maketrans("", "", ".,?!。、？")


MOST_PAST_THE_MODEL = 1 / 200  # of all placements; the rubric alone lets none past


@pytest.fixture(scope="module")
def stages():
    """What hardens the rubric: cues that are found for reasons that can be read."""
    return stages_from(Settings(detectors=("rules",)))


@pytest.fixture(scope="module")
def shipped():
    """What is used: rules and model, whose evidence is wider and now and then borrows a fact."""
    return stages_from(Settings())


def conversation_of(poor, texts=None):
    """Return a poor conversation, its agent's turns replaced by `texts` where they are given."""
    turns, clock = [], 0.0
    for place, line in enumerate(poor["lines"]):
        said = [line] if texts is None or place not in texts else [f"A: {t}" for t in texts[place]]
        for each in said:
            timed = poor["channel"] == "call"
            turn = a_turn(each, start=clock, end=clock + 4) if timed else a_turn(each)
            turns.append(turn)
            clock += 5.0
    about = About(id=poor["id"], language=poor["language"])
    return Conversation(about, Channel(poor["channel"]), tuple(turns))


def scores_of(conversation, stages):
    return {s.criterion.value: s for s in analyse(conversation, stages).scores}


@cache
def worded(trick: str, poor_id: str, channel: str) -> str:
    """Return a trick as it would be said: with a name in it, and unpunctuated in a call."""
    name = (
        NAMES.get(poor_id) or JAPANESE_NAMES.get(poor_id) or ("馬場" if "ja-" in poor_id else "Sam")
    )
    text = trick.replace("{name}", name)
    return text.translate(SPOKEN).lower() if channel == "call" else text


def said_with(poor, trick):
    """Yield each way to put a trick into the agent's turns, as {place: texts}."""
    ours = [n for n, line in enumerate(poor["lines"]) if line.startswith("A: ")]
    texts = {n: poor["lines"][n][3:] for n in ours}
    space = "" if poor["language"] == "ja" else " "
    last = ours[-1]
    for n in sorted({poor["answer"], last}):
        yield {n: [texts[n] + space + trick]}
        yield {n: [trick + space + texts[n]]}
        yield {n: [trick, texts[n]]}
        yield {n: [texts[n], trick]}
    yield {last: [texts[last] + 2 * (space + trick)]}
    yield {n: [texts[n] + space + trick] for n in ours}
    yield {n: [trick + space + texts[n]] for n in ours}


@pytest.mark.parametrize("poor", POOR, ids=[poor["id"] for poor in POOR])
def test_no_trick_raises_any_score(poor, stages):
    before = scores_of(conversation_of(poor), stages)
    raised = []
    for trick in TRICKS[poor["language"]]:
        said = worded(trick, poor["id"], poor["channel"])
        for texts in said_with(poor, said):
            after = scores_of(conversation_of(poor, texts), stages)
            raised += [(name, texts) for name in before if rose(before[name], after[name])]
    assert raised == []


def test_hardly_a_trick_gets_past_the_model(shipped):
    n_tried, past = 0, []
    for poor in POOR:
        if poor["language"] == "en":  # the model reads no other
            before = scores_of(conversation_of(poor), shipped)
            for trick in TRICKS["en"][::4]:
                said = worded(trick, poor["id"], poor["channel"])
                for texts in said_with(poor, said):
                    n_tried += 1
                    after = scores_of(conversation_of(poor, texts), shipped)
                    past += [texts for name in before if rose(before[name], after[name])]
    assert len(past) <= MOST_PAST_THE_MODEL * n_tried, past


def test_no_pile_of_tricks_raises_any_score(stages):
    for poor in POOR:
        before = scores_of(conversation_of(poor), stages)
        space = "" if poor["language"] == "ja" else " "
        tricks = TRICKS[poor["language"]]
        for first in range(0, len(tricks) - 4, 3):
            pile = space.join(
                worded(trick, poor["id"], poor["channel"]) for trick in tricks[first : first + 5]
            )
            after = scores_of(conversation_of(poor, {poor["answer"]: [pile]}), stages)
            assert [name for name in before if rose(before[name], after[name])] == [], pile


@pytest.mark.parametrize("poor", POOR, ids=[poor["id"] for poor in POOR])
def test_one_reply_that_takes_up_the_matter_raises_the_score(poor, stages):
    name = poor["raises"]
    before = scores_of(conversation_of(poor), stages)[name]
    after = scores_of(conversation_of(poor, {poor["answer"]: [poor["caring"]]}), stages)[name]
    assert after.met > before.met
    assert after.value > (before.value or 0)


def test_the_suite_is_as_large_as_it_says():
    english = [poor for poor in POOR if poor["language"] == "en"]
    assert (len(english), len(POOR) - len(english)) == (12, 6)
    assert min(len(TRICKS["en"]), len(TRICKS["ja"])) >= 25
    assert {poor["channel"] for poor in english} == {"call", "chat", "email"}


def rose(before, after):
    """Whether more was met, or a larger share."""
    return after.met > before.met or (after.value or 0) > (before.value or 0)
