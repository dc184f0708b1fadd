import numpy as np
import pytest

from coach.conversation.codebook import Label
from coach.training.calibrate import (
    HeldOut,
    best_threshold,
    calibrate,
    case_weights,
    fit_reading,
    precise_threshold,
)
from coach.training.recipe import CalibrationRecipe

N_LABELS = len(Label)


def test_weights_bring_the_rate_of_real_text():
    truth = np.array([1.0] * 50 + [0.0] * 50 + [1.0] * 10 + [0.0] * 90)
    is_real = np.arange(200) >= 100
    weights = case_weights(truth, is_real)
    # 10 of 100 real cases, drawn towards 60 of 200 by two cases' worth: 10.6 of 102
    assert (weights * truth).sum() / weights.sum() == pytest.approx(10.6 / 102)
    assert weights.sum() == pytest.approx(200)


def test_without_a_case_that_holds_all_count_alike():
    assert case_weights(np.zeros(3), np.array([True, True, False])).tolist() == [1, 1, 1]


def test_outputs_that_promise_too_much_are_flattened():
    generator = np.random.default_rng(0)
    outputs = generator.normal(0, 4, 4000)
    truth = (generator.random(4000) < 1 / (1 + np.exp(-(0.5 * outputs - 1)))).astype(float)
    slope, shift, rule = fit_reading(outputs, np.zeros(4000), truth, np.ones(4000))
    assert slope == pytest.approx(0.5, abs=0.05)
    assert shift == pytest.approx(-1, abs=0.15)
    assert rule == 0


def test_a_rule_is_worth_what_it_adds():
    generator = np.random.default_rng(0)
    outputs, by_rule = generator.normal(0, 2, 8000), generator.integers(0, 2, 8000).astype(float)
    log_odds = outputs - 2 + 1.5 * by_rule
    truth = (generator.random(8000) < 1 / (1 + np.exp(-log_odds))).astype(float)
    assert fit_reading(outputs, by_rule, truth, np.ones(8000))[2] == pytest.approx(1.5, abs=0.15)


def test_a_rule_that_is_wrong_is_worth_nothing():
    outputs, by_rule = np.zeros(100), np.array([1.0] * 50 + [0.0] * 50)
    assert fit_reading(outputs, by_rule, 1 - by_rule, np.ones(100))[2] == 0


def test_the_best_threshold_parts_what_can_be_parted():
    p = np.array([0.9, 0.8, 0.75, 0.35, 0.2, 0.1])
    threshold = best_threshold(p, np.array([1.0, 1, 1, 0, 0, 0]), np.ones(6))
    assert 0.35 < threshold <= 0.75


def test_a_careful_label_waits_until_it_is_precise_enough():
    p = np.linspace(0.005, 0.995, 1000)
    truth = (p > 0.5).astype(float)
    truth[700:800] = 0  # found between 0.7 and 0.8, and wrong
    threshold = precise_threshold(p, truth, np.ones(1000), 0.8)
    assert truth[p >= threshold].mean() >= 0.8
    assert precise_threshold(p, truth, np.ones(1000), 0.9) > threshold


def test_a_label_that_is_never_precise_waits_until_it_is_that_likely():
    p = np.linspace(0, 0.9, 100)
    assert precise_threshold(p, np.zeros(100), np.ones(100), 0.8) == pytest.approx(0.8)


def test_thresholds_are_drawn_towards_the_middle_one():
    generator = np.random.default_rng(2)
    truth = (generator.random((2000, N_LABELS)) < 0.2).astype(float)
    outputs = generator.normal(0, 1, truth.shape) + 3 * truth
    outputs[:, 0] = generator.normal(0, 1, 2000)  # nothing to be seen of this one: report all
    by_rule, is_real = np.zeros(truth.shape), np.ones(2000, dtype=bool)
    labels = calibrate(HeldOut(outputs, truth, by_rule, is_real), CalibrationRecipe()).labels
    others = [one.threshold for one in labels[1:20]]
    assert 0.05 < labels[0].threshold < min(others)


def test_each_label_gets_its_reading_and_rare_ones_the_plain_one():
    generator = np.random.default_rng(1)
    truth = np.zeros((600, N_LABELS))
    truth[:150, 0] = 1
    truth[:3, 1] = 1
    truth[:, 2] = np.nan
    outputs = generator.normal(0, 1, truth.shape) + 3 * np.nan_to_num(truth)
    held_out = HeldOut(outputs, truth, np.zeros(truth.shape), np.ones(600, dtype=bool))
    calibration = calibrate(held_out, CalibrationRecipe())
    assert calibration.labels[0].slope > 1
    assert 0.2 < calibration.labels[0].threshold < 0.8
    assert [(r.slope, r.shift, r.threshold) for r in calibration.labels[1:3]] == [(1, 0, 0.5)] * 2


def test_probabilities_hold_on_the_text_they_were_fitted_to():
    generator = np.random.default_rng(2)
    truth = np.zeros((2000, N_LABELS))
    truth[:, 0] = generator.random(2000) < 0.2
    outputs = generator.normal(0, 3, truth.shape) + 5 * truth
    held_out = HeldOut(outputs, truth, np.zeros(truth.shape), np.ones(2000, dtype=bool))
    p = calibrate(held_out, CalibrationRecipe()).probabilities(outputs)[:, 0]
    assert p.mean() == pytest.approx(truth[:, 0].mean(), abs=0.02)
