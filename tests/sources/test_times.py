from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from coach.errors import BadSettings
from coach.sources.times import read_time, zone

HALF_PAST_NINE = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16T09:30:00Z",
        "2026-11-16T09:30",
        "2026-11-16 9:30",
        "2026-11-16T09-30",
        "2026-11-16T09-30-00",
        "2026-11-16T0930",
        "20261116T093000",
        "2026/11/16 9:30",
        "2026年11月16日 9時30分",
        "2026-11-16T18:30:00+09:00",
        " 2026-11-16T09:30:00.000Z ",
    ],
)
def test_one_moment_in_many_spellings(text):
    assert read_time(text, UTC) == HALF_PAST_NINE


def test_a_time_without_a_zone_is_local():
    assert read_time("2026-11-16 18:30", ZoneInfo("Asia/Tokyo")) == HALF_PAST_NINE


def test_minutes_are_not_taken_for_a_zone():
    assert read_time("2026-11-16T09-10", UTC) == datetime(2026, 11, 16, 9, 10, tzinfo=UTC)


def test_a_day_alone_is_its_beginning():
    assert read_time("2026-11-16", UTC) == datetime(2026, 11, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["11/16/2026", "16.11.2026", "2026-13-01", "yesterday", "", "0001-01-01T00:00+14:00"]
)
def test_what_is_not_clear_is_refused(text):
    with pytest.raises(ValueError, match="not a date that can be read; one is 2026-11-16T09:30"):
        read_time(text, UTC)


def test_an_unknown_zone_is_refused():
    with pytest.raises(BadSettings, match=r"sources.timezone: 'Mars/Base' is not a time zone"):
        zone("Mars/Base")
