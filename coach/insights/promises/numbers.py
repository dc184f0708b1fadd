"""Numbers as people say and write them in dates and lengths of time."""

from __future__ import annotations

_ENGLISH = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "seventy-two": 72,
    "twenty-four": 24, "twenty four": 24, "forty-eight": 48, "forty eight": 48,
    "seventy two": 72, "ninety": 90, "couple of": 2, "a couple of": 2,
}  # fmt: skip
_ORDINALS = (  # noqa: SIM905 - reads best as words
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first "
    "twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh "
    "twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
_KANJI = {character: place for place, character in enumerate("〇一二三四五六七八九")}

ENGLISH_NUMBER = (
    r"(?:\d{1,3}|(?:a )?couple of|twenty[- ]four|forty[- ](?:eight|five)|seventy[- ]two|"
    + "|".join(sorted((w for w in _ENGLISH if " " not in w and "-" not in w), key=len)[::-1])
    + r")(?![\w.])"
)
ENGLISH_ORDINAL = (
    r"(?:[0-3]?\d(?:st|nd|rd|th)|"
    + "|".join(word.replace("-", "[- ]") for word in _ORDINALS[::-1])
    + r")\b"
)
KANJI_NUMBER = r"(?:\d{1,4}|[〇一二三四五六七八九十]{1,4}|百)"


def english_number(text: str) -> int:
    """Return the number that digits or words mean.

    >>> english_number("48"), english_number("forty-eight"), english_number("an")
    (48, 48, 1)
    """
    return int(text) if text.isdecimal() else _ENGLISH[text.replace("  ", " ")]


def english_ordinal(text: str) -> int:
    """Return the day of the month that an ordinal means.

    >>> english_ordinal("25th"), english_ordinal("twenty first")
    (25, 21)
    """
    digits = text.rstrip("stndrh")
    return int(digits) if digits.isdecimal() else _ORDINALS.index(text.replace(" ", "-")) + 1


def kanji_number(text: str) -> int:
    """Return the number below a hundred that digits or kanji mean.

    >>> kanji_number("三"), kanji_number("十五"), kanji_number("二十"), kanji_number("48")
    (3, 15, 20, 48)
    """
    if text.isdecimal() and text.isascii():
        return int(text)
    if "十" in text:
        tens, ones = text.split("十", 1)
        return 10 * _units(tens or "一") + _units(ones or "〇")
    return 100 if text == "百" else _units(text)


def _units(text: str) -> int:
    total = 0
    for character in text:
        total = 10 * total + _KANJI.get(character, 0)
    return total
