"""Promises in the turns of agents, each once however often it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from coach.conversation.promises import Act, Commitment, Deadline, DeadlineKind
from coach.insights.promises import english, japanese
from coach.insights.promises.found import Found
from coach.insights.promises.timeline import Said
from coach.insights.promises.times import Now
from coach.insights.promises.topics import is_same_thing
from coach.insights.promises.workdays import Workdays

_FINDERS = {"en": english.find, "ja": japanese.find}
_UNKNOWN = datetime(2000, 1, 3, 12, tzinfo=UTC)


def commitments(said: Said, workdays: Workdays, *, day_first: bool = True) -> list[Commitment]:
    """Return the promises of one turn; none if it is not the agent's.

    A turn without a time makes promises without dates.
    """
    if not said.turn.is_agent:
        return []
    now = Now(said.at or _UNKNOWN, workdays, day_first and said.language == "en")
    found = _FINDERS[said.language](said.folded, now, live=said.is_live)
    return [_commitment(said, one) for one in _once(said, found)]


def _commitment(said: Said, found: Found) -> Commitment:
    text = said.turn.text
    condition = found.condition and text[slice(*found.condition)].strip(" ,、")
    when = found.deadline
    if said.at is None and when.at is not None:
        when = Deadline(DeadlineKind.VAGUE)
    action = text[found.action : found.end] or text[found.start : found.end]
    return Commitment(
        said.place, found.start, found.end, action,
        found.act, condition or None, when, f"rule:{found.rule}",
    )  # fmt: skip


def _once(said: Said, found: Sequence[Found]) -> list[Found]:
    """Drop what a turn says twice; a date that is named the second time counts for the first."""
    kept: list[Found] = []
    for one in found:
        same = next((k for k in kept if _again(said.folded, k, one)), None)
        if same is None:
            kept.append(one)
        elif same.deadline.at is None and one.deadline.at is not None:
            kept[kept.index(same)] = replace(same, deadline=one.deadline)
    return kept


def _again(text: str, first: Found, second: Found) -> bool:
    dates = {first.deadline.at, second.deadline.at}
    one, other = text[first.start : first.end], text[second.start : second.end]
    if None not in dates and len(dates) == 2:
        return False
    if {first.deadline.kind, second.deadline.kind} & {DeadlineKind.CONDITIONAL}:
        return False
    if first.act is Act.OTHER or second.act is Act.OTHER:
        return False
    return is_same_thing((first.act, one), (second.act, other), strict=None in dates)
