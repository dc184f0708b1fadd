"""Teams whose true rates are known, drawn at random."""

from dataclasses import dataclass

import numpy as np

from coach.conversation.conversation import Channel
from coach.conversation.evidence import Chance
from coach.conversation.findings import Criterion


@dataclass(frozen=True)
class Design:
    """What a team is like.

    Attributes:
        n_agents: how many.
        mean: of their true rates.
        sd: of their true rates.
        n_conversations: of each agent.
        per_conversation: opportunities in one, on the average; at least one.
        likeness: correlation of two opportunities of one conversation.
    """

    n_agents: int = 12
    mean: float = 0.5
    sd: float = 0.1
    n_conversations: int = 20
    per_conversation: float = 2.0
    likeness: float = 0.1


DESIGNS = {
    "small team": Design(n_agents=6, n_conversations=15),
    "usual": Design(),
    "large team, little each": Design(n_agents=30, sd=0.12, per_conversation=1.5),
    "independent opportunities": Design(likeness=0.0),
    "lumped conversations": Design(sd=0.2, per_conversation=3, likeness=0.3),
    "high rates": Design(mean=0.8, sd=0.1),
    "low rates": Design(mean=0.2, sd=0.1),
    "much data": Design(n_conversations=80),
    "many alike": Design(sd=0.07, n_conversations=40),
}


def a_team(design, rng):
    """Return the true rates, and (met, opportunities) of each conversation of each agent."""
    rates = np.full(design.n_agents, design.mean)
    if design.sd:
        size = design.mean * (1 - design.mean) / design.sd**2 - 1
        rates = rng.beta(design.mean * size, (1 - design.mean) * size, design.n_agents)
    return rates, [conversations(design, rate, rng) for rate in rates]


def conversations(design, rate, rng):
    """Return (met, opportunities) of each conversation of an agent with that rate."""
    n = 1 + rng.poisson(design.per_conversation - 1, design.n_conversations)
    chance = np.full(design.n_conversations, rate)
    if design.likeness:
        size = (1 - design.likeness) / design.likeness
        chance = rng.beta(rate * size, (1 - rate) * size, design.n_conversations)
    return list(zip(rng.binomial(n, chance).tolist(), n.tolist(), strict=True))


def coverage(design, n_teams, estimates_of, *, seed=0):
    """Return the share of agents whose interval holds their true rate."""
    rng = np.random.default_rng(seed)
    hits = []
    for _ in range(n_teams):
        rates, groups = a_team(design, rng)
        found = estimates_of(groups)
        hits += [e.low <= rate <= e.high for e, rate in zip(found, rates, strict=True)]
    return float(np.mean(hits))


def chances_of(agent, n_conversations, logit_of_skill, rng, *, hard=0.5, per=2, **known):
    """Return the opportunities of an agent; in `hard` conversations customers begin upset.

    An upset customer lowers the log odds of being met by 1.5, and is one of every agent's.
    """
    found = []
    for number in range(n_conversations):
        upset = bool(rng.random() < hard)
        chance = 1 / (1 + np.exp(-(logit_of_skill - 1.5 * (upset - 0.5))))
        found += [
            a_chance(f"{agent} {number}", agent, is_met=bool(met), began_upset=upset, **known)
            for met in rng.random(1 + rng.poisson(per - 1)) < chance
        ]
    return found


def a_chance(conversation, agent, **others):
    """Return an opportunity of empathy in a call."""
    rest = {
        "team": "billing",
        "started_at": None,
        "criterion": Criterion.EMPATHY,
        "pairing": "feeling",
        "is_met": True,
        "channel": Channel.CALL,
        "queue": None,
        "began_upset": False,
        "n_customer_turns": 5,
    } | others
    return Chance(conversation=conversation, agent=agent, **rest)


def counts_of(chances, agent):
    """Return (met, opportunities) of each conversation of an agent."""
    found = {}
    for chance in chances:
        if chance.agent == agent:
            met, n = found.get(chance.conversation, (0, 0))
            found[chance.conversation] = (met + chance.is_met, n + 1)
    return list(found.values())
