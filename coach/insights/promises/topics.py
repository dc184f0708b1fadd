"""What promises and later words are about: acts that go together, and content that is shared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from coach.conversation.promises import Act

_STEM = 5  # letters that bring "delivery" and "delivered" together without a dictionary
_LATIN = re.compile(r"(?<![\w'-])[a-z][a-z-]{2,39}(?![\w])")
_CODE = re.compile(
    r"(?<![\w-])(?=\w*[a-z])(?=\w*\d)(?!\d+(?:st|nd|rd|th|h|hrs?|am|pm|kg|cm|mm|gb|mb|x)\b)[a-z\d]{2,12}\b"
)
_COMPOUND = re.compile(r"[一-鿿][いえきけしちてみめりれ]{1,2}[一-鿿]")  # 持ち手, 張り替え
_COMMON_COMPOUND = re.compile(r"[折申取差引受打問話待切繰].*[返訳急上続付合い]|お|申し込|届け先")
_KANJI_ALONE = re.compile(r"(?<![一-鿿々])[一-鿿](?=[をはがもの]|\s)")
_NO_MATTER = frozenset("日時分月年方様件者旨上中後前事物間私今何誰話皆当度番手人色点形")
_ACTED = re.compile(r"[a-z]{4,}ed")  # "the corrected bill" is about the bill
_AMOUNT = re.compile(r"[£$€] ?\d[\d,.]*\d|[£$€]\d|\d[\d,]*円")
_KANJI = re.compile(r"[一-鿿々]{2,40}")
_KANA = re.compile(r"(?<![ぁ-ん一-鿿々ァ-ヴー])[ぁ-ん]{2,5}(?=[をはがも])")
_TIMES = re.compile(
    r"\bin due course\b|[〇一二三四五六七八九十百\d]+"
    r"(?:か月|ヶ月|時間|営業日|日間|週間|時半?|日|分|月|台|件|つ)?|以内|近日中?"
    r"|(?:本|今|明|昨|当|翌)[日夜晩週月年]中?|[来先再]+[週月]|[月火水木金土日]曜日?|(?:午前|午後)中?"
)
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

# What is said of a promise afterwards may name these besides: money arrives, a visit mends.
TOLD_AS: Mapping[Act, frozenset[Act]] = {
    **RELATED,
    Act.REFUND: frozenset({Act.SEND, Act.CHANGE}),
    Act.VISIT: frozenset({Act.ARRANGE, Act.CHANGE, Act.REPLACE}),
    Act.CHANGE: frozenset({Act.ARRANGE}),
    Act.ARRANGE: RELATED[Act.ARRANGE] | {Act.CHANGE},
}

# Words that every promise may hold, and that say nothing about its matter.
_GENERIC = tuple(
    """will know have going today tomorrow tonight this that with from your you'll been call called
    back ring phone email mail send sent refund refunded week weeks days hours minutes business
    half quarter four because five nine eleven twelve between until
    about some sometime first thing more than over into very just able goes going came gone
    come coming take takes taken give given gets getting keep need needed want like been being
    having does doing done made make much many most such only even ever never still already
    yet too lovely great good fine perfect nice okay right cheers kind helpful quick turnaround
    the and you for not but has had was are our its can may all any out off now day get got let say
    see who how why him her his she one two six ten ago due new old put via per yes did
    mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep oct nov dec hey hiya bye dear

    minutes hitch leave leaves arrive ship ships reach receive follow ready look
    team were well hope news hello glad happy appreciate super brilliant wonderful
    working monday tuesday wednesday thursday friday saturday sunday morning afternoon evening next
    within before after soon shortly possible please thank thanks sorry just also then them they
    there here when once make sure someone somebody personally myself promise latest about would
    could november december october january again what which letting update confirm contact touch
    deliver delivered 本日 明日 今日 営業 以内 連絡 電話 返金 発送 送付 報告 いたします
    申し上げ いただき 以上 午前 午後 来週 今週 月末 担当 折返 可能 予定 手続 確認
    お客 客様 曜日 月曜 火曜 水曜 木曜 金曜 土曜 日曜 時間 週間
    それ これ あれ こちら そちら どちら こと もの ところ ほう とき わたし みなさん でも やはり
    やっぱり 週末 夕方 翌日 明後 今朝 昨日 noon midday early late close play month year hour
    minute visit appointment moved""".split()  # noqa: SIM905
)


_EMPTY = frozenset(word[:_STEM] if word.isascii() else word for word in _GENERIC)


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words that carry the matter of a promise.

    >>> sorted(stems("i'll send the charger tomorrow"))
    ['charg']
    """
    text = text.lower()
    amounts = {amount.replace(" ", "") for amount in _AMOUNT.findall(text)}
    codes = set(_CODE.findall(text))
    text = _TIMES.sub(" ", text)
    latin = {word[:_STEM] for word in _LATIN.findall(text) if not _ACTED.fullmatch(word)}
    kanji = (run[i : i + 2] for run in _KANJI.findall(text) for i in range(len(run) - 1))
    kana = {*_KANA.findall(text), *_KATAKANA.findall(text)}
    kana |= {word for word in _COMPOUND.findall(text) if not _COMMON_COMPOUND.match(word)}
    kana |= set(_KANJI_ALONE.findall(text)) - _NO_MATTER
    return frozenset((latin | amounts | codes | {*kanji} | kana) - _EMPTY)


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
