"""`coach app`: the pages in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import Annotated

import typer

from coach.cli.options import Db
from coach.errors import StoreMissing


def open_app(
    db: Db = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
) -> None:
    """Open the app on this machine; stop it with Ctrl-C."""
    from coach.workspace import Workspace

    workspace = Workspace.open(db=db, must_exist=True)
    with suppress(StoreMissing):  # the pages say how to fill one
        workspace.store.close()
    command, environment = launching(workspace.settings.db, port)
    raise typer.Exit(subprocess.call(command, env=environment))  # noqa: S603


def launching(db: str, port: int) -> tuple[list[str], dict[str, str]]:
    """Return what starts the app, and its environment.

    The environment names the store, whose address may hold a password: arguments are shown to
    everybody on the machine who lists its processes.
    """
    command = [sys.executable, "-m", "coach.ui.launch", "--port", str(port)]
    return command, {**os.environ, "COACH_DB": db}
