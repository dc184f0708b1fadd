import json
import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.config import SourceSettings
from coach.conversation.recording import Recording
from coach.errors import BadSettings, InputError, UnknownFormat
from coach.sources.base import Problem
from coach.sources.details import Details
from coach.sources.discover import discover, fingerprint
from coach.sources.readers import READERS
from tests.sources.letters import a_letter, a_thread_of_four

SETTINGS = SourceSettings()


def found(*paths, settings=SETTINGS):
    return [item.found for item in discover(paths, settings)]


def sentences(*paths, settings=SETTINGS):
    return [each.sentence for each in found(*paths, settings=settings) if isinstance(each, Problem)]


def ids(*paths, settings=SETTINGS):
    items = found(*paths, settings=settings)
    return [each.about.id for each in items if not isinstance(each, Problem)]


def write(path, data="x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def a_chat(name, text="It broke."):
    return json.dumps({"id": name, "turns": [{"role": "customer", "text": text}]})


@pytest.mark.parametrize("name", READERS.names())
def test_every_reader_can_be_built(name):
    reader = READERS.create(name, settings=SETTINGS)
    assert not reader.accepts(Path("x.unknown"), b"")
    assert list(reader.read([], lambda path: Details())) == []


def test_a_folder_is_walked_in_order_with_all_its_folders(tmp_path):
    for name in ("b/2.json", "a.json", "b/1.json", "c/d/e.json"):
        write(tmp_path / name, a_chat(name))
    assert ids(tmp_path) == ["a.json", "b/1.json", "b/2.json", "c/d/e.json"]


def test_hidden_files_are_passed_over(tmp_path):
    write(tmp_path / "a.json", a_chat("a"))
    write(tmp_path / ".b.json", a_chat("b"))
    write(tmp_path / ".git" / "c.json", a_chat("c"))
    assert ids(tmp_path) == ["a"]


def test_all_kinds_in_one_folder(tmp_path):
    write(tmp_path / "calls" / "1.wav")
    write(tmp_path / "calls" / "1.vtt", "WEBVTT\n")
    write(tmp_path / "calls" / "2.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>Hello.")
    write(tmp_path / "chat.jsonl", a_chat("c1") + "\n" + a_chat("c2"))
    for number, letter in enumerate(a_thread_of_four()):
        write(tmp_path / "mail" / f"{number}.eml", letter)
    kinds = [type(each).__name__ for each in found(tmp_path)]
    assert kinds == ["Conversation", "Conversation", "Conversation", "Conversation", "Recording"]
    items = list(discover([tmp_path], SETTINGS))
    assert items[-1].files == (tmp_path / "calls" / "1.wav", tmp_path / "calls" / "1.vtt")
    assert len(items[3].files) == 4


def test_a_manifest_above_speaks_also_for_a_file_that_is_named(tmp_path):
    write(tmp_path / "manifest.csv", "file,agent,id\ncalls/1.wav,dana,c1\ncalls/2.wav,ren,c2\n")
    call = write(tmp_path / "calls" / "1.wav")
    for path in (tmp_path, tmp_path / "calls", call):
        recordings = [each for each in found(path) if isinstance(each, Recording)]
        assert [(each.about.id, each.about.agent) for each in recordings] == [("c1", "dana")]


def test_the_manifest_of_a_walked_folder_reports_what_is_wrong_with_it(tmp_path):
    manifest = write(
        tmp_path / "manifest.csv", "file,started_at\n1.wav,16.11.26\ngone.wav,2026-11-16\n"
    )
    write(tmp_path / "1.wav")
    reason = "started_at: '16.11.26' is not a date that can be read; one is 2026-11-16T09:30"
    assert sentences(tmp_path) == [
        f"{manifest}, line 2: {reason}",
        f"{manifest}, line 3: there is no file gone.wav",
    ]
    recording = found(tmp_path)[-1]
    assert recording.about.started_at is None
    assert recording.notes == (
        f"manifest.csv, line 2: {reason}",
        "agent, team, queue and started_at are not known: "
        "no manifest row and no file-name pattern says them",
    )


def test_one_named_file_does_not_answer_for_the_rows_of_others(tmp_path):
    write(tmp_path / "manifest.csv", "file,agent\n1.wav,dana\ngone.wav,dana\n")
    assert sentences(write(tmp_path / "1.wav")) == []


def test_a_manifest_that_cannot_be_read_is_reported_for_a_named_file_too(tmp_path):
    manifest = write(tmp_path / "manifest.csv", "name\n1.wav\n")
    expected = [f"{manifest}, line 1: there is no column 'file'"]
    call = write(tmp_path / "1.wav")
    assert sentences(call) == expected
    assert sentences(call, tmp_path) == expected


def test_the_manifest_speaks_before_the_name_and_the_name_before_the_settings(tmp_path):
    write(tmp_path / "manifest.csv", "file,agent,agent_channel\n2026-11-16_ren_1.wav,dana,0\n")
    write(tmp_path / "2026-11-16_ren_1.wav", "1")
    write(tmp_path / "2026-11-16_ren_2.wav", "2")
    settings = SourceSettings(agent_channel=1, timezone="Asia/Tokyo")
    first, second = (each.about for each in found(tmp_path, settings=settings))
    assert (first.agent, first.agent_channel) == ("dana", 0)
    assert (second.agent, second.agent_channel) == ("ren", 1)
    assert first.started_at == second.started_at == datetime(2026, 11, 15, 15, tzinfo=UTC)


def test_a_file_given_twice_is_read_once(tmp_path):
    path = write(tmp_path / "a.json", a_chat("a"))
    assert ids(path, tmp_path, tmp_path / "." / "a.json") == ["a"]


def test_two_conversations_of_one_id_do_not_replace_each_other(tmp_path):
    first = write(tmp_path / "a.jsonl", a_chat("c1") + "\n" + a_chat("c1", "other"))
    second = write(tmp_path / "b.json", a_chat("c1"))
    assert ids(tmp_path) == ["c1"]
    assert set(sentences(tmp_path)) == {
        f"{first}: the id 'c1' is taken by {first}; each needs its own",
        f"{second}: the id 'c1' is taken by {first}; each needs its own",
    }


def test_a_named_transcript_stands_for_its_recording(tmp_path):
    call = write(tmp_path / "1.wav")
    for name in ("1.vtt", "1.transcript.json"):
        (recording,) = found(write(tmp_path / name))
        assert recording.path == call


def test_files_that_no_reader_knows_are_counted_and_passed_over(tmp_path, caplog):
    write(tmp_path / "a.json", a_chat("a"))
    write(tmp_path / "notes.txt")
    write(tmp_path / "package.json", "{}")
    with caplog.at_level(logging.INFO, logger="coach.sources"):
        assert ids(tmp_path) == ["a"]
    assert caplog.messages == ["passed over 2 files that no reader knows"]


def test_a_named_file_that_no_reader_knows_is_a_problem(tmp_path):
    path = write(tmp_path / "notes.txt")
    (problem,) = found(path)
    assert isinstance(problem.error, UnknownFormat)
    assert problem.path == path
    assert problem.sentence == (
        f"{path}: no reader knows this kind of file; there are readers for: "
        "captions, conversation_json, mail, media"
    )


def test_what_is_not_there_or_empty_is_a_problem_and_costs_no_other(tmp_path):
    good = write(tmp_path / "a.json", a_chat("a"))
    empty = write(tmp_path / "empty.wav", b"")
    (tmp_path / "nothing").mkdir()
    paths = [tmp_path / "gone", empty, tmp_path / "nothing", good]
    assert sentences(*paths) == [
        f"{tmp_path}/gone does not exist",
        f"{empty} is empty",
        f"{tmp_path}/nothing holds nothing to score: no reader knows any of its files (0)",
    ]
    assert ids(*paths) == ["a"]


def test_settings_that_cannot_be_are_refused_at_once(tmp_path):
    with pytest.raises(BadSettings, match="'Mars/Base' is not a time zone"):
        discover([tmp_path], SourceSettings(timezone="Mars/Base"))


def prints(path, settings=SETTINGS, manner=""):
    return [fingerprint(item, manner) for item in discover([path], settings)]


def test_unchanged_files_have_the_same_fingerprints(tmp_path):
    write(tmp_path / "a.json", a_chat("a"))
    write(tmp_path / "1.wav")
    write(tmp_path / "1.eml", a_letter())
    write(tmp_path / "gone" / "notes.eml", b"no mail")
    first = prints(tmp_path)
    assert len(set(first)) == 4
    assert prints(tmp_path) == first
    assert not set(first) & set(prints(tmp_path, manner="another rubric"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("1.wav", "other sound"),
        ("1.vtt", "WEBVTT\n\nNOTE x"),
        ("manifest.csv", "file,agent\n1.wav,dana\n"),
    ],
    ids=["audio", "transcript", "manifest row"],
)
def test_a_change_of_any_part_changes_the_fingerprint(tmp_path, name, data):
    write(tmp_path / "1.wav")
    write(tmp_path / "1.vtt", "WEBVTT\n")
    before = prints(tmp_path)
    write(tmp_path / name, data)
    assert prints(tmp_path) != before


def test_the_agents_channel_changes_the_fingerprint_of_a_recording(tmp_path):
    write(tmp_path / "1.wav")
    assert prints(tmp_path) != prints(tmp_path, SourceSettings(agent_channel=1))


def test_a_new_mail_changes_only_its_thread(tmp_path):
    first, second, *_ = a_thread_of_four()
    write(tmp_path / "1.eml", first)
    write(tmp_path / "9.eml", a_letter("Other.", number="9"))
    thread, other = prints(tmp_path)
    write(tmp_path / "2.eml", second)
    assert prints(tmp_path)[1] == other
    assert prints(tmp_path)[0] != thread


def test_a_recording_that_vanished_has_no_fingerprint(tmp_path):
    path = write(tmp_path / "1.wav")
    (item,) = discover([path], SETTINGS)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        fingerprint(item)


def test_problems_can_be_raised(tmp_path):
    (problem,) = found(tmp_path / "gone")
    with pytest.raises(InputError, match="gone does not exist"):
        raise problem.error


def test_a_folder_that_cannot_be_listed_is_told_and_costs_no_other(tmp_path, monkeypatch):
    write(tmp_path / "a.json", a_chat("c1"))
    monkeypatch.chdir(tmp_path)
    for _ in range(18):  # deeper than the longest path that the system takes
        Path("b" * 240).mkdir()
        monkeypatch.chdir("b" * 240)
    problem, chat = found(tmp_path)
    assert problem.sentence.endswith("cannot be read: File name too long")
    assert chat.about.id == "c1"
    monkeypatch.chdir(tmp_path)
    shutil.rmtree("b" * 240)


def test_a_path_that_the_system_does_not_take_costs_no_other(tmp_path):
    there = write(tmp_path / "there.jsonl", a_chat("c1"))
    name = tmp_path / ("x" * 300)
    assert sentences(name, there) == [f"{name} cannot be read: File name too long"]
    assert ids(name, there) == ["c1"]


def test_a_link_that_the_system_does_not_follow_costs_no_other_file_of_its_folder(tmp_path):
    write(tmp_path / "there.json", a_chat("c1"))
    link = tmp_path / "link.json"
    link.symlink_to("x" * 300)
    assert sentences(tmp_path) == [f"{link} cannot be read: File name too long"]
    assert ids(tmp_path) == ["c1"]
