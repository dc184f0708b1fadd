from dataclasses import replace

import numpy as np
import pytest

from coach.insights.agreement import DetectionError
from coach.insights.difficulty import adjust, cases_of
from coach.insights.estimates import estimate_together
from tests.insights.simulated import chances_of, counts_of

AGENTS = [f"agent {number}" for number in range(6)]


def a_team(rng, *, n=60, skills=(0.0,) * 6, hard=(0.9, 0.9, 0.9, 0.1, 0.1, 0.1)):
    chances = [
        chance
        for agent, skill, share in zip(AGENTS, skills, hard, strict=True)
        for chance in chances_of(agent, n, skill, rng, hard=share)
    ]
    estimates = estimate_together([counts_of(chances, agent) for agent in AGENTS])
    return dict(zip(AGENTS, estimates, strict=True)), chances


def test_angry_customers_do_not_lower_the_adjusted_rate():
    estimates, chances = a_team(np.random.default_rng(1))
    adjusted = adjust(estimates, chances)
    hard, easy = AGENTS[:3], AGENTS[3:]
    raw = [np.mean([estimates[name].rate for name in side]) for side in (hard, easy)]
    fair = [np.mean([adjusted[name].rate for name in side]) for side in (hard, easy)]
    assert raw[1] - raw[0] > 0.15
    assert abs(fair[1] - fair[0]) < 0.08
    assert adjusted["agent 0"].expected < adjusted["agent 0"].of_team - 0.05


def test_the_skill_of_those_with_hard_cases_is_not_taken_for_ease():
    skills = (1.0, 1.0, 1.0, 0.0, 0.0, 0.0)
    estimates, chances = a_team(
        np.random.default_rng(2), skills=skills, hard=(0.8,) * 3 + (0.2,) * 3
    )
    adjusted = adjust(estimates, chances)
    fair = [adjusted[name].rate for name in AGENTS]
    assert min(fair[:3]) > max(fair[3:])


def test_adjusted_intervals_hold_the_rate_with_the_teams_cases():
    rng, hits = np.random.default_rng(3), []
    for _ in range(30):
        skills, hard = rng.normal(0, 0.4, 6), rng.random(6)
        estimates, chances = a_team(rng, skills=skills, hard=hard, n=40)
        upset = np.mean([chance.began_upset for chance in chances])
        adjusted = adjust(estimates, chances)
        for name, skill in zip(AGENTS, skills, strict=True):
            calm, angry = (1 / (1 + np.exp(-(skill - 1.5 * side))) for side in (-0.5, 0.5))
            true = upset * angry + (1 - upset) * calm
            hits.append(adjusted[name].low <= true <= adjusted[name].high)
    assert 0.84 <= np.mean(hits) <= 0.97


def test_the_errors_of_the_detectors_widen_adjusted_intervals_as_they_widen_raw_ones():
    bare, chances = a_team(np.random.default_rng(6))
    error = DetectionError(found=20, overlooked=10, imagined=8, seen_missed=40)
    wide = estimate_together([counts_of(chances, name) for name in AGENTS], error)
    before = adjust(bare, chances)
    after = adjust(dict(zip(AGENTS, wide, strict=True)), chances)
    for name in AGENTS:
        assert after[name].rate == pytest.approx(before[name].rate)
        assert after[name].low <= before[name].low
        assert after[name].high >= before[name].high
        width = before[name].high - before[name].low
        assert after[name].high - after[name].low > 1.2 * width


@pytest.mark.parametrize("n", [5, 14], ids=["some 60", "some 170"])
def test_of_too_little_nothing_is_adjusted(n):
    assert adjust(*a_team(np.random.default_rng(4), n=n)) == {}


def test_two_agents_are_too_few_to_tell_cases_from_people():
    rng = np.random.default_rng(5)
    chances = [c for name in AGENTS[:2] for c in chances_of(name, 150, 0.0, rng)]
    estimates = estimate_together([counts_of(chances, name) for name in AGENTS[:2]])
    assert adjust(dict(zip(AGENTS, estimates, strict=False)), chances) == {}


@pytest.mark.parametrize(("n_rare", "n_more"), [(14, 0), (15, 1)])
def test_a_queue_is_told_apart_from_fifteen_opportunities_on(n_rare, n_more):
    chances = chances_of("dana", 60, 0.0, np.random.default_rng(5))
    one, two = (
        [
            replace(chance, queue="rare" if n < rare else "common")
            for n, chance in enumerate(chances)
        ]
        for rare in (1, n_rare)
    )
    n_columns = [cases_of(each).design.shape[1] for each in (one, two)]
    assert n_columns[1] - n_columns[0] == n_more
