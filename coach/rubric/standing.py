"""How a word stands in a clause: with what is missing it weighs more, in a formula less.

"Three days without a router" names what the customer goes through, though "router" is a word of
the trade. "I understand that the shower situation is annoying" names nothing: any word could stand
in that formula, also one that the customer used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from coach.rubric.uptake import Item, Vocabulary, items
from coach.rubric.wording import standing_words

_JAPANESE = re.compile(r"[ぁ-ゖァ-ヴ一-鿿]")


def weighed(words: str, known: Vocabulary, names: frozenset[str]) -> list[Item]:
    """Return the words that carry a clause's matter, each with the weight that its place gives.

    Args:
        words: of the clause.
        known: what words are worth.
        names: of people, which count for nothing.
    """
    lists = standing_words("ja" if _JAPANESE.search(words) else "en")
    lacking = _stems(lists.lacks.finditer(words.lower()), known, names)
    filling = _stems(lists.formulas.finditer(words.lower()), known, names)
    return [
        replace(item, is_common=_is_half(item, lacking, filling))
        for item in items(words, known, names)
    ]


def _is_half(item: Item, lacking: frozenset[str], filling: frozenset[str]) -> bool:
    if item.stems & filling:
        return True
    return item.is_common and not item.stems & lacking


def _stems(
    matches: Iterable[re.Match[str]], known: Vocabulary, names: frozenset[str]
) -> frozenset[str]:
    texts = [next(group for group in match.groups() if group) for match in matches]
    return frozenset(
        stem for text in texts for item in items(text, known, names) for stem in item.stems
    )
