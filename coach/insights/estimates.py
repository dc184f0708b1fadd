"""How sure a rate is: met out of opportunities, over conversations.

Below 8 opportunities no rate is given: 3 of 5 says little, and its interval is as wide as the
scale. What the model of the uncertainty is, `coach.insights.pooling` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach.insights.pooling import Posterior, Prior, pool

LEAST_OPPORTUNITIES = 8
COVERAGE = 0.9


@dataclass(frozen=True, slots=True)
class Estimate:
    """A rate with its uncertainty.

    Attributes:
        met: opportunities met.
        opportunities: all of them.
        n_conversations: conversations that had at least one.
        low: lower end of the 90 % interval; None without an opportunity.
        high: upper end.
        pooled: the rate expected when the other agents of the team are taken into account; None
            where there is no team to draw it towards.
    """

    met: int
    opportunities: int
    n_conversations: int
    low: float | None
    high: float | None
    pooled: float | None = None

    @property
    def share(self) -> float | None:
        """Met over opportunities, however few; None without any."""
        return self.met / self.opportunities if self.opportunities else None

    @property
    def rate(self) -> float | None:
        """The best single figure where there is enough to speak of a rate, else None."""
        if self.opportunities < LEAST_OPPORTUNITIES:
            return None
        return self.share if self.pooled is None else self.pooled

    @property
    def is_small(self) -> bool:
        """Whether there are opportunities, and too few for a rate."""
        return 0 < self.opportunities < LEAST_OPPORTUNITIES


def estimate(counts: Iterable[tuple[int, int]]) -> Estimate:
    """Return the rate of many conversations by themselves.

    The interval always holds the share.

    Args:
        counts: (met, opportunities) of each conversation; those without any are ignored.

    >>> estimate([(0, 0)])
    Estimate(met=0, opportunities=0, n_conversations=0, low=None, high=None, pooled=None)
    """
    held = sorted((met, n) for met, n in counts if n)
    if not held:
        return Estimate(0, 0, 0, None, None)
    met, n = sum(m for m, _ in held), sum(n for _, n in held)
    low, high = pool([held], Prior.ALONE).interval(0, COVERAGE)
    return Estimate(met, n, len(held), min(low, met / n), max(high, met / n))


def estimate_together(groups: Sequence[Iterable[tuple[int, int]]]) -> list[Estimate]:
    """Return the rates of the agents of one team, each drawn towards the team's.

    Agents with few opportunities are drawn further. One agent alone is not drawn anywhere, nor
    are those who had no opportunity.

    Args:
        groups: of each agent, (met, opportunities) of each conversation.
    """
    held = [sorted((met, n) for met, n in group if n) for group in groups]
    if sum(bool(group) for group in held) < 2:
        return [estimate(group) for group in held]
    posterior = pool(held)
    return [_estimate(group, posterior, place) for place, group in enumerate(held)]


def _estimate(group: Sequence[tuple[int, int]], posterior: Posterior, place: int) -> Estimate:
    if not group:
        return Estimate(0, 0, 0, None, None)
    met, n = sum(m for m, _ in group), sum(n for _, n in group)
    low, high = posterior.interval(place, COVERAGE)
    return Estimate(met, n, len(group), low, high, posterior.mean(place))
