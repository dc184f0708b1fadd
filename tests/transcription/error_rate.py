"""How many words a transcript gets wrong: the edit distance of words by the words said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence


def units(text: str, language: str) -> list[str]:
    """Return what is counted: words without case and punctuation, in Japanese characters."""
    plain = re.sub(r"[^\w']+", " ", unicodedata.normalize("NFKC", text).casefold())
    return list(plain.replace(" ", "")) if language == "ja" else plain.split()


def errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return the fewest insertions, deletions and replacements from one to the other.

    >>> errors("I was charged twice".split(), "I was charged a price".split())
    2
    """
    row = list(range(len(heard) + 1))
    for place, word in enumerate(said, start=1):
        diagonal, row[0] = row[0], place
        for other, wrong in enumerate(heard, start=1):
            least = min(row[other] + 1, row[other - 1] + 1, diagonal + (word != wrong))
            diagonal, row[other] = row[other], least
    return row[-1]
