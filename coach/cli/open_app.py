"""`coach app`: the pages in a browser."""

from __future__ import annotations

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
    db_url = workspace.settings.db
    launch = [sys.executable, "-m", "coach.ui.launch", "--db", db_url, "--port", str(port)]
    raise typer.Exit(subprocess.call(launch))  # noqa: S603
