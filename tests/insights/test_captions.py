import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.codebook import Role
from coach.conversation.evidence import Moment, Sighting
from coach.conversation.span import Span
from coach.conversation.turn import Turn, Word
from coach.insights.captions import Caption, captions, title, webvtt
from coach.insights.clips import clip_of, cue_clip
from coach.language.redact import find_private
from coach.sources.webvtt import parse
from tests.builders import a_turn, an_analysis


def spoken(text, start=0.0, role=Role.AGENT, each=0.5):
    words = tuple(
        Word(word, start + each * n, start + each * n + 0.4) for n, word in enumerate(text.split())
    )
    return Turn(role, text, Span(start, words[-1].end), words=words)


def texts(turns, heard, **how):
    return [caption.text for caption in captions(turns, heard, **how)]


def test_a_caption_ends_with_its_sentence():
    assert texts([spoken("Oh no. I am sorry! Really?")], Span(0, 9)) == [
        "Oh no.", "I am sorry!", "Really?",
    ]  # fmt: skip


def test_a_caption_has_no_more_than_two_lines():
    found = texts([spoken(" ".join(["absolutely"] * 30))], Span(0, 99))
    assert max(map(len, found)) <= 84
    assert " ".join(found).split() == ["absolutely"] * 30


def test_a_pause_begins_a_new_caption():
    words = (Word("let", 0, 0.4), Word("me", 1.3, 1.6), Word("see", 2.7, 3.0))
    turn = Turn(Role.AGENT, "let me see", Span(0, 3), words=words)
    assert texts([turn], Span(0, 9)) == ["let me", "see"]


def test_japanese_letters_take_twice_the_room():
    words = tuple(Word("設定", n, n + 0.5) for n in range(60))
    turn = Turn(Role.AGENT, "設定" * 60, Span(0, 60), words=words)
    assert [len(text) for text in texts([turn], Span(0, 60))] == [42, 42, 36]


def test_words_that_are_not_heard_are_not_shown():
    turns = [spoken("one two three four five six")]
    assert texts(turns, Span(1.0, 2.4)) == ["three four five"]


def test_what_is_private_is_masked_over_the_border_of_captions():
    turns = [spoken("It is 555. 1234 now.", role=Role.CUSTOMER)]
    assert texts(turns, Span(0, 9), private=find_private(turns)) == ["It is •••", "••• now."]


def test_a_turn_without_timed_words_is_shown_if_most_of_it_is_heard():
    turns = [a_turn("A: Hello there", start=1, end=3), a_turn("C: My router died", start=4, end=9)]
    (caption,) = captions(turns, Span(0.5, 5))
    assert (caption.text, caption.span) == ("Hello there", Span(0.5, 2.5))
    assert texts([a_turn("C: written")], Span(0, 9)) == []


def test_one_party_can_be_shown_alone():
    turns = [spoken("Hello there."), spoken("My router died.", 3, Role.CUSTOMER)]
    assert texts(turns, Span(0, 9), role=Role.CUSTOMER) == ["My router died."]


def test_a_title_tells_the_moment_and_nobody():
    analysis = an_analysis(agent="dana")
    assert title(clip_of(Moment(analysis, analysis.opportunities[0])), 1) == (
        "1. empathy, met: distress"
    )
    assert title(cue_clip(Sighting(analysis, analysis.findings[1])), 12) == "12. apologise"


def test_long_files_have_hours():
    shown = webvtt([Caption(Span(3661.5, 3662), "late")])
    assert "01:01:01.500 --> 01:01:02.000\nlate\n" in shown


@given(st.lists(st.tuples(st.floats(0, 9000), st.text(min_size=1).filter(str.strip)), max_size=5))
def test_captions_are_read_again_as_they_were_written(said):
    shown = [Caption(Span(start, start + 1), text, "Agent") for start, text in said]
    read = parse(webvtt(shown))
    assert sorted(cue.text for cue in read) == sorted(
        " ".join(caption.text.split()) for caption in shown
    )


@pytest.mark.parametrize("text", ["a < b & c --> d", "<v Agent>mine", "&lt;"])
def test_markup_in_words_stays_words(text):
    (cue,) = parse(webvtt([Caption(Span(0, 1), text, "Customer")]))
    assert (cue.voice, cue.text) == ("Customer", text)
