"""Text as the ledger reads it: the same length as what was said, less quotes and wrapped lines.

Every character keeps its place, so that what is found points into the turn itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "−": "-", "〜": "~"})
_OF_OTHERS = (
    re.compile(r"^[ \t]*[>|＞].*$", re.MULTILINE),
    re.compile(r"^-{2,}[ ]*(?:original message|元のメッセージ|forwarded).*\Z", re.M | re.S),
    re.compile(r"^on [^\n]{5,120}(?:\n[^\n]{0,60})? wrote:.*\Z", re.MULTILINE | re.DOTALL),
    re.compile(r"^(?:from|差出人): [^\n]+\n(?:sent|date|送信日時|日時): .*\Z", re.M | re.S),
    re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日[^\n]{0,80}[::]\s*\n(?=[ ]*>)", re.MULTILINE),
    re.compile(r'"[^"\n]{1,40} [^"\n]{1,40} [^"\n]{0,400}"'),
    re.compile(r"“[^”]{12,400}”|「[^」]{2,200}(?:ます|ました|です|ません)[^」]{0,8}」"),
)
_STOP = re.compile(
    r"(?<=[。!?])(?![。!?」])|(?<=\.)(?<![ap]\.m\.)(?<!\bno\.)(?=\s)|[;;](?=\s)|\n\s*\n|"
    r"\n(?=\s*(?:[-*•・]|\d{1,2}[.)、]))|(?<=[,:,:])\n"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a text, with where it begins in it."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)


def plain(text: str) -> str:
    """Return a text in lower case and plain characters, quotes blanked, of the same length.

    >>> plain("Ｉ’ll call — “you said you would call me”")
    "i'll call -                             "
    """
    folded = "".join(map(_fold, text))
    for pattern in _OF_OTHERS:
        folded = pattern.sub(lambda quoted: re.sub(r"[^\n]", " ", quoted[0]), folded)
    return folded


def sentences(folded: str) -> Iterator[Sentence]:
    r"""Yield the sentences of a plain text; a line that was wrapped does not end one.

    >>> [part.text for part in sentences("i'll call at 3 p.m. on monday. is that\nall right?")]
    ["i'll call at 3 p.m. on monday.", ' is that all right?']
    """
    start = 0
    for stop in _STOP.finditer(folded):
        if stop.start() > start:
            yield Sentence(start, folded[start : stop.start()].replace("\n", " "))
        start = stop.start()
    if start < len(folded):
        yield Sentence(start, folded[start:].replace("\n", " "))


def _fold(character: str) -> str:
    wide = unicodedata.normalize("NFKC", character)
    small = (wide if len(wide) == 1 else character).translate(_SAME).lower()
    return small if len(small) == 1 else character
