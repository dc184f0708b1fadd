"""What is given wrongly is refused in one sentence, and nothing is lost by it."""

import json
import sqlite3

import pytest

NOBODY = "no agent is called 'nobody' in sqlite:///coach.db; there are: dana"
NO_TEAM = "no team is called 'none' in sqlite:///coach.db; there are: billing"
OF_ANYBODY = ["report", "export", "clips", "summary", "promises"]


@pytest.mark.parametrize("command", [*OF_ANYBODY, "digest"])
def test_an_agent_that_is_not_stored_is_named_with_those_that_are(coach, a_chat_file, command):
    coach("score", a_chat_file)
    assert coach(command, "--agent", "nobody", code=1).sentence == NOBODY


def test_what_an_agent_that_is_not_stored_works_on_is_not_told(coach, a_chat_file):
    coach("score", a_chat_file)
    assert coach("focus", "nobody", code=1).sentence == NOBODY


@pytest.mark.parametrize("command", [*OF_ANYBODY, "digest"])
def test_a_team_that_is_not_stored_is_named_with_those_that_are(coach, a_chat_file, command):
    coach("score", a_chat_file)
    assert coach(command, "--team", "none", code=1).sentence == NO_TEAM


def test_of_many_agents_ten_are_named(coach, an_empty_place):
    turns = [{"role": "agent", "text": "Hello, how are you today?"}]
    rows = [{"id": f"c{n}", "agent": f"a{n:02}", "turns": turns} for n in range(12)]
    path = an_empty_place / "many.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    coach("score", path)
    sentence = coach("report", "--agent", "nobody", code=1).sentence
    assert sentence.endswith("a07, a08, a09, …")


@pytest.mark.parametrize("command", OF_ANYBODY)
def test_a_time_that_ends_before_it_begins_is_typed_wrongly(
    coach, a_chat_file, command, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "200")  # so that sentences are not broken
    coach("score", a_chat_file)
    refused = coach(command, "--since", "2026-11-20", "--until", "2026-11-01", code=2)
    assert "2026-11-01 00:00 must be later than --since, which is 2026-11-20" in refused.output


@pytest.mark.parametrize("day", ["2026-13-40", "yesterday", "0001-01-01T00:00:00+09:00"])
def test_a_day_that_is_none_is_typed_wrongly(coach, day):
    assert "--since" in coach("report", "--since", day, code=2).output


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("folder", "Is a directory"),
        (".", "Is a directory"),
        ("..", "Is a directory"),
        ("none/x.jsonl", "No such file or directory"),
    ],
)
def test_an_export_that_cannot_be_written_says_where_it_can(
    coach, a_chat_file, an_empty_place, to, why
):
    coach("score", a_chat_file)
    (an_empty_place / "folder").mkdir()
    refused = coach("export", "--to", to, code=3)
    assert refused.sentence == (
        f"{to} cannot be written ({why}); --to names a file in a folder that is there"
    )


def test_an_export_that_fails_leaves_the_last_one_as_it_was(coach, a_chat_file, an_empty_place):
    kept = an_empty_place / "kept.jsonl"
    kept.write_text("as it was", encoding="utf-8")
    (an_empty_place / "no.db").write_text("no database", encoding="utf-8")
    coach("export", "--db", "no.db", "--to", "kept.jsonl", code=3)
    coach("score", a_chat_file)
    coach("export", "--agent", "nobody", "--to", "kept.jsonl", code=1)
    assert kept.read_text(encoding="utf-8") == "as it was"


def test_a_whole_export_leaves_nothing_unfinished_behind(coach, a_chat_file, an_empty_place):
    coach("score", a_chat_file)
    assert coach("export", "--to", "kept.jsonl").stdout == "1 conversations in kept.jsonl\n"
    assert not (an_empty_place / "kept.jsonl.part").exists()


@pytest.mark.parametrize("command", ["annotate", "promises"])
@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (b"", "x.jsonl is empty; JSONL with one conversation a line is expected"),
        (b" \n\n", "x.jsonl is empty; JSONL with one conversation a line is expected"),
        (
            b"RIFF\x00\x01WAVE",
            "x.jsonl is no text in UTF-8; JSONL with one conversation a line is expected",
        ),
    ],
    ids=["empty", "blank", "a recording"],
)
def test_a_file_without_lines_is_refused_in_one_sentence(
    coach, an_empty_place, command, held, sentence
):
    (an_empty_place / "x.jsonl").write_bytes(held)
    assert coach(command, "x.jsonl", code=1).sentence == sentence


def test_a_recording_called_jsonl_is_refused_in_one_sentence_by_score(coach, an_empty_place):
    (an_empty_place / "x.jsonl").write_bytes(b"RIFF\xff\n" * 30)
    refused = json.loads(coach("score", "x.jsonl", "--json", code=1).stdout)
    assert [each["problem"] for each in refused["problems"]] == [
        "x.jsonl, line 1: not valid UTF-8; 29 more lines of it are no conversation"
    ]


def test_a_language_that_nobody_hears_is_refused_even_where_nothing_is_heard(coach, a_chat_file):
    refused = coach("score", a_chat_file, "--language", "klingon", code=3)
    assert refused.sentence == (
        "the language 'klingon' is none that recordings are heard in (--language, asr.language): "
        "give its code, as en, ja or pt-BR, or leave it out to have it found"
    )


@pytest.mark.parametrize("command", ["annotate", "promises"])
def test_a_folder_is_no_file(coach, an_empty_place, command):
    (an_empty_place / "folder").mkdir()
    refused = coach(command, "folder", code=1)
    assert refused.sentence == "folder cannot be read: Is a directory"


@pytest.mark.parametrize("command", ["report", "export", "rescore", "app", "clips", "promises"])
def test_a_file_that_is_no_store_is_refused_and_left_alone(coach, an_empty_place, command):
    path = an_empty_place / "no.db"
    path.write_text("no database", encoding="utf-8")
    assert "file is not a database" in coach(command, "--db", "no.db", code=3).sentence
    assert path.read_text(encoding="utf-8") == "no database"


def test_an_address_that_no_database_has_is_refused_before_the_app_opens(coach):
    refused = coach("app", "--db", "nothing://x", code=3)
    assert "a right one is sqlite:///coach.db" in refused.sentence


def test_a_database_of_somebody_else_is_no_store(coach, an_empty_place):
    with sqlite3.connect(an_empty_place / "other.db") as other:
        other.execute("create table songs (name text)")
    other.close()
    refused = coach("report", "--db", "other.db", code=3)
    assert "there is no store at sqlite:///other.db yet" in refused.sentence


@pytest.mark.parametrize("option", ["--gold", "--promises"])
@pytest.mark.parametrize(
    ("held", "why"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"", "is empty; labelled conversations as JSONL are expected"),
        (b"\xff\xd2\n", "is no text in UTF-8; labelled conversations as JSONL are expected"),
    ],
    ids=["not there", "empty", "no text"],
)
def test_labelled_conversations_that_cannot_be_read_are_named(
    coach, an_empty_place, option, held, why
):
    if held is not None:
        (an_empty_place / "x.jsonl").write_bytes(held)
    assert coach("evaluate", option, "x.jsonl", code=1).sentence == f"x.jsonl {why}"
