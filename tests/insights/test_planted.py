"""What was planted is what the insights count, agent by agent."""

import pytest

from coach.conversation.findings import State
from coach.insights.behaviour import moments_of
from tests.planted import FEELING, LOST, MET, Planted, plant


@pytest.mark.parametrize("kind", [FEELING, LOST])
def test_every_agents_counts_are_those_that_were_planted(grown, kind):
    garden, analyses = grown
    agents = {a.conversation.about.agent for a in analyses}
    counted = {
        agent: (
            sum(m.opportunity.is_met for m in moments),
            len(moments),
        )
        for agent in agents
        for moments in [[
            m for m in moments_of(analyses)
            if m.opportunity.pairing == kind and m.analysis.conversation.about.agent == agent
        ]]
    }  # fmt: skip
    assert counted == {agent: garden.counts(agent, kind) for agent in agents}


def test_calm_conversations_and_stock_phrases_meet_nothing(grown):
    garden, analyses = grown
    outcomes = {
        (garden.truth[m.analysis.conversation.id], m.opportunity.state)
        for m in moments_of(analyses)
        if m.opportunity.pairing in {FEELING, LOST}
    }
    met = {(kind, what) for (kind, what), state in outcomes if state is State.MET}
    assert met == {(FEELING, MET), (LOST, MET)}
    assert not any(kind == "calm" for (kind, _), _ in outcomes)


def test_planted_rates_are_near_the_known_ones():
    garden = plant([Planted("ann", feeling=0.3, calm=0)], 2000)
    met, n = garden.counts("ann", FEELING)
    assert 0.26 < met / n < 0.34
    assert 0.25 < garden.n_canned("ann") / (n - met) < 0.35


def test_the_same_seed_plants_the_same():
    team = [Planted("ann"), Planted("aoi", language="ja")]
    assert plant(team, 5, seed=1) == plant(team, 5, seed=1) != plant(team, 5, seed=2)
