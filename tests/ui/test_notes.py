"""Notes on Japanese pages: what the stages write must be found in the file of sentences."""

import re

import pytest

from coach.conversation.recording import About
from coach.cues.heard import about_refused
from coach.dynamics.talk import NOT_ON_MONO, measure_talk
from coach.language.detect import coverage_note
from coach.sources.details import unknown
from coach.sources.sides import _note as note_on_sides
from coach.sources.voices import roles_of
from coach.speakers.exchange import EXCHANGED
from coach.speakers.turns import ESTIMATED, ONE_CHANNEL
from coach.transcription.draft import NOTE as DRAFT
from coach.ui.notes import said, sentences
from coach.ui.text import ENGLISH, JAPANESE
from tests.builders import a_call, a_chat

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
