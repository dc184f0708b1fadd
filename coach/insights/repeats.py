"""The customer says it again: not being heard, seen from their side.

A statement is repeated where most of its matter stood in an earlier one of the same customer, in
this conversation or an earlier one of the case, and no turn of the agent in between took it up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.conversation.analysis import Analysis
from coach.rubric.case import case_of
from coach.rubric.criteria import Rubric
from coach.rubric.uptake import Item, items, shared

_LEAST = 3  # words with matter: "yes, my boiler" is no statement
_MOSTLY = 0.6  # of what is said again must have been said before
_HEARD = 2.0  # the worth of words with which an agent shows that it was taken up


@dataclass(frozen=True, slots=True)
class Statement:
    """A turn of a conversation."""

    conversation: str
    turn: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """What was said again, and where it was said first."""

    first: Statement
    again: Statement
    same_agent: bool


@dataclass(frozen=True, slots=True)
class _Said:
    place: Statement
    agent: str | None
    is_agent: bool
    matter: tuple[Item, ...]


def repeats(case: Sequence[Analysis], rubric: Rubric) -> list[Repeat]:
    """Return what a customer had to say again, in order.

    Args:
        case: the conversations of one case, oldest first; one alone will do.
        rubric: says which words carry matter.
    """
    said = [each for analysis in case for each in _said(analysis, rubric)]
    found = []
    for now, again in enumerate(said):
        if again.is_agent or len(again.matter) < _LEAST:
            continue
        earlier = (n for n in range(now) if not said[n].is_agent and _same(said[n], again))
        first = next((n for n in earlier if _unheard(said[n], said[n + 1 : now])), None)
        if first is not None:
            same_agent = said[first].agent == again.agent
            found.append(Repeat(said[first].place, again.place, same_agent))
    return found


def _said(analysis: Analysis, rubric: Rubric) -> list[_Said]:
    talk = analysis.conversation
    seen = case_of(talk, analysis.findings, rubric)
    return [
        _Said(
            Statement(talk.id, place), talk.about.agent, turn.is_agent,
            tuple(dict.fromkeys(items(turn.text, seen.vocabulary, seen.names))),
        )
        for place, turn in enumerate(talk.turns)
        if turn.is_agent or turn.is_customer
    ]  # fmt: skip


def _same(first: _Said, again: _Said) -> bool:
    known = frozenset().union(*(item.stems for item in first.matter))
    n_known = sum(bool(item.stems & known) for item in again.matter)
    return n_known >= max(_LEAST, _MOSTLY * len(again.matter))


def _unheard(first: _Said, between: Sequence[_Said]) -> bool:
    """Whether an agent spoke since then, and none took the statement up."""
    answers = [each for each in between if each.is_agent]
    return bool(answers) and all(shared(each.matter, first.matter) < _HEARD for each in answers)
