"""`coach clips`: the best and the missed moments as files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from coach.cli.options import Agent, Db, Since, Team, Until, known_filter
from coach.errors import AudioError, SetupError

if TYPE_CHECKING:
    from coach.workspace import Clip, Cutting


def clips(
    *,
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
    channel: Annotated[
        Literal["both", "agent", "customer"], typer.Option(help="Whose channel to keep.")
    ] = "both",
    kind: Annotated[
        Literal["opus", "m4a"], typer.Option("--format", help="Opus in Ogg, or AAC in M4A.")
    ] = "opus",
    reel: Annotated[
        bool, typer.Option("--reel", help="One file with all of them, each after its title.")
    ] = False,
    redact: Annotated[
        bool,
        typer.Option(
            "--redact/--no-redact",
            help="Mute and mask card and telephone numbers, codes and mail addresses.",
        ),
    ] = True,
) -> None:
    """Cut the best and the missed moments and write them, with captions, into a folder."""
    from coach.workspace import Cutting, Workspace

    workspace = Workspace.open(db=db, must_exist=True)
    which = known_filter(workspace, agent, team, since, until)
    found = workspace.clips(which, cue=cue, show=show, limit=n)
    how = Cutting(channel, kind, redact)
    (_one_reel if reel else _one_by_one)(found, to, how)


def _one_by_one(found: Sequence[Clip], to: Path, how: Cutting) -> None:
    """Write each clip; what cannot be cut is told, and the others are written."""
    from coach.workspace import write_clip

    entries, problems = [], []
    for clip in found:
        name = None
        try:
            name = write_clip(clip, to, how)
        except AudioError as error:
            problems.append(str(error))
        entries.append({**_words(clip, how), "file": name})
    _index(to, entries)
    n_heard = sum(entry["file"] is not None for entry in entries)
    typer.echo(f"{len(found)} moments in {to}/clips.jsonl, {n_heard} of them with sound beside it")
    for problem in dict.fromkeys(problems):
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)


def _one_reel(found: Sequence[Clip], to: Path, how: Cutting) -> None:
    from coach.workspace import is_heard, title, write_reel

    titles = [title(clip, number) for number, clip in enumerate(found, 1)]
    n_heard = write_reel(found, titles, to / "reel", how)
    name = f"reel{how.suffix}" if n_heard else None
    _index(to, [{**_words(clip, how), "file": name if is_heard(clip) else None} for clip in found])
    told = f"{n_heard} of them one after the other in {to}/{name}" if name else "none with sound"
    typer.echo(f"{len(found)} moments in {to}/clips.jsonl, {told}")


def _index(to: Path, entries: Sequence[dict[str, Any]]) -> None:
    lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    try:
        to.mkdir(parents=True, exist_ok=True)
        (to / "clips.jsonl").write_text(lines, encoding="utf-8")
    except OSError as exc:
        raise SetupError(f"{to}/clips.jsonl: cannot be written ({exc.strerror})") from exc


def _words(clip: Clip, how: Cutting) -> dict[str, Any]:
    from coach.workspace import shown_words

    conversation = clip.analysis.conversation
    turns = conversation.turns[clip.first : clip.last + 1]
    texts, about = shown_words(clip, how)
    return {
        "conversation": conversation.id,
        "agent": conversation.about.agent,
        "state": clip.state,
        "criterion": clip.criterion,
        "start": clip.span.start if clip.span else None,
        "end": clip.span.end if clip.span else None,
        "shows": [
            {"label": f.label, "words": words, "p": round(f.p, 3), "by": f.by}
            for f, words in zip(clip.shows, about, strict=True)
        ],
        "turns": [
            {"role": turn.role, "text": text} for turn, text in zip(turns, texts, strict=True)
        ],
    }
