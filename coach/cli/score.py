"""`coach score`: files and folders in, analyses in the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from coach.cli.options import Db, Rubric

if TYPE_CHECKING:
    from coach.workspace import Progressed, Workspace


_Workers = Annotated[int | None, typer.Option(min=1, help="Processes; default: as many as cores.")]
_Asr = Annotated[
    Literal["whisper", "draft"] | None,
    typer.Option(help="Recogniser; draft: rough English words, never scored."),
]
_AsrModel = Annotated[
    str | None, typer.Option(help="Speech model: a name or a folder (COACH_ASR_MODEL).")
]
_Beam = Annotated[int | None, typer.Option(min=1, max=10, help="Beams of the search.")]
_Batch = Annotated[
    int | None,
    typer.Option(min=1, max=64, help="Windows heard together; default: what suits the device."),
]
_Language = Annotated[
    str | None, typer.Option(help="Spoken language, where no manifest says it; else found out.")
]
_Glossary = Annotated[
    Path | None, typer.Option(help="Names to expect, one on each line: products, agents.")
]
_Transcribe = Annotated[
    Literal["missing", "always", "never"] | None,
    typer.Option(help="Hear recordings that have no transcript beside them, all, or none."),
]
_AgentChannel = Annotated[
    Literal["0", "1", "auto"] | None,
    typer.Option(help="The agent's audio channel, where the manifest does not say."),
]
_Channels = Annotated[
    str | None,
    typer.Option(
        help="The parties' channels, as 0,2; needed only where more than two people speak."
    ),
]


def score(
    paths: Annotated[list[Path], typer.Argument(help="Recordings, mails, chats, or folders.")],
    db: Db = None,
    rubric: Rubric = None,
    workers: _Workers = None,
    asr: _Asr = None,
    asr_model: _AsrModel = None,
    beam: _Beam = None,
    batch: _Batch = None,
    language: _Language = None,
    glossary: _Glossary = None,
    transcribe: _Transcribe = None,
    agent_channel: _AgentChannel = None,
    channels: _Channels = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Score recordings, e-mails and chats. What was scored before is not scored again."""
    from coach.workspace import Workspace

    hearing = {
        "engine": asr, "model": asr_model, "beam": beam, "batch": batch, "language": language,
        "glossary": glossary, "transcribe": transcribe,
    }  # fmt: skip
    workspace = Workspace.open(
        db=db,
        rubric=rubric,
        workers=workers,
        asr=hearing,
        sources={"agent_channel": agent_channel, "channels": channels},
    )
    seen = _follow(workspace, paths)
    if as_json:
        typer.echo(json.dumps(_summary(seen), ensure_ascii=False))
    else:
        _tell(seen, workspace)
    if any(step.problem for step in seen):
        raise typer.Exit(1)


def _follow(workspace: Workspace, paths: list[Path]) -> list[Progressed]:
    """Score with a bar on the error stream; print problems as they come."""
    console = Console(stderr=True, highlight=False)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    seen = []
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        for step in workspace.score(paths):
            seen.append(step)
            bar.update(task, description="scoring", total=step.n_total, completed=len(seen))
            if step.problem:
                console.print(f"! {step.problem}", markup=False, soft_wrap=True)
    return seen


def _summary(seen: list[Progressed]) -> dict[str, object]:
    return {
        "scored": sum(step.was_scored for step in seen),
        "unchanged": sum(step.was_known for step in seen),
        "problems": [
            {"source": step.source, "problem": step.problem} for step in seen if step.problem
        ],
    }


def _tell(seen: list[Progressed], workspace: Workspace) -> None:
    summary = _summary(seen)
    n_problems = sum(bool(step.problem) for step in seen)
    line = f"{summary['scored']} scored, {summary['unchanged']} unchanged"
    if n_problems:
        line += f", {n_problems} could not be scored (see above)"
    typer.echo(f"{line}; kept in {workspace.store.name}")
