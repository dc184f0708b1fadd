import json
import shutil

import pytest

from coach.access import OWNER
from coach.config import Settings
from coach.store.queries import analyses, known_problems
from coach.workspace import Workspace
from tests.sounds import voice, write_wav
from tests.sources.letters import AGENT, a_letter, an_answer


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = Settings(db=f"sqlite:///{tmp_path}/coach.db", detectors=("rules",), workers=1)
    opened = Workspace.open(settings)
    yield opened
    opened.store.close()


def a_file(path, *said, name="c1", **about):
    """Write one chat, customer first; the id is what its program says."""
    turns = [
        {"role": ("customer", "agent")[place % 2], "text": text} for place, text in enumerate(said)
    ]
    path.parent.mkdir(exist_ok=True)
    raw = {"id": name, "language": "en", "channel": "chat", "turns": turns, **about}
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def a_recording(folder, *, seed):
    """Write a call that its manifest calls c1, with the same few words whatever it sounds like."""
    folder.mkdir()
    write_wav(folder / "call.wav", voice(4, seed=seed), voice(4, seed=seed + 1, pitch_hz=200))
    (folder / "manifest.csv").write_text("file,id,language\ncall.wav,c1,en\n", encoding="utf-8")
    turns = [
        {"role": "customer", "text": "Hello.", "start": 0.0, "end": 1.0},
        {"role": "agent", "text": "Hello, this is Dana.", "start": 1.5, "end": 3.0},
    ]
    (folder / "call.transcript.json").write_text(json.dumps({"turns": turns}), encoding="utf-8")
    return folder / "call.wav"


def outcome(workspace, *paths):
    """Score and return how many were scored, how many were known, and the problems."""
    steps = list(workspace.score(list(paths)))
    problems = [step.problem for step in steps if step.problem]
    return sum(s.was_scored for s in steps), sum(s.was_known for s in steps), problems


def words(workspace):
    return [
        [turn.text for turn in found.conversation.turns]
        for found in analyses(workspace.store, OWNER)
    ]


LAMP = ("My lamp broke.", "I'm so sorry that your lamp broke.")
BILL = ("My bill is wrong.", "Let me look at your bill.")


def test_another_conversation_with_the_id_of_a_stored_one_is_told_and_replaces_nothing(
    workspace, tmp_path
):
    first = a_file(tmp_path / "a" / "chats.json", *LAMP)
    second = a_file(tmp_path / "b" / "chats.json", *BILL)
    sentence = f"{second}: the id 'c1' is taken by {first}; each needs its own"
    assert outcome(workspace, first) == (1, 0, [])
    assert outcome(workspace, second) == (0, 0, [sentence])
    assert outcome(workspace, second) == (0, 0, [sentence])
    assert words(workspace) == [[*LAMP]]
    assert known_problems(workspace.store, OWNER) == [(str(second), sentence)]
    assert outcome(workspace, first) == (0, 1, [])


def test_with_an_id_of_its_own_it_is_scored_and_the_problem_forgotten(workspace, tmp_path):
    outcome(workspace, a_file(tmp_path / "a.json", *LAMP))
    second = a_file(tmp_path / "b.json", *BILL)
    outcome(workspace, second)
    a_file(second, *BILL, name="c2")
    assert outcome(workspace, second) == (1, 0, [])
    assert sorted(words(workspace)) == [[*BILL], [*LAMP]]
    assert known_problems(workspace.store, OWNER) == []


def test_a_problem_is_forgotten_however_the_path_of_its_file_is_written(workspace, tmp_path):
    path = a_file(tmp_path / "chats" / "a.json", *LAMP)
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[:-5], encoding="utf-8")
    outcome(workspace, path.parent.relative_to(tmp_path))
    assert [source for source, _ in known_problems(workspace.store, OWNER)] == ["chats/a.json"]
    path.write_text(whole, encoding="utf-8")
    assert outcome(workspace, path.parent) == (1, 0, [])
    assert known_problems(workspace.store, OWNER) == []


def test_files_of_one_name_in_two_folders_are_two_files(workspace, tmp_path, monkeypatch):
    first = a_file(tmp_path / "a" / "chats.json", *LAMP)
    second = a_file(tmp_path / "b" / "chats.json", *BILL)
    monkeypatch.chdir(first.parent)
    assert outcome(workspace, first.relative_to(first.parent)) == (1, 0, [])
    monkeypatch.chdir(second.parent)
    (problem,) = outcome(workspace, second.relative_to(second.parent))[2]
    assert problem == f"chats.json: the id 'c1' is taken by {first}; each needs its own"


def test_a_file_that_is_gone_still_holds_its_id(workspace, tmp_path):
    first = a_file(tmp_path / "a.json", *LAMP)
    outcome(workspace, first)
    first.unlink()
    assert len(outcome(workspace, a_file(tmp_path / "b.json", *BILL))[2]) == 1
    assert words(workspace) == [[*LAMP]]


def test_a_file_that_was_changed_replaces_what_it_held(workspace, tmp_path):
    path = a_file(tmp_path / "a.json", *LAMP)
    outcome(workspace, path)
    a_file(path, *BILL)
    assert outcome(workspace, path) == (1, 0, [])
    assert words(workspace) == [[*BILL]]


def test_a_file_that_was_moved_and_renamed_is_known(workspace, tmp_path):
    path = a_file(tmp_path / "a.json", *LAMP)
    outcome(workspace, path)
    (tmp_path / "elsewhere").mkdir()
    moved = path.rename(tmp_path / "elsewhere" / "b.json")
    assert outcome(workspace, moved) == (0, 1, [])


def test_what_was_moved_is_scored_again_where_the_way_of_scoring_changed(workspace, tmp_path):
    path = a_file(tmp_path / "a.json", *LAMP)
    outcome(workspace, path)
    moved = path.rename(tmp_path / "b.json")
    timing = workspace.settings.dynamics.model_copy(update={"silence": 9})
    other = Workspace.open(workspace.settings.model_copy(update={"dynamics": timing}))
    assert outcome(other, moved) == (1, 0, [])
    other.store.close()


def test_a_chat_that_went_on_replaces_its_beginning_from_another_file(workspace, tmp_path):
    outcome(workspace, a_file(tmp_path / "monday.json", *LAMP))
    later = a_file(tmp_path / "tuesday.json", *LAMP, "Thanks.")
    assert outcome(workspace, later) == (1, 0, [])
    assert words(workspace) == [[*LAMP, "Thanks."]]
    again = a_file(tmp_path / "wednesday.json", *LAMP)
    assert len(outcome(workspace, again)[2]) == 1


def test_the_same_words_on_another_day_are_another_conversation(workspace, tmp_path):
    outcome(workspace, a_file(tmp_path / "a.json", *LAMP, started_at="2026-11-16T09:30:00Z"))
    other = a_file(tmp_path / "b.json", *LAMP, started_at="2026-11-17T09:30:00Z")
    assert len(outcome(workspace, other)[2]) == 1


def test_another_recording_with_the_id_of_a_stored_one_is_told_and_replaces_nothing(
    workspace, tmp_path
):
    first, second = a_recording(tmp_path / "a", seed=1), a_recording(tmp_path / "b", seed=5)
    assert outcome(workspace, first) == (1, 0, [])
    shutil.rmtree(first.parent)
    sentence = f"{second}: the id 'c1' is taken by {first}; each needs its own"
    assert outcome(workspace, second) == (0, 0, [sentence])
    (kept,) = analyses(workspace.store, OWNER)
    assert kept.conversation.media == first


def test_an_export_that_is_scored_takes_no_sound_from_the_call_that_it_tells(workspace, tmp_path):
    call = a_recording(tmp_path / "a", seed=1)
    outcome(workspace, call)
    (exported,) = workspace.export()
    back = tmp_path / "back.jsonl"
    back.write_text(json.dumps(exported), encoding="utf-8")
    sentence = (
        f"{back}: the id 'c1' is taken by {call}, whose sound is not here; score the recording, "
        "and give another call its own id"
    )
    assert outcome(workspace, back) == (0, 0, [sentence])
    (kept,) = analyses(workspace.store, OWNER)
    assert kept.conversation.media == call
    assert outcome(workspace, call) == (0, 1, [])


def test_a_recording_that_was_moved_is_scored_where_it_lies(workspace, tmp_path):
    first = a_recording(tmp_path / "a", seed=1)
    outcome(workspace, first)
    first.parent.rename(tmp_path / "b")
    assert outcome(workspace, tmp_path / "b") == (1, 0, [])
    (kept,) = analyses(workspace.store, OWNER)
    assert kept.conversation.media == tmp_path / "b" / "call.wav"


def test_answers_scored_without_the_mails_of_their_thread_replace_none_of_them(workspace, tmp_path):
    first, later = tmp_path / "monday.eml", tmp_path / "tuesday.eml"
    first.write_bytes(a_letter("My lamp broke on Sunday."))
    tuesday = "Tue, 17 Nov 2026 09:30:00 +0000"
    said = "I am so sorry that your lamp broke."
    later.write_bytes(an_answer(said, number="2", to_number="1", date=tuesday, **AGENT))
    assert outcome(workspace, first) == (1, 0, [])
    (problem,) = outcome(workspace, later)[2]
    assert problem.endswith(
        f"is taken by {first}, which has mails that are not here; score a thread's mails "
        "together, and give another thread its own id"
    )
    assert words(workspace) == [["My lamp broke on Sunday."]]
    assert outcome(workspace, first, later) == (1, 0, [])
    assert words(workspace) == [["My lamp broke on Sunday.", said]]


def test_what_another_batch_keeps_meanwhile_is_not_replaced(workspace, tmp_path):
    known = a_file(tmp_path / "b.json", *LAMP, name="c0")
    outcome(workspace, known)
    ours = a_file(tmp_path / "a.json", *BILL)
    steps = workspace.score([ours, known])
    assert next(steps).was_known  # ours was looked at before, and is yet to be scored
    other = Workspace.open(workspace.settings)
    outcome(other, a_file(tmp_path / "c.json", *LAMP))
    other.store.close()
    (step,) = steps
    assert step.problem is not None
    assert words(workspace) == [[*LAMP], [*LAMP]]
