"""Which language a conversation is in: what its source says, else what its script says."""

from __future__ import annotations

import re

from coach.conversation.conversation import Conversation
from coach.language.pipeline import LANGUAGES

UNKNOWN = "und"

_KANA = re.compile(r"[ぁ-ゖァ-ヺｦ-ﾟ]")
_HAN = re.compile(r"[一-鿿㐀-䶿々]")
_LATIN_WORD = re.compile(r"[a-zA-ZÀ-ɏ']{1,30}")
_OTHER_LETTER = re.compile(r"[^\W\d_a-zA-ZÀ-ɏぁ-ヺｦ-ﾟ一-鿿㐀-䶿々ー]")
# The most frequent words of English that other European languages do not share.
_ENGLISH = re.compile(
    r"(the|to|i|you|it|and|of|that|is|for|my|this|have|not|can|your|we|with|are|they|what|but|be|"
    r"will|was|on|just|if|do|get|been|would|there|at|hi|hello|thanks|thank|please|yes|okay|"
    r"i'm|it's|don't|can't|i've)"
)
_LEAST_KANA = 0.1
_LEAST_ENGLISH = 0.15
_FEW_WORDS = 15
_ENOUGH = 20_000


def detect(conversation: Conversation) -> str:
    """Return the language code of a conversation; "und" where it cannot be told.

    What the source says wins, less its region ("en-GB" is "en"). Otherwise Japanese is told by
    its kana, and English by the share of its most frequent words, which is 0.3 to 0.5 in
    English and under 0.1 elsewhere; a few Latin words that say little count as English.
    """
    given = (conversation.about.language or "").replace("_", "-").split("-")[0].strip().lower()
    if given:
        return given
    return _by_script(" ".join(turn.text[:_ENOUGH] for turn in conversation.turns)[:_ENOUGH])


def coverage_note(language: str) -> str | None:
    """Return a sentence for people if there are no patterns for a language, else None.

    >>> coverage_note("fr")
    "cues were not looked for: there are patterns for en and ja, this is 'fr'"
    """
    if language in LANGUAGES:
        return None
    what = "the language of this is not known" if language == UNKNOWN else f"this is {language!r}"
    return f"cues were not looked for: there are patterns for {' and '.join(LANGUAGES)}, {what}"


def _by_script(text: str) -> str:
    kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
    words = [word.lower() for word in _LATIN_WORD.findall(text.replace("’", "'"))]
    others = len(_OTHER_LETTER.findall(text))
    if kana >= _LEAST_KANA * (kana + han + others + len(words)) and kana:
        return "ja"
    if not words or han + others > len(words):
        return UNKNOWN
    known = sum(_ENGLISH.fullmatch(word) is not None for word in words)
    return "en" if len(words) < _FEW_WORDS or known >= _LEAST_ENGLISH * len(words) else UNKNOWN
