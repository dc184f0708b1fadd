import sys
from pathlib import Path

import pytest

from coach.audio import cut
from coach.conversation.recording import About, Recording
from coach.errors import MissingExtra, MissingModel
from coach.transcription.base import Options
from coach.transcription.draft import NOTE, build
from coach.transcription.transcribers import TRANSCRIBERS

CALLS = Path(__file__).parents[2] / "sample_calls" / "calls"
CALL = CALLS / "en-02-bill-went-up.ogg"


def test_draft_is_heard_and_nothing_can_rest_on_it(tmp_path):
    pytest.importorskip("pocketsphinx")
    path = cut(CALL, 3, 15, tmp_path / "call.wav")
    transcript = build().transcribe(Recording(path, About(id="call")), Options())
    words = [word for u in transcript.utterances for word in u.words]
    assert "bill went up" in " ".join(word.text for word in words)
    assert {word.p for word in words} == {0.0}
    assert transcript.notes[-1] == NOTE


def test_other_languages_are_refused():
    with pytest.raises(MissingModel, match=r"drafts English alone, and the recording is in 'ja'"):
        build().transcribe(Recording(CALL, About(id="call")), Options(language="ja"))


def test_what_is_not_installed_is_told_with_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    with pytest.raises(MissingExtra, match=r"not installed: pip install 'coach\[draft\]'"):
        build().transcribe(Recording(CALL, About(id="call")), Options())


def test_registry_builds_it():
    assert TRANSCRIBERS.create("draft", max_hours=1.0) == build(max_hours=1.0)
