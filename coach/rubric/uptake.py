"""Whether words of the agent take up something that this customer said.

Words are compared by their stems, which is enough to bring "delayed" and "delays" together
without a dictionary; Japanese by pairs of kanji, by words in katakana, and by five hiragana in a
row. Reuse of content words goes with expert judgement of uptake at rank correlation 0.50, near
the 0.54 of a trained model. Source: Demszky et al., ACL 2021.

Three kinds of words are told apart: those that anybody could say to anybody (generic: they count
for nothing), those of the trade ("order", "delay": half, so that one alone takes nothing up), and
all others. Names count for nothing: a stock phrase with the customer's name in it is still one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

TAKEN_UP = 1.0  # one word that is this customer's, or two of the trade
SAID_BACK = 0.5  # one word of the trade: enough for what says back, recalls or explains

_LATIN = re.compile(r"[a-z][a-z'-]{2,39}|(?<![\w.,])\d[\d.,:]{0,11}")
_KANJI = re.compile(r"[一-鿿々]{2,40}|[母父娘夫妻兄姉弟妹孫犬猫薬雨雪]")
_KATAKANA = re.compile(r"[ァ-ヴー]{3,40}")
_HIRAGANA = re.compile(r"[ぁ-ゖー]{5,200}")
_ROW = 5
_WHEN = re.compile(
    r"\b(?:tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|noon|midnight"
    r"|(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a couple of|half an)"
    r"(?: (?:to|or) (?:\d{1,3}|two|three|four|five|six|seven|ten))?"
    r" (?:working |business )?(?:minute|hour|day|week|month|year)s?"
    r"|\d{1,2}(?:[:.]\d\d)? ?[ap]m|\d{1,2}(?:st|nd|rd|th))\b"
    r"|[$£€¥]\d|\d{1,6} ?(?:pounds|dollars|euros|yen|percent|%)"
    r"|[0-9一二三四五六七八九十百千万]{1,8}(?:時|分|日|週間|か月|ヶ月|営業日|円|月|年)|明日|明後日|[月火水木金土日]曜"
)
_NAMED = re.compile(
    r"(?:my name is|name's|this is|you're speaking (?:to|with)|dear|mr|mrs|ms|miss|hi|hello|hey)"
    r"\.? ([a-z][a-z'-]{1,20})(?: ([a-z][a-z'-]{1,20}))?"
    r"|([一-鿿ァ-ヴー]{1,8})(?:様|さま|と申します|と言います)"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What words of a language are worth.

    Attributes:
        generic: stems that say nothing about this customer.
        common: stems of the trade, worth half.
        related: for a stem, the names of the things that it belongs to.
        stock: phrases that are blanked out before words are compared.
        polite: the generic phrases once more, as one text to look in.
    """

    generic: frozenset[str]
    common: frozenset[str]
    related: dict[str, frozenset[str]]
    stock: tuple[str, ...]
    polite: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A word that carries matter.

    Attributes:
        stems: what it is compared by; in Japanese a run of characters has several.
        is_common: whether it belongs to the trade.
    """

    stems: frozenset[str]
    is_common: bool


def vocabulary(
    generic: str, common: str = "", related: Iterable[str] = (), stock: Iterable[str] = ()
) -> Vocabulary:
    """Return a vocabulary from words set apart by spaces; those related stand together."""
    groups: dict[str, frozenset[str]] = {}
    for number, words in enumerate(related):
        for word in words.split():
            groups[stem(word)] = groups.get(stem(word), frozenset()) | {f"#{number}"}
    return Vocabulary(
        generic=frozenset(_stems_of_list(generic)),
        common=frozenset(_stems_of_list(common)),
        related=groups,
        stock=tuple(sorted((phrase.lower() for phrase in stock), key=len, reverse=True)),
        polite=" ".join(generic.split()),
    )


def joined(vocabularies: Iterable[Vocabulary]) -> Vocabulary:
    """Return what all vocabularies say together, for a conversation of unknown language."""
    made = Vocabulary(frozenset(), frozenset(), {}, ())
    for one in vocabularies:
        made = Vocabulary(
            made.generic | one.generic,
            made.common | one.common,
            made.related | one.related,
            made.stock + one.stock,
            f"{made.polite} {one.polite}",
        )
    return made


def items(text: str, known: Vocabulary, names: frozenset[str] = frozenset()) -> list[Item]:
    """Return the words that carry a text's matter, without generic ones and names.

    >>> known = vocabulary("sorry that is my", common="parcel delayed")
    >>> [sorted(item.stems) for item in items("I'm sorry, my parcel is delayed", known)]
    [['parcel'], ['delay']]
    """
    text = _without_stock(text, known)
    found = [_item({stem(word)}, known) for word in _LATIN.findall(text)]
    found += [_item(stems, known) for stems in _japanese(text, known)]
    return [item for item in found if item and not item.stems & names]


def shared(ours: Iterable[Item], theirs: Iterable[Item]) -> float:
    """Return the worth of the words that both sides used; each counts once."""
    said = frozenset().union(*(item.stems for item in theirs))
    worth: dict[frozenset[str], float] = {}
    for item in ours:
        if item.stems & said:
            worth[item.stems & said] = 0.5 if item.is_common else 1.0
    return sum(worth.values())


def is_concrete(text: str, known: Vocabulary, names: frozenset[str] = frozenset()) -> bool:
    """Whether words say something of their own: a thing, a step, a time or a sum."""
    own = [item for item in items(text, known, names) if not all(map(_is_row, item.stems))]
    return bool(own or _WHEN.search(_without_stock(text, known)))


def names_in(texts: Iterable[str], *known: str | None) -> frozenset[str]:
    """Return the stems of the names that people of a conversation gave or were called by."""
    found = {stem(word) for name in known if name for word in re.split(r"\W+", name.lower())}
    for text in texts:
        for match in _NAMED.finditer(_plain(text)):
            found |= {stem(name) for name in match.groups() if name}
    return frozenset(found - {""})


def stem(word: str) -> str:
    """Return what a word is compared by.

    >>> stem("delayed"), stem("delays"), stem("boiler's"), stem("charges")
    ('delay', 'delay', 'boiler', 'charg')
    """
    word = word.split("'")[0]
    for ending in ("ings", "ing", "ied", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    return word[:6]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'")


def _without_stock(text: str, known: Vocabulary) -> str:
    text = _plain(text)
    for phrase in known.stock:
        text = text.replace(phrase, " ")
    return text


def _stems_of_list(words: str) -> Iterable[str]:
    for word in words.split():
        yield word
        yield stem(word)


def _item(stems: set[str], known: Vocabulary) -> Item | None:
    kept = frozenset(one for one in stems if _says_something(one) and one not in known.generic)
    if not kept:
        return None
    related = frozenset(group for one in kept for group in known.related.get(one, ()))
    return Item(kept | related, is_common=kept <= known.common or all(map(_is_row, kept)))


def _is_row(one: str) -> bool:
    return len(one) == _ROW and _HIRAGANA.fullmatch(one) is not None


def _says_something(one: str) -> bool:
    return len(one) > 2 or not one.isascii() or one[:1].isdigit()


def _japanese(text: str, known: Vocabulary) -> Iterable[set[str]]:
    for run in _KATAKANA.findall(text):
        yield {run}
    for run in _KANJI.findall(text):
        yield {run} if len(run) < 2 else set(_rows(run, 2))
    for run in _HIRAGANA.findall(text):
        for row in _rows(run, _ROW):
            if row not in known.polite:
                yield {row}


def _rows(run: str, length: int) -> Iterable[str]:
    return (run[i : i + length] for i in range(len(run) - length + 1))
