import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.insights.estimates import estimate, estimate_together

counts = st.lists(
    st.integers(0, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=30
)


def test_independent_conversations_give_the_jeffreys_interval():
    found = estimate([(1, 1)] * 6 + [(0, 1)] * 14)
    assert found.rate == 0.3
    assert (found.low, found.high) == pytest.approx((0.160, 0.482), abs=0.002)


def test_conversations_that_are_all_or_nothing_widen_the_interval():
    spread_out = estimate([(2, 4)] * 10)
    lumped = estimate([(4, 4)] * 5 + [(0, 4)] * 5)
    assert lumped.high - lumped.low > 1.5 * (spread_out.high - spread_out.low)


def test_below_eight_opportunities_there_is_a_share_and_no_rate():
    assert (estimate([(3, 7)]).share, estimate([(3, 7)]).rate) == (3 / 7, None)
    assert estimate([(4, 8)]).rate == 0.5


def test_conversations_without_an_opportunity_change_nothing():
    assert estimate([(3, 9), (0, 0), (0, 0)]) == estimate([(3, 9)])


@given(counts)
def test_the_interval_holds_the_share(counts):
    found = estimate(counts)
    if found.share is None:
        assert found.low is None
    else:
        assert 0 <= found.low <= found.share <= found.high <= 1


@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_conversations_does_not_matter(counts, random):
    shuffled = random.sample(counts, len(counts))
    one, other = estimate(counts), estimate(shuffled)
    assert (one.met, one.opportunities) == (other.met, other.opportunities)
    assert one.low == pytest.approx(other.low)


def test_agents_of_a_team_are_drawn_towards_each_other_and_few_opportunities_further():
    few, many, *_ = estimate_together([[(1, 1)] * 9, [(1, 1)] * 90, *[[(1, 1), (0, 1)] * 20] * 6])
    assert few.share == many.share == 1
    assert few.pooled < many.pooled - 0.05 < 1


def test_the_only_agent_with_an_opportunity_is_drawn_nowhere():
    alone, none = estimate_together([[(3, 9)], [(0, 0)]])
    assert alone == estimate([(3, 9)])
    assert (none.opportunities, none.low, none.pooled) == (0, None, None)


def test_few_opportunities_are_a_small_sample_and_none_are_not():
    assert [estimate([(0, n)]).is_small for n in (0, 7, 8)] == [False, True, False]
