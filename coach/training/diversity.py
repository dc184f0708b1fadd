"""How varied written conversations are: text that repeats itself teaches less than it counts.

* Distinct runs of two and three words, as a share of all: one voice repeats its runs.
* Near-duplicates: turns of some length that share most of their three-word runs with another
  turn of another conversation.

Source: distinct-n, Li et al. 2016.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach.training.data import Labelled

_WORD = re.compile(r"[a-z0-9']+")
_SHORTEST = 8
_ALIKE = 0.6
_COMMON = 50

Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Diversity:
    """What the text amounts to.

    Attributes:
        n_conversations: how many.
        n_turns: of all of them.
        n_words: of all turns.
        distinct_pairs: distinct runs of two words as a share of all such runs.
        distinct_triples: the same of three words.
        repeated: share of turns of at least eight words of whose three-word runs 60 % stand in
            one turn of another conversation too.
    """

    n_conversations: int
    n_turns: int
    n_words: int
    distinct_pairs: float
    distinct_triples: float
    repeated: float


def diversity(conversations: Sequence[Labelled]) -> Diversity:
    """Return how varied the conversations are; shares of nothing are 0."""
    turns = [
        (place, tuple(_WORD.findall(turn.text.lower())))
        for place, one in enumerate(conversations)
        for turn in one.conversation.turns
    ]
    return Diversity(
        n_conversations=len(conversations),
        n_turns=len(turns),
        n_words=sum(len(words) for _, words in turns),
        distinct_pairs=_distinct([words for _, words in turns], 2),
        distinct_triples=_distinct([words for _, words in turns], 3),
        repeated=_repeated([(place, words) for place, words in turns if len(words) >= _SHORTEST]),
    )


def _runs(words: Sequence[str], length: int) -> Iterable[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)


def _distinct(turns: Sequence[Sequence[str]], length: int) -> float:
    runs = [run for words in turns for run in _runs(words, length)]
    return len(set(runs)) / len(runs) if runs else 0.0


def _repeated(turns: Sequence[tuple[int, Sequence[str]]]) -> float:
    """Return the share of turns that are nearly said in another conversation too."""
    runs: list[Runs] = [frozenset(_runs(words, 3)) for _, words in turns]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, own in enumerate(runs):
        for run in own:
            holders[run].append(place)
    n_repeated = 0
    for place, own in enumerate(runs):
        shared: dict[int, int] = defaultdict(int)
        for run in own:
            if len(holders[run]) <= _COMMON:  # what everybody says marks no copy
                for other in holders[run]:
                    shared[other] += turns[other][0] != turns[place][0]
        n_repeated += any(count >= _ALIKE * len(own) for count in shared.values())
    return n_repeated / len(turns) if turns else 0.0
