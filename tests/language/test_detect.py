import pytest

from coach.language.detect import UNKNOWN, coverage_note, detect
from tests.builders import a_chat


def spoken_in(*lines, language=None):
    return detect(a_chat(*lines, language=language))


@pytest.mark.parametrize(
    ("given", "code"), [("en-GB", "en"), ("EN_us", "en"), ("ja-JP", "ja"), ("fr", "fr")]
)
def test_what_the_source_says_wins(given, code):
    assert spoken_in("C: これは日本語です", language=given) == code


def test_kana_are_japanese():
    assert spoken_in("C: パスワードを忘れました", "A: はい、確認します") == "ja"


def test_japanese_with_english_names_is_japanese():
    assert spoken_in("C: iPhone の Wi-Fi がつながらないです") == "ja"


def test_chinese_is_not_taken_for_japanese():
    assert spoken_in("C: 我的订单还没有到", "A: 请稍等") == UNKNOWN


def test_english_is_known_by_its_common_words():
    line = "C: I want to know why my bill is twice what it was and who can help me with that"
    assert spoken_in(line) == "en"


def test_another_language_in_latin_script_is_not_taken_for_english():
    line = "C: Bonjour, ma commande est arrivée cassée et je voudrais savoir comment la renvoyer"
    assert spoken_in(line + " rapidement sans payer les frais") == UNKNOWN


def test_a_few_latin_words_count_as_english():
    assert spoken_in("C: Parcel arrived broken") == "en"


@pytest.mark.parametrize("text", ["", "12345", "😀😀", "Привет, где мой заказ"])
def test_what_cannot_be_told_is_unknown(text):
    assert spoken_in(f"C: {text}") == UNKNOWN


def test_no_note_where_there_are_patterns():
    assert [coverage_note(code) for code in ("en", "ja")] == [None, None]


def test_the_note_names_what_there_is():
    assert coverage_note(UNKNOWN) == (
        "cues were not looked for: there are patterns for en and ja, "
        "the language of this is not known"
    )
