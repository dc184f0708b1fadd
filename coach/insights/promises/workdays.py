"""Which days are working days.

Public holidays come from the `holidays` library (https://github.com/vacanza/holidays), which
follows the law of each country and year; days on which a company is closed besides are settings.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from coach.errors import BadSettings

_SATURDAY = 5
_PARTS = {"GB": "GB-ENG"}  # London lies in England, whose bank holidays Scotland does not share


class Workdays:
    """The working days of a place: Monday to Friday, less its holidays.

    >>> from datetime import date
    >>> Workdays("JP").after(date(2026, 11, 20), 1).isoformat()
    '2026-11-24'
    """

    def __init__(self, country: str | None = None, closed: Iterable[date] = ()) -> None:
        """Take the holidays of a country.

        Args:
            country: two letters as ISO 3166 has them, with a part of it if wanted ("GB-SCT");
                None: no holidays.
            closed: days off besides.

        Raises:
            BadSettings: no holidays are known for that country.
        """
        self._holidays: Container[date] = _holidays(country) if country else ()
        self._closed = frozenset(closed)

    def works(self, day: date) -> bool:
        """Whether people work on that day."""
        if day.weekday() >= _SATURDAY or day in self._closed:
            return False
        return day not in self._holidays

    def after(self, day: date, count: int) -> date:
        """Return the working day that is the `count`th after a day.

        >>> from datetime import date
        >>> Workdays().after(date(2026, 11, 20), 3).isoformat()
        '2026-11-25'
        """
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return day

    def from_on(self, day: date) -> date:
        """Return the day itself if people work on it, else the next on which they do."""
        return self.after(day - timedelta(days=1), 1)


@cache
def country_of(zone: str) -> str | None:
    """Return the country that a time zone lies in; None for UTC and the like.

    Source: zone.tab of the tz database (https://data.iana.org/time-zones/tz-link.html).

    >>> country_of("Asia/Tokyo"), country_of("Europe/London"), country_of("UTC")
    ('JP', 'GB-ENG', None)
    """
    table = files("tzdata") / "zoneinfo" / "zone.tab"
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > 2 and cells[2] == zone:
            return _PARTS.get(cells[0], cells[0])
    return None


@cache
def _holidays(country: str) -> Container[date]:
    from holidays import country_holidays

    code, _, part = country.upper().partition("-")
    try:
        return country_holidays(code, subdiv=part or None)
    except NotImplementedError:
        raise BadSettings(
            f"setting promises.country: no holidays are known for {country!r}; "
            "right ones are JP, US or GB-ENG"
        ) from None
