from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.insights.promises.deadlines import deadline, parts_of
from coach.insights.promises.text import plain
from coach.insights.promises.times import Now
from coach.insights.promises.workdays import Workdays
from tests.insights.promises.threads import TOKYO

WEDNESDAY = datetime(2026, 11, 18, 14, 30, tzinfo=TOKYO)


def due(text, language, moment=WEDNESDAY, country="JP"):
    now = Now(moment, Workdays(country))
    folded = plain(text)
    found = deadline(folded, parts_of(folded, now, language), now, language)
    return f"{found.kind} {found.at:%m-%d %H:%M}" if found.at else str(found.kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by tomorrow three", "exact 11-19 15:00"),
        ("within 48 hours", "exact 11-20 14:30"),
        ("in half an hour", "exact 11-18 15:00"),
        ("within the hour", "exact 11-18 15:30"),
        ("by 5 today", "exact 11-18 17:00"),
        ("by half past four", "exact 11-18 16:30"),
        ("tomorrow morning", "exact 11-19 12:00"),
        ("tomorrow morning at nine", "exact 11-19 09:00"),
        ("between 8 and 12 on Tuesday", "exact 11-24 12:00"),
        ("by Friday", "end_of_day 11-20 23:59"),
        ("by close of play", "end_of_day 11-18 23:59"),
        ("by end of day tomorrow", "end_of_day 11-19 23:59"),
        ("early next week", "end_of_day 11-24 23:59"),
        ("Wednesday next week", "end_of_day 11-25 23:59"),
        ("by the end of next week", "end_of_day 11-27 23:59"),
        ("on Monday the 23rd", "end_of_day 11-23 23:59"),
        ("by the end of the month", "end_of_day 11-30 23:59"),
        ("in two weeks", "end_of_day 12-02 23:59"),
        ("by 3 December", "end_of_day 12-03 23:59"),
        ("within 3 to 5 business days", "business_days 11-26 23:59"),
        ("as soon as possible", "vague"),
        ("over the next few days", "vague"),
        ("after this call", "vague"),
        ("in the week of 23 November", "end_of_day 11-27 23:59"),
        ("by Thursday lunch", "exact 11-19 12:00"),
        ("by nine thirty tomorrow", "exact 11-19 09:30"),
        ("about your order", "none"),
        ("by the 0th", "none"),
    ],
)
def test_english_deadlines(text, expected):
    assert due(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本日中に", "end_of_day 11-18 23:59"),
        ("明日の午前中に", "exact 11-19 12:00"),
        ("15時までに", "exact 11-18 15:00"),
        ("今夜七時に", "exact 11-18 19:00"),
        ("22時までに", "exact 11-18 22:00"),
        ("来週末までに", "end_of_day 11-29 23:59"),
        ("今週末までに", "end_of_day 11-22 23:59"),
        ("夕方五時半までに", "exact 11-18 17:30"),
        ("30分以内に", "exact 11-18 15:00"),
        ("２４時間以内に", "exact 11-19 14:30"),
        ("明後日", "end_of_day 11-20 23:59"),
        ("今週中に", "end_of_day 11-20 23:59"),
        ("週明けに", "end_of_day 11-24 23:59"),
        ("来週頭に", "end_of_day 11-24 23:59"),
        ("来週水曜まで", "end_of_day 11-25 23:59"),
        ("11月25日の15時までに", "exact 11-25 15:00"),
        ("月末までに", "end_of_day 11-30 23:59"),
        ("来月5日に", "end_of_day 12-05 23:59"),
        ("明日十時から十二時の間に", "exact 11-19 12:00"),
        ("3営業日以内に", "business_days 11-24 23:59"),
        ("2〜3営業日で", "business_days 11-24 23:59"),
        ("翌営業日に", "business_days 11-19 23:59"),
        ("後ほど", "vague"),
        ("数日中に", "vague"),
        ("改めて", "none"),
    ],
)
def test_japanese_deadlines(text, expected):
    assert due(text, "ja") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'll set it for nine thirty", "exact 11-19 09:30"),
        ("set it for half past nine", "exact 11-19 09:30"),
        ("by nine-thirty", "exact 11-19 09:30"),
        ("at nine twenty", "exact 11-19 09:20"),
        ("at nine twenty-five", "exact 11-19 09:25"),
        ("at four oh five", "exact 11-18 16:05"),
        ("at three forty-seven pm", "exact 11-18 15:47"),
        ("Friday nine thirty-five", "exact 11-20 09:35"),
        ("nine thirty tomorrow", "exact 11-19 09:30"),
        ("for the four fifteen slot", "exact 11-18 16:15"),
        ("by quarter to four", "exact 11-18 15:45"),
        ("at a quarter past four", "exact 11-18 16:15"),
        ("at quarter of one", "exact 11-19 12:45"),
        ("at twenty-five past three", "exact 11-18 15:25"),
        ("at twenty five to four", "exact 11-18 15:35"),
        ("at ten minutes past four", "exact 11-18 16:10"),
        ("five to one tomorrow", "exact 11-19 12:55"),
        ("by 9.30", "exact 11-19 09:30"),
        ("9.30-10.30 tomorrow", "exact 11-19 10:30"),
        ("by 9.30pm", "exact 11-18 21:30"),
    ],
)
def test_english_times_count_with_their_minutes(text, expected):
    assert due(text, "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        "I'll refund £9.30",
        "a refund of 9.30 pounds",
        "in version 9.30",
        "for two fifteen pound charges",
        "I'll give it to nine thirty people",
        "for nine thirty-minute sessions",
    ],
)
def test_english_sums_and_counts_are_no_times(text):
    assert due(text, "en") == "none"


@pytest.mark.parametrize("text", ["九時半に", "9時半までに", "９時半に", "九時三十分に", "9：30に"])
def test_japanese_times_count_with_their_minutes(text):
    assert due(text, "ja") == "exact 11-19 09:30"


def test_business_days_pass_over_holidays_of_the_country():
    friday = datetime(2026, 11, 20, 10, tzinfo=TOKYO)
    assert due("within 1 working day", "en", friday, "JP") == "business_days 11-24 23:59"
    assert due("within 1 working day", "en", friday, None) == "business_days 11-23 23:59"


@given(st.integers(0, 400), st.sampled_from(["within 48 hours", "by tomorrow three", "in 3 days"]))
def test_a_later_turn_moves_its_deadline_by_as_much(days, text):
    now = Now(WEDNESDAY, Workdays())
    later = Now(WEDNESDAY + timedelta(days=days), Workdays())
    one, other = (deadline(text, parts_of(text, at, "en"), at, "en").at for at in (now, later))
    assert other - one == timedelta(days=days)


@given(st.integers(0, 6), st.sampled_from(["by next Friday", "来週水曜まで"]))
def test_a_deadline_is_never_before_the_turn(days, text):
    moment = WEDNESDAY + timedelta(days=days)
    now = Now(moment, Workdays())
    language = "en" if text.isascii() else "ja"
    folded = plain(text)
    assert deadline(folded, parts_of(folded, now, language), now, language).at > moment


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("on the 31st of November", "en", "vague"),
        ("by 5 pm on the 31st of November", "en", "vague"),
        ("by 30 February", "en", "vague"),
        ("11月31日までに", "ja", "vague"),
        ("form 24/48 by 3 December", "en", "end_of_day 12-03 23:59"),
        ("by 29 February", "en", "end_of_day 02-29 23:59"),
        ("on the 29th of February", "en", "end_of_day 02-29 23:59"),
        ("2月29日までに", "ja", "end_of_day 02-29 23:59"),
    ],
)
def test_a_day_that_a_month_does_not_have_is_read_for_no_other(text, language, expected):
    assert due(text, language, WEDNESDAY.replace(year=2027)) == expected
