"""`coach disagreements`: what people hold for wrong, and what was answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import Agent, Db, Since, Team, Until, known_filter

if TYPE_CHECKING:
    from coach.workspace.disputes import Dispute


def disagreements(
    db: Db = None,
    agent: Agent = None,
    team: Team = None,
    since: Since = None,
    until: Until = None,
    *,
    only_open: Annotated[
        bool, typer.Option("--open", help="Those alone that wait for an answer.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List the findings and opportunities that people disagree with, the oldest first."""
    from coach.workspace import Workspace
    from coach.workspace.disputes import disputes, listed

    workspace = Workspace.open(db=db, must_exist=True)
    which = known_filter(workspace, agent, team, since, until)
    found = disputes(workspace.store, workspace.viewer, which, only_open=only_open)
    if as_json:
        typer.echo(json.dumps(listed(found), ensure_ascii=False))
        return
    for each in found:
        typer.echo(_line(each))
    if not found:
        typer.echo("Nobody disagrees with anything." if not only_open else "None is open.")


def _line(dispute: Dispute) -> str:
    said, answer = dispute.said, dispute.said.answer
    head = f"{said.conversation} {said.claim.name} [{dispute.state}]"
    parts = [f"{head} {said.by}, {said.at.date()}: {said.doubt.value.replace('_', ' ')}"]
    parts += [said.words] if said.words else []
    if answer is not None:
        parts.append(f"{answer.by}, {answer.at.date()}: {answer.verdict.value}")
        parts += [answer.words] if answer.words else []
    return " | ".join(parts)
