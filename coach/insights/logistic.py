"""A shrunken logistic model: which way, and how surely, something moves the chance of a yes.

Coefficients have normal priors around zero, so that few data move little; their uncertainty is
normal around the mode (Laplace). Answers of one conversation resemble each other: each counts
for 1 / (1 + r (n - 1)), n answers of the conversation, r their likeness as learnt by
`coach.insights.pooling`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit
from scipy.stats import norm

from coach.insights.pooling import Floats, Prior, pool

_MOST_STEPS = 50
_CLOSE = 1e-8
_WIDEST_STEP = 4.0


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model.

    Attributes:
        coefficients: (n_columns,)
        covariance: (n_columns, n_columns), of the coefficients.
    """

    coefficients: Floats
    covariance: Floats

    def chances(self, design: Floats) -> Floats:
        """Return the chance of a yes for each row of a design."""
        return np.asarray(expit(design @ self.coefficients))


@dataclass(frozen=True, slots=True)
class Shift:
    """A difference of two chances with its 90 % interval, and how sure its direction is.

    Attributes:
        difference: in -1..1.
        low: of the interval.
        high: of the interval.
        sureness: the probability that the true difference has this sign, in 0.5..1.
    """

    difference: float
    low: float
    high: float
    sureness: float


def fit(design: Floats, yes: Floats, weights: Floats, prior_sds: Sequence[float]) -> Fit:
    """Return the model that is likeliest after the data.

    Args:
        design: (n_rows, n_columns)
        yes: (n_rows,) 1 or 0.
        weights: (n_rows,) how much each row counts.
        prior_sds: (n_columns,) how far coefficients are expected from zero, in log odds.
    """
    precision = np.asarray(prior_sds, dtype=float) ** -2
    coefficients = np.zeros(design.shape[1])
    for _ in range(_MOST_STEPS):
        gradient, curvature = _slopes(design, yes, weights, precision, coefficients)
        step = np.linalg.solve(curvature, gradient)
        coefficients = coefficients + step / max(1.0, float(np.abs(step).max()) / _WIDEST_STEP)
        if np.abs(step).max() < _CLOSE:
            break
    _, curvature = _slopes(design, yes, weights, precision, coefficients)
    return Fit(coefficients, np.asarray(np.linalg.inv(curvature), dtype=float))


def _slopes(
    design: Floats, yes: Floats, weights: Floats, precision: Floats, coefficients: Floats
) -> tuple[Floats, Floats]:
    chance = expit(design @ coefficients)
    gradient = design.T @ (weights * (yes - chance)) - precision * coefficients
    heft = weights * chance * (1 - chance)
    return gradient, (design.T * heft) @ design + np.diag(precision)


def weights_of(
    conversations: Sequence[Hashable], groups: Sequence[Hashable], yes: Sequence[bool]
) -> Floats:
    """Return how much each answer counts, given those of the same conversation.

    Args:
        conversations: of each answer.
        groups: whose answer each is; likeness is what is left within a group.
        yes: the answers.
    """
    n = Counter(conversations)
    met = Counter(c for c, is_yes in zip(conversations, yes, strict=True) if is_yes)
    grouped: dict[Hashable, dict[Hashable, tuple[int, int]]] = {}
    for conversation, group in zip(conversations, groups, strict=True):
        grouped.setdefault(group, {})[conversation] = (met[conversation], n[conversation])
    likeness = pool([sorted(each.values()) for each in grouped.values()], Prior.ALONE).likeness
    return np.array([1 / (1 + likeness * (n[c] - 1)) for c in conversations])


def shift_of(model: Fit, column: int, with_it: Floats, without: Floats) -> Shift:
    """Return how much one column moves the mean chance.

    The interval is that of the column's coefficient, carried over to the difference.

    Args:
        model: the fitted model.
        column: whose difference it is.
        with_it: (n_rows, n_columns) the rows as they are.
        without: the same rows as they would be without it.
    """
    middle = model.coefficients[column]
    sd = float(np.sqrt(model.covariance[column, column]))
    rest = float(norm.ppf(0.95)) * sd
    difference, low, high = (
        float(np.mean(_moved(model, column, at, with_it) - _moved(model, column, at, without)))
        for at in (middle, middle - rest, middle + rest)
    )
    sureness = float(norm.cdf(abs(middle) / sd))
    return Shift(difference, min(low, high), max(low, high), sureness)


def _moved(model: Fit, column: int, value: float, design: Floats) -> Floats:
    coefficients = model.coefficients.copy()
    coefficients[column] = value
    return np.asarray(expit(design @ coefficients))
