"""What words tell of the timing of a call: a hold is announced, a listener goes along.

The phrases are data (phrases.toml).
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["announces", "returns", "listens"]
_BETWEEN = re.compile(r"[\s,.!?…、。！？―—–]+")
_FINISHED = (".", "!", "?", "。", "！", "？")
_CUT_OFF = ("—", "–", "-", "―", "…", "、", ",")


class Phrase(BaseModel):
    """A pattern of one kind; `example` matches and `counter` does not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: Kind
    pattern: re.Pattern[str]
    example: str
    counter: str

    def fits(self, text: str) -> bool:
        """Whether the phrase is said; what a listener says must be all that is said."""
        plain = text.casefold().replace("’", "'")
        if self.kind != "listens":
            return bool(self.pattern.search(plain))
        parts = [part for part in _BETWEEN.split(plain) if part]
        together = re.compile(rf"(?:{self.pattern.pattern}[ ]?)+")
        return bool(parts) and bool(together.fullmatch(" ".join(parts)))


@lru_cache(maxsize=1)
def phrases() -> tuple[Phrase, ...]:
    """Return the phrases that ship."""
    raw = tomllib.loads(files("coach.dynamics").joinpath("phrases.toml").read_text("utf-8"))
    return tuple(Phrase.model_validate(entry) for entry in raw["phrase"])


def announces_hold(text: str) -> bool:
    """Whether a text asks the customer to wait.

    >>> announces_hold("Can I put you on hold?"), announces_hold("少々お待ちください。")
    (True, True)
    """
    return _says("announces", text)


def returns_from_hold(text: str) -> bool:
    """Whether a text takes a waiting customer back.

    >>> returns_from_hold("お待たせいたしました。"), returns_from_hold("Thanks for calling.")
    (True, False)
    """
    return _says("returns", text)


def is_backchannel(text: str) -> bool:
    """Whether a text is nothing but what a listener says.

    >>> is_backchannel("Mm-hm."), is_backchannel("はい、ええ。"), is_backchannel("Yes, in May.")
    (True, True, False)
    """
    return _says("listens", text)


def is_finished(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return text.rstrip().endswith(_FINISHED)


def is_cut_off(text: str) -> bool:
    """Whether a text is written as one that breaks off."""
    return text.rstrip().endswith(_CUT_OFF)


def _says(kind: Kind, text: str) -> bool:
    return any(phrase.kind == kind and phrase.fits(text) for phrase in phrases())
