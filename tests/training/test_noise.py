import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.training.noise import garbled, without_punctuation

TEXT = "I'm sorry, Jo. We will refund the delivery fee tomorrow — that's our mistake!"


def test_punctuation_and_capitals_go_and_apostrophes_stay():
    heard = without_punctuation("I'm sorry, Jo. It's OUR mistake!")
    assert heard.split() == ["i'm", "sorry", "jo", "it's", "our", "mistake"]


def test_a_share_of_the_words_is_misheard():
    text = " ".join(["refund"] * 1000)
    n_misheard = sum(word != "refund" for word in garbled(text, share=0.1, seed=3).split())
    assert 70 <= n_misheard <= 130


def test_misheard_words_keep_their_beginning():
    assert re.fullmatch("ref[a-z]{3}", garbled("refund", share=1.0, seed=1))


def test_nothing_is_misheard_at_a_share_of_nothing():
    assert garbled(TEXT, share=0.0, seed=1) == TEXT


def test_noise_is_the_same_for_a_seed():
    assert garbled(TEXT, share=0.5, seed=2) == garbled(TEXT, share=0.5, seed=2)
    assert garbled(TEXT, share=0.5, seed=2) != garbled(TEXT, share=0.5, seed=5)


@pytest.mark.parametrize("text", ["İstanbul İYİ", "ẞ", "ŉ"], ids=ascii)
def test_letters_that_grow_when_small_stay(text):
    assert len(without_punctuation(text)) == len(text)


@given(st.text(), st.floats(0, 1), st.integers(0, 100))
def test_every_character_keeps_its_place(text, share, seed):
    assert len(without_punctuation(text)) == len(text)
    noisy = garbled(text, share=share, seed=seed)
    assert [c.isspace() for c in noisy] == [c.isspace() for c in text]
