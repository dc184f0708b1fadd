import json
import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest

from coach.access import OWNER
from coach.store.queries import known_problems
from coach.store.repository import Store
from tests.sounds import voice, write_wav

SILENCE = b"\0\0" * 2 * 8000


def stored(coach, *arguments):
    return [json.loads(line) for line in coach("export", *arguments).stdout.splitlines()]


def test_a_folder_is_scored_without_any_weights(coach, calls):
    outcome = json.loads(coach("score", calls, "--json").stdout)
    assert outcome == {"scored": 2, "unchanged": 0, "problems": []}
    found = stored(coach)
    assert {c["language"] for c in found} == {"en", "ja"}
    assert all(c["agent"] and c["team"] and c["started_at"] for c in found)
    assert all(c["transcribed_by"] == "given" and c["findings"] for c in found)
    assert all(c["dynamics"]["talk_share"]["agent"] for c in found)


def test_nothing_is_scored_twice(coach, calls):
    coach("score", calls)
    again = json.loads(coach("score", calls, "--json").stdout)
    assert (again["scored"], again["unchanged"]) == (0, 2)


def test_what_changed_is_scored_again_and_replaces(coach, calls):
    coach("score", calls)
    transcript = next(calls.glob("en-*.transcript.json"))
    raw = json.loads(transcript.read_text(encoding="utf-8"))
    raw["turns"][0]["text"] += " I am so sorry about that."
    transcript.write_text(json.dumps(raw), encoding="utf-8")
    again = json.loads(coach("score", calls, "--json").stdout)
    assert (again["scored"], again["unchanged"]) == (1, 1)
    assert len(stored(coach)) == 2


@pytest.mark.parametrize("setting", ["[dynamics]\nsilence = 4\n", "[speakers]\nmost = 2\n"])
def test_other_settings_of_the_timing_score_again(coach, a_chat_file, an_empty_place, setting):
    coach("score", a_chat_file)
    (an_empty_place / "coach.toml").write_text(setting, encoding="utf-8")
    assert json.loads(coach("score", a_chat_file, "--json").stdout)["scored"] == 1
    assert json.loads(coach("score", a_chat_file, "--json").stdout)["unchanged"] == 1


def test_another_rubric_scores_again(coach, a_chat_file, an_empty_place):
    from importlib.resources import files

    coach("score", a_chat_file)
    mine = an_empty_place / "mine.toml"
    text = (files("coach.rubric") / "care.toml").read_text(encoding="utf-8")
    mine.write_text(text.replace('name = "care"', 'name = "mine"'), encoding="utf-8")
    again = json.loads(coach("score", a_chat_file, "--rubric", mine, "--json").stdout)
    assert again["scored"] == 1
    assert stored(coach)[0]["rubric"].startswith("mine ")


def a_hub(folder, weights):
    """Make a folder that looks as if the hub's model "small" had been fetched into it."""
    kept = folder / "models--Systran--faster-whisper-small"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text("abc")
    shutil.copytree(weights, kept / "snapshots" / "abc")


def test_what_was_timed_by_its_sound_is_heard_once_there_are_weights(
    coach, an_empty_place, two_channel_call, scripted_model
):
    hub = an_empty_place / "hub"
    command = [sys.executable, "-m", "coach", "score", str(two_channel_call), "--json"]

    def scored():
        ran = subprocess.run(
            command, check=True, capture_output=True, env=os.environ | {"HF_HUB_CACHE": str(hub)}
        )
        return json.loads(ran.stdout)["scored"], stored(coach)[0]["transcribed_by"]

    assert [scored(), scored()] == [(1, None), (0, None)]
    a_hub(hub, scripted_model)
    assert scored() == (1, "faster-whisper small")
    shutil.rmtree(hub)
    assert scored() == (0, "faster-whisper small")


def test_the_parties_among_three_voices_are_named_at_the_command_line(coach, an_empty_place):
    path = an_empty_place / "room.wav"
    write_wav(path, voice(4, seed=1), voice(4, seed=2, pitch_hz=200), voice(4, seed=3, pitch_hz=90))
    refused = json.loads(coach("score", path, "--json", code=1).stdout)
    assert "people speak on 3 of its 3 channels" in refused["problems"][0]["problem"]
    assert "--channels 0,1" in refused["problems"][0]["problem"]
    coach("score", path, "--channels", "2,1")
    notes = "; ".join(stored(coach)[0]["notes"])
    assert "channels 2 and 1 of 3 are heard (called 0 and 1 elsewhere), as was asked for" in notes


def a_silent_wav(path, seconds=2):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(SILENCE * seconds)


BAD = {
    "empty.wav": (b"", "is empty"),
    "notes.mp3": (b"this is not sound at all" * 50, "notes.mp3"),
    "cut.wav": (b"RIFF\x00\x00", "cut.wav"),
    "broken.jsonl": (b'{"turns": [\n', "broken.jsonl, line 1: not valid JSON"),
    "no-text.eml": (b"From: a@b.c\nTo: d@e.f\nSubject: x\n\n", "no text"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_sentence_and_costs_nothing_else(coach, calls, name):
    content, sentence = BAD[name]
    (calls / name).write_bytes(content)
    result = coach("score", calls, "--json", code=1)
    outcome = json.loads(result.stdout)
    assert outcome["scored"] == 2
    assert [sentence in p["problem"] for p in outcome["problems"]] == [True]
    assert "\n" not in outcome["problems"][0]["problem"]


def test_without_weights_the_timing_of_a_recording_is_measured_and_its_words_are_not(coach, calls):
    a_silent_wav(calls / "new.wav")
    next(calls.glob("en-*.transcript.json")).unlink()
    outcome = json.loads(coach("score", calls, "--json", code=1).stdout)
    assert outcome["scored"] == 2
    assert ["no speech is heard in it" in p["problem"] for p in outcome["problems"]] == [True]
    english = next(c for c in stored(coach) if c["id"].startswith("en-01"))
    note = next(n for n in english["notes"] if n.startswith("words were not scored"))
    assert "--asr-model" in note
    assert "COACH_ASR_DOWNLOAD" in note
    assert not english["findings"]
    assert all(score["value"] is None for score in english["scores"].values())
    assert english["dynamics"]["talk_share"]["agent"] == pytest.approx(0.67, abs=0.03)
    assert english["dynamics"]["pace"] == {"agent": None, "customer": None}
    assert any(q.startswith("pace was not measured") for q in english["dynamics"]["quality"])


def test_a_recording_that_is_too_long_is_refused_before_anything_is_loaded(coach, an_empty_place):
    a_silent_wav(an_empty_place / "long.wav", seconds=40)
    settings = an_empty_place / "coach.toml"
    settings.write_text("[sources]\nmax_hours = 0.01\n", encoding="utf-8")
    outcome = json.loads(coach("score", "long.wav", "--json", code=1).stdout)
    assert "accepted; set sources.max_hours" in outcome["problems"][0]["problem"]


def test_a_model_folder_that_is_not_there_is_said_so(coach, calls):
    next(calls.glob("en-*.transcript.json")).unlink()
    outcome = json.loads(coach("score", calls, "--asr-model", "./nowhere", "--json", code=1).stdout)
    assert "./nowhere" in outcome["problems"][0]["problem"]
    assert "does not exist" in outcome["problems"][0]["problem"]


def test_listening_for_words_can_be_switched_off(coach, calls):
    next(calls.glob("en-*.transcript.json")).unlink()
    coach("score", calls, "--transcribe", "never")
    english = next(c for c in stored(coach) if c["id"].startswith("en-01"))
    assert any("listening is switched off" in note for note in english["notes"])
    assert not any(turn["text"] for turn in english["turns"])


def test_a_transcript_that_cannot_be_read_costs_no_other(coach, calls):
    transcript = next(calls.glob("ja-*.transcript.json"))
    transcript.unlink()
    transcript.symlink_to("/proc/self/mem")  # can be opened, and reading it fails
    outcome = json.loads(coach("score", calls, "--json", code=1).stdout)
    assert outcome["scored"] == 1
    assert "cannot be read: Input/output error" in outcome["problems"][0]["problem"]


def test_problems_of_files_that_are_gone_or_mended_are_forgotten(coach, calls):
    manifest, broken = calls / "manifest.csv", calls / "broken.wav"
    right = manifest.read_text(encoding="utf-8")
    manifest.write_text(f"{right}gone.wav,dana,billing,,en,0,x\n", encoding="utf-8")
    broken.write_bytes(b"no sound")
    other = calls.parent / "other.wav"
    other.write_bytes(b"no sound")
    coach("score", calls, other, code=1)
    manifest.write_text(right, encoding="utf-8")
    broken.unlink()
    coach("score", calls)
    store = Store.open("sqlite:///coach.db")
    assert [Path(source).name for source, _ in known_problems(store, OWNER)] == ["other.wav"]
    store.close()


def test_a_manifest_that_names_a_missing_file_says_which(coach, calls):
    with (calls / "manifest.csv").open("a", encoding="utf-8") as file:
        file.write("gone.wav,dana,billing,2026-11-02T10:00:00Z,en,0,x\n")
    outcome = json.loads(coach("score", calls, "--json", code=1).stdout)
    assert outcome["scored"] == 2
    assert "gone.wav" in outcome["problems"][0]["problem"]


def test_a_date_that_cannot_be_read_is_never_now(coach, calls):
    manifest = calls / "manifest.csv"
    lines = manifest.read_text(encoding="utf-8").splitlines()
    fields = lines[1].split(",")
    lines[1] = ",".join([*fields[:3], "last Tuesday", *fields[4:]])
    manifest.write_text("\n".join(lines), encoding="utf-8")
    result = coach("score", calls, "--json", code=1)
    assert "last Tuesday" in result.stdout + str(stored(coach))
    assert sorted(c["started_at"] is None for c in stored(coach)) == [False, True]


def test_a_store_that_cannot_be_written_stops_before_anything_is_done(coach, calls, an_empty_place):
    blocked = an_empty_place / "blocked"
    blocked.write_text("a file")
    result = coach("score", calls, "--db", f"{blocked}/coach.db", code=3)
    assert "cannot be written" in result.sentence


def test_an_interrupt_keeps_what_was_done_and_the_next_run_goes_on(an_empty_place):
    many = an_empty_place / "many.jsonl"
    turns = [{"role": "customer", "text": "It broke again and I am upset."},
             {"role": "agent", "text": "I'm sorry it broke again."}] * 20  # fmt: skip
    rows = [json.dumps({"id": f"c{n}", "turns": turns}) for n in range(150)]
    many.write_text("\n".join(rows), encoding="utf-8")
    command = [sys.executable, "-m", "coach", "score", str(many), "--workers", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=heed_interrupts)
    wait_for_rows(an_empty_place / "coach.db")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"what was done is kept" in errors
    n_kept = n_rows(an_empty_place / "coach.db")
    assert 0 < n_kept < 150
    done = subprocess.run([*command, "--json"], capture_output=True, check=True)
    assert json.loads(done.stdout)["unchanged"] == n_kept
    assert n_rows(an_empty_place / "coach.db") == 150


def heed_interrupts():
    """Undo what a shell does to processes that it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def n_rows(db):
    import sqlite3

    try:
        with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as connection:
            return connection.execute("select count(*) from conversations").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def wait_for_rows(db):
    deadline = time.monotonic() + 60
    while n_rows(db) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
