"""Measures of agreement between what a detector found and what annotators marked.

Pure functions over arrays. A case is one turn and one label; `truth` is 1 where the label
holds, 0 where it does not and NaN where it does not count (a doubtful label, or one that this
speaker's turns cannot carry).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

N_BINS = 10


@dataclass(frozen=True, slots=True)
class Counts:
    """Right and wrong decisions.

    Attributes:
        hits: found, and it holds.
        false_alarms: found, and it does not hold.
        misses: not found, and it holds.
    """

    hits: int
    false_alarms: int
    misses: int

    @property
    def precision(self) -> float | None:
        """Share of what was found that holds; None when nothing was found."""
        found = self.hits + self.false_alarms
        return self.hits / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of what holds that was found; None when nothing holds."""
        holding = self.hits + self.misses
        return self.hits / holding if holding else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None when nothing was found and nothing holds.

        >>> Counts(hits=3, false_alarms=1, misses=1).f1
        0.75
        """
        total = 2 * self.hits + self.false_alarms + self.misses
        return 2 * self.hits / total if total else None


def counts(truth: Floats, found: Bools) -> Counts:
    """Return the decisions over all cases that count; any shape, both alike."""
    holds, not_so = truth == 1, truth == 0
    return Counts(
        hits=int((holds & found).sum()),
        false_alarms=int((not_so & found).sum()),
        misses=int((holds & ~found).sum()),
    )


def auroc(truth: Floats, p: Floats) -> float | None:
    """Return the chance that a case that holds ranks above one that does not; ties count half.

    None unless there are cases of both kinds. Shape of both: (n_cases,).

    Source: Mann-Whitney U over mid-ranks (Hanley & McNeil 1982).
    """
    counted = ~np.isnan(truth)
    truth, p = truth[counted], p[counted]
    n_holding = int(truth.sum())
    n_not = truth.size - n_holding
    if not n_holding or not n_not:
        return None
    _, place, n_equal = np.unique(p, return_inverse=True, return_counts=True)
    mid_rank = np.cumsum(n_equal) - (n_equal - 1) / 2
    u = mid_rank[place][truth == 1].sum() - n_holding * (n_holding + 1) / 2
    return float(u / (n_holding * n_not))


def calibration_error(truth: Floats, p: Floats) -> float | None:
    """Return the expected calibration error over ten equal bins of probability, in 0..1.

    The mean distance between what was promised and what held, weighted by bin size. None
    without a case.

    Source: Naeini, Cooper & Hauskrecht 2015.
    """
    counted = ~np.isnan(truth)
    truth, p = truth[counted], p[counted]
    if not truth.size:
        return None
    bins = np.minimum((p * N_BINS).astype(np.int64), N_BINS - 1)
    gaps = np.bincount(bins, weights=p - truth, minlength=N_BINS)
    return float(np.abs(gaps).sum() / truth.size)


def macro(values: list[float | None]) -> float | None:
    """Return the plain mean of those that are known; None when none is."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def resamples(groups: Ints, *, n_draws: int, seed: int) -> list[Ints]:
    """Return rows drawn with replacement by whole groups, once for each draw.

    Turns of one conversation resemble each other, so conversations are drawn, not turns.

    Args:
        groups: the conversation of each row, (n_rows,).
        n_draws: how often.
        seed: makes the draws the same every time.
    """
    generator = np.random.default_rng(seed)
    order = np.argsort(groups, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)
    draws = generator.integers(0, len(members), size=(n_draws, len(members)))
    return [np.concatenate([members[group] for group in draw]) for draw in draws]


def interval(values: list[float | None], *, coverage: float = 0.9) -> tuple[float, float] | None:
    """Return the middle `coverage` of the values that are known; None without any."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    tail = (1 - coverage) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)
