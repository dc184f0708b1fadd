"""What this customer said that an answer can take up: sums, dates, how long, and what it is about.

Every fact is a place in a turn of the customer. Nothing is worked out: a fact is what was said,
and what looks doubtful is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from coach.conversation.conversation import Conversation

_RECENT = 3


class Kind(StrEnum):
    """What a fact tells."""

    THING = "thing"
    LENGTH = "length"
    AMOUNT = "amount"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the customer said, where they said it.

    Attributes:
        kind: what it tells.
        text: the words.
        turn: index of the customer's turn.
        start: first code point in that turn's text.
        end: one past the last.
    """

    kind: Kind
    text: str
    turn: int
    start: int
    end: int


_NUMBER = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_GOES_ON = (
    r"(?=\s*[,.;:!?]|\s*$|\s+(?:is|isn't|was|wasn't|were|are|has|hasn't|had|does|doesn't|did|didn't"
    r"|won't|cost|costs|twice|went|goes|keeps|kept|died|broke|stopped|never|still|just|again|came|arrived|and|but"
    r"|or|that|which|because|since|for|from|to|with|at|on|in|by|this|every|up|down)\b)"
)
_NO_THING = (
    r"(?!(?:name|e-?mail|address|account|number|order|question|problem|issue|fault|bad|god|time"
    r"|way|own|phone number|husband|wife|mother|father|mum|mom|dad|son|daughter|kids?|boss|first"
    r"|last|second|point|mind|turn|life|day|call|calls|opinion|sister|brother|uncle|aunt|grandmother"
    r"|grandfather|wife's|family|child|children|friend|head|hand|house|home|money|side|end)\b)"
)
_NOUN = r"[a-z][a-z-]{2,20}"
_ENGLISH: dict[Kind, str] = {
    Kind.THING: rf"\b(?:my|our)\s+({_NO_THING}{_NOUN}(?:\s{_NOUN})??){_GOES_ON}",
    Kind.LENGTH: rf"\b({_NUMBER}\s+(?:minute|hour|day|week|month|year)s?)\b(?!\s+(?:ago|old))",
    Kind.AMOUNT: (
        r"((?<![\w$£€])[$£€¥]\s?\d+(?:,\d{3})*(?:\.\d\d)?"
        r"|\b\d+(?:,\d{3})*(?:\.\d\d)?\s+(?:dollars|pounds|euros|yen)\b)"
    ),
    Kind.DATE: (
        rf"\b(tomorrow(?:\s+(?:morning|afternoon|evening))?|tonight|{_DAY}|{_MONTH}\s+\d{{1,2}}"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|this\s+weekend|next\s+(?:week|month|{_DAY}))\b"
    ),
}
_NO_MATTER = "メール|ホームページ|サイト|サポート|センター"
_DIGITS = r"[0-9０-９一二三四五六七八九十百千万]"
_JAPANESE: dict[Kind, str] = {
    Kind.THING: rf"(?!{_NO_MATTER})([ァ-ヴー]{{3,12}})(?=[がをはのも、])",
    Kind.LENGTH: rf"({_DIGITS}{{1,3}}(?:時間|日間|週間|[かヶカ]月|年))(?![前生度月])",
    Kind.AMOUNT: rf"((?:[0-9０-９][0-9０-９,，]*|{_DIGITS}{{1,8}})円)",
    Kind.DATE: (
        rf"({_DIGITS}{{1,3}}月{_DIGITS}{{1,3}}日|明日|明後日|今週末|来週(?:の?[月火水木金土日]曜日?)?|来月"
        r"|[月火水木金土日]曜日?)"
    ),
}
_KINDS = {
    language: {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in patterns.items()}
    for language, patterns in (("en", _ENGLISH), ("ja", _JAPANESE))
}


def facts_of(conversation: Conversation, until: int) -> tuple[Fact, ...]:
    """Return what the customer said up to a turn, one fact of each kind, by kind.

    What it is about is taken from where it was first said. Everything else is taken from the
    customer's last three turns, since older sums and dates may have been settled, and of those
    the last. A language without patterns gives none.

    Args:
        conversation: with its language known.
        until: index of the last turn that is looked at.
    """
    patterns = _KINDS.get(conversation.about.language or "", {})
    turns = [n for n, turn in enumerate(conversation.turns[: until + 1]) if turn.is_customer]
    found = []
    for kind, pattern in patterns.items():
        looked_at = turns if kind is Kind.THING else turns[-_RECENT:]
        said = list(_said(conversation, looked_at, kind, pattern))
        if said:
            found.append(said[0] if kind is Kind.THING else said[-1])
    return tuple(found)


def _said(
    conversation: Conversation, places: Iterable[int], kind: Kind, pattern: re.Pattern[str]
) -> Iterator[Fact]:
    for place in places:
        for match in pattern.finditer(conversation.turns[place].text):
            yield Fact(kind, match.group(1), place, match.start(1), match.end(1))
