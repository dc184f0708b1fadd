import pytest

from coach.rubric.wording import is_praise, refusals


@pytest.mark.parametrize(
    "said",
    [
        "You've been great, thanks!",
        "You couldn't have been kinder.",
        "I can't thank you enough.",
        "Brilliant service",
        "とても丁寧に対応していただき、助かりました。",
        "親切にありがとうございます。",
    ],
)
def test_what_is_meant_as_praise_is_praise(said):
    assert is_praise(said)


@pytest.mark.parametrize(
    "said",
    [
        "Great job losing my bag.",
        "The app is great but it logs me out.",
        "Thanks for nothing.",
        "After ten years that is the best you can do.",
        "It would be lovely if somebody answered.",
        "Your website is confusing.",
        "対応は丁寧でしたが、説明が足りないです。",
        "もっと早く教えてほしかったです。",
    ],
)
def test_scorn_and_praise_with_a_but_are_no_praise(said):
    assert not is_praise(said)


@pytest.mark.parametrize(
    "said", ["no.", "that's not possible.", "できません。", "無理です。", "no"]
)
def test_a_bare_no_is_a_refusal(said):
    assert refusals().search(said)


@pytest.mark.parametrize("said", ["that's our policy.", "規約ですので。", "i note your request."])
def test_an_excuse_is_none(said):
    assert not refusals().search(said)
