"""`coach export`: what is stored, in the open format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import Agent, Db, Since, Team, Until, filter_of


def export(
    to: Annotated[Path | None, typer.Option("--to", "-o", help="File; default: stdout.")] = None,
    db: Db = None,
    agent: Agent = None,
    team: Team = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Write what is stored as JSONL: conversations, findings, opportunities, dynamics, scores."""
    from coach.workspace import Workspace

    workspace = Workspace.open(db=db, must_exist=True)
    rows = workspace.export(filter_of(agent, team, since, until))
    lines = (json.dumps(raw, ensure_ascii=False) + "\n" for raw in rows)
    if to is None:
        for line in lines:
            typer.echo(line, nl=False)
        return
    with to.open("w", encoding="utf-8") as file:
        n = sum(1 for line in lines if file.write(line))
    typer.echo(f"{n} conversations in {to}")
