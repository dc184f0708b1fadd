import subprocess
import sys

from coach.cli.open_app import launching

HEAVY = ("torch", "transformers", "spacy", "faster_whisper", "av", "streamlit", "sqlalchemy",
         "pandas", "numpy", "scipy", "pydantic")  # fmt: skip


def test_help_loads_nothing_heavy():
    code = (
        "import sys; sys.argv = ['coach', '--help']\n"
        "from coach.cli.main import cli\n"
        "try: cli()\n"
        "except SystemExit: pass\n"
        f"print('LOADED', sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "LOADED []" in result.stdout
    assert "Exit codes" in result.stdout


def test_every_command_is_listed_and_explained(coach):
    told = coach("--help").stdout
    for name in ("score", "annotate", "report", "clips", "export", "app", "doctor"):
        assert name in told
        assert len(coach(name, "--help").stdout) > 100


def test_a_wrong_option_is_a_mistake_of_typing(coach):
    coach("report", "--by", "moon", code=2)


def test_one_sentence_and_an_exit_code_for_what_cannot_be_done(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    chats = tmp_path / "chats.jsonl"
    chats.write_text('{"turns": [{"role": "agent", "text": "Hello."}]}\n', encoding="utf-8")
    command = [sys.executable, "-m", "coach", "score", chats, "--db", f"{blocked}/x.db"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert result.returncode == 3
    assert result.stderr.lstrip().startswith("coach: the store sqlite:///")
    assert "Traceback" not in result.stderr


def test_the_version_is_told(coach):
    assert coach("--version").stdout.startswith("coach 0.")


def test_the_app_gets_the_address_of_its_store_where_no_list_of_processes_shows_it():
    command, environment = launching("postgresql://me:secret@host/name", 8501)
    assert "secret" not in " ".join(command)
    assert environment["COACH_DB"] == "postgresql://me:secret@host/name"
