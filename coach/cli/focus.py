"""`coach focus`: what an agent works on from a date on, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from coach.cli.options import Db, Team, aware, known_filter
from coach.errors import BadSettings

if TYPE_CHECKING:
    from coach.workspace import Workspace

_Criterion = Literal["empathy", "active_listening", "transparency", "relationship"]


def focus(
    agent: Annotated[str, typer.Argument(help="Who works on it.")],
    criterion: Annotated[
        _Criterion | None,
        typer.Argument(help="What they work on; left out: tell what became of what was set."),
    ] = None,
    pairing: Annotated[
        str | None, typer.Option(help="One pairing of the rubric, like `feeling`.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            help="From this day or time on (UTC if no zone); required where a criterion is named."
        ),
    ] = None,
    team: Team = None,
    db: Db = None,
) -> None:
    """Set what an agent works on from a date on, or tell what became of it."""
    from coach.workspace import Workspace

    if criterion is not None and since is None:
        hint = "a focus needs the day from which on it holds: --since 2026-11-02"
        raise typer.BadParameter(hint, param_hint="'--since'")
    workspace = Workspace.open(db=db, must_exist=True)
    if criterion is not None and since is not None:
        _set(workspace, agent, criterion, pairing, since, team)
    else:
        known_filter(workspace, agent, team, None, None)
    _tell(workspace, agent)


def _set(
    workspace: Workspace,
    agent: str,
    criterion: str,
    pairing: str | None,
    since: datetime,
    team: str | None,
) -> None:
    from coach.workspace import Criterion, Focus, set_focus, teams_of

    teams = [team] if team else teams_of(workspace, workspace.viewer, agent)
    if len(teams) > 1:
        raise BadSettings(f"{agent} is in several teams ({', '.join(map(str, teams))}): --team")
    name, of_team = workspace.viewer.name, teams[0] if teams else None
    chosen = Focus(agent, of_team, Criterion(criterion), pairing, aware(since), name)
    set_focus(workspace, workspace.viewer, chosen)


def _tell(workspace: Workspace, agent: str) -> None:
    from coach.workspace import effects, wording

    found = effects(workspace, workspace.viewer, agent)
    for effect in found:
        what = effect.focus.pairing or effect.focus.criterion.value
        day = effect.focus.since.date().isoformat()
        typer.echo(f"{what}, since {day} (set by {effect.focus.set_by}): "
                   f"{wording('en').effect_of(effect)}")  # fmt: skip
    if not found:
        typer.echo(f"Nothing is set for {agent}: `coach focus {agent} empathy --since DAY` does.")
