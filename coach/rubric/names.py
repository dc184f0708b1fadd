"""Names of people in a conversation: they count for nothing, since any phrase can hold one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from coach.rubric.uptake import stem, without_accents

# Behind "this is", "hi" and "miss" stand other words as well, so there a name must look like one.
_NAMED = re.compile(
    r"\b(?:my name is|name's|you're speaking (?:to|with)|dear(?:\.? (?:mrs?|ms|miss))?|mrs?|ms"
    r"|(this is|miss|hi|hello|hey))\.? ([a-z][a-z'-]{1,20})(?: ([a-z][a-z'-]{1,20}))?",
    re.IGNORECASE,
)
_NAMED_JAPANESE = re.compile(
    r"([一-鿿々]{1,8}|[ァ-ヴー]{1,12})"
    r"(?:(?<![同仕異模有])様(?![子々])|さま(?!ざ)|と申します|と言います)"
)
_NO_NAME = frozenset(  # "I'll miss my connection", "this is the third letter"
    {"my", "the", "your", "a", "an", "our", "his", "her", "their", "its", "it", "that", "this",
     "there", "not", "just", "so", "very", "i", "we", "you", "no"}
)  # fmt: skip
_NOBODY = frozenset(  # 「お母さま」 tells of somebody and names nobody
    ["母", "父", "娘", "夫", "妻", "兄", "姉", "弟", "妹", "孫", "子", "犬", "猫", "奥", "旦那",
     "主人", "患者", "利用者", "入居者"]
)  # fmt: skip
_THING = re.compile(r"\b(?:my|your|our|his|her|their|the|an?) ([a-z][a-z'-]{1,20})", re.IGNORECASE)
_LONGEST = 4  # kanji of a name; what stands before them is another word


def names_in(texts: Iterable[str], *known: str | None) -> frozenset[str]:
    """Return the stems of the names that people of a conversation gave or were called by.

    "This is Ruth" gives a name. "This is leaking" does not, where somebody wrote capitals, nor
    does "hi boiler broke" where anybody says "the boiler".

    Args:
        texts: of all turns.
        known: names that are known besides.

    >>> sorted(names_in(["This is Ruth Baker. This is leaking!", "They lied"], "dana"))
    ['baker', 'dana', 'ruth']
    """
    said = [_spelled(text) for text in texts]
    things = {stem(thing.lower()) for text in said for thing in _THING.findall(text)}
    found = {
        stem(word) for name in known if name for word in re.split(r"\W+", _spelled(name).lower())
    }
    for text in said:
        found |= {stem(name.lower()) for name in _english(text, things)}
    for text in (*said, *(f"{_spelled(name)}様" for name in known if name)):
        found |= set(_japanese(text))
    return frozenset(found - {""})


def _spelled(text: str) -> str:
    return without_accents(text).replace("’", "'").replace("-", " ")


def _english(text: str, things: set[str]) -> Iterator[str]:
    for maybe, *names in _NAMED.findall(text):
        first = names[0]
        if first.lower() in _NO_NAME:
            continue
        if maybe and (_is_lower(first, text) or stem(first.lower()) in things):
            continue
        yield first
        if names[1] and (_is_lower(first, text) or not _is_lower(names[1], text)):
            yield names[1]


def _is_lower(word: str, text: str) -> bool:
    """Whether a word is written small in a text that has capitals."""
    return word == word.lower() and text != text.lower()


def _japanese(text: str) -> Iterator[str]:
    for name in _NAMED_JAPANESE.findall(text):
        if name not in _NOBODY:
            yield from _japanese_stems(name)


def _japanese_stems(name: str) -> Sequence[str]:
    """Return what a name is compared by: see `coach.rubric.uptake`."""
    if "ァ" <= name[0] <= "ー":
        return [name]
    last = name[-_LONGEST:]
    if len(last) == 1:
        return [last, f"{last}~"]
    return [last[i : i + 2] for i in range(len(last) - 1)]
