"""What the week of an agent or a team holds, as values.

The week itself is small: its counts are shown, and rates come from the eight weeks that end with
it. A team's page shows the team and what its customers said; nobody is ranked on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from coach.conversation.analysis import Analysis
from coach.conversation.disagreement import NOTHING_WRONG, Claim, claims_of, without
from coach.conversation.evidence import Moment, Tally
from coach.conversation.findings import Criterion
from coach.insights.agreement import Errors
from coach.insights.behaviour import Behaviour, best_of, clearest, find_behaviours, moments_of
from coach.insights.digest.week import Week
from coach.insights.estimates import NOTHING, Estimate
from coach.insights.summary import Said, summarise_many
from coach.insights.trends import Group, Row, summarise

N_WEEKS = 8
N_BEST = 2
N_MISSED = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """One criterion.

    Attributes:
        criterion: which one.
        met: opportunities met in the week.
        opportunities: all of the week.
        recent: the rate of the last eight weeks.
    """

    criterion: Criterion
    met: int
    opportunities: int
    recent: Estimate


@dataclass(frozen=True, slots=True)
class Digest:
    """The week of an agent or a team.

    Attributes:
        agent: whose week it is; None for a team's.
        team: the team; None where an agent's is not known.
        week: which week.
        n_conversations: how many of the week were looked at.
        standings: one for each criterion, in the scorecard's order.
        best: the week's moments that went best.
        missed: for a team, the week's clearest missed moments; an agent's are in the behaviours.
        behaviours: what an agent would gain most by; empty for a team.
        said: what the week's conversations were about.
        n_left_out: findings and opportunities of the week that were agreed to be wrong, and are
            neither counted nor shown.
    """

    agent: str | None
    team: str | None
    week: Week
    n_conversations: int
    standings: tuple[Standing, ...]
    best: tuple[Moment, ...]
    missed: tuple[Moment, ...]
    behaviours: tuple[Behaviour, ...]
    said: tuple[Said, ...]
    n_left_out: int


def agent_digest(
    analyses: Iterable[Analysis],
    agent: str,
    week: Week,
    wrong: Mapping[str, Collection[Claim]] = NOTHING_WRONG,
    errors: Errors | None = None,
) -> Digest:
    """Return the week of an agent.

    Whoever changed teams stands in the team of their last conversation, with all of their own.

    Args:
        analyses: of the agent and of the colleagues whom the viewer may see, from eight weeks.
        agent: whose week.
        week: the last of the eight.
        wrong: what was agreed to be wrong, by conversation; it is left out.
        errors: those of the detectors, where they are known; they widen the intervals.
    """
    recent, n_wrong = _recent(analyses, week, wrong)
    mine = [a for a in recent if a.conversation.about.agent == agent]
    of_week = [a for a in mine if week.holds(a.conversation.about.started_at)]
    team = mine[-1].conversation.about.team if mine else None
    of_team = [
        replace(tally, team=team)
        for tally in _tallies(recent)
        if team == tally.team or agent == tally.agent
    ]
    rows = summarise(of_team, Group.AGENT, errors=errors)
    row = next((row for row in rows if (row.name, row.team) == (agent, team)), None)
    held = list(moments_of(of_week))
    return Digest(
        agent, team, week, len(of_week), _standings(row, of_week), _best(held), (),
        find_behaviours(moments_of(recent), agent), summarise_many(of_week),
        sum(n_wrong[each.conversation.id] for each in of_week),
    )  # fmt: skip


def team_digest(
    analyses: Iterable[Analysis],
    team: str,
    week: Week,
    wrong: Mapping[str, Collection[Claim]] = NOTHING_WRONG,
    errors: Errors | None = None,
) -> Digest:
    """Return the week of a team; the other arguments are those of `agent_digest`."""
    recent, n_wrong = _recent(analyses, week, wrong)
    mine = [a for a in recent if a.conversation.about.team == team]
    of_week = [a for a in mine if week.holds(a.conversation.about.started_at)]
    rows = summarise(_tallies(mine), Group.TEAM, errors=errors)
    held = list(moments_of(of_week))
    return Digest(
        None, team, week, len(of_week), _standings(rows[0] if rows else None, of_week),
        _best(held), tuple(clearest(held, N_MISSED)), (), summarise_many(of_week),
        sum(n_wrong[each.conversation.id] for each in of_week),
    )  # fmt: skip


def _recent(
    analyses: Iterable[Analysis], week: Week, wrong: Mapping[str, Collection[Claim]]
) -> tuple[list[Analysis], dict[str, int]]:
    """Return the conversations by date, and how much was left out of each as agreed to be wrong."""
    start = week.end - timedelta(weeks=N_WEEKS)
    dated = [
        (at, analysis)
        for analysis in analyses
        if (at := analysis.conversation.about.started_at) and start <= at < week.end
    ]
    dated.sort(key=lambda pair: (pair[0], pair[1].conversation.id))
    said = {a.conversation.id: wrong.get(a.conversation.id, ()) for _, a in dated}
    n_wrong = {a.conversation.id: len(claims_of(a) & {*said[a.conversation.id]}) for _, a in dated}
    return [without(a, said[a.conversation.id]) for _, a in dated], n_wrong


def _tallies(analyses: Iterable[Analysis]) -> list[Tally]:
    return [
        Tally(
            about.id, about.agent, about.team, about.started_at,
            score.criterion, score.met, score.opportunities,
        )
        for analysis in analyses
        for about in [analysis.conversation.about]
        for score in analysis.scores
    ]  # fmt: skip


def _standings(row: Row | None, of_week: Sequence[Analysis]) -> tuple[Standing, ...]:
    scores = [score for analysis in of_week for score in analysis.scores]
    return tuple(
        Standing(
            criterion,
            sum(score.met for score in scores if score.criterion is criterion),
            sum(score.opportunities for score in scores if score.criterion is criterion),
            row.estimates.get(criterion, NOTHING) if row else NOTHING,
        )
        for criterion in Criterion
    )


def _best(held: Sequence[Moment]) -> tuple[Moment, ...]:
    """Return the best moments, each of another conversation and another kind."""
    chosen: list[Moment] = []
    left = list(held)
    while len(chosen) < N_BEST and (best := best_of(left)):
        chosen.append(best)
        left = [m for m in left if not _alike(m, best)]
    return tuple(chosen)


def _alike(one: Moment, other: Moment) -> bool:
    same = one.analysis.conversation.id == other.analysis.conversation.id
    return same or one.opportunity.pairing == other.opportunity.pairing
