"""How sure a rate is: met out of opportunities, over conversations.

Below 8 opportunities no rate is given: 3 of 5 says little, and its interval is as wide as the
scale. What the model of the uncertainty is, `coach.insights.pooling` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coach.insights.agreement import DetectionError, corrected
from coach.insights.pooling import EDGES, Posterior, Prior, pool

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
        high: upper end. Where the errors of the detectors are known, the interval holds the rate
            as it was seen and as it may have been.
        pooled: the rate expected when the other agents of the team are taken into account; None
            where there is no team to draw it towards.
    """

    met: int
    opportunities: int
    n_conversations: int
    low: float | None
    high: float | None
    pooled: float | None = None
    seen: tuple[float, float] | None = None

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


NOTHING = Estimate(0, 0, 0, None, None)


def estimate(counts: Iterable[tuple[int, int]], error: DetectionError | None = None) -> Estimate:
    """Return the rate of many conversations by themselves.

    The interval always holds the share.

    Args:
        counts: (met, opportunities) of each conversation; those without any are ignored.
        error: what is known of the detectors' errors.

    >>> estimate([(0, 0)]) == NOTHING
    True
    """
    held = sorted((met, n) for met, n in counts if n)
    if not held:
        return NOTHING
    found = _estimate(held, pool([held], Prior.ALONE), 0, error)
    share = found.share or 0.0
    low, high = min(found.low or 0.0, share), max(found.high or 0.0, share)
    return replace(found, low=low, high=high, pooled=None)


def estimate_together(
    groups: Sequence[Iterable[tuple[int, int]]], error: DetectionError | None = None
) -> list[Estimate]:
    """Return the rates of the agents of one team, each drawn towards the team's.

    Agents with few opportunities are drawn further. One agent alone is not drawn anywhere, nor
    are those who had no opportunity.

    Args:
        groups: of each agent, (met, opportunities) of each conversation.
        error: what is known of the detectors' errors.
    """
    held = [sorted((met, n) for met, n in group if n) for group in groups]
    if sum(bool(group) for group in held) < 2:
        return [estimate(group, error) for group in held]
    posterior = pool(held)
    return [_estimate(group, posterior, place, error) for place, group in enumerate(held)]


def _estimate(
    group: Sequence[tuple[int, int]],
    posterior: Posterior,
    place: int,
    error: DetectionError | None,
) -> Estimate:
    if not group:
        return NOTHING
    met, n = sum(m for m, _ in group), sum(n for _, n in group)
    seen = posterior.interval(place, COVERAGE)
    mean = posterior.mean(place)
    if error is None:
        return Estimate(met, n, len(group), *seen, mean)
    low, high = _widened(seen, posterior, place, error)
    return Estimate(met, n, len(group), low, high, mean, seen)


def _widened(
    seen: tuple[float, float], posterior: Posterior, place: int, error: DetectionError
) -> tuple[float, float]:
    """Return an interval that holds the rate as seen and, as surely, as it may have been."""
    import numpy as np

    true = corrected(posterior.density[place], EDGES, error)
    low, high = np.quantile(true, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return min(seen[0], float(low)), max(seen[1], float(high))
