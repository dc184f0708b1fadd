"""Weeks as ISO 8601 counts them: Monday to Sunday, named "2026-W47"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coach.errors import BadSettings

_NAME = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, slots=True)
class Week:
    """A week on the clock of a zone.

    Attributes:
        name: as in "2026-W47".
        monday: its first day.
        start: when it begins, in UTC.
        end: when the next one begins, in UTC.
        zone: the time zone by whose clock it begins and ends.
    """

    name: str
    monday: date
    start: datetime
    end: datetime
    zone: str = "UTC"

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment lies in it; None does not."""
        return moment is not None and self.start <= moment < self.end


def week_named(name: str, zone: str = "UTC") -> Week:
    """Return the week of a name.

    Raises:
        BadSettings: no week is called that.

    >>> str(week_named("2026-W47").monday), str(week_named("2026-W47").sunday)
    ('2026-11-16', '2026-11-22')
    """
    match = _NAME.fullmatch(name)
    try:
        if match is None:
            raise ValueError
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        end = _midnight(monday + timedelta(days=7), zone)
        return Week(name, monday, _midnight(monday, zone), end, zone)
    except (ValueError, OverflowError):  # the first and the last week of the calendar overflow
        raise BadSettings(f"{name!r} is no week; one is called 2026-W47") from None


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
