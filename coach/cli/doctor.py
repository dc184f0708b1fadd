"""`coach doctor`: what is installed, which models are there, and what to do."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table

from coach.cli.options import Db

_MARKS = {True: "ok", False: "missing", None: "optional"}


def doctor(db: Db = None) -> None:
    """Say what is installed, which models are on this machine, and what to do about the rest."""
    from coach.workspace import examine, settings_from

    checks = examine(settings_from(db=db))
    table = Table(box=None, pad_edge=False, show_header=False)
    for check in checks:
        table.add_row(check.name, _MARKS[check.is_there], check.says)
    Console(highlight=False).print(table, markup=False)
    if any(check.is_there is False for check in checks):
        raise typer.Exit(3)
