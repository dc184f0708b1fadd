import pytest

from coach.cues.phrases import phrase

WORDS = {"promise": ["(i|we) will", "ill"], "empty": []}


def found(source, text, language="en"):
    pattern = phrase(source, language, WORDS)
    return [text[start:end] for start, end in pattern.find(text)]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("sorry about", "i am sorry about that . ", ["sorry about"]),
        ("sorry (for|about)", "sorry for and sorry about ", ["sorry for", "sorry about"]),
        ("(going to|gonna) call", "we are going to call ", ["going to call"]),
        ("so? sorry", "so sorry sorry ", ["so sorry", "sorry"]),
        ("(so very)? sorry", "so very sorry ", ["so very sorry"]),
        ("apolog*", "my apologies . ", ["apologies"]),
        ("*ing", "keeps dropping ", ["dropping"]),
        ("you ~2 back", "call you right back ", ["you right back"]),
        ("you ~1 back", "call you all right back ", []),
        ("you ~3 back", "call you , right , back ", []),
        ("you ~~3 back", "call you , right back ", ["you , right back"]),
        ("call _ back", "call her back ", ["call her back"]),
        ("can !not", "can not . can do ", ["can"]),
        ("can !(not|never)", "can never . can do ", ["can"]),
        ("in # days", "in 3 days , in five days , in some days ", ["in 3 days", "in five days"]),
        ("@promise call", "i will call , ill call , he will call ", ["i will call", "ill call"]),
        ("^ sorry", "sorry , so sorry . \nsorry ! \n", ["sorry", "sorry"]),
        ("sorry $", "sorry you . \nso sorry . \n", ["sorry"]),
        ("why '?'", "why ? ", ["why ?"]),
        ("art", "part of it ", []),
    ],
)  # fmt: skip
def test_a_pattern_finds(source, text, expected):
    assert found(source, text) == expected


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("申し訳 (ござい|あり) ません", "大変申し訳ございません。", ["申し訳ございません"]),
        ("申し訳 ~4 が", "申し訳ないですが、", ["申し訳ないですが"]),
        ("本日 ~4 ます", "本日、送ります", []),
        ("本日 ~~6 ます", "本日、送ります", ["本日、送ります"]),
        ("# 日以内", "三日以内と10日以内", ["三日以内", "10日以内"]),
        ("ですね $", "ですねえ。\nですね。\n", ["ですね"]),
    ],
)
def test_japanese_words_join(source, text, expected):
    assert found(source, text, "ja") == expected


@pytest.mark.parametrize(
    ("source", "match"),
    [
        ("(sorry", "leaves a bracket open"),
        ("sorry)", "closes a bracket that is not open"),
        ("(sorry|)", "a choice can be nothing at all"),
        ("so?", "a choice can be nothing at all"),
        ("@nobody", "uses @nobody, which is not in"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused(source, match):
    with pytest.raises(ValueError, match=match):
        phrase(source, "en", WORDS)


def test_the_rarest_words_are_what_a_match_needs():
    assert phrase("i will ~3 (refund|credit) you", "en").anchors == ("refund", "credit")


def test_a_pattern_that_may_lack_every_word_needs_none():
    assert phrase("(so|_) #", "en").anchors == ()


def test_looking_stays_between_two_places():
    pattern = phrase("sorry", "en")
    assert list(pattern.find("sorry . \nsorry . \n", 9, 17)) == [(9, 14)]
    assert not pattern.holds("sorry . \nno . \n", 9)
