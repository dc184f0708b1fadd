"""Rates of the agents of a team, estimated together.

Three things make a share of few opportunities less sure than it looks, and each is a part of the
model: chance; opportunities of one conversation, which resemble each other; and that the best of
many agents is partly the luckiest, so that each rate is drawn towards the team's as far as the
data ask for it. What is not known about the team (its mean and how much agents differ) and about
conversations (how alike their opportunities are) is integrated out on a grid, not estimated and
plugged in: intervals around plugged-in values are too short. docs/statistics.md has the formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaln, logsumexp, xlogy

Floats = NDArray[np.float64]
Counts = Sequence[tuple[int, int]]
"""(met, opportunities) of each conversation of a group."""

_N_CELLS = 200
_N_MEANS = 25
_SPREADS = np.array([0.02, 0.04, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.37, 0.45, 0.55, 0.7])
_USUAL_SPREAD = 0.3  # where the prior of the spread is highest; Rayleigh, so that it avoids zero
_ALIKE = np.array([0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.7, 0.9])
_N_RATES = 40  # of the coarser grid on which likeness is learnt
EDGES: Floats = np.sin(np.linspace(0, np.pi / 2, _N_CELLS + 1)) ** 2
"""Borders of the cells of rates, narrower towards 0 and 1."""

_NEGLIGIBLE = 1e-4  # likeness that is less probable is left out
_SEED = 7


class Prior(Enum):
    """What groups have in common before the data.

    TEAM: their rates scatter around a mean, mean and scatter unknown.
    MAYBE_EQUAL: the same, or else, as likely as not, they are all equal.
    ALONE: nothing; each has Jeffreys' prior.
    """

    TEAM = "team"
    MAYBE_EQUAL = "maybe equal"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is known about the rates of some groups: the agents of a team, or one team or week.

    Attributes:
        density: (n_groups, n_cells), each row sums to one.
        draws: (n_draws, n_groups), rates of all groups together; empty unless asked for.
        likeness: the expected correlation of two opportunities of one conversation, in 0..1.
    """

    density: Floats
    draws: Floats
    likeness: float

    def mean(self, group: int) -> float:
        """Return the expected rate of a group."""
        return float(self.density[group] @ _grid(Prior.TEAM).middles)

    def interval(self, group: int, coverage: float) -> tuple[float, float]:
        """Return the rates that enclose a group's with that probability, its tails alike."""
        below = np.concatenate(([0.0], np.cumsum(self.density[group])))
        tail = (1 - coverage) / 2
        ends = [tail * below[-1], (1 - tail) * below[-1]]
        low, high = np.interp(ends, below, EDGES)
        return float(low), float(high)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Cells of rates, and the priors over them.

    Attributes:
        middles: (n_cells,) the middles of the cells.
        shapes: both parameters of each beta prior; priors after these hold all groups equal.
        priors: (n_priors, n_cells) the mass of each cell.
        weights: (n_priors,) how likely each prior is before the data, as logarithms.
    """

    middles: Floats
    shapes: Floats
    priors: Floats
    weights: Floats


def pool(groups: Sequence[Counts], prior: Prior = Prior.TEAM, *, n_draws: int = 0) -> Posterior:
    """Return what is known about the rates of groups of one team.

    How alike the opportunities of a conversation are is learnt from all groups, whatever the prior.

    Args:
        groups: of each, its conversations; those without an opportunity say nothing.
        prior: what the groups have in common.
        n_draws: how many draws of all rates together; they are the same at every call.
    """
    grid = _grid(prior)
    held = [[(met, n) for met, n in group if n] for group in groups]
    likeness = _likeness(held)
    kept = likeness > _NEGLIGIBLE
    met, missed = _effective(held, _ALIKE[kept])
    chances, scale = _chances(met, missed, grid)
    marginal = _times(chances, grid.priors.T)
    weights = _weights(np.log(marginal) + scale[:, :, None], grid) * likeness[kept, None]
    density = np.einsum("grc,grc->gc", chances, _times(weights / marginal, grid.priors))
    density /= density.sum(axis=1, keepdims=True)
    draws = _draws(met, missed, weights, grid, n_draws)
    return Posterior(density, draws, float(likeness @ _ALIKE))


def _times(stacked: Floats, matrix: Floats) -> Floats:
    """Return a stack of rows times a matrix, in one product."""
    flat = stacked.reshape(-1, stacked.shape[2]) @ matrix
    return np.asarray(flat.reshape(*stacked.shape[:2], -1))


def _effective(groups: Sequence[Counts], likeness: Floats) -> tuple[Floats, Floats]:
    """Return met and missed of each group as independent draws, (n_groups, n_likenesses).

    Source: the design effect of clusters of unequal size, 1 + r (sum n² / sum n - 1); Kish 1965.
    """
    sums = np.array([_sums(group) for group in groups], dtype=float).reshape(-1, 3)
    met, n, squares = sums[:, 0], sums[:, 1], sums[:, 2]
    extra = np.where(n > 0, squares / np.maximum(n, 1) - 1, 0)
    effect = 1 + likeness * extra[:, None]
    return met[:, None] / effect, (n - met)[:, None] / effect


def _sums(group: Counts) -> tuple[int, int, int]:
    return sum(met for met, _ in group), sum(n for _, n in group), sum(n * n for _, n in group)


def _chances(met: Floats, missed: Floats, grid: _Grid) -> tuple[Floats, Floats]:
    """Return how likely the data are in each cell, (n_groups, n_likenesses, n_cells).

    Each row is divided by its largest value, whose logarithm is the second result.
    """
    log = xlogy(met[:, :, None], grid.middles) + xlogy(missed[:, :, None], 1 - grid.middles)
    top = log.max(axis=2)
    return np.exp(log - top[:, :, None]), top


def _weights(log_marginal: Floats, grid: _Grid) -> Floats:
    """Return how likely each prior is after the data, given a likeness; rows sum to one."""
    log = log_marginal.sum(axis=0) + grid.weights
    return np.asarray(np.exp(log - logsumexp(log, axis=1, keepdims=True)))


def _likeness(groups: Sequence[Counts]) -> Floats:
    """Return how likely each value of `_ALIKE` is, learnt over all groups.

    Conversations are beta-binomial around the rate of their group, which is integrated out.
    Before the data, likeness r has the density of (1 - r)², a mean of a quarter.
    """
    log = np.log(np.gradient(_ALIKE) * (1 - _ALIKE) ** 2)
    pairs = sorted({pair for group in groups for pair in group})
    if any(n > 1 for _, n in pairs):
        table = np.stack([_pair_table(*pair) for pair in pairs])
        flat = _occurrences(groups, pairs) @ table.reshape(len(pairs), -1)
        log = log + logsumexp(flat.reshape(len(groups), *table.shape[1:]), axis=2).sum(axis=0)
    return np.asarray(np.exp(log - logsumexp(log)))


def _occurrences(groups: Sequence[Counts], pairs: Sequence[tuple[int, int]]) -> Floats:
    """Return how often each group has each (met, opportunities), (n_groups, n_pairs)."""
    places = {pair: place for place, pair in enumerate(pairs)}
    times = np.zeros((len(groups), len(pairs)))
    for row, group in enumerate(groups):
        for pair in group:
            times[row, places[pair]] += 1
    return times


@cache
def _pair_table(met: int, n: int) -> Floats:
    """Return log chances of one conversation, (n_likenesses, n_rates), but for a constant."""
    rate = (np.arange(_N_RATES) + 0.5) / _N_RATES
    size = (1 - _ALIKE[1:, None]) / _ALIKE[1:, None]
    a, b = rate * size, (1 - rate) * size
    clustered = betaln(a + met, b + n - met) - betaln(a, b)
    return np.vstack([xlogy(met, rate) + xlogy(n - met, 1 - rate), clustered])


def _draws(met: Floats, missed: Floats, weights: Floats, grid: _Grid, n_draws: int) -> Floats:
    """Return rates of all groups drawn together, (n_draws, n_groups).

    Priors and likeness are taken in proportion to their weights by one systematic sample, so
    that little of the scatter comes from there.
    """
    below = np.cumsum(weights.ravel())
    picked = np.searchsorted(below, (np.arange(n_draws) + 0.5) / n_draws * below[-1])
    likeness, prior = np.divmod(picked, weights.shape[1])
    n_scattered = len(grid.shapes)
    shapes = grid.shapes[np.minimum(prior, n_scattered - 1)]
    a = shapes[:, :1] + met[:, likeness].T
    b = shapes[:, 1:] + missed[:, likeness].T
    drawn = np.random.default_rng(_SEED).beta(a, b)
    are_equal = prior >= n_scattered
    drawn[are_equal] = grid.middles[prior[are_equal] - n_scattered, None]
    return np.asarray(drawn)


@cache
def _grid(prior: Prior) -> _Grid:
    """Return cells and priors.

    Agents' rates follow a beta distribution of mean m and standard deviation s √(m (1 - m)).
    Means are equally likely. The prior of the spread s falls to nothing at zero, since a mode
    there would draw agents together whom the data cannot tell apart.
    Source: Chung, Rabe-Hesketh, Dorie, Gelman & Liu 2013, on priors that avoid the boundary.
    """
    if prior is Prior.ALONE:
        return _grid_of(np.array([[0.5, 0.5]]), np.ones(1), n_equal=0)
    means = (np.arange(_N_MEANS) + 0.5) / _N_MEANS
    sizes = 1 / _SPREADS**2 - 1
    shapes = np.array([(mean * size, (1 - mean) * size) for size in sizes for mean in means])
    spread = np.gradient(_SPREADS) * _SPREADS * np.exp(-0.5 * (_SPREADS / _USUAL_SPREAD) ** 2)
    n_equal = _N_CELLS if prior is Prior.MAYBE_EQUAL else 0
    return _grid_of(shapes, np.repeat(spread, _N_MEANS), n_equal=n_equal)


def _grid_of(shapes: Floats, weights: Floats, *, n_equal: int) -> _Grid:
    """Return the grid of beta priors, and of `n_equal` more that hold all groups in one cell."""
    middles = (EDGES[1:] + EDGES[:-1]) / 2
    priors = np.diff(betainc(shapes[:, :1], shapes[:, 1:], EDGES), axis=1)
    weights = weights / weights.sum()
    if n_equal:
        priors = np.vstack([priors, np.eye(_N_CELLS)])
        weights = np.concatenate([weights, np.diff(EDGES)]) / 2
    return _Grid(middles, shapes, np.maximum(priors, 1e-300), np.log(weights))
