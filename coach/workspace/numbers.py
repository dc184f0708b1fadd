"""What the doors ask about numbers: agents beside each other, a focus and its effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from coach.access import Permission, Viewer
from coach.conversation.findings import Criterion
from coach.conversation.focus import Focus
from coach.errors import BadSettings
from coach.insights.effect import LONGEST, Effect, effect_of
from coach.insights.overview import Overview, overview
from coach.insights.works_here import Association, works_here
from coach.store import comparisons
from coach.store.queries import EVERYTHING, Filter, agents, tallies
from coach.workspace.workspace import Workspace


def agents_side_by_side(
    workspace: Workspace, viewer: Viewer, which: Filter = EVERYTHING
) -> list[Overview]:
    """Return everything that can be said of each agent.

    Rates are estimated with the team in view, also where one agent is asked for, so that an
    agent reads the same figure wherever it stands.
    """
    key = ("side by side", viewer, which)
    return [*workspace.kept(key, lambda: _side_by_side(workspace, viewer, which))]


def _side_by_side(workspace: Workspace, viewer: Viewer, which: Filter) -> list[Overview]:
    if which.agent is not None:
        teams = teams_of(workspace, viewer, which.agent, which)
        return [_one(workspace, viewer, which, team) for team in teams]
    store = workspace.store
    return overview(
        tallies(store, viewer, which),
        comparisons.chances(store, viewer, which),
        zone=workspace.settings.sources.timezone,
        errors=workspace.errors,
    )


def teams_of(
    workspace: Workspace, viewer: Viewer, agent: str, which: Filter = EVERYTHING
) -> list[str | None]:
    """Return the teams in which the viewer sees conversations of an agent."""
    found = agents(workspace.store, viewer, replace(which, agent=agent))
    return sorted({team or None for _, team in found}, key=lambda team: (team is None, team or ""))


def _one(workspace: Workspace, viewer: Viewer, which: Filter, team: str | None) -> Overview:
    """Return the line of one agent in one team, estimated beside the colleagues."""
    store, agent = workspace.store, which.agent or ""
    own = [
        replace(tally, team=team)  # older stores hold an empty name of a team that is not known
        for tally in tallies(store, viewer, which)
        if (tally.team or None) == team
    ]
    others = comparisons.beside(store, viewer, agent, team, which)
    cases = [
        *(c for c in comparisons.chances(store, viewer, which) if (c.team or None) == team),
        *comparisons.cases_beside(store, viewer, agent, team, which),
    ]
    lines = overview(
        [*own, *others],
        cases,
        zone=workspace.settings.sources.timezone,
        errors=workspace.errors,
    )
    line = next(line for line in lines if line.row.name == agent)
    if viewer.may(Permission.SEE_TEAMS):
        return line
    return replace(line, standings=dict.fromkeys(Criterion))


def what_works(
    workspace: Workspace, viewer: Viewer, which: Filter = EVERYTHING
) -> list[Association]:
    """Return which behaviours go together with better ends; for those who see teams."""
    viewer.demand(Permission.SEE_TEAMS)
    key = ("what works", viewer, which)
    return [
        *workspace.kept(
            key, lambda: works_here(comparisons.courses(workspace.store, viewer, which))
        )
    ]


def effects(workspace: Workspace, viewer: Viewer, agent: str | None = None) -> list[Effect]:
    """Return what became of every focus that was set, the latest first."""
    found = []
    for focus in comparisons.focuses_of(workspace.store, viewer, agent):
        near = Filter(
            team=focus.team, since=_moved(focus.since, -LONGEST), until=_moved(focus.since, LONGEST)
        )
        cases = comparisons.chances(workspace.store, viewer, near, criterion=focus.criterion)
        found.append(effect_of(focus, cases))
    return found


def _moved(moment: datetime, by: timedelta) -> datetime | None:
    """Return a time before or after another; None, which bounds nothing, past all calendars."""
    try:
        return moment + by
    except OverflowError:
        return None


def set_focus(workspace: Workspace, viewer: Viewer, focus: Focus) -> None:
    """Keep what an agent works on from a date on.

    Raises:
        AccessDenied: the viewer may not, or sees no such agent in that team.
        BadSettings: the rubric has no such pairing for that criterion.
    """
    known = {p.id for p in workspace.rubric.pairings if p.criterion is focus.criterion}
    if focus.pairing is not None and focus.pairing not in known:
        raise BadSettings(
            f"the rubric has no pairing {focus.pairing!r} for {focus.criterion}; "
            f"there are: {', '.join(sorted(known))}"
        )
    comparisons.set_focus(workspace.store, viewer, focus)
