"""`coach clips`: the best and the missed moments as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from coach.cli.options import Agent, Db, Since, Team, Until, filter_of

if TYPE_CHECKING:
    from coach.workspace import Clip


def clips(
    to: Annotated[Path, typer.Option("--to", "-o", help="Folder to write to.")] = Path("clips"),
    db: Db = None,
    agent: Agent = None,
    team: Team = None,
    since: Since = None,
    until: Until = None,
    cue: Annotated[
        str | None, typer.Option(help="One label of the codebook, such as reflect.")
    ] = None,
    show: Annotated[
        Literal["best", "missed", "both"], typer.Option(help="Moments met, missed, or both.")
    ] = "both",
    n: Annotated[int, typer.Option("-n", min=1, help="At most so many of each.")] = 5,
) -> None:
    """Cut the best and the missed moments and write them, with their words, into a folder."""
    from coach.workspace import Workspace

    workspace = Workspace.open(db=db)
    which = filter_of(agent, team, since, until)
    found = workspace.clips(which, cue=cue, show=show, limit=n)
    to.mkdir(parents=True, exist_ok=True)
    index = [{**_words(clip), "file": workspace.write_clip(clip, to)} for clip in found]
    lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in index)
    (to / "clips.jsonl").write_text(lines, encoding="utf-8")
    n_heard = sum(entry["file"] is not None for entry in index)
    typer.echo(f"{len(index)} moments in {to}/clips.jsonl, {n_heard} of them with sound beside it")


def _words(clip: Clip) -> dict[str, Any]:
    conversation = clip.analysis.conversation
    turns = conversation.turns[clip.first : clip.last + 1]
    return {
        "conversation": conversation.id,
        "agent": conversation.about.agent,
        "state": clip.state,
        "criterion": clip.criterion,
        "start": clip.span.start if clip.span else None,
        "end": clip.span.end if clip.span else None,
        "shows": [
            {"label": f.label, "words": clip.analysis.words(f), "p": round(f.p, 3), "by": f.by}
            for f in clip.shows
        ],
        "turns": [{"role": turn.role, "text": turn.text} for turn in turns],
    }
