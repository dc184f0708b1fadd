"""Dates and times of day as people write them in file names and tables."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coach.errors import BadSettings

_YEAR_FIRST = re.compile(
    r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T_](\d{1,2})[-:.時](\d{2})(?:[-:.分](\d{2})秒?|分)?)?",
    re.ASCII,
)


def zone(name: str) -> tzinfo:
    """Return a time zone by its name ("Asia/Tokyo").

    Raises:
        BadSettings: there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSettings(
            f"setting sources.timezone: {name!r} is not a time zone; one is 'Asia/Tokyo'"
        ) from None


def read_time(text: str, local: tzinfo) -> datetime:
    """Return the time, in UTC, that a text names with its year first; a bare day starts it.

    Dates with the year last are refused: 11/10/2026 is a day in October or in November.

    Args:
        text: "2026-11-16T09:30:00Z", "2026/11/16 9:30", "2026-11-16T09-30", "2026年11月16日", …
        local: the zone of a time that names none.

    Raises:
        ValueError: one sentence that says what would be right.

    >>> read_time("2026-11-16T09-30", UTC).isoformat()
    '2026-11-16T09:30:00+00:00'
    """
    try:
        moment = _parse(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=local)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{text!r} is not a date that can be read; one is 2026-11-16T09:30"
        ) from None


def _parse(text: str) -> datetime:
    # Our own form first: to the standard library, T09-10 is nine o'clock ten hours west.
    written = _YEAR_FIRST.fullmatch(text)
    if written is None:
        return datetime.fromisoformat(text)
    year, _, month, day, *clock = written.groups()
    hour, minute, second = (int(number or 0) for number in clock)
    return datetime(int(year), int(month), int(day), hour, minute, second)  # noqa: DTZ001
