import pytest
from faster_whisper.tokenizer import _LANGUAGE_CODES

from coach.errors import BadSettings
from coach.transcription.languages import HEARD, demand_heard


def test_they_are_those_that_the_recogniser_has_tokens_for():
    assert set(_LANGUAGE_CODES) == HEARD


@pytest.mark.parametrize("language", ["en", "ja", "pt-BR", "zh_TW", "EN"])
def test_a_code_with_or_without_a_region_is_taken(language):
    demand_heard(language)


@pytest.mark.parametrize("language", ["klingon", "english", "", "xx"])
def test_what_is_no_code_is_refused_with_what_would_be_right(language):
    with pytest.raises(BadSettings, match="give its code, as en, ja or pt-BR"):
        demand_heard(language)
