"""How fast somebody speaks: words a minute, and in Japanese, which has no spaces, morae a minute.

A mora is what a kana stands for; a small ゃ, ゅ, ょ or vowel belongs to the kana before it, while
っ, ん and ー are morae of their own (Vance 2008, The Sounds of Japanese, chapter 5).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from coach.conversation.span import Seconds

if TYPE_CHECKING:
    from sudachipy import Tokenizer

LEAST: Seconds = 5.0  # of speech, below which a pace says nothing
_SMALL = frozenset("ァィゥェォャュョヮぁぃぅぇぉゃゅょゎ")
_KANA = re.compile(r"[ぁ-ゖァ-ヶー]")
_WORD = re.compile(r"[^\W_]")


def per_minute(text: str, seconds: Seconds, language: str | None) -> float | None:
    """Return words (Japanese: morae) a minute of speech; None where too little was said.

    >>> per_minute("one two three four", 8.0, "en")
    30.0
    """
    if seconds < LEAST or not text.strip():
        return None
    is_japanese = (language or "").partition("-")[0] == "ja"
    count = n_morae(text) if is_japanese else n_words(text)
    return round(60 * count / seconds, 1) if count else None


def n_words(text: str) -> int:
    """Return how many words a text has; a dash or a mark is none.

    >>> n_words("I can't – no, I won't.")
    5
    """
    return sum(bool(_WORD.search(word)) for word in text.split())


def n_morae(text: str) -> int:
    """Return how many morae a Japanese text has when read aloud.

    >>> n_morae("きょうは"), n_morae("東京"), n_morae("アップル")
    (3, 4, 4)
    """
    readings = "".join(_reading(text))
    return sum(bool(_KANA.match(kana)) and kana not in _SMALL for kana in readings)


def _reading(text: str) -> list[str]:
    limit = 10_000  # characters; the tokenizer refuses more than 49,149 bytes
    pieces = [text[start : start + limit] for start in range(0, len(text), limit)]
    return [
        morpheme.reading_form() or morpheme.surface()
        for piece in pieces
        for morpheme in _tokenizer().tokenize(piece)
    ]


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    from sudachipy import Dictionary

    return Dictionary().tokenizer()
