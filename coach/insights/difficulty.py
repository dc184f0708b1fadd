"""What could be expected of anybody, given what came in.

Angry customers and hard topics are met less often by everybody; whoever is given them should not
pay for it. A shrunken logistic model over all opportunities of a team says how often an average
colleague meets such opportunities: by the kind of moment, channel, queue, whether the customer
began upset, and how long it took. Agents have effects of their own in it, so that a good agent's
cases do not look easy. The adjusted rate is what the agent's would be with the team's cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit
from scipy.stats import norm

from coach.conversation.evidence import Chance
from coach.insights.estimates import Estimate
from coach.insights.logistic import Fit, fit, weights_of
from coach.insights.pooling import Floats

LEAST_OPPORTUNITIES = 200
LEAST_AGENTS = 3
_LEAST_OF_A_KIND = 15  # opportunities; rarer queues and the like are taken together
_ANY = 10.0  # prior standard deviations, in log odds: of the intercept,
_OF_A_CASE = 1.0  # of what came in,
_OF_AN_AGENT = 0.6  # and of agents
_MIDDLE = 0.995  # shares nearer to 0 or 1 are moved as if they were this far


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A rate with the difficulty of the cases taken out.

    Attributes:
        expected: the share that an average colleague would have met of the same opportunities.
        of_team: the share that they would have met of the team's.
        rate: what the agent's rate would be with the team's cases.
        low: of its 90 % interval, which holds the errors of the detectors where they are known.
        high: of its 90 % interval.
    """

    expected: float
    of_team: float
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cases:
    """Opportunities as a model sees them.

    Attributes:
        design: (n_opportunities, n_columns): ones, what came in, then one column for each agent.
        prior_sds: (n_columns,)
        agents: those of the last columns.
        agent: (n_opportunities,) whose each one is.
    """

    design: Floats
    prior_sds: tuple[float, ...]
    agents: tuple[str, ...]
    agent: tuple[str, ...]

    @property
    def typical(self) -> Floats:
        """The same cases in the hands of an average agent."""
        design = self.design.copy()
        design[:, design.shape[1] - len(self.agents) :] = 0
        return design


def adjust(estimates: dict[str, Estimate], chances: Sequence[Chance]) -> dict[str, Adjusted]:
    """Return the adjusted rates of the agents of one team; nobody's where too little is known.

    It is offered from 200 opportunities of three agents on, to agents that have a rate.

    Args:
        estimates: by agent, of one criterion.
        chances: all opportunities of that criterion in the team.
    """
    known = [chance for chance in chances if chance.agent is not None]
    if len(known) < LEAST_OPPORTUNITIES or len({c.agent for c in known}) < LEAST_AGENTS:
        return {}
    cases, model = model_of(known)
    return {
        name: _adjusted(each, name, cases, model)
        for name, each in estimates.items()
        if each.rate is not None and name in cases.agents
    }


def model_of(chances: Sequence[Chance]) -> tuple[Cases, Fit]:
    """Return opportunities, all of known agents, with the model of what makes them hard."""
    cases = cases_of(chances)
    weights = weights_of(
        [c.conversation for c in chances], cases.agent, [c.is_met for c in chances]
    )
    met = np.array([chance.is_met for chance in chances], dtype=float)
    return cases, fit(cases.design, met, weights, cases.prior_sds)


def cases_of(chances: Sequence[Chance]) -> Cases:
    """Return opportunities as a model sees them."""
    length = np.log([max(1, chance.n_customer_turns) for chance in chances])
    columns = [
        np.ones(len(chances)),
        (length - length.mean()) / (length.std() or 1),
        np.array([chance.began_upset - 0.5 for chance in chances]),
        *_kinds([chance.pairing for chance in chances]),
        *_kinds([chance.channel for chance in chances]),
        *_kinds([chance.queue for chance in chances]),
    ]
    whose = tuple(chance.agent or "" for chance in chances)
    agents = tuple(sorted(set(whose)))
    columns += [np.array([name == agent for name in whose], dtype=float) for agent in agents]
    n_cases = len(columns) - len(agents) - 1
    sds = (_ANY, *[_OF_A_CASE] * n_cases, *[_OF_AN_AGENT] * len(agents))
    return Cases(np.column_stack(columns).astype(float), sds, agents, whose)


def _kinds(values: Sequence[Hashable]) -> list[Floats]:
    """Return a column for each kind of a thing that there are two of; rare ones have none."""
    n = Counter(values)
    common = sorted((kind for kind in n if n[kind] >= _LEAST_OF_A_KIND), key=repr)
    if len(n) < 2:
        return []
    return [np.array([value == kind for value in values], dtype=float) for kind in common]


def _adjusted(estimate: Estimate, name: str, cases: Cases, model: Fit) -> Adjusted:
    own = np.array([agent == name for agent in cases.agent])
    typical = cases.typical
    expected, slope = _mean_logit(typical[own], model)
    of_team, team_slope = _mean_logit(typical, model)
    difference = slope - team_slope
    sd = float(np.sqrt(difference @ model.covariance @ difference))
    moved = _moved(estimate, expected - of_team, float(norm.ppf(0.95)) * sd)
    return replace(moved, expected=float(expit(expected)), of_team=float(expit(of_team)))


def _mean_logit(design: Floats, model: Fit) -> tuple[float, Floats]:
    """Return the log odds of the mean chance, and how coefficients move them (delta method)."""
    chances = model.chances(design)
    mean = float(chances.mean())
    slope = (design.T @ (chances * (1 - chances))) / len(chances) / (mean * (1 - mean))
    return float(logit(mean)), np.asarray(slope)


def _moved(estimate: Estimate, by: float, unsure: float) -> Adjusted:
    """Return a rate whose log odds are less by so much, which is itself unsure."""
    low, rate, high = (
        float(logit(min(_MIDDLE, max(1 - _MIDDLE, share or 0.0))))
        for share in (estimate.low, estimate.rate, estimate.high)
    )
    below, above = np.hypot(rate - low, unsure), np.hypot(high - rate, unsure)
    moved = expit(np.array([rate, rate - below, rate + above]) - by)
    return Adjusted(0.0, 0.0, *(float(value) for value in moved))
