import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.conversation.span import Span
from coach.sources.details import Details
from coach.sources.manifest import Manifests, read_manifest


def write(folder, text, encoding="utf-8"):
    path = folder / "manifest.csv"
    path.write_bytes(text.encode(encoding))
    return path


def sentences(problems, folder):
    return [problem.sentence.replace(f"{folder}/", "") for problem in problems]


def test_a_row_says_all_that_it_can(tmp_path):
    write(
        tmp_path,
        "file,agent,team,started_at,language,agent_channel,queue,customer,thread_id,id\n"
        "a/1.wav,dana,billing,2026-11-16T09:30:00Z,en,1,fees,k1,t1,c1\n",
    )
    assert Manifests(UTC).details(tmp_path / "a" / "1.wav") == Details(
        id="c1", language="en", agent="dana", team="billing", queue="fees", customer="k1",
        thread_id="t1", started_at=datetime(2026, 11, 16, 9, 30, tzinfo=UTC), agent_channel=1,
    )  # fmt: skip


def test_columns_come_in_any_order_and_case_and_others_are_ignored(tmp_path):
    path = write(tmp_path, "CSAT, Agent ,FILE\n5,dana,1.wav\n")
    assert read_manifest(path, UTC).rows[0].details == Details(agent="dana")


@pytest.mark.parametrize("column", ["agent", "remarks"])
def test_a_quotation_mark_that_is_not_closed_is_told_and_swallows_no_rows(tmp_path, column):
    path = write(tmp_path, f'file,{column}\n1.wav,a "b" c\n2.wav,"dana\n3.wav,kim\n4.wav,lee\n')
    found = read_manifest(path, UTC)
    assert [row.name for row in found.rows] == ["1.wav"]
    assert sentences(found.problems, tmp_path) == [
        "manifest.csv, line 3: a quotation mark is not closed, so that nothing from here on can "
        "be read"
    ]


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_the_last_row_is_read_however_it_ends(tmp_path, end):
    path = write(tmp_path, f'file,agent\n1.wav,"da\nna"\n2.wav,"kim"{end}')
    found = read_manifest(path, UTC)
    assert [(row.name, row.details.agent, row.line) for row in found.rows] == [
        ("1.wav", "da\nna", 3), ("2.wav", "kim", 4)
    ]  # fmt: skip
    assert found.problems == ()


def test_a_name_too_long_for_a_file_is_one_that_is_not_there(tmp_path):
    path = write(tmp_path, f"file,agent\n{'x' * 300}.wav,dana\n")
    assert sentences(read_manifest(path, UTC).missing_files(), tmp_path) == [
        f"manifest.csv, line 2: there is no file {'x' * 300}.wav"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_it_is_read_in_the_charsets_of_spreadsheets(tmp_path, encoding):
    path = write(tmp_path, "file,agent\n通話.wav,髙橋①\n", encoding)
    assert [(row.name, row.details.agent) for row in read_manifest(path, UTC).rows] == [
        ("通話.wav", "髙橋①")
    ]


@pytest.mark.parametrize("name", ["Élodie", "Gödel", "Müller", "Hélène", "René", "Weiß", "Zoë K"])
def test_a_name_with_a_european_letter_stays_one(tmp_path, name):
    path = write(tmp_path, f"file;agent\n1.wav;{name}\n", "cp1252")
    assert [row.details.agent for row in read_manifest(path, UTC).rows] == [name]


@pytest.mark.parametrize("name", ["PCｻﾎﾟｰﾄ", "A社B課", "ｻﾄｳ", "dana様", "CS課"])
def test_a_japanese_name_beside_latin_letters_stays_one(tmp_path, name):
    path = write(tmp_path, f"file,agent\n1.wav,{name}\n", "cp932")
    assert [row.details.agent for row in read_manifest(path, UTC).rows] == [name]


@pytest.mark.parametrize("apart", [",", ";", "\t"])
def test_columns_stand_apart_by_what_spreadsheets_write(tmp_path, apart):
    path = write(tmp_path, f'file{apart}holds\n1.wav{apart}"1-2; 3-4"\n')
    assert read_manifest(path, UTC).rows[0].details.holds == (Span(1, 2), Span(3, 4))


def test_a_name_with_split_accents_is_the_same_name(tmp_path):
    write(tmp_path, "file,agent\nが.wav,dana\n")
    split = unicodedata.normalize("NFD", "が.wav")
    assert split != "が.wav"
    assert Manifests(UTC).details(tmp_path / split).agent == "dana"


def test_the_nearest_manifest_that_names_a_file_counts(tmp_path):
    inner = tmp_path / "week"
    inner.mkdir()
    write(tmp_path, "file,agent\nweek/1.wav,outer\nweek/2.wav,outer\n")
    write(inner, "file,agent\n1.wav,inner\n")
    manifests = Manifests(UTC)
    assert manifests.details(inner / "1.wav").agent == "inner"
    assert manifests.details(inner / "2.wav").agent == "outer"
    assert manifests.details(inner / "3.wav") == Details()


def test_paths_with_backslashes_and_dots_are_found(tmp_path):
    write(tmp_path, "file,agent\ncalls\\1.wav,dana\n./calls/../2.wav,ren\n")
    (tmp_path / "calls").mkdir()
    manifests = Manifests(UTC)
    assert manifests.details(tmp_path / "calls" / "1.wav").agent == "dana"
    assert manifests.details(tmp_path / "calls" / ".." / "2.wav").agent == "ren"


def test_an_unreadable_date_is_a_problem_with_its_line_and_never_now(tmp_path):
    path = write(tmp_path, "file,agent,started_at\n1.wav,dana,2026-11-16\n2.wav,dana,16.11.26\n")
    manifest = read_manifest(path, UTC)
    reason = "started_at: '16.11.26' is not a date that can be read; one is 2026-11-16T09:30"
    assert sentences(manifest.problems, tmp_path) == [f"manifest.csv, line 3: {reason}"]
    assert manifest.rows[1].details == Details(
        agent="dana", notes=(f"manifest.csv, line 3: {reason}",)
    )


def test_holds_are_spans_and_what_is_none_is_a_problem(tmp_path):
    path = write(tmp_path, "file,holds\n1.wav,65.2-120; 300-330\n2.wav,9-4\n3.wav,soon\n")
    manifest = read_manifest(path, UTC)
    assert [row.details.holds for row in manifest.rows] == [
        (Span(65.2, 120), Span(300, 330)), None, None,
    ]  # fmt: skip
    assert ["holds is" in problem.sentence for problem in manifest.problems] == [True, True]


def test_an_agent_channel_that_cannot_be_is_a_problem(tmp_path):
    path = write(tmp_path, "file,agent_channel\n1.wav,left\n2.wav,AUTO\n3.wav,0\n")
    manifest = read_manifest(path, UTC)
    assert sentences(manifest.problems, tmp_path) == [
        "manifest.csv, line 2: agent_channel is 'left'; it can be 0, 1 or auto"
    ]
    assert [row.details.agent_channel for row in manifest.rows] == [None, "auto", 0]


def test_channels_are_counted_from_0_and_what_cannot_be_is_a_problem(tmp_path):
    path = write(tmp_path, 'file,channels\n1.wav,"0,2"\n2.wav,3\n3.wav,left\n4.wav,"1,1"\n')
    manifest = read_manifest(path, UTC)
    assert [row.details.channels for row in manifest.rows] == [(0, 2), (3,), None, None]
    assert sentences(manifest.problems, tmp_path) == [
        "manifest.csv, line 4: channels are one or two numbers counted from 0, like 0,2, "
        "not 'left'",
        "manifest.csv, line 5: channels are one or two different ones from 0 on, not (1, 1)",
    ]


def test_a_row_for_a_missing_file_is_a_problem(tmp_path):
    (tmp_path / "1.wav").touch()
    path = write(tmp_path, "file,agent\n1.wav,dana\ngone/2.wav,dana\n1.wav,ren\n")
    assert sentences(read_manifest(path, UTC).missing_files(), tmp_path) == [
        "manifest.csv, line 3: there is no file gone/2.wav",
        "manifest.csv, line 4: 1.wav has a row already, in line 2",
    ]


def test_the_first_row_of_a_file_counts(tmp_path):
    write(tmp_path, "file,agent\n1.wav,dana\n1.wav,ren\n")
    assert Manifests(UTC).details(tmp_path / "1.wav").agent == "dana"


def test_a_row_without_a_file_is_a_problem_and_an_empty_one_is_not(tmp_path):
    path = write(tmp_path, "file,agent\n,dana\n,\n\n1.wav,ren\n")
    manifest = read_manifest(path, UTC)
    assert sentences(manifest.problems, tmp_path) == ["manifest.csv, line 2: names no file"]
    assert [row.line for row in manifest.rows] == [5]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"name,agent\n1.wav,dana\n", "manifest.csv, line 1: there is no column 'file'"),
        (b"", "manifest.csv, line 1: there is no column 'file'"),
        (
            b"file,agent\n\xff\xfe\x81,dana",
            "manifest.csv, its text: is neither UTF-8 nor cp932 nor cp1252",
        ),
        (
            b'file,agent\n1.wav,"' + b"a" * 200_000,
            "manifest.csv, line 2: field larger than field limit (131072)",
        ),
    ],
    ids=["no file column", "empty", "not text", "endless cell"],
)
def test_what_is_no_manifest_is_one_problem(tmp_path, data, sentence):
    path = tmp_path / "manifest.csv"
    path.write_bytes(data)
    manifest = read_manifest(path, UTC)
    assert sentences(manifest.problems, tmp_path) == [sentence]
    assert manifest.rows == ()


def test_a_manifest_that_cannot_be_opened_is_a_problem(tmp_path):
    path = tmp_path / "manifest.csv"
    path.mkdir()
    assert sentences(read_manifest(path, UTC).problems, tmp_path) == [
        "manifest.csv cannot be read: Is a directory"
    ]


def test_a_folder_without_a_manifest_has_no_rows(tmp_path):
    assert Manifests(UTC).manifest_in(tmp_path).rows == ()
    assert Manifests(UTC).details(Path("nowhere/1.wav")) == Details()
