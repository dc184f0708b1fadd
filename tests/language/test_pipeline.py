import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import UnknownName
from coach.language.pipeline import Languages

LANGUAGES = Languages()


def norms(text, language="en"):
    return [token.norm_ for token in LANGUAGES.pipeline(language)(text)]


def sentences(text, language):
    return [sentence.text.strip() for sentence in LANGUAGES.pipeline(language)(text).sents]


@pytest.mark.parametrize("text", ["I'm sorry", "I’m sorry", "im sorry"])
def test_a_contraction_reads_the_same_however_it_is_typed(text):
    assert norms(text) == ["i", "am", "sorry"]


@pytest.mark.parametrize("text", ["we can't", "we can’t", "we cant"])
def test_a_negation_stands_apart(text):
    assert norms(text) == ["we", "can", "not"]


def test_short_forms_read_as_words():
    assert norms("pls call u cos thats late") == [
        *["please", "call", "you", "because", "that", "'s", "late"],
    ]


def test_a_pipeline_is_made_once():
    assert LANGUAGES.pipeline("ja") is LANGUAGES.pipeline("ja")


def test_a_language_without_patterns_is_refused():
    with pytest.raises(UnknownName, match=r"no language is called 'fr'; there are: en, ja"):
        LANGUAGES.pipeline("fr")


def test_a_line_break_ends_a_sentence():
    assert sentences("Hi Dana\nyour parcel left today", "en") == [
        "Hi Dana",
        "your parcel left today",
    ]


def test_japanese_sentences_end_with_a_full_stop():
    assert sentences("確認します。少々お待ちください。", "ja") == [
        "確認します。",
        "少々お待ちください。",
    ]


def test_a_japanese_compound_verb_is_one_word():
    doc = LANGUAGES.pipeline("ja")("引き落とされました")
    assert doc[0].lemma_ == "引き落とす"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "!" * 20_000, "😀" * 20_000, "(" * 20_000, "申し訳ございません。" * 2_500,
     "日" * 20_000, "x = {y: [1]};\n" * 1_500, "a\ud800b", "\x00"],
    ids=["empty", "space", "lines", "marks", "emoji", "brackets", "ja", "kanji", "code",
         "half a surrogate", "nul"],
)  # fmt: skip
def test_any_text_goes_through_with_every_character_in_place(language, text):
    doc = LANGUAGES.pipeline(language)(text)
    kept = doc.text
    assert len(kept) == len(text)
    assert all(kept[t.idx : t.idx + len(t)] == t.text for t in doc)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "ja"]))
def test_offsets_are_those_of_the_text(text, language):
    doc = LANGUAGES.pipeline(language)(text)
    kept = "".join(t.text_with_ws for t in doc)
    assert len(kept) == len(text)
    assert kept == text.encode("utf-8", "replace").decode("utf-8") or "\ufffd" in kept
