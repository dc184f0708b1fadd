"""`coach export`: what is stored, in the open format."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import Agent, Db, Since, Team, Until, known_filter
from coach.errors import SetupError


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
    rows = workspace.export(known_filter(workspace, agent, team, since, until))
    lines = (json.dumps(raw, ensure_ascii=False) + "\n" for raw in rows)
    if to is None:
        for line in lines:
            typer.echo(line, nl=False)
        return
    typer.echo(f"{_write(lines, to)} conversations in {to}")


def _write(lines: Iterable[str], to: Path) -> int:
    """Write lines into a file and return how many; what lay there stays until all are written.

    Raises:
        SetupError: the file cannot be written.
    """
    unfinished = Path(f"{to}.part")
    try:
        if to.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with unfinished.open("w", encoding="utf-8") as file:
            n = sum(1 for line in lines if file.write(line))
        unfinished.replace(to)
    except OSError as exc:
        raise SetupError(
            f"{to} cannot be written ({exc.strerror}); --to names a file in a folder that is there"
        ) from exc
    return n
