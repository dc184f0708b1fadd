"""Small conversations and analyses for tests."""

from __future__ import annotations

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label, Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.findings import (
    Criterion,
    CueFinding,
    Dynamics,
    Opportunity,
    Score,
    State,
)
from coach.conversation.recording import About
from coach.conversation.span import Span
from coach.conversation.turn import Turn

ROLES = {"A": Role.AGENT, "C": Role.CUSTOMER, "O": Role.OTHER}


def a_turn(line, *, start=None, end=None, sent_at=None):
    """Return the turn of a line like "C: it broke"."""
    who, _, text = line.partition(": ")
    span = Span(start, end) if start is not None else None
    return Turn(ROLES[who], text, span, sent_at)


def a_call(*lines, seconds_each=4.0, gap=1.0, **about):
    """Return a call whose turns follow each other: `a_call("C: it broke", "A: I'm sorry")`."""
    step = seconds_each + gap
    turns = tuple(
        a_turn(line, start=place * step, end=place * step + seconds_each)
        for place, line in enumerate(lines)
    )
    about = {"id": "c1", "language": "en"} | about
    return Conversation(About(**about), Channel.CALL, turns)


def a_chat(*lines, **about):
    """Return a chat without times."""
    about = {"id": "c1", "language": "en"} | about
    return Conversation(About(**about), Channel.CHAT, tuple(a_turn(line) for line in lines))


def a_finding(conversation, turn, label, words, *, p=0.9, by="rule:test"):
    """Return the finding that points at `words` in a turn."""
    start = conversation.turns[turn].text.index(words)
    return CueFinding(turn, Label(label), p, start, start + len(words), by)


def an_analysis(conversation=None, **about):
    """Return an analysis of a short call: one met and one missed opportunity of empathy."""
    conversation = conversation or a_call(
        "A: Hello, how can I help?",
        "C: My router died and I'm really upset.",
        "A: I'm sorry, that is upsetting.",
        "C: It is the third time!",
        "A: Restart it.",
        **about,
    )
    upset = a_finding(conversation, 1, "distress", "I'm really upset")
    sorry = a_finding(conversation, 2, "apologise", "I'm sorry", p=0.8)
    third = a_finding(conversation, 3, "distress", "the third time", p=0.7)
    met = Opportunity(Criterion.EMPATHY, "feeling", upset, State.MET, (sorry,), 2)
    missed = Opportunity(Criterion.EMPATHY, "feeling", third, State.MISSED, (), 4)
    return Analysis(
        conversation,
        (upset, sorry, third),
        (met, missed),
        (Score(Criterion.EMPATHY, 1, 2), Score(Criterion.TRANSPARENCY, 0, 0)),
        Dynamics(quality=("nothing was measured",)),
        "care 1 abc",
    )
