"""`coach annotate`: conversations in, the same with findings out; nothing is stored."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import Rubric
from coach.errors import InputError

_HEAD = 4096  # bytes: where recordings and archives hold zeros


def annotate(
    file: Annotated[str, typer.Argument(help="A JSONL file of conversations, or - for stdin.")],
    rubric: Rubric = None,
) -> None:
    """Add findings, opportunities, scores and dynamics to each conversation of a JSONL file.

    A line that cannot be read is named on the error stream; the others are annotated.
    """
    from coach.workspace import annotate_lines, settings_from

    n_problems = 0
    for raw, problem in annotate_lines(lines_of(file), file, settings_from(rubric=rubric)):
        if problem is not None:
            n_problems += 1
            typer.echo(f"coach: {problem}", err=True)
        else:
            typer.echo(json.dumps(raw, ensure_ascii=False))
    if n_problems:
        raise typer.Exit(1)


def lines_of(file: str) -> list[bytes]:
    """Return the lines of a file, or of stdin for "-".

    Raises:
        InputError: it cannot be read, is empty, or is no text at all.
    """
    try:
        found = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as exc:
        raise InputError(f"{file} cannot be read: {exc.strerror}") from exc
    name = "stdin" if file == "-" else file
    if not found.strip():
        raise InputError(f"{name} is empty; JSONL with one conversation a line is expected")
    if b"\0" in found[:_HEAD]:
        raise InputError(
            f"{name} is no text in UTF-8; JSONL with one conversation a line is expected"
        )
    return found.splitlines()
