"""The parts of which a deadline is said: a day, a time of day, a length of time.

A scanner of a language finds parts in a text, as data; `deadlines` puts them together and
computes the moment that they mean.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from coach.insights.promises.workdays import Workdays

_DAYS_OF_WORK = 5
_MONTH = ("month", "number")  # groups of the expressions that name one


class Sort(Enum):
    """What a part tells."""

    DAY = auto()
    CLOCK = auto()
    LENGTH = auto()
    WORKDAYS = auto()
    VAGUE = auto()


@dataclass(frozen=True, slots=True)
class Now:
    """When something is said, and which days are working days there.

    Attributes:
        moment: on the clock of the case's zone.
        workdays: the calendar.
        day_first: whether 5/11 is the fifth of November.
    """

    moment: datetime
    workdays: Workdays
    day_first: bool = True

    @property
    def today(self) -> date:
        """The day on which it is said."""
        return self.moment.date()


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    Attributes:
        hour: as said.
        minute: as said.
        half: "am", "pm", or None where nobody said which.
        is_loose: it stands for a part of the day (a morning ends at noon): a time that is said
            beside it counts instead.
    """

    hour: int
    minute: int = 0
    half: str | None = None
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a deadline in a text.

    Attributes:
        start: where it begins in the text.
        end: one past its end.
        sort: what it tells.
        day: the day it names, or the working day that a count leads to; None for a day that there
            is not.
        clock: the time of day it names.
        length: the time from now that it names.
    """

    start: int
    end: int
    sort: Sort
    day: date | None = None
    clock: Clock | None = None
    length: timedelta | None = None


Meaning = date | Clock | timedelta | None
Rule = tuple[re.Pattern[str], Sort, Callable[[re.Match[str], Now], Meaning]]


def scan(rules: Sequence[Rule], text: str, now: Now) -> list[Part]:
    """Return the parts of a text in their order; where two overlap, the earlier rule wins.

    What names a day of a month that does not have it ("the 31st of November") is a part without a
    day, so that no piece of it ("the 31st") is read for another one.
    """
    taken: list[Part] = []
    for pattern, sort, read in rules:
        for match in pattern.finditer(text):
            free = all(match.end() <= part.start or match.start() >= part.end for part in taken)
            if free and (part := _part(match, sort, read, now)):
                taken.append(part)
    return sorted(taken, key=lambda part: part.start)


def weekday_after(day: date, weekday: int) -> date:
    """Return the next day of that name after a day (Monday is 0).

    >>> weekday_after(date(2026, 11, 20), 4).isoformat()
    '2026-11-27'
    """
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def weekday_of_week(day: date, weekday: int, weeks: int) -> date:
    """Return that weekday in the week that begins `weeks` Mondays later than the day's own.

    >>> weekday_of_week(date(2026, 11, 20), 2, 1).isoformat()
    '2026-11-25'
    """
    return day + timedelta(days=weekday - day.weekday() + 7 * weeks)


def end_of_week(day: date, weeks: int) -> date:
    """Return the Friday of the week that many weeks on; on a weekend of this week its Sunday."""
    friday = weekday_of_week(day, _DAYS_OF_WORK - 1, weeks)
    return friday if friday >= day else weekday_of_week(day, 6, weeks)


def month_on(day: date, months: int) -> tuple[int, int]:
    """Return (year, month) that many months on."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def end_of_month(day: date, months: int) -> date:
    """Return the last day of the month that many months on.

    >>> end_of_month(date(2026, 11, 20), 1).isoformat()
    '2026-12-31'
    """
    year, month = month_on(day, months)
    return date(year, month, monthrange(year, month)[1])


def same_day_on(day: date, months: int) -> date:
    """Return the same day that many months on, or the last of that month."""
    last = end_of_month(day, months)
    return last.replace(day=min(day.day, last.day))


def next_date(today: date, month: int, day: int) -> date | None:
    """Return the next such day from today on; None where there is none."""
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:  # the 29th of February is in the one year and not in the other
            continue
        if found >= today - timedelta(days=7):
            return found
    return None


def next_day_of_month(today: date, day: int) -> date | None:
    """Return the next day of that number from today on; None where no month has it."""
    if day < 1:
        return None
    for months in (0, 1, 2):
        year, month = month_on(today, months)
        if day <= monthrange(year, month)[1] and (found := date(year, month, day)) >= today:
            return found
    return None


def given_date(year: int, month: int, day: int) -> date | None:
    """Return a date; None where there is none of these numbers."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _part(
    match: re.Match[str], sort: Sort, read: Callable[[re.Match[str], Now], Meaning], now: Now
) -> Part | None:
    meaning = read(match, now)
    start, end = match.span()
    if isinstance(meaning, Clock):
        return Part(start, end, sort, clock=meaning)
    if isinstance(meaning, timedelta):
        return Part(start, end, sort, length=meaning)
    if meaning is not None:
        return Part(start, end, sort, day=meaning)
    is_kept = sort is Sort.VAGUE or any(match.groupdict().get(name) for name in _MONTH)
    return Part(start, end, sort) if is_kept else None
