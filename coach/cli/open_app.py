"""`coach app`: the pages in a browser."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer

from coach.cli.options import Db


def open_app(
    db: Db = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
) -> None:
    """Open the app on this machine; stop it with Ctrl-C."""
    from coach.workspace import settings_from

    db_url = settings_from(db=db).db
    launch = [sys.executable, "-m", "coach.ui.launch", "--db", db_url, "--port", str(port)]
    raise typer.Exit(subprocess.call(launch))  # noqa: S603
