import json

import pytest

from coach.access import OWNER
from coach.store.queries import analyses
from tests.sounds import voice, write_wav
from tests.workspace.test_taken import LAMP, a_file, outcome, workspace

__all__ = ["workspace"]


def a_chat(path, *said):
    turns = [{"role": "customer", "text": text} for text in said]
    path.write_text(json.dumps({"turns": turns}), encoding="utf-8")
    return path


def a_call(path):
    write_wav(path, voice(4, seed=1), voice(4, seed=2, pitch_hz=200))
    turns = [{"role": "agent", "text": "Hello.", "start": 0.0, "end": 1.0}]
    path.with_suffix(".transcript.json").write_text(json.dumps({"turns": turns}), encoding="utf-8")
    return path


def stored(workspace):
    return [found.conversation for found in analyses(workspace.store, OWNER)]


def test_a_chat_without_an_id_keeps_its_name_when_its_file_gets_another(workspace, tmp_path):
    path = a_chat(tmp_path / "a.json", *LAMP)
    assert outcome(workspace, path) == (1, 0, [])
    (before,) = stored(workspace)
    renamed = path.rename(tmp_path / "b.json")
    assert outcome(workspace, renamed) == (0, 1, [])
    assert outcome(workspace, renamed) == (0, 1, [])
    assert stored(workspace) == [before]


def test_a_recording_that_was_renamed_counts_once(workspace, tmp_path):
    path = a_call(tmp_path / "a.wav")
    outcome(workspace, path)
    (before,) = stored(workspace)
    for suffix in (".wav", ".transcript.json"):
        path.with_suffix(suffix).rename(tmp_path / f"b{suffix}")
    assert outcome(workspace, tmp_path / "b.wav") == (1, 0, [])
    (after,) = stored(workspace)
    assert (after.id, after.media) == (before.id, tmp_path / "b.wav")
    assert outcome(workspace, tmp_path / "b.wav") == (0, 1, [])


def test_copies_beside_each_other_stay_two(workspace, tmp_path):
    first, second = a_call(tmp_path / "a.wav"), a_call(tmp_path / "b.wav")
    outcome(workspace, first)
    outcome(workspace, second)
    assert sorted(found.media for found in stored(workspace)) == [first, second]


@pytest.mark.parametrize("other", ["My lamp is fine.", "My lamp broke. "], ids=["other", "edited"])
def test_other_words_in_a_new_file_are_another_conversation(workspace, tmp_path, other):
    path = a_chat(tmp_path / "a.json", *LAMP)
    outcome(workspace, path)
    path.unlink()
    outcome(workspace, a_chat(tmp_path / "b.json", other))
    assert len(stored(workspace)) == 2


def test_ids_that_were_given_are_kept_apart(workspace, tmp_path):
    path = a_file(tmp_path / "a.json", *LAMP, name="monday-1")
    outcome(workspace, path)
    path.unlink()
    outcome(workspace, a_file(tmp_path / "b.json", *LAMP, name="tuesday-1"))
    assert sorted(found.id for found in stored(workspace)) == ["monday-1", "tuesday-1"]
