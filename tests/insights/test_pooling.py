import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.insights.estimates import estimate_together
from coach.insights.pooling import Prior, pool
from tests.insights.simulated import DESIGNS, Design, coverage

counts = st.lists(st.integers(0, 4).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))


@pytest.mark.parametrize("design", ["small team", "usual", "lumped conversations"])
def test_intervals_hold_the_truth_as_often_as_they_say(design):
    assert 0.86 <= coverage(DESIGNS[design], 40, estimate_together) <= 0.94


def test_teams_of_equal_agents_get_intervals_that_are_rather_too_wide():
    assert coverage(Design(sd=0), 20, estimate_together) >= 0.93


def test_opportunities_of_one_conversation_that_go_together_count_for_less():
    lumped, spread_out = [(4, 4)] * 5 + [(0, 4)] * 5, [(2, 4)] * 10
    wide, narrow = (pool([counts], Prior.ALONE) for counts in (lumped, spread_out))
    assert wide.likeness > 0.5 > 0.1 > narrow.likeness
    assert np.ptp(wide.interval(0, 0.9)) > 1.5 * np.ptp(narrow.interval(0, 0.9))


def test_draws_agree_with_the_densities_and_repeat():
    groups = [[(1, 2)] * 20, [(2, 2)] * 10, [(0, 1)] * 9]
    found = pool(groups, n_draws=4000)
    assert found.draws.mean(axis=0) == pytest.approx([found.mean(i) for i in range(3)], abs=0.01)
    assert np.array_equal(found.draws, pool(groups, n_draws=4000).draws)


def test_agents_that_may_be_equal_are_equal_in_most_draws_when_the_data_say_nothing_else():
    draws = pool([[(1, 2)] * 20] * 5, Prior.MAYBE_EQUAL, n_draws=1000).draws
    assert (draws[:, 0] == draws[:, 4]).mean() > 0.5


@settings(max_examples=25)
@given(st.lists(counts, min_size=1, max_size=6), st.sampled_from(Prior))
def test_every_interval_lies_in_0_to_1_around_its_mean(groups, prior):
    found = pool(groups, prior)
    for place in range(len(groups)):
        low, high = found.interval(place, 0.9)
        assert 0 <= low < found.mean(place) < high <= 1


@settings(max_examples=25)
@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_conversations_and_agents_does_not_matter(counts, random):
    shuffled = random.sample(counts, len(counts))
    others = [[(1, 3)] * 5, [(0, 2), (2, 2)]]
    one, other = pool([counts, *others]), pool([*others[::-1], shuffled])
    assert one.interval(0, 0.9) == pytest.approx(other.interval(2, 0.9), abs=1e-6)
