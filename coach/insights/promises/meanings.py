"""What the rules for times mean: each reads a match and says a day, a clock or a length."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from coach.insights.promises.numbers import english_number, english_ordinal, kanji_number
from coach.insights.promises.times import (
    Clock,
    Meaning,
    Now,
    Sort,
    end_of_month,
    end_of_week,
    given_date,
    month_on,
    next_date,
    next_day_of_month,
    same_day_on,
    weekday_after,
    weekday_of_week,
)

_WEEKDAYS = {
    name: place for place, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
_WEEKDAYS |= {name: place for place, name in enumerate("月火水木金土日")}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = {"half past": 30, "half": 30, "quarter": 15, "半": 30}
_BEFORE_HOUR = ("to", "of")
_HALVES = {"a": "am", "p": "pm", "午前": "am", "朝": "am", "午後": "pm", "夜": "pm", "夕方": "pm",
           "昼": "pm", "晩": "pm"}  # fmt: skip
_SAYS_HALF = (
    (re.compile(r"\s*(?:o'?clock )?(?:in the|this|tomorrow) morning"), "am"),
    (
        re.compile(
            r"\s*(?:o'?clock )?(?:in the|this|tomorrow|that|yesterday) (?:afternoon|evening)"
            r"|\s*(?:tonight|last night)"
        ),
        "pm",
    ),
)
_TONIGHT = re.compile(r"(?:今夜|今晩|今夕|明晩|昨夜|昨晩|ゆうべ|夕べ|夕方|晩)の?\s*$")
Reading = Callable[[re.Match[str], Now, int], Meaning]


def number(text: str) -> int:
    """Return the number that digits, English words or kanji mean."""
    if text.isdecimal() and text.isascii():
        return int(text)
    return english_number(text) if text.isascii() else kanji_number(text)


def weekday(match: re.Match[str], now: Now, _: int) -> date:
    """The next day of that name after today."""
    return weekday_after(now.today, _weekday(match))


def this_weekday(match: re.Match[str], now: Now, _: int) -> date:
    """The day of that name from today on."""
    return weekday_after(now.today - timedelta(days=1), _weekday(match))


def weekday_in_week(match: re.Match[str], now: Now, n: int) -> date:
    """The day of that name, `n` weeks (Monday to Sunday) after this one."""
    return weekday_of_week(now.today, _weekday(match), n)


def week_after_weekday(match: re.Match[str], now: Now, _: int) -> date:
    """A week after the next day of that name."""
    return weekday_after(now.today, _weekday(match)) + timedelta(days=7)


def day_of_next_week(_match: re.Match[str], now: Now, n: int) -> date:
    """Next week's Monday (0), Tuesday (1) …; "the beginning" is over at the end of Tuesday."""
    return weekday_of_week(now.today, n, 1)


def first_workday_next_week(_match: re.Match[str], now: Now, _: int) -> date:
    """The first working day of next week."""
    return now.workdays.from_on(weekday_of_week(now.today, 0, 1))


def month_day(match: re.Match[str], now: Now, _: int) -> date | None:
    """A day and a month, with or without a year."""
    named = match.groupdict()
    text = named["day"]
    day = number(text) if text.isdecimal() or not text.isascii() else english_ordinal(text)
    month = _month(match)
    if named.get("year"):
        return given_date(int(named["year"]), month, day)
    return next_date(now.today, month, day)


def week_of(match: re.Match[str], now: Now, n: int) -> date | None:
    """The Friday of the week in which a day of a month lies."""
    day = month_day(match, now, n)
    return end_of_week(day, 0) if day else None


def day_of_month(match: re.Match[str], now: Now, _: int) -> date | None:
    """The next day of that number from today on."""
    text = match["day"]
    if text.isascii() and not text.isdecimal():
        return next_day_of_month(now.today, english_ordinal(text))
    return next_day_of_month(now.today, number(text))


def day_of_month_on(match: re.Match[str], now: Now, n: int) -> date | None:
    """The day of that number, `n` months on."""
    year, month = month_on(now.today, n)
    return given_date(year, month, number(match["day"]))


def slashed(match: re.Match[str], now: Now, _: int) -> date | None:
    """Two or three numbers with slashes, in the order that people use there."""
    one, two = int(match["one"]), int(match["two"])
    day, month = (one, two) if (now.day_first and two <= 12) or one > 12 else (two, one)
    if match["year"]:
        year = int(match["year"])
        return given_date(year + 2000 if year < 100 else year, month, day)
    return next_date(now.today, month, day)


def iso(match: re.Match[str], _now: Now, _: int) -> date | None:
    """Year, month and day."""
    return given_date(int(match["year"]), int(match["number"]), int(match["day"]))


def clock(match: re.Match[str], _now: Now, _: int) -> Clock | None:
    """A time of day; None where there is none of these numbers."""
    named = match.groupdict()
    hour, half = number(named["hour"]), _half(match)
    minute = _minute(named.get("part") or named.get("minute") or "0")
    if named.get("way") in _BEFORE_HOUR:
        return Clock((hour - 2) % 12 + 1, 60 - minute, half)
    if hour > 24 or minute > 59 or (half and hour > 12):
        return None
    return Clock(hour, minute, half)


def _minute(text: str) -> int:
    """Return the minutes that digits or words mean: "thirty-five", "oh five", "quarter", "半"."""
    if text in _PARTS:
        return _PARTS[text]
    if not text.isascii() or text.isdecimal():
        return number(text)
    return sum(english_number(word) for word in re.split("[ -]", text) if word not in ("oh", "o"))


def length(match: re.Match[str], _now: Now, _: int) -> timedelta:
    """Hours or minutes from the turn's own time."""
    unit = match["unit"]
    if unit == "半":
        return timedelta(minutes=30)
    n = number(match["n"]) + (0.5 if match.groupdict().get("more") else 0)
    return timedelta(hours=n) if unit[0] in "h時" else timedelta(minutes=n)


def in_days(match: re.Match[str], now: Now, _: int) -> date:
    """The day that is so many days, weeks or months on."""
    n, unit = number(match["n"]), match["unit"]
    if unit.startswith("month") or "月" in unit:
        return same_day_on(now.today, n)
    return now.today + timedelta(days=7 * n if unit[0] in "w週" else n)


def _weekday(match: re.Match[str]) -> int:
    return _WEEKDAYS[match["weekday"][:3]]


def _month(match: re.Match[str]) -> int:
    named = match.groupdict()
    if named.get("number"):
        return number(named["number"])
    return _MONTHS.index(match["month"][:3]) + 1


def _half(match: re.Match[str]) -> str | None:
    if _TONIGHT.search(match.string, max(0, match.start() - 6), match.start()):
        return "pm"
    said = (match.groupdict().get("half") or "").rstrip("の")
    if said:
        return _HALVES.get(said) or _HALVES[said[0]]
    after = match.string[match.end() : match.end() + 24]
    return next((half for pattern, half in _SAYS_HALF if pattern.match(after)), None)


MEANINGS: dict[str, tuple[Sort, Reading]] = {
    "vague": (Sort.VAGUE, lambda _m, _now, _n: None),
    "workdays": (Sort.WORKDAYS, lambda m, now, _: now.workdays.after(now.today, number(m["n"]))),
    "workday": (Sort.WORKDAYS, lambda _, now, n: now.workdays.after(now.today, n)),
    "minutes": (Sort.LENGTH, lambda _m, _now, n: timedelta(minutes=n)),
    "length": (Sort.LENGTH, length),
    "in_days": (Sort.DAY, in_days),
    "in_days_fixed": (Sort.DAY, lambda _, now, n: now.today + timedelta(days=n)),
    "weekday": (Sort.DAY, weekday),
    "this_weekday": (Sort.DAY, this_weekday),
    "weekday_of_week": (Sort.DAY, weekday_in_week),
    "week_after_weekday": (Sort.DAY, week_after_weekday),
    "day_of_next_week": (Sort.DAY, day_of_next_week),
    "first_workday_next_week": (Sort.DAY, first_workday_next_week),
    "end_of_week": (Sort.DAY, lambda _, now, n: end_of_week(now.today, n)),
    "sunday": (Sort.DAY, lambda _m, now, n: weekday_of_week(now.today, 6, n)),
    "end_of_month": (Sort.DAY, lambda _, now, n: end_of_month(now.today, n)),
    "third_of_month": (Sort.DAY, lambda _, now, n: end_of_month(now.today, n).replace(day=10)),
    "two_thirds_of_month": (Sort.DAY, lambda _, now, n: end_of_month(now.today, n).replace(day=20)),
    "end_of_year": (Sort.DAY, lambda _m, now, _n: date(now.today.year, 12, 31)),
    "end_of_named_month": (
        Sort.DAY,
        lambda m, now, _: end_of_month(now.today, (_month(m) - now.today.month) % 12),
    ),
    "month_day": (Sort.DAY, month_day),
    "week_of": (Sort.DAY, week_of),
    "day_of_month": (Sort.DAY, day_of_month),
    "day_of_month_on": (Sort.DAY, day_of_month_on),
    "slashed": (Sort.DAY, slashed),
    "iso": (Sort.DAY, iso),
    "clock": (Sort.CLOCK, clock),
    "noon": (Sort.CLOCK, lambda _m, _now, _n: Clock(12, 0, "pm", is_loose=True)),
    "midnight": (Sort.CLOCK, lambda _m, _now, _n: Clock(24)),
    "morning": (Sort.CLOCK, lambda _m, _now, _n: Clock(12, 0, "am", is_loose=True)),
}
