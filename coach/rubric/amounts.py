"""Amounts of time and of things: "seven days" takes up "a week", and 「3回」 takes up 「三回」.

Only what was counted or waited is an amount here; sums of money and clock times that stand by
themselves are words like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "first": 1, "once": 1, "two": 2, "second": 2, "twice": 2,
    "three": 3, "third": 3, "four": 4, "fourth": 4, "five": 5, "fifth": 5, "six": 6, "sixth": 6,
    "seven": 7, "seventh": 7, "eight": 8, "eighth": 8, "nine": 9, "ninth": 9, "ten": 10,
    "tenth": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100,
}  # fmt: skip
_UNITS = {
    "minute": "minute", "min": "minute", "hour": "hour", "hr": "hour", "day": "day", "night": "day",
    "week": "week", "month": "month", "year": "year", "time": "time", "once": "time",
    "twice": "time", "call": "time", "letter": "letter", "mail": "letter", "email": "letter",
    "left": "left", "kid": "child", "child": "child", "children": "child", "people": "person",
    "date": "date", "ticket": "ticket", "seat": "seat",
}  # fmt: skip
_NUMBER = r"\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_UNIT = "|".join(sorted({f"{unit}s?" for unit in _UNITS}, key=len, reverse=True))
_COUNTED = re.compile(
    rf"\b({_NUMBER})\+?(?: (?:whole|full|long|little|small|promised))? ({_UNIT})\b"
)
_SINCE = re.compile(rf"\b(?:since|until|till|at|by) (?:about )?({_NUMBER})\b(?! (?:{_UNIT})\b)")
_TIMES = re.compile(r"\b(twice)\b")
_WHOLE_DAY = re.compile(
    r"\b(?:all|whole|entire|full) (?:\w+ )?day\b|丸一日|まる一日|一日中|朝から晩"
)
_KANJI = str.maketrans("一二三四五六七八九", "123456789")
_COUNTED_JA = re.compile(
    r"(\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:回|度|(?:か|ヶ|ヵ|カ)月|週間|日|時間|時半?|分|枚|通|年|人)"
)
_UNITS_JA = {
    "回": "time", "度": "time", "月": "month", "週間": "week", "日": "day", "時間": "hour",
    "分": "minute", "枚": "ticket", "通": "letter", "年": "year", "人": "person",
}  # fmt: skip


def amounts(text: str) -> Iterable[str]:
    """Yield the amounts in a text in lower case, each as one word that others compare equal to.

    One of anything is no amount, except a week and longer: "one moment" fits anybody.

    >>> sorted(amounts("i rang three times in a week")), sorted(amounts("七日で3回目です"))
    (['#3 time', '#7 day'], ['#3 time', '#7 day'])
    """
    for number, unit in _COUNTED.findall(text):
        yield from _amount(_value(number), _UNITS.get(unit) or _UNITS[unit.removesuffix("s")])
    for match in _COUNTED_JA.finditer(text.replace("ひと月", "1か月")):
        unit = match[0].removeprefix(match[1]).lstrip("かヶヵカ")
        yield from _amount(_kanji_value(match[1]), _UNITS_JA.get(unit, unit))
    for number in _SINCE.findall(text):
        yield f"#{_value(number)} o'clock"
    if _TIMES.search(text):
        yield "#2 time"
    if _WHOLE_DAY.search(text):
        yield "#whole day"


def _amount(number: int, unit: str) -> Iterable[str]:
    if unit == "week":
        yield f"#{7 * number} day"
    elif number > 1 or unit in {"month", "year"}:
        yield f"#{number} {unit}"


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS[number]


def _kanji_value(number: str) -> int:
    """Return a number up to 99 that is written in digits or in kanji."""
    tens, ten, ones = number.translate(_KANJI).partition("十")
    return 10 * int(tens or 1) + int(ones or 0) if ten else int(tens)
