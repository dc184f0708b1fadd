"""The `coach` command.

Exit codes: 0 all was done · 1 something could not be read or scored (the rest is done) ·
2 the command was typed wrongly · 3 this installation or its settings cannot do it ·
4 the viewer may not see it · 130 interrupted (what was done is kept).

Commands import what is heavy when they run, so that `coach --help` answers at once.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Annotated

import typer
from rich.console import Console

from coach import __version__
from coach.cli.annotate import annotate
from coach.cli.clips import clips
from coach.cli.digest import digest, summary
from coach.cli.disagreements import disagreements
from coach.cli.doctor import doctor
from coach.cli.evaluate import evaluate
from coach.cli.export import export
from coach.cli.focus import focus
from coach.cli.open_app import open_app
from coach.cli.promises import promises
from coach.cli.rephrase import rephrase
from coach.cli.report import report
from coach.cli.rescore import rescore
from coach.cli.score import score
from coach.cli.swap import swap
from coach.errors import AccessDenied, CoachError, SetupError

CANNOT_READ, CANNOT_DO, MAY_NOT, INTERRUPTED = 1, 3, 4, 130
_HELP = "Listen to support conversations and help people get better at them."
_EPILOG = (
    "Exit codes: 0 done; 1 something could not be read or scored, the rest is done; 2 typed "
    "wrongly; 3 this installation or its settings cannot do it; 4 not allowed; 130 interrupted."
)

cli = typer.Typer(
    help=_HELP,
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
cli.command("score")(score)
cli.command("rescore")(rescore)
cli.command("annotate")(annotate)
cli.command("report")(report)
cli.command("focus")(focus)
cli.command("swap")(swap)
cli.command("clips")(clips)
cli.command("digest")(digest)
cli.command("rephrase")(rephrase)
cli.command("summary")(summary)
cli.command("promises")(promises)
cli.command("disagreements")(disagreements)
cli.command("export")(export)
cli.command("app")(open_app)
cli.command("doctor")(doctor)
cli.command("evaluate")(evaluate)


def _tell_version(asked: bool) -> None:  # noqa: FBT001 - called by typer
    if asked:
        typer.echo(f"coach {__version__}")
        raise typer.Exit


@cli.callback()
def _options(
    *,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what is done.")] = False,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, stream=sys.stderr)


def main() -> None:
    """Run the command line; every error of ours becomes one sentence and an exit code."""
    console = Console(stderr=True, highlight=False)
    try:
        cli()
    except CoachError as exc:
        console.print(f"coach: {exc}", markup=False, soft_wrap=True)
        sys.exit(_code(exc))
    except SystemExit as exc:  # typer turns an interrupt into its exit code
        if exc.code == INTERRUPTED:
            console.print("coach: interrupted; what was done is kept", markup=False)
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CANNOT_READ)


def _code(exc: CoachError) -> int:
    if isinstance(exc, AccessDenied):
        return MAY_NOT
    return CANNOT_DO if isinstance(exc, SetupError) else CANNOT_READ
