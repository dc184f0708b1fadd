import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

SAMPLES = Path(__file__).parents[2] / "sample_calls"
FEW = ("calls/en-01-fathers-greeting", "calls/ja-01-before-the-interview")


@pytest.fixture(autouse=True)
def an_empty_place(tmp_path, monkeypatch):
    """Run where there is no store, no settings and no weights."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COACH_ASR_MODEL", raising=False)
    return tmp_path


@pytest.fixture
def coach():
    """Run a command as `coach` would, errors of ours included."""
    from coach.cli import main

    runner = CliRunner()

    def run(*arguments, stdin=None, code=0):
        result = runner.invoke(main.cli, [str(a) for a in arguments], input=stdin)
        if isinstance(result.exception, main.CoachError):
            result.sentence, result.exit_code = str(result.exception), main._code(result.exception)
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    return run


@pytest.fixture
def calls(an_empty_place):
    """A folder with one English and one Japanese call and their manifest."""
    folder = an_empty_place / "calls"
    folder.mkdir()
    rows = (SAMPLES / "manifest.csv").read_text(encoding="utf-8").splitlines()
    kept = [rows[0]]
    for name in FEW:
        for suffix in (".ogg", ".transcript.json"):
            shutil.copy(SAMPLES / f"{name}{suffix}", folder)
        kept += [row.removeprefix("calls/") for row in rows if row.startswith(f"{name}.")]
    (folder / "manifest.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def a_chat_file(an_empty_place):
    """A JSONL file with one conversation that has a met and a missed moment."""
    turns = [
        ("customer", "My parcel was smashed and I am really upset, it was my mum's present."),
        ("agent", "I'm so sorry your mum's present arrived smashed. We will send a new one today."),
        ("customer", "Fine."),
        ("agent", "What is your order number, please?"),
        ("customer", "77120"),
        ("agent", "And which street should it go to?"),
        ("customer", "Elm Road. This is the third time, I am furious!"),
        ("agent", "And the number of the house, please?"),
    ]
    raw = {
        "id": "chat-1", "agent": "dana", "team": "billing", "language": "en", "channel": "chat",
        "turns": [{"role": role, "text": text} for role, text in turns], "ticket": {"nr": 5},
    }  # fmt: skip
    path = an_empty_place / "chats.jsonl"
    path.write_text(json.dumps(raw) + "\n", encoding="utf-8")
    return path
