"""When a promise is due, from the words that say so and the time of the turn.

Conventions: hours run from the turn's own time; a day that is named ends at 23:59:59 in the zone
of the case; business days begin on the next working day and their upper bound counts; a morning
ends at noon; what has no computable date has no deadline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from coach.conversation.promises import Deadline, DeadlineKind
from coach.insights.promises.lexicon import time_rules
from coach.insights.promises.times import Clock, Now, Part, Sort, scan

_END_OF_DAY = time(23, 59, 59)
_JOINS = {
    "en": re.compile(
        r"(?:[\s,()-]|\b(?:and|or|to|at|by|on|of|between|before|from|the|around|about|no|later|than|"
        r"latest|in|sometime|some|time|say|within|until|till|just|shortly|after|maybe|even)\b)*"
    ),
    "ja": re.compile(r"(?:[\s、,()~-]|まで|から|または|もしくは|遅くとも|間|中|[のにはもか])*"),
}
_BEFORE = re.compile(r"\bbefore (?:the )?$")
_LATEST_MORNING = 7  # an hour up to this one, said bare, is meant in the afternoon
_BUSINESS_ENDS = 20


def parts_of(text: str, now: Now, language: str) -> list[Part]:
    """Return what a plain text tells of times."""
    return scan(time_rules(language), text, now)


def deadline(text: str, parts: Sequence[Part], now: Now, language: str) -> Deadline:
    """Return the deadline that the parts of one promise mean, the first group of them deciding."""
    told = [part for part in parts if part.sort is not Sort.VAGUE]
    if not told:
        return Deadline(DeadlineKind.VAGUE if parts else DeadlineKind.NONE)
    dated = [part for part in told if not _is_no_day(part)]
    if len(dated) < len(told) and all(part.sort is Sort.CLOCK for part in dated):
        return Deadline(DeadlineKind.VAGUE)
    told = [_less_a_day(text, part) for part in dated]
    first, *others = groups(text, told, language)
    return _together([*first, *_completing(first, others)], now)


def _is_no_day(part: Part) -> bool:
    return part.sort is Sort.DAY and part.day is None


def _less_a_day(text: str, part: Part) -> Part:
    """Return a day that is named as one before which it is done, as the day before."""
    if part.sort is not Sort.DAY or part.day is None or not _BEFORE.search(text, 0, part.start):
        return part
    return replace(part, day=part.day - timedelta(days=1))


def _completing(first: Sequence[Part], others: Sequence[Sequence[Part]]) -> Sequence[Part]:
    """Return the group that names the day of a bare time, or the time of a bare day."""
    sorts = {part.sort for part in first}
    wanted = {Sort.CLOCK: Sort.DAY, Sort.DAY: Sort.CLOCK}
    if len(sorts) > 1 or not sorts <= set(wanted) or not others:
        return ()
    fits = {part.sort for part in others[0]} == {wanted[first[0].sort]}
    return others[0] if fits else ()


def has_own_day(parts: Sequence[Part]) -> bool:
    """Whether a date is told that stands by itself, and not counted from an event."""
    return any(part.sort in (Sort.DAY, Sort.CLOCK) for part in parts)


def groups(text: str, parts: Sequence[Part], language: str) -> list[list[Part]]:
    """Return parts put together that have nothing but small words between them."""
    found: list[list[Part]] = []
    for part in parts:
        if found and _JOINS[language].fullmatch(text, found[-1][-1].end, part.start):
            found[-1].append(part)
        else:
            found.append([part])
    return found


def _together(group: Sequence[Part], now: Now) -> Deadline:
    days = [part.day for part in group if part.sort is Sort.DAY and part.day]
    clocks = [part.clock for part in group if part.clock]
    if days or clocks:
        return _dated(days, _said(clocks), now)
    lengths = [part.length for part in group if part.length is not None]
    if lengths:
        return Deadline(DeadlineKind.EXACT, _later(now.moment, max(lengths)))
    worked = [part.day for part in group if part.day]
    return Deadline(DeadlineKind.BUSINESS_DAYS, _end(max(worked), now))


def _said(clocks: Sequence[Clock]) -> list[Clock]:
    """Return the times of day that count: "tomorrow morning at nine" means nine, and a.m."""
    told = [clock for clock in clocks if not clock.is_loose]
    if not told:
        return [replace(clock, half="pm") for clock in clocks]
    halves = [clock.half for clock in clocks if clock.is_loose]
    if halves == ["am"]:
        return [replace(clock, half=clock.half or "am") for clock in told]
    return told


def _dated(days: Sequence[date], clocks: Sequence[Clock], now: Now) -> Deadline:
    if not clocks:
        return Deadline(DeadlineKind.END_OF_DAY, _end(max(days), now))
    if days:
        day = max(days)
        moments = [_at(day, clock, now) for clock in clocks]
        return Deadline(DeadlineKind.EXACT, max(moments))
    return Deadline(DeadlineKind.EXACT, max(_next(clock, now) for clock in clocks))


def _at(day: date, clock: Clock, now: Now) -> datetime:
    hour = _hour(clock)
    if day == now.today and clock.half is None and clock.hour < 12:
        hours = (clock.hour, clock.hour + 12)
        candidates = [h for h in hours if _on(day, h, clock, now) > now.moment]
        sensible = [h for h in candidates if h >= _LATEST_MORNING]
        hour = next(iter(sensible or candidates), hour)
    return _on(day, hour, clock, now)


def _next(clock: Clock, now: Now) -> datetime:
    """Return the next time at which a clock shows that, today if it is still to come."""
    today = _at(now.today, clock, now)
    if today > now.moment and not (
        clock.half is None and clock.hour <= 12 and today.hour > _BUSINESS_ENDS
    ):
        return today
    return _at(now.today + timedelta(days=1), clock, now)


def clock_time(clock: Clock) -> time | None:
    """Return the time of day that a clock shows; None for midnight at the end of a day."""
    hour = _hour(clock)
    return time(hour, clock.minute) if hour < 24 else None


def _hour(clock: Clock) -> int:
    if clock.half == "pm" and clock.hour < 12:
        return clock.hour + 12
    if clock.half == "am" and clock.hour == 12:
        return 0
    bare_afternoon = clock.half is None and 1 <= clock.hour < _LATEST_MORNING
    return clock.hour + 12 if bare_afternoon else clock.hour


def _on(day: date, hour: int, clock: Clock, now: Now) -> datetime:
    if hour >= 24:
        day, hour = day + timedelta(days=1), hour - 24
    return datetime.combine(day, time(hour, clock.minute), now.moment.tzinfo)


def _end(day: date, now: Now) -> datetime:
    return datetime.combine(day, _END_OF_DAY, now.moment.tzinfo)


def _later(moment: datetime, length: timedelta) -> datetime:
    """Return the moment after a length of time has passed, whatever clocks do in between."""
    return (moment.astimezone(UTC) + length).astimezone(moment.tzinfo)
