"""What promises and later words are about: acts that go together, and content that is shared."""

from __future__ import annotations

import re
from collections.abc import Mapping

from coach.conversation.promises import Act

_STEM = 5  # letters that bring "delivery" and "delivered" together without a dictionary
_LATIN = re.compile(r"(?<![\w'])[a-z][a-z-]{3,39}(?![\w'])")
_KANJI = re.compile(r"[一-鿿々]{2,40}")
_KATAKANA = re.compile(r"[ァ-ヴー]{3,40}")
CONTACT = frozenset({Act.CALL, Act.WRITE, Act.INFORM})

RELATED: Mapping[Act, frozenset[Act]] = {
    Act.CALL: frozenset({Act.INFORM}),
    Act.WRITE: frozenset({Act.INFORM, Act.SEND}),
    Act.INFORM: frozenset({Act.CALL, Act.WRITE, Act.INVESTIGATE}),
    Act.REFUND: frozenset(),
    Act.SEND: frozenset({Act.REPLACE}),
    Act.REPLACE: frozenset({Act.SEND}),
    Act.VISIT: frozenset({Act.ARRANGE}),
    Act.ARRANGE: frozenset({Act.VISIT, Act.REPLACE, Act.SEND}),
    Act.ESCALATE: frozenset(),
    Act.CHANGE: frozenset(),
    Act.INVESTIGATE: frozenset({Act.INFORM}),
    Act.OTHER: frozenset(),
}

# Words that every promise may hold, and that say nothing about its matter.
_GENERIC = tuple(
    """will know have going today tomorrow tonight this that with from your you'll been call called
    back ring phone email mail send sent refund refunded week weeks days hours minutes business
    working monday tuesday wednesday thursday friday saturday sunday morning afternoon evening next
    within before after soon shortly possible please thank thanks sorry just also then them they
    there here when once make sure someone somebody personally myself promise latest about would
    could november december october january again what which letting update confirm contact touch
    deliver delivered 本日 明日 今日 営業 以内 連絡 電話 返金 発送 送付 報告 いたします
    申し上げ いただき 以上 午前 午後 来週 今週 月末 担当 折返 可能 予定 手続 確認
    お客 客様 曜日 月曜 火曜 水曜 木曜 金曜 土曜 日曜 時間 週間
    週末 夕方 翌日 明後 今朝 昨日 noon midday early late close play month year hour
    minute visit appointment moved""".split()  # noqa: SIM905
)


_EMPTY = frozenset(word[:_STEM] if word.isascii() else word for word in _GENERIC)


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words that carry the matter of a promise.

    >>> sorted(stems("i'll send the charger tomorrow"))
    ['charg']
    """
    text = text.lower()
    latin = {word[:_STEM] for word in _LATIN.findall(text)}
    kanji = (run[i : i + 2] for run in _KANJI.findall(text) for i in range(len(run) - 1))
    return frozenset((latin | {*kanji} | {*_KATAKANA.findall(text)}) - _EMPTY)


def goes_with(one: Act, other: Act) -> bool:
    """Whether two acts may be names for the same thing; what has no name of its own may be any."""
    return (
        one is other or Act.OTHER in (one, other) or other in RELATED[one] or one in RELATED[other]
    )


def is_same_thing(one: tuple[Act, str], other: tuple[Act, str], *, strict: bool) -> bool:
    """Whether two promises, given as act and words, are about the same thing.

    Args:
        one: the act and the words of one.
        other: the same of the other.
        strict: ask for shared content, where both have content to share, or for the same act.
    """
    if not goes_with(one[0], other[0]):
        return False
    first, second = stems(one[1]), stems(other[1])
    if first & second:
        return True
    if one[0] is not other[0]:
        return not strict and Act.OTHER not in (one[0], other[0])
    return one[0] in CONTACT or not (first and second)
