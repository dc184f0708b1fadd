import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.insights.sentences import n_words, sentence_at, sentences


@given(st.text())
def test_sentences_are_in_order_apart_and_hold_all_that_is_not_space(text):
    found = sentences(text)
    edges = [edge for span in found for edge in span]
    assert edges == sorted(edges)
    kept = "".join(text[start:end] for start, end in found)
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It costs 4.50 now. Why?", ["It costs 4.50 now.", "Why?"]),
        ('He said "no." Then he left', ['He said "no."', "Then he left"]),
        ("「もう二回目です。」と言いました。", ["「もう二回目です。」", "と言いました。"]),
        ("one\ntwo", ["one", "two"]),
        (
            "We will look into it today and write to you again\nby Friday. Dana",
            ["We will look into it today and write to you again\nby Friday.", "Dana"],
        ),
        ("so it broke and then nobody called", ["so it broke and then nobody called"]),
        ("   ", []),
    ],
    ids=["number", "quote", "brackets", "lines", "a wrapped line", "speech without stops", "empty"],
)
def test_sentences_end_where_they_end(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_the_sentence_at_a_place_holds_it():
    text = "It broke. I am furious! Help."
    start, end = sentence_at(text, text.index("furious"))
    assert text[start:end] == "I am furious!"


def test_words_count_alike_in_both_languages():
    assert n_words("I have been waiting for six weeks") == 7
    assert n_words("もう六週間も待っています") == 6
