import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.config import SourceSettings
from coach.conversation.codec import encode
from coach.conversation.recording import About
from coach.sources.base import Problem
from coach.sources.conversation_json import build, read_object
from coach.sources.details import Details

TURNS = [{"role": "customer", "text": "It broke."}]
NOTHING = Details()
READER = build(SourceSettings())


def write(path, value):
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def read(*paths, details=NOTHING):
    return [item.found for item in READER.read(paths, lambda path: details)]


def accepts(path):
    return READER.accepts(path, path.read_bytes()[:4096])


def test_one_object(tmp_path):
    path = write(tmp_path / "a.json", {"id": "c1", "agent": "dana", "turns": TURNS})
    (item,) = READER.read([path], lambda path: NOTHING)
    assert item.files == (path,)
    assert item.found.about == About("c1", agent="dana")


def test_a_list_yields_the_good_and_reports_the_broken(tmp_path):
    path = write(
        tmp_path / "a.json", [{"id": "c1", "turns": TURNS}, {"id": "c2"}, {"turns": TURNS}]
    )
    first, third, broken = read(path)
    assert first.id == "c1"
    assert broken.sentence == f"{path}, conversation 2: turns: Field required"
    assert third.turns[0].text == "It broke."


def test_lines_yield_the_good_and_report_the_broken(tmp_path):
    good = json.dumps({"id": "c1", "turns": TURNS})
    path = write(tmp_path / "a.jsonl", f"{good}\n{{\n{good.replace('c1', 'c2')}\n")
    first, third, broken = read(path)
    assert (first.id, third.id) == ("c1", "c2")
    assert broken.sentence.startswith(f"{path}, line 2: not valid JSON: ")


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (b"\x00\xff\n" * 40, "line 1: not valid UTF-8; 39 more lines of it are no conversation"),
        (b"{}\n{}\n", "line 1: turns: Field required; 1 more line of it is no conversation"),
        (b"\n{\n", "line 2: not valid JSON: "),
    ],
    ids=["binary", "two", "one"],
)
def test_a_file_with_many_broken_lines_is_one_problem(tmp_path, held, sentence):
    path = tmp_path / "a.jsonl"
    path.write_bytes(held)
    (problem,) = read(path)
    assert problem.sentence.startswith(f"{path}, {sentence}")


def test_a_list_with_many_broken_objects_is_one_problem(tmp_path):
    path = write(tmp_path / "a.json", [{"turns": []}, {"id": "c1", "turns": TURNS}, {}, []])
    good, problem = read(path)
    assert good.id == "c1"
    assert problem.sentence.startswith(f"{path}, conversation 1: turns: a conversation needs")
    assert problem.sentence.endswith("; 2 more objects of it are no conversation")


def test_a_broken_file_costs_no_other(tmp_path):
    paths = [write(tmp_path / "a.json", '{"turns": [}'), write(tmp_path / "b.json", {"turns": []})]
    paths += [tmp_path / "gone.json", write(tmp_path / "c.json", {"id": "c", "turns": TURNS})]
    *problems, good = read(*paths)
    assert [problem.sentence for problem in problems] == [
        f"{paths[0]}, line 1: not valid JSON: Expecting value at column 12",
        f"{paths[1]}, its object: turns: a conversation needs at least one turn",
        f"{paths[2]} cannot be read: No such file or directory",
    ]
    assert good.id == "c"


def test_a_manifest_fills_what_the_object_does_not_say(tmp_path):
    path = write(tmp_path / "a.json", {"id": "c1", "agent": "dana", "turns": TURNS})
    when = datetime(2026, 11, 16, tzinfo=UTC)
    details = Details(agent="ren", team="billing", queue="fees", started_at=when, notes=("n",))
    (found,) = read(path, details=details)
    assert found.about == About("c1", agent="dana", team="billing", queue="fees", started_at=when)
    assert found.notes == ("n",)


def test_the_time_of_a_file_is_not_that_of_each_of_its_lines(tmp_path):
    path = write(tmp_path / "a.jsonl", json.dumps({"id": "c1", "turns": TURNS}))
    details = Details(id="x", agent="ren", started_at=datetime(2026, 11, 16, tzinfo=UTC))
    (found,) = read(path, details=details)
    assert found.about == About("c1", agent="ren")
    assert found.notes == (
        "team, queue and started_at are not known: "
        "no manifest row and no file-name pattern says them",
    )


@pytest.mark.parametrize(
    ("name", "value", "is_ours"),
    [
        ("a.json", {"turns": TURNS}, True),
        ("a.json", [{"turns": TURNS}], True),
        ("a.json", [None, {"turns": TURNS}], True),
        ("a.json", '{"turns": [', True),
        ("a.jsonl", "{", True),
        ("a.ndjson", "{", True),
        ("call.transcript.json", {"turns": TURNS}, False),
        ("package.json", {"name": "x", "config": {"turns": 3}}, False),
        ("package.json", {"name": "x"}, False),
        ("a.json", [], False),
        ("a.json", ["turns"], False),
        ("a.json", "{broken", False),
        ("a.txt", {"turns": TURNS}, False),
    ],
)
def test_only_conversations_are_taken_for_such(tmp_path, name, value, is_ours):
    assert accepts(write(tmp_path / name, value)) is is_ours


def test_a_file_of_another_charset_is_a_problem(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes('{"turns": [{"role": "agent", "text": "日本"}]}'.encode("cp932"))
    (problem,) = read(path)
    assert isinstance(problem, Problem)
    assert problem.sentence == f"{path}, line 1: not valid UTF-8"
    assert problem.path == Path(path)


def test_what_is_not_known_is_noted_once_however_often_it_is_exported_and_read(tmp_path):
    path = write(tmp_path / "a.json", {"id": "c1", "turns": TURNS})
    (item,) = READER.read([path], lambda _: NOTHING)
    exported = write(tmp_path / "b.json", encode(item.found))
    (again,) = READER.read([exported], lambda _: NOTHING)
    assert len(item.found.notes) == 1
    assert again.found.notes == item.found.notes


def test_an_empty_text_is_what_is_not_known(tmp_path):
    names = ("language", "agent", "team", "queue", "customer", "thread_id")
    said = {"turns": [{"role": "agent", "text": "Hello."}], **dict.fromkeys(names, "")}
    path = write(tmp_path / "a.json", said)
    about = read_object(path).about
    assert [getattr(about, name) for name in names] == [None] * len(names)
