from dataclasses import replace

import pytest

from coach.conversation.recording import About, Recording
from coach.conversation.transcript import Transcript, Utterance
from coach.conversation.turn import Word
from coach.errors import AudioError, StoreUnavailable
from coach.transcription.base import Options
from coach.transcription.cache import Cached
from coach.transcription.scripted import Scripted
from coach.transcription.whisper import build

HEARD = Transcript(
    utterances=(
        Utterance(0, (Word("もしもし", 0.25, 0.5, 0.9), Word("はい", 0.5, 0.5, None))),
        Utterance(1, (Word("Hello", 1.0, 1.25, 0.75),)),
    ),
    n_channels=2,
    language="ja",
    by="scripted",
    notes=("channel 1 is faint",),
)


@pytest.fixture
def recording(tmp_path):
    path = tmp_path / "call.wav"
    path.write_bytes(b"some sound")
    return Recording(path, About(id="call"))


@pytest.fixture
def scripted():
    return Scripted(HEARD)


def test_second_time_is_not_heard_again(tmp_path, recording, scripted):
    cached = Cached(scripted, tmp_path / "kept")
    assert cached.transcribe(recording, Options()) == HEARD
    assert cached.transcribe(recording, Options()) == HEARD
    assert scripted.asked == [(recording, Options())]


def test_same_sound_under_another_name_is_not_heard_again(tmp_path, recording, scripted):
    copy = tmp_path / "renamed.wav"
    copy.write_bytes(recording.path.read_bytes())
    cached = Cached(scripted, tmp_path / "kept")
    cached.transcribe(recording, Options())
    cached.transcribe(Recording(copy, About(id="renamed")), Options())
    assert len(scripted.asked) == 1


def test_other_channels_are_heard_anew(tmp_path, recording, scripted):
    cached = Cached(scripted, tmp_path / "kept")
    cached.transcribe(recording, Options())
    cached.transcribe(Recording(recording.path, About(id="call", channels=(0, 2))), Options())
    assert [asked.about.channels for asked, _ in scripted.asked] == [(), (0, 2)]


@pytest.mark.parametrize("options", [Options(language="en"), Options(beam=5)], ids=str)
def test_other_options_are_heard_anew(tmp_path, recording, scripted, options):
    cached = Cached(scripted, tmp_path / "kept")
    cached.transcribe(recording, Options())
    cached.transcribe(recording, options)
    assert [asked for _, asked in scripted.asked] == [Options(), options]


def test_other_sound_is_heard_anew(tmp_path, recording, scripted):
    cached = Cached(scripted, tmp_path / "kept")
    cached.transcribe(recording, Options())
    recording.path.write_bytes(b"another sound")
    cached.transcribe(recording, Options())
    assert len(scripted.asked) == 2


def test_other_recogniser_hears_anew(tmp_path, recording, scripted):
    other = Scripted(replace(HEARD, by="another"), identity="another")
    Cached(scripted, tmp_path / "kept").transcribe(recording, Options())
    assert Cached(other, tmp_path / "kept").transcribe(recording, Options()).by == "another"


@pytest.mark.parametrize("broken", [b"", b"{", b'{"utterances": 3}', b"\xff\xfe"])
def test_broken_file_is_heard_anew_and_mended(tmp_path, recording, scripted, broken):
    cached = Cached(scripted, tmp_path / "kept")
    cached.transcribe(recording, Options())
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(broken)
    assert cached.transcribe(recording, Options()) == HEARD
    assert cached.transcribe(recording, Options()) == HEARD
    assert len(scripted.asked) == 2
    assert list((tmp_path / "kept").iterdir()) == [kept]


def test_folder_that_cannot_be_made_is_told_before_hearing(tmp_path, recording, scripted):
    (tmp_path / "kept").write_text("a file where a folder should be")
    with pytest.raises(StoreUnavailable, match="kept: transcripts cannot be kept there"):
        Cached(scripted, tmp_path / "kept").transcribe(recording, Options())
    assert scripted.asked == []


def test_recording_that_is_gone_is_told(tmp_path, scripted):
    gone = Recording(tmp_path / "gone.wav", About(id="gone"))
    with pytest.raises(AudioError, match=r"gone\.wav: cannot be read \(No such file"):
        Cached(scripted, tmp_path / "kept").transcribe(gone, Options())


def test_real_recogniser_is_kept_word_by_word(tmp_path, scripted_model, two_channel_call):
    whisper = build(model=str(scripted_model), device="cpu")
    recording = Recording(two_channel_call, About(id="call"))
    cached = Cached(whisper, tmp_path)
    first = cached.transcribe(recording, Options())
    assert len(first.utterances) == 1
    assert cached.transcribe(recording, Options()) == first
    assert cached.identity == whisper.identity
