import pytest

from coach.cues.wording import wording
from coach.language.pipeline import Languages

LANGUAGES = Languages()


def worded(text, language="en"):
    return wording(LANGUAGES.pipeline(language)(text))


def evidence(text, words, language="en", **options):
    known = worded(text, language)
    start = known.text.index(words)
    first, last = known.evidence(start, start + len(words), **options)
    return text[first:last]


def test_each_sentence_is_a_line_of_norms():
    assert worded("I’m sorry!  We can't.").text == "i am sorry ! \nwe can not . \n"


def test_japanese_stands_without_spaces_as_nfkc():
    assert worded("ＡＢＣです。 はい", "ja").text == "abcです。\nはい\n"


@pytest.mark.parametrize("text", ["", "   \n "])
def test_nothing_said_has_no_sentences(text):
    assert worded(text).sentences == ()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Hi Dana, I'm so sorry about that, please wait.", "sorry", "I'm so sorry about that"),
        ("we couldnt send it because the truck broke", "truck", "because the truck broke"),
        ("No refund is possible, sorry.", "sorry", "sorry"),
        ("Why? Because.", "because", "Because"),
        ("Hello. Is the light green, or red?", "red", "Is the light green, or red"),
        ("Is it on a cable, or on Wi-Fi?", "fi", "or on Wi-Fi"),
        ("It cost 20 - that is sad.", "sad", "that is sad"),
        (
            "I am writing because one of the doors is badly\nscratched, thanks.",
            "scratched",
            "because one of the doors is badly\nscratched",
        ),
        ("Hello Mo\nsorry for that", "sorry", "sorry for that"),
    ],
    ids=[
        "commas",
        "conjunction",
        "last clause",
        "sentence",
        "tail that hangs",
        "a hyphen within a word",
        "a dash between words",
        "a wrapped line",
        "a line of its own",
    ],
)
def test_evidence_is_the_clause(text, words, expected):
    assert evidence(text, words) == expected


def test_evidence_stays_short_where_no_border_is_near():
    text = " ".join(["well"] * 30 + ["sorry"] + ["then"] * 30)
    assert len(evidence(text, "sorry").split()) == 13


def test_evidence_can_be_the_match_alone():
    assert evidence("nine days 😭 and more", "😭", grow=False) == "😭"


def test_japanese_evidence_ends_at_a_comma():
    text = "お待たせして、大変申し訳ございません、すぐ送ります。"
    assert evidence(text, "申し訳", "ja") == "大変申し訳ございません"


def test_matter_is_what_a_sentence_is_about():
    known = worded("My parcels arrived. Thank you for the parcel.")
    assert known.matter(*known.sentences[0]) == {"parce", "arriv"}
    assert "parce" in known.matter(*known.sentences[1])


def test_japanese_matter_is_the_normal_form_of_words():
    assert worded("荷物が届かないです", "ja").matter() == {"荷物", "届く"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NOBODY called me", True),
        ("I HATE this SERVICE", True),
        ("send it ASAP", False),
        ("#NAME# #EMAIL# wrote", False),
        ("I am here", False),
    ],
)
def test_shouting_is_one_common_word_or_two(text, expected):
    known = worded(text)
    assert known.shouts(*known.sentences[0]) is expected
