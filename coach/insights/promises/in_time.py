"""Whether what was done was done in time, by the day and the hour that later words tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from coach.conversation.promises import Act, DeadlineKind, PromiseState
from coach.insights.promises.later_words import has
from coach.insights.promises.made import Made
from coach.insights.promises.signals import (
    Signal,
    arrives,
    dispatches,
    has_been,
    is_appointment,
    is_of_earlier,
)

_NEAR = 60  # characters behind a promise in which the verb stands that it shares
_LENIENCE = timedelta(minutes=3)  # "at four" is kept by a call at 16:02
_ON_THE_WAY = timedelta(days=4)
_FETCHED = re.compile(r"\b(?:picked up|collected)\b|受け取|取りに")


def state_when_done(one: Made, told: Sequence[Signal], *, missed: bool) -> PromiseState:
    """Return whether what was done was done in time.

    Args:
        one: the promise.
        told: what tells that it was done, at least one.
        missed: whether it was said before that it had not been done in time.
    """
    if one.due is None:
        return PromiseState.LATE if missed else PromiseState.KEPT
    days = [signal.day for signal in told if signal.day]
    said = told[0].said
    exact = one.commitment.deadline.kind is DeadlineKind.EXACT
    delayed = any(signal.is_late for signal in told)
    on_day = min(days, default=None) == one.due.date()
    if exact and delayed and on_day and one.is_past(said.at):
        return PromiseState.LATE
    if not missed and _was_on_its_way(one, told):
        return PromiseState.KEPT
    if (moment := _told_moment(one, told)) and not missed:
        return PromiseState.LATE if one.is_past(moment - _LENIENCE) else PromiseState.KEPT
    if days and said.at is not None and min(days) < said.at.date():
        return PromiseState.KEPT if min(days) <= one.due.date() else PromiseState.LATE
    if exact and not missed and on_day and _was_earlier(told):
        return PromiseState.KEPT
    if not one.is_past(_leniently(one, said.at)):
        return PromiseState.KEPT
    untimed = not days and (said.turn.is_customer or _is_of_others(one, told))
    return PromiseState.KEPT if untimed and not (missed or delayed) else PromiseState.LATE


def _is_of_others(one: Made, told: Sequence[Signal]) -> bool:
    """Whether the agent but tells that somebody has been there, which may have been in time."""
    visits = one.commitment.act is Act.VISIT
    return visits and all(s.is_report and has_been(s) for s in told if s.is_report)


def _told_moment(one: Made, told: Sequence[Signal]) -> datetime | None:
    """Return when something was done on the day that was agreed on, as the customer tells it."""
    signal = next((each for each in told if each.hour is not None), None)
    if signal is None or signal.said.at is None or one.due is None or signal.hour is None:
        return None
    exact = one.commitment.deadline.kind is DeadlineKind.EXACT
    on_day = (signal.day or signal.said.at.date()) == one.due.date()
    if not exact or not on_day or _FETCHED.search(signal.text):
        return None
    return datetime.combine(one.due.date(), signal.hour, one.due.tzinfo)


def _was_earlier(told: Sequence[Signal]) -> bool:
    """Whether what was done is told as of an earlier part of the day, and of no delay."""
    return not any(signal.is_late for signal in told) and any(
        signal.is_report and is_of_earlier(signal) for signal in told
    )


def _leniently(one: Made, moment: datetime | None) -> datetime | None:
    """Return a moment, less the minutes that nobody counts where an hour was agreed on."""
    exact = one.commitment.deadline.kind is DeadlineKind.EXACT
    if moment is None or not exact or not is_appointment(one.own_words, one.said.language):
        return moment
    return moment - _LENIENCE


def _sentence(one: Made) -> str:
    """Return the words of a promise up to the end of their sentence, where a shared verb stands."""
    start, end = one.commitment.start, one.commitment.end
    if one.said.language != "ja":
        return one.own_words
    return one.said.folded[start : end + _NEAR].partition("。")[0]


def _was_on_its_way(one: Made, told: Sequence[Signal]) -> bool:
    """Whether what was to be sent off in time has arrived soon after."""
    if one.due is None or not dispatches(_sentence(one), one.said.language):
        return False
    if any(has(s.said.language, "delay", "any", s.said.folded) for s in told):
        return False
    came = [signal for signal in told if signal.said.turn.is_customer and arrives(signal)]
    days = [signal.day or (signal.said.at and signal.said.at.date()) for signal in came]
    return any(day and day <= (one.due + _ON_THE_WAY).date() for day in days)
