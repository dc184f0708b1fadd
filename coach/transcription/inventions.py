"""Sentences that Whisper is known to make up; they are data (inventions.toml)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["never", "weak"]


class Invention(BaseModel):
    """A sentence that is heard where nobody speaks; `example` matches and `counter` does not.

    Attributes:
        kind: "never" for what nobody says to a support line, "weak" for what people do say too.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: Kind
    pattern: re.Pattern[str]
    example: str
    counter: str


def kind_of(sentence: str) -> Kind | None:
    """Return what kind of invention a whole sentence may be, None if of none.

    >>> kind_of("Thanks for watching!"), kind_of("Thank you."), kind_of("My bill is wrong.")
    ('never', 'weak', None)
    """
    plain = _plain(sentence)
    kinds = {entry.kind for entry in inventions() if entry.pattern.fullmatch(plain)}
    return "never" if "never" in kinds else "weak" if kinds else None


@lru_cache(maxsize=1)
def inventions() -> tuple[Invention, ...]:
    """Return the sentences that ship."""
    text = files("coach.transcription").joinpath("inventions.toml").read_text("utf-8")
    return tuple(Invention.model_validate(entry) for entry in tomllib.loads(text)["phrase"])


def _plain(sentence: str) -> str:
    """Return a sentence in lower case without punctuation; Japanese without spaces at all."""
    normal = unicodedata.normalize("NFKC", sentence).casefold()
    words = re.sub(r"[^\w:]+|_", " ", normal).split()
    return " ".join(words) if all(word.isascii() for word in words) else "".join(words)
