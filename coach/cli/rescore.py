"""`coach rescore`: the same findings, by the rubric as it is now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from coach.cli.options import Db, Rubric

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.workspace import Rescored


def rescore(
    db: Db = None,
    rubric: Rubric = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Score everything in the store anew after the rubric changed; no source file is needed.

    Cues, words and timing stay as they were found. Ctrl-C keeps what is done, and doing it again
    goes on from there.
    """
    from coach.workspace import Workspace

    workspace = Workspace.open(db=db, rubric=rubric, must_exist=True)
    stamp = workspace.rubric.stamp
    seen = _follow(workspace.rescore())
    changed = [step for step in seen if step.n_changed]
    n_scores = sum(step.n_changed for step in changed)
    if as_json:
        outcome = {"rubric": stamp, "conversations": len(seen), "changed": len(changed),
                   "scores_changed": n_scores}  # fmt: skip
        typer.echo(json.dumps(outcome, ensure_ascii=False))
        return
    typer.echo(
        f"{len(seen)} conversations scored by {stamp}: {n_scores} scores changed, "
        f"in {len(changed)} conversations; kept in {workspace.store.name}"
    )


def _follow(steps: Iterator[Rescored]) -> list[Rescored]:
    """Take every step, with a bar on the error stream."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    seen = []
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("scoring", total=None)
        for step in steps:
            seen.append(step)
            bar.update(task, total=step.n_total, completed=len(seen))
    return seen
