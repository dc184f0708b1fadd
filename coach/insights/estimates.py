"""How sure a rate is: met out of opportunities, over conversations.

Opportunities of one conversation resemble each other, so they count for less than as many from
different ones. The interval is Jeffreys' for a share, on the sample size that is left after
dividing by the design effect of the conversations (Kish 1965: the variance between clusters
over that of independent draws). Below 8 opportunities no rate is given: 3 of 5 says little, and
its interval is as wide as the scale.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    """

    met: int
    opportunities: int
    n_conversations: int
    low: float | None
    high: float | None

    @property
    def share(self) -> float | None:
        """Met over opportunities, however few; None without any."""
        return self.met / self.opportunities if self.opportunities else None

    @property
    def rate(self) -> float | None:
        """The share where there is enough to speak of a rate, else None."""
        return self.share if self.opportunities >= LEAST_OPPORTUNITIES else None


def estimate(counts: Iterable[tuple[int, int]]) -> Estimate:
    """Return the rate of many conversations.

    Args:
        counts: (met, opportunities) of each conversation; those without any are ignored.

    >>> estimate([(0, 0)])
    Estimate(met=0, opportunities=0, n_conversations=0, low=None, high=None)
    """
    held = [(met, n) for met, n in counts if n]
    met, n = sum(m for m, _ in held), sum(n for _, n in held)
    if not n:
        return Estimate(0, 0, 0, None, None)
    weight = 1 / _design_effect(held, met / n, n)
    low, high = _jeffreys(met * weight, (n - met) * weight)
    return Estimate(met, n, len(held), low, high)


def _design_effect(held: list[tuple[int, int]], rate: float, n: int) -> float:
    independent = rate * (1 - rate) / n
    if len(held) < 2 or not independent:
        return 1.0
    clustered = sum((m - rate * size) ** 2 for m, size in held) / n**2
    return max(1.0, clustered / independent)


def _jeffreys(met: float, missed: float) -> tuple[float, float]:
    from scipy.special import betaincinv

    tail = (1 - COVERAGE) / 2
    a, b = met + 0.5, missed + 0.5
    low = 0.0 if met == 0 else float(betaincinv(a, b, tail))
    high = 1.0 if missed == 0 else float(betaincinv(a, b, 1 - tail))
    return low, high
