from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.config import SourceSettings
from coach.errors import BadSettings
from coach.sources.details import Details
from coach.sources.names import NamePatterns

SHIPPED = NamePatterns(SourceSettings().name_patterns, UTC)


def test_date_and_agent_from_the_shipped_pattern():
    assert SHIPPED.details(Path("in/2026-11-16T0930_dana_call-7.wav")) == Details(
        agent="dana", started_at=datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
    )


def test_agent_of_a_platform_export():
    name = "AutoRepairs1_CUST_12345_GUID_2a60_AGENT_BobS_DATETIME_07.55.wav"
    assert SHIPPED.details(Path(name)).agent == "BobS"


def test_a_name_that_says_nothing():
    assert SHIPPED.details(Path("recording 12.wav")) == Details()


def test_each_pattern_adds_what_is_missing():
    patterns = NamePatterns([r"^(?P<agent>[a-z]+)-", r"-(?P<queue>[a-z]+)$", r"(?P<agent>x)"], UTC)
    assert patterns.details(Path("dana-fees.wav")) == Details(agent="dana", queue="fees")


def test_an_impossible_date_stays_unknown_and_is_noted():
    details = SHIPPED.details(Path("2026-13-40_dana_1.wav"))
    assert details.started_at is None
    assert details.notes == (
        "2026-13-40_dana_1.wav: '2026-13-40' is not a date that can be read; "
        "one is 2026-11-16T09:30",
    )


@pytest.mark.parametrize(
    ("pattern", "match"),
    [
        ("(?P<agent>", r"name_patterns: '\(\?P<agent>': missing \)"),
        (r"(?P<agnet>\w+)", "names the group 'agnet'; there are: agent, date, id"),
    ],
    ids=["broken", "unknown group"],
)
def test_a_pattern_that_cannot_be_is_refused(pattern, match):
    with pytest.raises(BadSettings, match=match):
        NamePatterns([pattern], UTC)
