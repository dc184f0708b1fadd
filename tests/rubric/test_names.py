import pytest

from coach.conversation.findings import State
from coach.rubric.names import names_in
from tests.builders import a_chat
from tests.rubric.judging import judged


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hello, this is Ruth Baker.", {"ruth", "baker"}),
        ("my name is ruth baker", {"ruth", "baker"}),
        ("hi dana i need help", {"dana"}),
        ("Dear Mr. Marlowe, hello Ms Blum", {"marlow", "ms", "blum"}),
        ("They smashed it. Two items vanished over Delhi airport.", set()),
        ("This is leaking through the ceiling.", set()),
        ("hi boiler broke again, the boiler is new", set()),
        ("長谷川と申します", {"長谷", "谷川"}),
        ("担当の佐藤さま", {"佐藤"}),
        ("森様、アレクサンダー様", {"森", "森~", "アレクサンダー"}),
        ("お母様と患者様のご様子、この仕様", set()),
    ],
)
def test_names_are_told_from_other_words(text, names):
    assert names_in([text]) == names


def test_names_that_are_known_count_in_both_scripts():
    assert names_in([], "Ruth Baker", None, "長谷川") == {"ruth", "baker", "長谷川", "長谷", "谷川"}


@pytest.mark.parametrize("name", ["佐藤", "長谷川", "勅使河原", "森", "アレクサンダー"])
def test_a_stock_phrase_with_a_japanese_name_is_still_one(name):
    chat = a_chat(
        f"C: {name}と申します。荷物が届かなくて本当に腹が立ちます。",
        f"A: {name}さま、大変申し訳ございません。",
        language="ja",
    )
    found = judged(
        chat,
        (0, "distress", "本当に腹が立ちます"),
        (1, "apologise", f"{name}さま、大変申し訳ございません"),
    )
    assert found == {"feeling": State.MISSED}


@pytest.mark.parametrize(
    ("said", "sorry"),
    [
        ("They smashed my urn, I am furious", "I'm so sorry that it was smashed"),
        ("This is leaking everywhere, I am furious", "I'm so sorry that it is leaking"),
        ("hi dishwasher broke, I am furious", "I'm so sorry about the dishwasher"),
    ],
)
def test_what_only_looks_like_a_name_takes_the_customer_up(said, sorry):
    chat = a_chat(f"C: {said}", f"A: {sorry}")
    found = judged(chat, (0, "distress", "I am furious"), (1, "apologise", sorry))
    assert found == {"feeling": State.MET}


def test_accents_of_names_are_no_matter():
    found = names_in(["My name is José Gómez. Hi Zoë!"], "André")
    assert found == {"jos", "gomez", "zoe", "andr"}
