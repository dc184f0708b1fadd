"""Find what is private in what was said: card and telephone numbers, codes, mail addresses.

Numbers are found as they are written and as they are spoken ("four one one one", 「ゼロ九〇」),
over the turns of a party that are interrupted by an "mm-hm", and where they are read back.
What is in doubt counts as private: every number of seven digits or more does. Not looked for are
names, addresses, dates of birth and what is told of somebody's health; numbers of up to six digits
(order numbers, prices, dates) stay, unless a code was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise

from coach.conversation.codebook import Role
from coach.conversation.span import Seconds, Span, merge
from coach.conversation.turn import Turn, word_places

MASK = "•••"


class Kind(StrEnum):
    """What sort of private thing it is."""

    CARD = "card"
    NUMBER = "number"
    CODE = "code"
    MAIL = "mail"


@dataclass(frozen=True, slots=True, order=True)
class Private:
    """A place in a conversation that holds something private.

    Attributes:
        turn: index of the turn.
        start: where it begins in the turn's text, in code points.
        end: where it ends, half-open.
        kind: what it is.
    """

    turn: int
    start: int
    end: int
    kind: Kind


FEWEST_DIGITS = 7  # of a telephone number within a town; ITU-T E.164 allows 15, ISO/IEC 7812 19
_CARD_DIGITS = range(13, 20)  # ISO/IEC 7812
_READ_BACK = 3  # digits in a row that tell a number when it is repeated
_CODE_DIGITS = range(3, 9)
_CODE_TURNS = 2  # turns after a code was named in which it is told
_PAD: Seconds = 0.15  # three times the usual error of a recogniser's word times
_BRIDGE: Seconds = 0.5  # between two private things that are muted as one
_LONGEST_BETWEEN = 40  # characters between two digits of a number
_FOREVER: Seconds = 1e9

_ENGLISH = {
    "zero": "0", "nought": "0", "oh": "0", "o": "0",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11",
    "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
    "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "2", "thirty": "3",
    "forty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8", "ninety": "9",
    "hundred": "00", "double": "", "triple": "", "treble": "",
}  # fmt: skip
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_JAPANESE = {
    "〇": "0", "零": "0", "ゼロ": "0", "ぜろ": "0", "れい": "0", "レイ": "0", "マル": "0",
    "一": "1", "いち": "1", "イチ": "1", "二": "2", "に": "2", "ニ": "2", "三": "3", "さん": "3",
    "サン": "3", "四": "4", "よん": "4", "ヨン": "4", "五": "5", "ご": "5", "ゴ": "5",
    "六": "6", "ろく": "6", "ロク": "6", "七": "7", "なな": "7", "ナナ": "7", "しち": "7",
    "八": "8", "はち": "8", "ハチ": "8", "九": "9", "きゅう": "9", "キュウ": "9", "キュー": "9",
}  # fmt: skip
_ENGLISH_UNIT = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_JAPANESE_UNIT = "|".join(sorted(_JAPANESE, key=len, reverse=True))
_UNIT = re.compile(
    rf"(?P<digits>\d)|(?<![a-z])(?P<english>{_ENGLISH_UNIT})(?![a-z])|(?P<japanese>{_JAPANESE_UNIT})",
    re.IGNORECASE,
)
# What may stand between two digits of one number: signs, and what people say while they read.
_BETWEEN = re.compile(
    r"(?:[\s\-‐-―－ー.,、。()（）/+…]|(?<![a-z])(?:and|dash|hyphen|then|uh|um|er|erm|so|okay|ok)(?![a-z])"
    r"|ハイフン|えっと|えーと|あの|の|、){0,12}",
    re.IGNORECASE,
)
# What looks like a long number and is none: days and sums of money.
_HARMLESS = re.compile(
    r"(?<!\d)(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    r"|(?<![\d-])\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d\d(?!\d)"
    r"|(?<![\d.,-])\d{1,3}(?:,\d{3}){1,4}(?:\.\d\d)?(?![\d,-])"
    r"|(?<![\d.])\d{1,6}\.\d\d(?![\d.])"
)
_MAILS = (
    re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.ASCII),
    re.compile(
        r"(?:(?<![\w'’])[a-z0-9][ -]){0,30}[\w.+%-]{1,64}"
        r"(?: (?:dot|underscore|dash|hyphen|plus) [\w.+%-]{1,64}){0,5} at "
        r"(?:(?:(?!the )[\w-]{1,30} ){1,3}dot [a-z]{2,10}(?: dot [a-z]{2,10}){0,3}"
        r"|[\w-]{1,40}\.[a-z]{2,10}(?:\.[a-z]{2,10})?)\b",
        re.ASCII | re.IGNORECASE,
    ),
    re.compile(
        r"[\w.+%-]{1,64}[ 、]?アットマーク[ 、]?"
        r"[\w-]{1,63}?(?:[ 、]?(?:ドット|\.)[ 、]?[\w-]{1,63}){1,5}"
    ),
)
_CODE_NAMED = re.compile(
    r"\b(?:cvv2?|cvc2?|cvn|pin|pass ?code|security (?:code|number)|sort code"
    r"|(?:one[- ]time|verification) code|(?:digits|number) on the back)\b"
    r"|暗証番号|セキュリティー?コード|認証コード|確認コード",
    re.IGNORECASE,
)
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@dataclass(frozen=True, slots=True)
class _Run:
    """Digits that are read out as one number.

    Attributes:
        digits: in figures.
        places: turn, start and end of each turn's part.
    """

    digits: str
    places: tuple[tuple[int, int, int], ...]


def find_private(turns: Sequence[Turn]) -> list[Private]:
    """Return what is private in a conversation, by turn and place.

    >>> from coach.conversation.codebook import Role
    >>> find_private([Turn(Role.CUSTOMER, "It's 4111 1111 1111 1111, order 77120.")])
    [Private(turn=0, start=5, end=24, kind=<Kind.CARD: 'card'>)]
    """
    texts = [turn.text.translate(_NARROW) for turn in turns]
    runs = [run for role in Role for run in _runs(turns, texts, role)]
    numbers = {run.digits: _kind(run.digits) for run in runs if len(run.digits) >= FEWEST_DIGITS}
    named = {n for n, text in enumerate(texts) if _CODE_NAMED.search(text)}
    found = [Private(n, *match.span(), Kind.MAIL) for n, text in enumerate(texts)
             for pattern in _MAILS for match in pattern.finditer(text)]  # fmt: skip
    for run in runs:
        kind = numbers.get(run.digits) or _repeated(run.digits, numbers) or _code(run, named)
        found += [Private(*place, kind) for place in run.places if kind]
    return sorted(found)


def masked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """Return a text with something else in place of what is private.

    >>> masked("It's 4111 1111, yes", [(5, 9), (10, 14)])
    "It's •••, yes"
    """
    kept, position = "", 0
    for start, end in sorted(places):
        if start - position > 1 or not kept:
            kept += text[position:start] + MASK
        position = max(position, end)
    return kept + text[position:]


def masked_part(turn: int, text: str, found: Iterable[Private], start: int, end: int) -> str:
    """Return a part of a turn's text with what is private in it masked."""
    own = [(p.start, p.end) for p in found if p.turn == turn and p.start < end and start < p.end]
    return masked(text[start:end], [(max(a, start) - start, min(b, end) - start) for a, b in own])


def when_said(turns: Sequence[Turn], found: Iterable[Private]) -> list[Span]:
    """Return when to mute: from 0.15 s before what is private to as long after it.

    Where the words of a turn are not timed, or not all of them, the turn is muted whole; where
    not even the turn is, all from the turn before it to the one after.
    """
    spans = [_said(turns, private) for private in found]
    padded = [Span(max(0.0, span.start - _PAD), span.end + _PAD) for span in spans]
    return merge(padded, gap=_BRIDGE)


def _said(turns: Sequence[Turn], private: Private) -> Span:
    turn = turns[private.turn]
    places = list(word_places(turn))
    there = [word for start, end, word in places if start < private.end and private.start < end]
    if there and len(places) == sum(bool(word.text) for word in turn.words):
        return Span(there[0].start, max(there[0].start + _PAD, *(word.end for word in there)))
    if turn.span is not None:
        return turn.span
    before = [t.span.start for t in turns[: private.turn] if t.span]
    after = [t.span.end for t in turns[private.turn + 1 :] if t.span]
    return Span(max(before, default=0.0), min(after, default=_FOREVER))


def _runs(turns: Sequence[Turn], texts: Sequence[str], role: Role) -> Iterator[_Run]:
    """Yield the numbers that a party reads out, over all its turns."""
    own = [n for n, turn in enumerate(turns) if turn.role is role]
    joined = "\n".join(texts[n] for n in own)
    begins = [0, *accumulate(len(texts[n]) + 1 for n in own)]
    plain = _HARMLESS.sub(lambda match: "#" * len(match[0]), joined)
    for units in _chains(plain):
        start, end = units[0].start(), units[-1].end()
        parts = [
            (n, max(start, first) - first, min(end, last - 1) - first)
            for n, (first, last) in zip(own, pairwise(begins), strict=True)
            if start < last - 1 and first < end
        ]
        yield _Run(_digits(units), tuple(parts))


def _chains(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield digits, written or spoken, between which nothing else is said."""
    chain: list[re.Match[str]] = []
    for unit in _UNIT.finditer(text):
        between = text[chain[-1].end() : unit.start()] if chain else ""
        if chain and (len(between) > _LONGEST_BETWEEN or not _BETWEEN.fullmatch(between)):
            yield chain
            chain = []
        chain.append(unit)
    if chain:
        yield chain


def _digits(units: Sequence[re.Match[str]]) -> str:
    """Return a chain in figures; "double four" is 44."""
    digits, times = "", 1
    for unit in units:
        text = unit[0].lower()
        times = _TIMES.get(text, times)
        said = text if unit["digits"] else _ENGLISH.get(text, _JAPANESE.get(unit[0], ""))
        if said:
            digits, times = digits + said * times, 1
    return digits


def _kind(digits: str) -> Kind:
    return Kind.CARD if len(digits) in _CARD_DIGITS and _is_luhn(digits) else Kind.NUMBER


def _is_luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _repeated(digits: str, numbers: Mapping[str, Kind]) -> Kind | None:
    if len(digits) < _READ_BACK:
        return None
    return next((kind for number, kind in numbers.items() if digits in number), None)


def _code(run: _Run, named: set[int]) -> Kind | None:
    first = run.places[0][0]
    is_near = any(turn in named for turn in range(first - _CODE_TURNS, first + 1))
    return Kind.CODE if is_near and len(run.digits) in _CODE_DIGITS else None
