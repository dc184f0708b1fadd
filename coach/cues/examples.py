"""What rules find, by an example of each: for people, who do not read patterns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_PATTERNS = files("coach.cues") / "patterns"


def example_of(rule: str, language: str) -> str | None:
    """Return words that a rule that ships finds; None for another rule or language.

    Args:
        rule: its id.
        language: of the conversation in which it found something, as "en" or "en-GB".
    """
    return _examples(language.partition("-")[0]).get(rule)


@cache
def _examples(language: str) -> Mapping[str, str]:
    """Return the example of each rule by its id, without compiling any pattern."""
    file = _PATTERNS / f"{language}.toml"
    if not file.is_file():
        return {}
    rules = tomllib.loads(file.read_text(encoding="utf-8"))["rule"]
    return {rule["id"]: _words(rule["yes"]) for rule in rules}


def _words(example: str | list[str]) -> str:
    """Return the words that are judged: of several lines the last, without its speaker."""
    return example if isinstance(example, str) else example[-1].partition(": ")[2]
