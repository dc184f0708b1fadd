from pathlib import Path

import pytest

from coach.config import SourceSettings
from coach.conversation.recording import About, Recording
from coach.sources.details import Details
from coach.sources.media import build

READER = build(SourceSettings())
TOLD = Details(id="c1", agent="dana", team="t", queue="q", agent_channel=1, notes=("n",))


def read(*paths, details=TOLD):
    return list(READER.read(paths, lambda path: details))


def test_a_recording_with_what_is_known_about_it(tmp_path):
    path = tmp_path / "call.wav"
    path.write_bytes(b"not decoded")
    (item,) = read(path)
    assert item.files == (path,)
    assert item.found == Recording(
        path,
        About("c1", agent="dana", team="t", queue="q", agent_channel=1),
        notes=("n", "started_at is not known: no manifest row and no file-name pattern says it"),
    )


def test_the_transcript_beside_it_is_one_of_its_files(tmp_path):
    path, transcript = tmp_path / "call.wav", tmp_path / "call.transcript.json"
    path.write_bytes(b"x")
    transcript.write_text("{")
    (item,) = read(path)
    assert item.found.transcript == transcript
    assert item.files == (path, transcript)


def test_calls_of_one_name_get_ids_of_their_own_that_stay_when_they_move(tmp_path):
    paths = [tmp_path / folder / "call.wav" for folder in "abc"]
    for path, data in zip(paths, [b"one", b"two", b"one"], strict=True):
        path.parent.mkdir()
        path.write_bytes(data)
    first, second, moved = (item.found.about.id for item in read(*paths, details=Details()))
    assert first == moved == "call-f483484c"
    assert second != first


def test_a_recording_that_is_gone_costs_no_other(tmp_path):
    path = tmp_path / "call.wav"
    path.write_bytes(b"x")
    gone, there = read(tmp_path / "gone.wav", path, details=Details())
    assert gone.found.sentence == f"{tmp_path}/gone.wav cannot be read: No such file or directory"
    assert there.found.path == path


@pytest.mark.parametrize(
    ("name", "head", "is_recording"),
    [
        ("call.WAV", b"", True),
        ("call.opus", b"text", True),
        ("call.m4a", b"", True),
        ("2a60f", b"RIFF\x00\x00\x00\x00WAVEfmt ", True),
        ("2a60f", b"OggS\x00", True),
        ("2a60f", b"\x00\x00\x00\x20ftypM4A ", True),
        ("2a60f", b"RIFF\x00\x00\x00\x00WEBP", False),
        ("2a60f", b"", False),
        ("call.txt", b"OggS", False),
    ],
)
def test_recordings_are_known_by_name_or_by_their_first_bytes(name, head, is_recording):
    assert READER.accepts(Path(name), head) is is_recording
