"""Deadlines over weekends, holidays, month ends and changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.insights.promises.deadlines import deadline, parts_of
from coach.insights.promises.times import Now
from coach.insights.promises.workdays import Workdays
from tests.insights.promises.threads import LONDON, TOKYO, a_contact, a_ledger, states

NEW_YORK = ZoneInfo("America/New_York")
ZONES = st.sampled_from([LONDON, TOKYO, NEW_YORK])
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def due(text, moment, country=None, language="en"):
    now = Now(moment, Workdays(country))
    return deadline(text, parts_of(text, now, language), now, language).at


@pytest.mark.parametrize(
    ("moment", "text", "zone", "expected"),
    [
        ("2026-10-24T18:00", "within 24 hours", LONDON, "2026-10-25T17:00:00+00:00"),
        ("2027-03-27T18:00", "within 24 hours", LONDON, "2027-03-28T19:00:00+01:00"),
        ("2026-10-31T20:00", "within 48 hours", NEW_YORK, "2026-11-02T19:00:00-05:00"),
        ("2026-10-24T18:00", "by tomorrow three", LONDON, "2026-10-25T15:00:00+00:00"),
        ("2026-10-24T18:00", "by tomorrow", LONDON, "2026-10-25T23:59:59+00:00"),
        ("2026-12-31T23:30", "within an hour", TOKYO, "2027-01-01T00:30:00+09:00"),
        ("2028-02-28T10:00", "by tomorrow", LONDON, "2028-02-29T23:59:59+00:00"),
        ("2027-01-31T10:00", "in one month", LONDON, "2027-02-28T23:59:59+00:00"),
        ("2026-11-30T10:00", "by the end of the month", LONDON, "2026-11-30T23:59:59+00:00"),
    ],
)
def test_days_and_hours_where_the_calendar_is_odd(moment, text, zone, expected):
    said = datetime.fromisoformat(moment).replace(tzinfo=zone)
    assert due(text, said).isoformat() == expected


@pytest.mark.parametrize(
    ("moment", "text", "country", "expected"),
    [
        ("2026-12-24T16:00", "within two working days", "GB-ENG", "2026-12-30"),
        ("2026-11-20T16:00", "1営業日以内", "JP", "2026-11-24"),
        ("2026-11-21T10:00", "1営業日以内", "JP", "2026-11-24"),
        ("2026-11-02T10:00", "2営業日以内", "JP", "2026-11-05"),
        ("2026-11-25T10:00", "within 3 to 5 business days", "US", "2026-12-03"),
    ],
)
def test_working_days_pass_over_weekends_and_holidays(moment, text, country, expected):
    said = datetime.fromisoformat(moment).replace(tzinfo=TOKYO)
    language = "en" if text.isascii() else "ja"
    assert due(text, said, country, language).date().isoformat() == expected


@given(DAYS, st.integers(0, 23), st.integers(1, 72), ZONES)
def test_hours_run_from_the_turn_whatever_clocks_do(day, hour, count, zone):
    said = datetime.combine(day, time(hour), UTC).astimezone(zone)
    found = due(f"within {count} hours", said).astimezone(UTC)
    assert found - said.astimezone(UTC) == timedelta(hours=count)


@given(DAYS, st.integers(1, 15), st.sampled_from(["JP", "GB-ENG", "US", None]))
def test_so_many_working_days_lie_behind_the_turn_and_the_last_is_one(day, count, country):
    workdays = Workdays(country)
    end = due(f"within {count} working days", datetime.combine(day, time(9), TOKYO), country)
    passed = [day + timedelta(days=n) for n in range(1, (end.date() - day).days + 1)]
    assert sum(map(workdays.works, passed)) == count
    assert workdays.works(end.date())


@given(DAYS, st.sampled_from(["monday", "friday", "sunday"]))
def test_a_bare_weekday_is_the_next_one_after_today(day, name):
    end = due(f"by {name}", datetime.combine(day, time(9), LONDON))
    assert 1 <= (end.date() - day).days <= 7
    assert (f"{end:%A}".lower(), f"{end:%H:%M:%S}") == (name, "23:59:59")


def test_a_ledger_read_before_the_promise_was_made_is_open():
    promise = a_contact("p", "2026-11-16T10:00", "A: We will refund the £12 by Wednesday.")
    assert states(a_ledger(promise, now="2026-11-01T09:00")) == ["open"]


def test_a_case_in_which_the_customer_alone_speaks_has_no_promises():
    assert a_ledger(a_contact("p", "2026-11-16T10:00", "C: I will pay by Friday.")) == ()
