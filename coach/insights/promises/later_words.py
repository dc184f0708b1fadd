"""The words by which customers speak of a promise afterwards: `phrases/later_*.toml`.

Phrases stand between word borders where a language has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from coach.conversation.promises import Act
from coach.insights.promises.lexicon import compiled, phrases


@dataclass(frozen=True, slots=True)
class Pole:
    """Two sides of one matter: what it is about, and how its bad and its good side are told."""

    about: re.Pattern[str]
    bad: re.Pattern[str]
    good: re.Pattern[str]


def has(language: str, table: str, name: str, text: str) -> bool:
    """Whether a text has one of the phrases of a list."""
    return bool(phrase(language, table, name).search(text))


@cache
def phrase(language: str, table: str, name: str) -> re.Pattern[str]:
    """Return one expression for a list of phrases, or for a single one."""
    raw = _words(language)[table]
    return _any_of(language, _listed(raw[name]), raw)


@cache
def poles(language: str) -> tuple[Pole, ...]:
    """Return all matters that have two sides."""
    return tuple(
        Pole(*(_any_of(language, [raw[side]]) for side in ("about", "bad", "good")))
        for raw in _words(language)["poles"]
    )


@cache
def results(language: str, act: Act, side: str) -> re.Pattern[str]:
    """Return what tells that an act came about ("done") or did not ("undone")."""
    raw = _words(language)
    names = raw["told_by"][act.value]
    return _any_of(language, [each for name in names for each in raw["results"][name][side]])


@cache
def ways(language: str) -> tuple[str, ...]:
    """Return the ways by which things are sent and told."""
    return tuple(name for name in _words(language)["ways"] if name != "wants")


def asks(language: str, clause: str) -> bool:
    """Whether a clause asks, with or without a mark: "which day are the windows being done".

    >>> asks("en", "so can i bring a guest"), asks("en", "the guest came")
    (True, False)
    """
    return bool(_question(language).search(clause))


@cache
def _question(language: str) -> re.Pattern[str]:
    raw = _words(language)["aside"]
    if language == "ja":
        return compiled(raw["asks"], {})
    return compiled(rf"^\W*(?:{raw['lead']}\W+)*(?:{raw['asks']})", {})


def _words(language: str) -> Mapping[str, Any]:
    return phrases(f"later_{language}")


def _listed(raw: str | list[str]) -> list[str]:
    return [raw] if isinstance(raw, str) else raw


def _any_of(
    language: str, sources: Iterable[str], known: Mapping[str, Any] | None = None
) -> re.Pattern[str]:
    any_of = "|".join(f"(?:{source})" for source in sources) or "(?!)"
    fragments = {name: value for name, value in (known or {}).items() if isinstance(value, str)}
    bordered = any_of if language == "ja" else rf"(?<![\w'])(?:{any_of})(?!\w)"
    return compiled(bordered, fragments)
