from datetime import UTC, datetime

import pytest

from coach.errors import BadSettings
from coach.insights.digest.week import week_named


def test_a_week_begins_on_monday_on_the_clock_of_its_zone():
    week = week_named("2026-W47", "Asia/Tokyo")
    assert week.start == datetime(2026, 11, 15, 15, tzinfo=UTC)
    assert week.holds(datetime(2026, 11, 22, 14, 59, tzinfo=UTC))
    assert not week.holds(datetime(2026, 11, 22, 15, tzinfo=UTC))
    assert not week.holds(None)


@pytest.mark.parametrize(
    "name", ["2026-47", "2026-W54", "W47", "2026-W47 ", "", "0000-W01", "9999-W52"]
)
def test_what_is_no_week_is_refused(name):
    with pytest.raises(BadSettings, match="is no week; one is called 2026-W47"):
        week_named(name)
