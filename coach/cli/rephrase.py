"""`coach rephrase`: suggestions in other words, by a model of one's own."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import Agent, Db, Since, Team, Until, known_filter

if TYPE_CHECKING:
    from coach.workspace import Rephrased

_WHY = {
    "same": "the same again",
    "length": "too short or too long",
    "fact": "a fact lost or changed",
    "language": "another language",
    "blank": "a blank filled or lost",
    "promise": "a promise that was not there",
    "new": "something that was not there",
    "turned": "a denial or a question more or less",
}


def rephrase(
    agent: Agent = None,
    team: Team = None,
    since: Since = None,
    until: Until = None,
    db: Db = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Put the suggestions of the page Agent in other words, by the model in [rephrase].

    What changes a fact or adds one stays as the template has it. Each is asked for once.
    """
    from coach.workspace import Workspace
    from coach.workspace import rephrase as steps

    workspace = Workspace.open(db=db, must_exist=True)
    seen = list(steps(workspace, known_filter(workspace, agent, team, since, until)))
    refused = Counter(str(step.refusal) for step in seen if step.refusal)
    if as_json:
        outcome = {"rephrased": len(seen) - refused.total(), "refused": dict(refused)}
        typer.echo(json.dumps(outcome))
    else:
        _tell(seen, refused)


def _tell(seen: list[Rephrased], refused: Counter[str]) -> None:
    names = ", ".join({step.by: None for step in seen})
    line = f"{len(seen) - refused.total()} suggestions rephrased" + (f" by {names}" if seen else "")
    if refused:
        why = ", ".join(f"{_WHY[name]}: {n}" for name, n in sorted(refused.items()))
        line += f"; {refused.total()} stay as the template has them ({why})"
    typer.echo(line)
