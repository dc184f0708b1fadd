"""Who is ahead of whom in a team, and where that cannot be told.

A claim is made only in company: of all orders that the data suggest, as many are claimed, the
surest first, as hold together with a probability of 95 %. So a page full of names makes no more
false claims than one with two. Where nothing is claimed, agents cannot be told apart, whatever
their rates look like. Everything else that is said of an agent beside the others (a rank, how many
of them are behind) only counts these claims, so that no two places contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from coach.insights.estimates import LEAST_OPPORTUNITIES
from coach.insights.pooling import Floats, Prior, pool

SURENESS = 0.95
N_DRAWS = 4000


class Against(StrEnum):
    """How an agent stands to their colleagues: of how many it is claimed, `Standing` says."""

    AHEAD = "ahead"
    BEHIND = "behind"
    BETWEEN = "ahead of some and behind others"
    UNTOLD = "cannot be told apart"


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be said about one agent beside the others.

    Attributes:
        ahead_of: places of those whom this agent is ahead of for sure.
        behind: places of those who are ahead of this agent for sure.
        n_compared: how many have enough opportunities to be compared, this agent included.
    """

    ahead_of: tuple[int, ...]
    behind: tuple[int, ...]
    n_compared: int

    @property
    def against(self) -> Against:
        """Whether this agent is ahead of some of the others, behind some, both or neither."""
        if self.ahead_of and self.behind:
            return Against.BETWEEN
        if self.ahead_of or self.behind:
            return Against.AHEAD if self.ahead_of else Against.BEHIND
        return Against.UNTOLD

    @property
    def best_rank(self) -> int:
        """The best rank that is not ruled out; 1 is the first."""
        return 1 + len(self.behind)

    @property
    def worst_rank(self) -> int:
        """The worst rank that is not ruled out."""
        return self.n_compared - len(self.ahead_of)

    @property
    def rank(self) -> int | None:
        """The rank, where it holds; else None."""
        return self.best_rank if self.best_rank == self.worst_rank else None


def compare(groups: Sequence[Iterable[tuple[int, int]]]) -> list[Standing | None]:
    """Return how the agents of one team stand to each other; None for those with too little.

    Args:
        groups: of each agent, (met, opportunities) of each conversation.
    """
    held = [sorted((met, n) for met, n in group if n) for group in groups]
    enough = [
        place for place, group in enumerate(held) if sum(n for _, n in group) >= LEAST_OPPORTUNITIES
    ]
    standings: list[Standing | None] = [None] * len(held)
    if len(enough) < 2:
        return standings
    draws = pool(held, Prior.MAYBE_EQUAL, n_draws=N_DRAWS).draws[:, enough]
    pairs = _together(draws, _pairs(draws))
    for own, place in enumerate(enough):
        standings[place] = Standing(
            tuple(enough[b] for a, b in pairs if a == own),
            tuple(enough[a] for a, b in pairs if b == own),
            len(enough),
        )
    return standings


def _pairs(draws: Floats) -> list[tuple[float, tuple[int, int]]]:
    n = draws.shape[1]
    return _sure(draws, [(i, j) for i in range(n) for j in range(n) if i != j])


def _sure(draws: Floats, pairs: Sequence[tuple[int, int]]) -> list[tuple[float, tuple[int, int]]]:
    """Return the ordered pairs that are sure enough one by one, with their probability."""
    chances = ((float(_holds(draws, pair).mean()), pair) for pair in pairs)
    return [(p, pair) for p, pair in chances if p >= SURENESS]


def _together(
    draws: Floats, candidates: Iterable[tuple[float, tuple[int, int]]]
) -> list[tuple[int, int]]:
    """Return as many ordered pairs as hold together, the surest first."""
    return list(_accepted(draws, sorted(candidates, key=lambda each: (-each[0], each[1]))))


def _accepted(
    draws: Floats, candidates: Iterable[tuple[float, tuple[int, int]]]
) -> Iterator[tuple[int, int]]:
    all_hold = np.ones(len(draws), dtype=bool)
    for _, pair in candidates:
        all_hold &= _holds(draws, pair)
        if all_hold.mean() < SURENESS:
            return
        yield pair


def _holds(draws: Floats, pair: tuple[int, int]) -> NDArray[np.bool_]:
    return np.asarray(draws[:, pair[0]] > draws[:, pair[1]])
