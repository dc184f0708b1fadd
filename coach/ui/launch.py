"""Open the app from any folder: `python -m coach.ui.launch --db sqlite:///coach.db --port 8501`.

Streamlit reads `.streamlit/config.toml` from the folder that it is started in, so the same
settings are passed here as arguments. The store reaches the app through the environment, where
no list of processes shows it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import coach

SETTINGS: dict[str, str] = {
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "client.toolbarMode": "minimal",
    "server.address": "127.0.0.1",
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": "false",
    "theme.baseRadius": "0.5rem",
    "theme.headingFontSizes": '["1.75rem", "1.125rem", "1rem"]',
    "theme.linkUnderline": "false",
    "theme.showWidgetBorder": "true",
    "theme.light.primaryColor": "#0B5CAD",
    "theme.light.backgroundColor": "#FFFFFF",
    "theme.light.secondaryBackgroundColor": "#F5F6F8",
    "theme.light.textColor": "#1F2429",
    "theme.dark.primaryColor": "#7DB8F2",
    "theme.dark.backgroundColor": "#14171A",
    "theme.dark.secondaryBackgroundColor": "#1E2328",
    "theme.dark.textColor": "#E6E9ED",
}


def command(port: int) -> list[str]:
    """Return what starts the app on a port of this machine."""
    options = {"server.port": str(port), **SETTINGS}
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(script()), *flags]


def script() -> Path:
    """Return the app's file: beside this one in an installed package, else in the checkout."""
    packaged = Path(__file__).parent / "app.py"
    return packaged if packaged.is_file() else Path(coach.__file__).parents[1] / "app.py"


def launch(db: str | None, port: int) -> int:
    """Run the app until it is stopped and return its exit status.

    Args:
        db: URL of the store; None leaves it to the settings.
        port: on this machine.
    """
    store = {"COACH_DB": db} if db else {}
    return subprocess.call(command(port), env={**os.environ, **store})  # noqa: S603


def main() -> int:
    """Read the arguments and run the app."""
    parser = argparse.ArgumentParser(prog="python -m coach.ui.launch")
    parser.add_argument("--db", help="URL of the store")
    parser.add_argument("--port", type=int, default=8501, help="port on this machine")
    arguments = parser.parse_args()
    try:
        return launch(arguments.db, arguments.port)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
