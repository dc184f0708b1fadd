"""Notes on Japanese pages: what the stages write must be found in the file of sentences."""

import re

import pytest

from coach.access import Permission, Standing, Viewer
from coach.audio import probe
from coach.conversation.recording import About
from coach.cues.heard import about_refused
from coach.dynamics.talk import NOT_ON_MONO, measure_talk
from coach.errors import CoachError
from coach.language.detect import coverage_note
from coach.rubric.criteria import read_rubric
from coach.sources.conversation_json import read_object
from coach.sources.details import unknown
from coach.sources.sides import _note as note_on_sides
from coach.sources.times import zone
from coach.sources.voices import roles_of
from coach.speakers.exchange import EXCHANGED
from coach.speakers.turns import ESTIMATED, ONE_CHANNEL
from coach.store.repository import Store
from coach.transcription.draft import NOTE as DRAFT
from coach.ui.notes import said, sentences
from coach.ui.text import ENGLISH, JAPANESE
from tests.builders import a_call, a_chat

DANA = Viewer("dana", Standing.AGENT)
LATIN = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]+")  # English words in a row
NOTES = [
    NOT_ON_MONO,
    EXCHANGED,
    ESTIMATED,
    ONE_CHANNEL,
    DRAFT,
    coverage_note("fr"),
    coverage_note("unknown"),
    *about_refused(1),
    *about_refused(3),
    *unknown(About("c1", team="billing", queue="fees")),
    *unknown(About("c1", agent="dana", team="billing", queue="fees")),
    note_on_sides(["larkmoor.example"]),
    note_on_sides([]),
    roles_of(["Dana", "Tom", "Dana"], None)[1],
    *measure_talk(a_chat("C: hello", "A: hello")).quality,
    *measure_talk(a_call("A: hello", "A: hello")).quality,
    "mail-3.eml: it has no date",
    "words were not scored, only timing was measured: listening is switched off "
    "(--transcribe never)",
]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_japanese_on_a_japanese_page_and_as_stored_on_an_english_one(note):
    shown = said(note, JAPANESE)
    assert not LATIN.search(shown), shown
    assert re.search(r"[ぁ-ん]", shown)
    assert said(note, ENGLISH) == note


def test_the_parts_that_differ_are_kept():
    about = "both channels hold the same sound (correlation 0.99): treated as one"
    assert "0.99" in said(about, JAPANESE)
    lost = "a.mp3: only 16.0 of 84.0 seconds could be decoded; what is missing counts as silence"
    assert said(lost, JAPANESE).startswith("a.mp3：84.0秒のうち16.0秒")


def test_fields_are_called_what_people_call_them():
    (note,) = unknown(About("c1", team="billing", queue="fees"))
    assert said(note, JAPANESE).startswith("担当者と日時が分かりません")


def test_a_note_that_nobody_translated_is_shown_as_it_is():
    assert said("the moon was full", JAPANESE) == "the moon was full"


@pytest.mark.parametrize("sentence", sentences(), ids=lambda each: each.stored.pattern[:30])
def test_every_sentence_keeps_no_more_parts_than_it_has(sentence):
    filled = sentence.shown.format(*(f"<{n}>" for n in range(sentence.stored.groups)))
    assert "{" not in filled


def raised(act, *arguments, **named):
    """Return the sentence of the error that an act fails with."""
    with pytest.raises(CoachError) as caught:
        act(*arguments, **named)
    return str(caught.value)


def in_file(held, name, folder):
    path = folder / name
    path.write_bytes(held)
    return path


@pytest.mark.parametrize(
    "fail",
    [
        lambda _: raised(Store.open, "nothing://here"),
        lambda _: raised(Store.open, "sqlite:///not-there.db", must_exist=True),
        lambda _: raised(DANA.demand, Permission.SEE_TEAMS),
        lambda _: raised(DANA.demand, Permission.ANSWER),
        lambda folder: raised(read_object, in_file(b"{", "a.json", folder)),
        lambda folder: raised(read_object, in_file(b"\xff", "a.json", folder)),
        lambda folder: raised(read_object, in_file(b'{"turns": []}', "a.json", folder)),
        lambda folder: raised(probe, folder / "gone.wav"),
        lambda folder: raised(probe, in_file(b"", "empty.wav", folder)),
        lambda folder: raised(probe, in_file(b"no sound at all", "text.wav", folder)),
        lambda folder: raised(probe, in_file(b"RIFF\x00\x00WAVE", "cut.wav", folder)),
        lambda folder: raised(read_rubric, folder / "gone.toml"),
        lambda _: raised(zone, "Mars"),
        lambda _: "in/a b.jsonl, line 1: not valid UTF-8; 39 more lines of it are no conversation",
        lambda _: "a.mp3: no words were heard in it",
        lambda _: (
            "a.wav: has one channel, where agent and customer cannot be heard apart; cut both"
        ),
    ],
)
def test_what_failed_is_japanese_on_a_japanese_page(fail, tmp_path):
    sentence = fail(tmp_path)
    shown = said(sentence, JAPANESE)
    assert re.search(r"[ぁ-ん]{2}", shown), sentence
    assert not LATIN.search(re.sub(r"（[^）]*）|`[^`]*`", "", shown)), shown
    assert said(sentence, ENGLISH) == sentence


def test_a_place_in_a_file_is_told_in_japanese():
    assert said("a.jsonl, line 3: not valid UTF-8", JAPANESE) == (
        "a.jsonl、3行目：UTF-8として読めません。"
    )


def test_no_sentence_stands_twice():
    patterns = [sentence.stored.pattern for sentence in sentences()]
    assert len(patterns) == len(set(patterns))


def test_each_japanese_sentence_has_room_for_no_more_than_differs():
    for sentence in sentences():
        numbers = {int(n) for n in re.findall(r"{(\d)}", sentence.shown)}
        assert numbers <= set(range(sentence.stored.groups)), sentence.shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("d.json, its object: turns: Input should be a valid list",
         "d.json、その内容：turns はリストでなければなりません。"),
        ("c.jsonl, line 1: duration: Input should be a valid number",
         "c.jsonl、1行目：duration は数でなければなりません。"),
        ("d.json, its object: agent: Input should be a valid string",
         "d.json、その内容：agent は文字列でなければなりません。"),
        ("c.jsonl, line 1: turns: Field required", "c.jsonl、1行目：発話（turns）がありません。"),
        ("a.mp3: is not audio that can be decoded (Invalid data found when processing input)",
         "a.mp3：復号できる音声ではありません（音声として読めない内容です）。"),
        ("a.mp3: is not audio that can be decoded (End of file)",
         "a.mp3：復号できる音声ではありません（途中で終わっています）。"),
        ("setting asr.beam: Input should be less than or equal to 10, got 99",
         "設定 asr.beam に 99 は使えません（10以下で指定できます）。"),
        ("setting asr.beam: Input should be greater than or equal to 1, got 0",
         "設定 asr.beam に 0 は使えません（1以上で指定できます）。"),
        ("setting sources.max_hours: Input should be greater than 0, got 0",
         "設定 sources.max_hours に 0 は使えません（0より大きい値で指定できます）。"),
    ],
)  # fmt: skip
def test_what_a_value_should_have_been_is_told_in_japanese_too(stored, shown):
    assert said(stored, JAPANESE) == shown
