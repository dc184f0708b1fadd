"""`coach swap`: agent and customer the other way round."""

from __future__ import annotations

from typing import Annotated

import typer

from coach.cli.options import Db, Rubric


def swap(
    conversation: Annotated[
        str, typer.Argument(help="The id of a call, as `coach export` has it.")
    ],
    db: Db = None,
    rubric: Rubric = None,
) -> None:
    """Exchange agent and customer of a call and score it again. A later batch keeps it so.

    Swapping again brings back what was.
    """
    from coach.workspace import Workspace

    workspace = Workspace.open(db=db, rubric=rubric, must_exist=True)
    found = workspace.swap(conversation)
    typer.echo(f"agent and customer of {found.conversation.id} were exchanged and scored again")
