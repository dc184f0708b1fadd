"""The phrases by which promises are found, read from TOML: one file for each language and matter.

A file holds fragments, which its patterns use as {name}, and patterns as regular expressions over
plain text (see `text.plain`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from coach.insights.promises.meanings import MEANINGS
from coach.insights.promises.numbers import ENGLISH_NUMBER, ENGLISH_ORDINAL, KANJI_NUMBER
from coach.insights.promises.times import Rule

_FOLDER = Path(__file__).parent / "phrases"
_NUMBERS = {"en": ENGLISH_NUMBER, "ja": KANJI_NUMBER}
_NAME = re.compile(r"\{([a-z_]+)\}")


@cache
def time_rules(language: str) -> tuple[Rule, ...]:
    """Return the rules by which a language says when."""
    raw = _read(f"times_{language}")
    known = _numbers(language) | raw["fragments"]
    rules: list[Rule] = []
    for rule in raw["rule"]:
        sort, reading = MEANINGS[rule["means"]]
        read = partial(_reading, reading, rule.get("n", 0))
        rules += [(compiled(pattern, known), sort, read) for pattern in rule["any"]]
    return tuple(rules)


@cache
def phrases(language: str) -> Mapping[str, Any]:
    """Return the raw tables of a language's phrases."""
    return _read(language)


@cache
def pattern(language: str, table: str, name: str) -> re.Pattern[str]:
    """Return one expression for all phrases of a list; it finds nothing if the list is empty."""
    raw = phrases(language)
    sources = raw[table][name]
    known = _numbers(language) | raw["fragments"]
    return compiled("|".join(f"(?:{source})" for source in sources) or r"(?!)", known)


def compiled(source: str, fragments: Mapping[str, str]) -> re.Pattern[str]:
    """Return a pattern with its fragments filled in, fragments within fragments too."""
    for _ in range(6):
        source = _NAME.sub(lambda name: fragments.get(name[1], name[0]), source)
    return re.compile(source)


def _reading(reading: Any, n: int, match: re.Match[str], now: Any) -> Any:
    return reading(match, now, n)


def _numbers(language: str) -> dict[str, str]:
    return {"number": _NUMBERS[language], "ordinal": ENGLISH_ORDINAL}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
