import pytest

from coach.dynamics.phrases import is_backchannel, phrases


@pytest.mark.parametrize("phrase", phrases(), ids=lambda phrase: phrase.id)
def test_a_phrase_fits_its_example_and_not_its_counter(phrase):
    assert phrase.fits(phrase.example)
    assert not phrase.fits(phrase.counter)


@pytest.mark.parametrize(
    "text",
    ["Mm-hm.", "Uh-huh.", "Right, okay.", "Yeah, yeah.", "Oh no.", "I see.", "はい。",
     "ええ、はい。", "なるほど。", "そうなんですね。", "うんうん", "はい、承知しました。"],
)  # fmt: skip
def test_what_a_listener_says_is_known(text):
    assert is_backchannel(text)


@pytest.mark.parametrize("text", ["No.", "Yes, in May.", "Stop.", "いいえ。", "いつですか。", ""])
def test_what_says_something_of_its_own_is_no_backchannel(text):
    assert not is_backchannel(text)
