import json
import sys
import tomllib

from coach.ui.launch import SETTINGS, command, script
from tests.ui.conftest import ROOT


def flat(table, path=""):
    found = {}
    for name, value in table.items():
        key = f"{path}{name}"
        if isinstance(value, dict):
            found |= flat(value, f"{key}.")
        else:
            found[key] = value if isinstance(value, str) else json.dumps(value)
    return found


def test_the_command_passes_the_settings_that_the_folder_ships():
    shipped = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert flat(shipped) == SETTINGS


def test_nothing_is_told_to_others():
    assert SETTINGS["browser.gatherUsageStats"] == "false"
    assert SETTINGS["client.showErrorDetails"] == "none"
    assert SETTINGS["server.address"] == "127.0.0.1"


def test_the_command_runs_the_app_on_its_port():
    started = command(8600)
    assert started[:4] == [sys.executable, "-m", "streamlit", "run"]
    assert started[4] == str(ROOT / "app.py")
    assert "--server.port=8600" in started


def test_streamlit_knows_every_setting():
    from streamlit import config

    assert set(SETTINGS) <= set(config.get_config_options())


def test_the_app_is_found_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert script().is_file()
