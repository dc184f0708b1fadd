from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.cues.encoding import Budget, Encoder
from tests.builders import a_turn
from tests.cues.tiny_model import WORDS, a_tokenizer

SMALL = Budget(turn=12, before=8, each=4, n_turns=2)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    return a_tokenizer(tmp_path_factory.mktemp("tokenizer"))


@pytest.fixture
def encoder(tokenizer):
    return Encoder(tokenizer, SMALL)


def a_turn_of(text):
    return replace(a_turn("A: x"), text=text)


def read(window):
    """Return what the model reads, as text."""
    return " ".join(WORDS[i] for i in window.ids)


def test_a_turn_stands_behind_what_was_said_before(encoder):
    before = [a_turn("C: it is furious")]
    (window,) = encoder.windows(a_turn("A: i am so sorry"), before)
    assert read(window) == "[CLS] customer : it is furious [SEP] agent : i am so sorry [SEP]"


def test_own_word_pieces_point_into_the_text(encoder):
    turn = a_turn("A: I am, so sorry")
    (window,) = encoder.windows(turn, [a_turn("C: it is")])
    assert [turn.text[start:end] for start, end in window.offsets] == [
        "I",
        "am",
        ",",
        "so",
        "sorry",
    ]
    assert [WORDS[window.ids[place]] for place in window.own] == ["i", "am", ",", "so", "sorry"]


def test_a_border_tells_the_turn_from_what_was_before(encoder):
    (window,) = encoder.windows(a_turn("A: sorry"), [a_turn("C: furious")])
    assert read(window) == "[CLS] customer : furious [SEP] agent : sorry [SEP]"
    assert [WORDS[i] for i in window.ids[window.border :]] == ["agent", ":", "sorry", "[SEP]"]


def test_an_earlier_turn_keeps_its_beginning_and_its_end(encoder):
    (window,) = encoder.windows(a_turn("A: sorry"), [a_turn("C: a b c d e f")])
    assert read(window).startswith("[CLS] customer : a b e f [SEP]")


def test_the_latest_turns_are_kept(tokenizer):
    before = [a_turn(f"C: {word}") for word in "abcd"]
    (window,) = Encoder(tokenizer, SMALL).windows(a_turn("A: sorry"), before)
    assert read(window).startswith("[CLS] customer : c customer : d [SEP]")
    (window,) = Encoder(tokenizer, replace(SMALL, before=5)).windows(a_turn("A: sorry"), before)
    assert read(window).startswith("[CLS] customer : d [SEP]")


def test_without_room_for_earlier_turns_there_are_none(tokenizer):
    encoder = Encoder(tokenizer, replace(SMALL, n_turns=0))
    (window,) = encoder.windows(a_turn("A: sorry"), [a_turn("C: furious")])
    assert read(window) == "[CLS] [SEP] agent : sorry [SEP]"


def test_a_long_turn_is_cut_between_sentences(encoder):
    turn = a_turn("A: a a a a a. b b b b b. c c c c c.")
    windows = encoder.windows(turn, [])
    own = [[WORDS[window.ids[place]] for place in window.own] for window in windows]
    assert own == [["a"] * 5 + ["."] + ["b"] * 5 + ["."], ["c"] * 5 + ["."]]


def test_what_precedes_in_the_same_turn_stands_before_a_later_window(encoder):
    windows = encoder.windows(a_turn("A: a a a a a. b b b b b. c c c c c."), [])
    assert read(windows[1]).startswith("[CLS] agent : b b b . [SEP] agent : c")


def test_a_sentence_too_long_is_cut_where_the_room_ends(encoder):
    windows = encoder.windows(a_turn("A: " + "a " * 30), [])
    assert [len(window.offsets) for window in windows] == [12, 12, 6]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"], ids=repr)
def test_a_turn_without_a_word_has_no_window(encoder, text):
    assert encoder.windows(a_turn_of(text), []) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=4))
def test_windows_cover_the_turn_once_and_stay_within_their_budget(tokenizer, text, earlier):
    before = [a_turn_of(one) for one in earlier]
    windows = Encoder(tokenizer, SMALL).windows(a_turn_of(text), before)
    offsets = [offset for window in windows for offset in window.offsets]
    assert offsets == sorted(offsets)
    assert all(0 <= start < end <= len(text) for start, end in offsets)
    for window in windows:
        assert len(window.offsets) <= SMALL.turn
        assert len(window.ids) <= SMALL.turn + SMALL.before + 3 + 2 + 2


def test_half_a_surrogate_pair_keeps_its_place(encoder):
    (window,) = encoder.windows(a_turn_of("\ud83d sorry"), [])
    assert window.offsets[-1] == (2, 7)


def test_separators_that_people_write_are_text(encoder):
    (window,) = encoder.windows(a_turn("A: sorry [SEP] a"), [a_turn("C: [CLS] b")])
    assert [WORDS[i] for i in window.ids].count("[SEP]") == 2
    assert window.border == window.first - 2
