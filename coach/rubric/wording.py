"""The word lists that tell a clause of care from the words around it, read from `wording.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from coach.conversation.codebook import Label

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class English:
    """Which words begin, end and carry on a clause; the file's comments say what each list is."""

    subjects: Words
    others: Words
    linkers: Words
    openers: Words
    orders: Words
    before_order: Words
    degrees: Words
    before_sorry: Words
    auxiliaries: Words
    pronouns: Words
    question_words: Words
    pointers: Words
    after_pointer: Words
    closers: Words
    joiners: Words
    goes_on: Words
    fronted: Words
    refusing: Words
    experienced: Words
    linking: Words
    retold: Words
    heads: dict[Label, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Japanese:
    """Where a clause ends, what says back and leads on, and what shows each label."""

    end: re.Pattern[str]
    says_back: re.Pattern[str]
    heads: dict[Label, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What makes a word weigh more or less; the first group that matched holds the words.

    Attributes:
        lacks: words that stand with what is missing.
        formulas: words that fill a formula.
    """

    lacks: re.Pattern[str]
    formulas: re.Pattern[str]


def raw() -> bytes:
    """Return the file as it is, for the rubric's stamp."""
    return (files("coach.rubric") / "wording.toml").read_bytes()


@cache
def english() -> English:
    """Return the English lists."""
    lists = _read()["en"]
    del lists["standing"]
    heads = {Label(name): _heads(text) for name, text in lists.pop("heads").items()}
    return English(heads=heads, **{name: frozenset(text.split()) for name, text in lists.items()})


@cache
def japanese() -> Japanese:
    """Return the Japanese expressions."""
    lists = _read()["ja"]
    heads = {Label(name): re.compile(_tight(text)) for name, text in lists.pop("heads").items()}
    ends, joiners = _tight(lists["ends"]), _tight(lists["joiners"])
    borders = rf"[。！？!?\n]+|{ends}(?!{joiners})[、，。！？!?\s]*|(?:{_LEADS_OFF})[、，]"
    return Japanese(re.compile(borders), re.compile(_tight(lists["says_back"])), heads)


@cache
def standing_words(language: str) -> Standing:
    """Return what weighs words in "en" or "ja"."""
    lists = _read()[language]["standing"]
    return Standing(
        **{name: re.compile("|".join(text.split("\n"))) for name, text in lists.items()}
    )


@cache
def refusals() -> re.Pattern[str]:
    """Return what says no, in any of the languages."""
    texts = _read()["refusals"]
    return re.compile("|".join(line for text in texts.values() for line in text.split("\n")))


def is_praise(sentence: str) -> bool:
    """Whether a sentence praises, and means it.

    >>> is_praise("You've been great, thanks!"), is_praise("Great job losing my bag.")
    (True, False)
    """
    words, anyway, but = _praise()
    plain = sentence.lower().replace("’", "'")
    rest = anyway.sub(" ", plain)
    return bool(words.search(plain) or rest != plain) and not but.search(rest)


@cache
def _praise() -> tuple[re.Pattern[str], ...]:
    lists = _read()["praise"]
    return tuple(
        re.compile("|".join(lists[name].split("\n"))) for name in ("words", "anyway", "but")
    )


@cache
def backchannel() -> re.Pattern[str]:
    """Return what only keeps the line open in Japanese, where no space tells words apart."""
    return re.compile(_tight(_read()["ja"]["backchannel"]))


def _tight(text: str) -> str:
    return "".join(text.split())


_LEADS_OFF = "ので|んで|から|けど|けれど|けれども"


def _read() -> dict[str, Any]:
    return tomllib.loads(raw().decode("utf-8"))


def _heads(text: str) -> re.Pattern[str]:
    choices = "|".join(
        re.escape(word[:-1]) + r"[\w'’]{0,20}" if word.endswith("*") else re.escape(word)
        for word in text.split()
    )
    return re.compile(rf"(?:{choices})$")
