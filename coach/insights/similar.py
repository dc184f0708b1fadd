"""Which situations resemble each other, by the words in which customers told them.

Texts are compared by the cosine of their weighted terms: stems of English words, and in Japanese
pairs of characters, which need no dictionary and bring 引き落とし and 引落 together. A term counts
by its rarity among the texts at hand. Source of the weighting: Spärck Jones 1972; of pairs of
characters as terms for Japanese: Fujii & Croft, SIGIR 1993.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_STEM = 5
_LATIN = re.compile(r"[a-z][a-z'-]{2,39}|\d{1,12}")
_JAPANESE = re.compile(r"[ァ-ヴー]{2,40}|[一-鿿々][一-鿿々ぁ-ゖ]{0,39}")
_GRAMMAR = """
    about after again also always and any are because been before being but can could did does
    doing don't for from get got had has have having he her here him his how i'm i've into it's its
    just know like make many may me more most much must my need never not now off once one only our
    out over please really said same say says she should since some still such than thanks that
    that's the their them then there they thing things think this those through time told too very
    want was we're were what what's when where which while who why will with would yes yet you your
    hello hi
"""
_SAYS_NOTHING = frozenset(_GRAMMAR.split())


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A text that resembles the one that was asked for.

    Attributes:
        place: its index among the candidates.
        likeness: cosine of their terms, in 0..1.
    """

    place: int
    likeness: float


def nearest(text: str, candidates: Sequence[str]) -> list[Neighbour]:
    """Return the candidates that share a term with a text, the most alike first.

    >>> nearest("My parcel never came", ["the bill is wrong", "where is my parcel"])[0].place
    1
    """
    vectors = weighted([text, *candidates])
    mine, others = vectors[0], vectors[1:]
    found = [Neighbour(place, likeness(mine, other)) for place, other in enumerate(others)]
    return sorted((n for n in found if n.likeness > 0), key=lambda n: (-n.likeness, n.place))


def weighted(texts: Sequence[str]) -> list[dict[str, float]]:
    """Return the terms of each text with their weights; each text's have length one."""
    counted = [Counter(terms(text)) for text in texts]
    spread = Counter(term for counts in counted for term in counts)
    return [_unit(counts, spread, len(texts)) for counts in counted]


def likeness(one: dict[str, float], other: dict[str, float]) -> float:
    """Return the cosine of two weighted texts, in 0..1."""
    small, large = sorted((one, other), key=len)
    return min(1.0, math.fsum(weight * large.get(term, 0.0) for term, weight in small.items()))


def terms(text: str) -> list[str]:
    """Return what a text is compared by, in order and as often as it occurs.

    >>> terms("My routers died; 引き落とし")
    ['route', 'died', '引き', 'き落', '落と', 'とし']
    """
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    words = (w for w in _LATIN.findall(text) if w not in _SAYS_NOTHING)
    found = [word.split("'")[0][:_STEM] for word in words]
    for run in _JAPANESE.findall(text):
        found += [run[i : i + 2] for i in range(max(1, len(run) - 1))]
    return found


def _unit(counts: Counter[str], spread: Counter[str], n: int) -> dict[str, float]:
    raw = {
        term: (1 + math.log(count)) * (math.log((1 + n) / (1 + spread[term])) + 1)
        for term, count in counts.items()
    }
    length = math.sqrt(math.fsum(weight**2 for weight in raw.values()))
    return {term: weight / length for term, weight in raw.items()}
