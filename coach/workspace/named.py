"""Names that are asked for must be among those that are stored."""

from __future__ import annotations

from collections.abc import Collection

from coach.errors import InputError
from coach.store.queries import Filter, agents, tallies
from coach.workspace.workspace import Workspace

_MOST_LISTED = 10


def demand_known(workspace: Workspace, which: Filter) -> None:
    """Do nothing if the agent and the team of a filter are stored, or if nothing is stored yet.

    Raises:
        InputError: the viewer sees no conversation of that agent, or of that team.
    """
    if workspace.is_empty:
        return
    if which.agent is not None:
        pairs = agents(workspace.store, workspace.viewer)
        _demand("agent", which.agent, {agent for agent, _ in pairs}, workspace)
    if which.team is not None:
        of_all = {tally.team for tally in tallies(workspace.store, workspace.viewer)}
        _demand("team", which.team, {team for team in of_all if team}, workspace)


def _demand(kind: str, name: str, known: Collection[str], workspace: Workspace) -> None:
    if name in known:
        return
    listed = ", ".join(sorted(known)[:_MOST_LISTED]) or "none with a name"
    more = ", …" if len(known) > _MOST_LISTED else ""
    raise InputError(
        f"no {kind} is called {name!r} in {workspace.store.name}; there are: {listed}{more}"
    )
