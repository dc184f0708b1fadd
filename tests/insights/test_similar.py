import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.insights.similar import likeness, nearest, terms, weighted

TEXTS = st.text(alphabet="abc xyz 料金引落電話ルータ", max_size=40)


@given(TEXTS, TEXTS)
def test_likeness_lies_between_none_and_all_and_goes_both_ways(one, other):
    a, b = weighted([one, other])
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, b) == likeness(b, a)


@given(TEXTS.filter(lambda text: terms(text)))
def test_a_text_is_most_like_itself(text):
    (found, *_) = nearest(text, ["something else entirely", text])
    assert (found.place, found.likeness) == (1, pytest.approx(1))


@pytest.mark.parametrize(
    ("said", "like", "unlike"),
    [
        ("the payment was taken twice", "I was charged twice, two payments", "the router is dead"),
        (
            "料金が二回引き落とされています",
            "二重に引落しされました、料金が",
            "ルーターがつながりません",
        ),
        ("ルーターが壊れました", "新しいルーターがつながらない", "料金が高すぎます"),
    ],
    ids=["english", "japanese, written differently", "katakana"],
)
def test_what_is_about_the_same_comes_first(said, like, unlike):
    assert nearest(said, [unlike, like])[0].place == 1


def test_texts_without_a_common_term_are_no_neighbours():
    assert nearest("the bill", ["ルーター"]) == []


def test_a_rare_word_counts_for_more_than_a_common_one():
    candidates = ["router broken", "router pendant", *["router"] * 8]
    assert nearest("router pendant alarm", candidates)[0].place == 1
    vector = weighted(candidates)[1]
    assert vector["penda"] > vector["route"]


def test_politeness_and_grammar_are_no_terms():
    assert terms("I would really like that, please") == []
    assert terms("ですけれども") == []
