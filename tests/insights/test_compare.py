import numpy as np
import pytest

from coach.insights.compare import Against, compare
from tests.insights.simulated import Design, a_team


def test_three_agents_far_apart_have_ranks():
    groups = [[(met, 10)] * 12 for met in (9, 2, 5)]
    first, last, middle = compare(groups)
    assert [s.rank for s in (first, middle, last)] == [1, 2, 3]
    assert (first.ahead_of, last.behind) == ((1, 2), (0, 2))
    assert [s.against for s in (first, middle, last)] == [
        Against.AHEAD, Against.BETWEEN, Against.BEHIND,
    ]  # fmt: skip


def test_whoever_somebody_is_ahead_of_stands_behind_them():
    rng = np.random.default_rng(5)
    standings = compare(a_team(Design(n_conversations=40, sd=0.1), rng)[1])
    claimed = {(i, j) for i, s in enumerate(standings) for j in s.ahead_of}
    assert len(claimed) > 5
    assert claimed == {(i, j) for j, s in enumerate(standings) for i in s.behind}


def test_agents_who_cannot_be_told_apart_share_their_ranks():
    standings = compare([[(1, 2)] * 20, [(1, 2)] * 18, [(1, 1), (1, 2)] * 12])
    assert {(s.best_rank, s.worst_rank, s.rank) for s in standings} == {(1, 3, None)}
    assert {s.against for s in standings} == {Against.UNTOLD}


def test_one_who_is_clearly_behind_leaves_the_others_untold():
    standings = compare([[(8, 10)] * 10, [(8, 10)] * 10, [(1, 10)] * 10])
    assert [(s.best_rank, s.worst_rank) for s in standings] == [(1, 2), (1, 2), (3, 3)]
    assert [s.against for s in standings] == [Against.AHEAD, Against.AHEAD, Against.BEHIND]
    assert standings[2].rank == 3


def test_below_eight_opportunities_nobody_is_compared():
    standings = compare([[(9, 10)] * 10, [(0, 7)], [(1, 10)] * 10])
    assert standings[1] is None
    assert [s.n_compared for s in standings if s] == [2, 2]
    assert compare([[(9, 10)] * 10, [(0, 7)]]) == [None, None]


@pytest.mark.parametrize("n_agents", [3, 12])
def test_ranks_of_equal_agents_are_not_claimed(n_agents):
    rng = np.random.default_rng(3)
    design = Design(n_agents=n_agents, sd=0, n_conversations=30)
    found = [s for _ in range(15) for s in compare(a_team(design, rng)[1])]
    assert {s.against for s in found} == {Against.UNTOLD}
    assert not any(s.ahead_of or s.behind for s in found)


def test_orders_that_are_claimed_are_true():
    rng = np.random.default_rng(4)
    n_true = n_claimed = 0
    for _ in range(12):
        rates, groups = a_team(Design(n_conversations=40, sd=0.15), rng)
        claimed = [(i, j) for i, s in enumerate(compare(groups)) for j in s.ahead_of]
        n_claimed += len(claimed)
        n_true += sum(rates[i] > rates[j] for i, j in claimed)
    assert n_claimed > 200
    assert n_true / n_claimed > 0.98
