"""`coach digest` and `coach summary`: the week on one page, and what was said in short."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from coach.cli.options import Agent, Db, Rubric, Since, Team, Until, known_filter
from coach.insights.digest.words import WORDS
from coach.insights.summary import Part

_Language = Annotated[Literal["en", "ja"], typer.Option(help="Language of the page.")]


def digest(
    agent: Agent = None,
    team: Team = None,
    week: Annotated[
        str | None, typer.Option(help="As in 2026-W47; default: the latest with a conversation.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write to.")] = Path("digests"),
    *,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also write it as PDF.")] = False,
    language: _Language = "en",
    fonts: Annotated[
        Path | None, typer.Option(help="A folder with fonts for the PDF, beside the machine's.")
    ] = None,
    app: Annotated[
        str, typer.Option("--link", help="Address of the app, to link conversations to.")
    ] = "",
    db: Db = None,
    rubric: Rubric = None,
) -> None:
    """Write the week of an agent or a team on one page: HTML that loads nothing, and PDF."""
    from coach.workspace import Workspace
    from coach.workspace.digests import Wanted, write_digest

    if (agent is None) == (team is None):
        raise typer.BadParameter("name an agent with --agent, or a team with --team")
    wanted = Wanted(agent, team, week, language, app)
    workspace = Workspace.open(db=db, rubric=rubric, must_exist=True)
    known_filter(workspace, agent, team, None, None)
    for path in write_digest(workspace, wanted, out, pdf=pdf, fonts=fonts):
        typer.echo(path)


def summary(
    conversations: Annotated[
        list[str] | None, typer.Argument(help="Ids; without any, all that the options choose.")
    ] = None,
    db: Db = None,
    agent: Agent = None,
    team: Team = None,
    since: Since = None,
    until: Until = None,
    language: _Language = "en",
    output: Annotated[
        Literal["text", "json"], typer.Option("--format", help="How to print it.")
    ] = "text",
) -> None:
    """Print what one or many conversations were about, in people's own sentences."""
    from coach.workspace import Workspace
    from coach.workspace.digests import summary_of

    workspace = Workspace.open(db=db, must_exist=True)
    which = known_filter(workspace, agent, team, since, until)
    found = summary_of(workspace, conversations or [], which)
    if output == "json":
        typer.echo(json.dumps([asdict(said) for said in found], ensure_ascii=False))
        return
    say = WORDS[language]
    for part, title in zip(Part, say.said_parts, strict=True):
        lines = [said for said in found if said.part is part]
        if lines:
            typer.echo(title)
        for said in lines:
            typer.echo(f"  {said.text}")
            typer.echo(f"    {said.conversation}, {say.turn.format(said.turn + 1)}")
