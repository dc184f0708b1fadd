import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.training.measures import (
    Counts,
    auroc,
    calibration_error,
    counts,
    interval,
    macro,
    resamples,
)

NAN = np.nan


def array(*values):
    return np.array(values, dtype=float)


def found(*values):
    return np.array(values, dtype=bool)


def test_counts_tell_hits_false_alarms_and_misses():
    assert counts(array(1, 1, 0, 0, 1), found(1, 0, 1, 0, 1)) == Counts(2, 1, 1)


def test_what_does_not_count_is_neither_right_nor_wrong():
    assert counts(array(NAN, NAN, 1), found(1, 0, 1)) == Counts(1, 0, 0)


def test_precision_recall_and_f1_of_three_hits():
    decisions = Counts(hits=3, false_alarms=1, misses=2)
    assert (decisions.precision, decisions.recall) == (0.75, 0.6)
    assert decisions.f1 == pytest.approx(2 / 3)


def test_nothing_found_has_no_precision():
    assert Counts(0, 0, 4).precision is None
    assert Counts(0, 0, 4).f1 == 0


def test_nothing_that_holds_has_no_recall():
    assert Counts(0, 4, 0).recall is None


def test_nothing_at_all_has_no_f1():
    assert Counts(0, 0, 0).f1 is None


@pytest.mark.parametrize(
    ("truth", "p", "area"),
    [
        pytest.param(array(0, 0, 1, 1), array(0.1, 0.2, 0.8, 0.9), 1.0, id="all above"),
        pytest.param(array(1, 1, 0, 0), array(0.1, 0.2, 0.8, 0.9), 0.0, id="all below"),
        pytest.param(array(0, 1, 0, 1), array(0.1, 0.2, 0.3, 0.4), 0.75, id="one pair wrong"),
        pytest.param(array(0, 1), array(0.5, 0.5), 0.5, id="a tie counts half"),
        pytest.param(array(0, 1, NAN), array(0.1, 0.2, 0.0), 1.0, id="not counted"),
    ],
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(truth, p, area):
    assert auroc(truth, p) == area


def test_auroc_needs_both_kinds():
    assert auroc(array(1, 1), array(0.2, 0.3)) is None


def test_a_promise_of_one_in_four_that_holds_once_in_four_is_calibrated():
    assert calibration_error(array(1, 0, 0, 0), array(0.25, 0.25, 0.25, 0.25)) == 0


def test_calibration_error_is_the_mean_gap_weighted_by_bin():
    # three at 0.9 of which two hold: gap 0.7; one at 0.1 that does not: gap 0.1
    assert calibration_error(array(1, 1, 0, 0), array(0.9, 0.9, 0.9, 0.1)) == pytest.approx(0.2)


def test_certainty_falls_into_the_last_bin():
    assert calibration_error(array(1), array(1.0)) == 0


def test_no_case_has_no_calibration_error():
    assert calibration_error(array(NAN), array(0.3)) is None


def test_macro_is_the_plain_mean_of_what_is_known():
    assert macro([0.5, None, 1.0]) == 0.75
    assert macro([None]) is None


def test_resamples_draw_whole_groups():
    groups = np.array([0, 1, 0, 2, 1])
    for draw in resamples(groups, n_draws=20, seed=1):
        drawn = np.bincount(draw, minlength=5)
        assert drawn[0] == drawn[2]
        assert drawn[1] == drawn[4]
        assert drawn[0] + drawn[1] + drawn[3] == 3


def test_resamples_are_the_same_for_a_seed():
    groups = np.array([0, 0, 1, 2])
    first, again = (resamples(groups, n_draws=3, seed=7) for _ in range(2))
    assert [draw.tolist() for draw in first] == [draw.tolist() for draw in again]


def test_interval_is_the_middle_of_what_is_known():
    assert interval([float(i) for i in range(101)]) == pytest.approx((5.0, 95.0))
    assert interval([None, 3.0]) == (3.0, 3.0)
    assert interval([None]) is None


@given(st.lists(st.tuples(st.sampled_from([0.0, 1.0]), st.floats(0, 1)), min_size=1))
def test_measures_stay_within_zero_and_one(cases):
    truth, p = array(*[t for t, _ in cases]), array(*[v for _, v in cases])
    for value in (auroc(truth, p), calibration_error(truth, p), counts(truth, p > 0.5).f1):
        assert value is None or 0 <= value <= 1
