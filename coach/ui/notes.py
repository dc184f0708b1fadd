"""What is noted about a conversation, and what failed, in the language of the page.

Notes are stored in English, since exports and logs share them, and so are the sentences of
errors. Japanese pages look each up in `notes.toml` and `errors.toml`; one that is not there is
shown as it is.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from coach.ui.catalogue import Catalogue

_WORDS = {
    "agent": "担当者",
    "team": "チーム",
    "queue": "窓口",
    "started_at": "日時",
    " and ": "と",
    ", ": "、",
}
_FILES = ("notes.toml", "errors.toml")
_ABOUT_A_FILE = re.compile(r"(?P<file>[^:]+\.\w+)(?:, (?P<place>[^:]+))?: (?P<note>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence that is noted.

    Attributes:
        stored: finds it, with a group for each part that differs.
        shown: the same in Japanese, with a number in braces for each part.
    """

    stored: re.Pattern[str]
    shown: str


def said(note: str, say: Catalogue) -> str:
    """Return a note, or the sentence of an error, in the language of the page.

    >>> from coach.ui.text import JAPANESE
    >>> said("a.eml: it has no date", JAPANESE)
    'a.eml：日付がありません。'
    """
    return _japanese(note) if say.japanese else note


def _japanese(note: str) -> str:
    for sentence in sentences():
        if found := sentence.stored.fullmatch(note):
            return sentence.shown.format(*(_japanese(_named(part)) for part in found.groups()))
    if found := _ABOUT_A_FILE.fullmatch(note):
        place = f"、{_japanese(found['place'])}" if found["place"] else ""
        return f"{found['file']}{place}：{_japanese(found['note'])}"
    return note


def _named(part: str) -> str:
    """Return a list of fields as people call them; any other text as it is."""
    words = re.split("( and |, )", part)
    return "".join(_WORDS[word] for word in words) if set(words) <= set(_WORDS) else part


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return the sentences that are known, those without parts first."""
    texts = [files("coach.ui").joinpath(name).read_text(encoding="utf-8") for name in _FILES]
    known = [
        Sentence(re.compile(re.escape(each["en"]).replace(r"\{\}", "(.+?)"), re.DOTALL), each["ja"])
        for text in texts
        for each in tomllib.loads(text)["note"]
    ]
    return tuple(sorted(known, key=lambda sentence: sentence.stored.groups))
