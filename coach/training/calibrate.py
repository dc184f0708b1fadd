"""From outputs to probabilities and decisions, on text that the network was not trained on.

Training text is denser in cues than talk on a real floor, so the cases are weighted: of each
label as many hold as in those manners that are written as densely as real talk.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from coach.conversation.codebook import Label
from coach.cues.calibration import Calibration, LabelCalibration
from coach.training.recipe import CalibrationRecipe

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_GRID = np.linspace(0.05, 0.95, 91)
_SMOOTHING = 5
_PRIOR_SLOPE, _PRIOR_RULE = 4.0, 0.2
_FEWEST_POSITIVES = 5
_EVEN_ODDS, _NEARLY_CERTAIN = 0.5, 0.95


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What a network says of turns that it was not trained on.

    Attributes:
        outputs: (n_turns, n_labels), the largest of a turn's windows.
        truth: 1 holds, 0 does not, NaN does not count; of the same shape.
        by_rule: 1 where a rule found the label, else 0; of the same shape.
        is_real: whether the turn comes from text as dense in cues as real talk, (n_turns,).
    """

    outputs: Floats
    truth: Floats
    by_rule: Floats
    is_real: Bools


def calibrate(held_out: HeldOut, recipe: CalibrationRecipe) -> Calibration:
    """Return how to read the outputs for each label.

    Thresholds are drawn half-way towards the middle one: where few cases hold, a label's own
    best is a guess.
    """
    own = [_reading(label, place, held_out, recipe) for place, label in enumerate(Label)]
    free = [place for place, label in enumerate(Label) if label not in recipe.careful]
    middle = float(np.median([own[place].threshold for place in free]))
    for place in free:
        drawn = round((own[place].threshold + middle) / 2, 3)
        own[place] = own[place].model_copy(update={"threshold": drawn})
    return Calibration(tuple(own))


def _reading(
    label: Label, place: int, held_out: HeldOut, recipe: CalibrationRecipe
) -> LabelCalibration:
    """Return the reading of one label; a plain one where too few cases hold to fit any."""
    is_careful = label in recipe.careful
    counted = ~np.isnan(held_out.truth[:, place])
    truth, outputs = held_out.truth[counted, place], held_out.outputs[counted, place]
    by_rule = held_out.by_rule[counted, place]
    if truth.sum() < _FEWEST_POSITIVES:
        return LabelCalibration(threshold=_NEARLY_CERTAIN if is_careful else _EVEN_ODDS)
    weights = case_weights(truth, held_out.is_real[counted])
    slope, shift, rule = fit_reading(outputs, by_rule, truth, weights)
    p = 1 / (1 + np.exp(-np.clip(slope * outputs + shift + rule * by_rule, -60, 60)))
    if is_careful:
        threshold = precise_threshold(p, truth, weights, recipe.least_precision)
    else:
        threshold = best_threshold(p, truth, weights)
    return LabelCalibration(
        slope=round(slope, 4),
        shift=round(shift, 4),
        rule=round(rule, 4),
        threshold=round(threshold, 3),
    )


def case_weights(truth: Floats, is_real: Bools) -> Floats:
    """Return weights under which as many cases hold as among the real ones.

    The rate is that of the real cases, drawn towards that of all by two cases' worth.
    """
    overall = float(truth.mean())
    rate = (truth[is_real].sum() + 2 * overall) / (is_real.sum() + 2)
    if not 0 < overall < 1:
        return np.ones_like(truth)
    weights: Floats = np.where(truth == 1, rate / overall, (1 - rate) / (1 - overall))
    return weights


def fit_reading(
    outputs: Floats, by_rule: Floats, truth: Floats, weights: Floats
) -> tuple[float, float, float]:
    """Return slope, shift and the worth of a rule, of the weighted logistic fit.

    The slope is drawn towards 1 and the worth of a rule towards nothing, so that labels with
    few positives stay sane.

    Source: Platt 1999.
    """

    def cost(parameters: Floats) -> float:
        log_slope, shift, rule = parameters
        z = np.exp(log_slope) * outputs + shift + rule * by_rule
        losses = np.logaddexp(0, z) - truth * z
        return float((weights * losses).sum() + _PRIOR_SLOPE * log_slope**2 + _PRIOR_RULE * rule**2)

    bounds = ((-3, 3), (-20, 20), (0, 10))
    found = minimize(cost, np.zeros(3), method="L-BFGS-B", bounds=bounds)
    return float(np.exp(found.x[0])), float(found.x[1]), float(found.x[2])


def best_threshold(p: Floats, truth: Floats, weights: Floats) -> float:
    """Return the threshold with the best F1, on a curve smoothed against chance."""
    hits, n_found = _decisions(p, truth, weights)
    f1 = 2 * hits / (n_found + (truth * weights).sum())
    return float(_GRID[int(np.argmax(_smooth(f1)))])


def precise_threshold(p: Floats, truth: Floats, weights: Floats, least: float) -> float:
    """Return the lowest threshold from which on precision stays at `least` or above.

    Never higher than `least` itself: what is that likely holds that often, as far as the
    probabilities are right, and few cases cannot tell better.
    """
    hits, n_found = _decisions(p, truth, weights)
    # One made-up false alarm: a threshold that finds next to nothing is not precise by chance.
    low = np.flatnonzero(_smooth(hits / (n_found + weights.mean())) < least)
    if not low.size:
        return float(_GRID[0])
    return min(least, float(_GRID[min(int(low[-1]) + 1, len(_GRID) - 1)]))


def _decisions(p: Floats, truth: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the weight of what is rightly found, and of all that is, at each threshold."""
    found = p[None, :] >= _GRID[:, None]  # (n_thresholds, n_cases)
    return (found * (truth * weights)).sum(1), (found * weights).sum(1)


def _smooth(curve: Floats) -> Floats:
    kernel = np.ones(_SMOOTHING) / _SMOOTHING
    return np.convolve(np.pad(curve, _SMOOTHING // 2, mode="edge"), kernel, mode="valid")
