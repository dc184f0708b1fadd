"""Rules as data: what a file of patterns may say, checked when it is read.

language = "en"
asks = ["^ ~2 (what|why|how)"]            # what makes a sentence a question without its mark
common = "numbe order"                    # stems whose return in a conversation tells nothing

[words]
agent = ["i", "we"]

[[rule]]
id = "sorry-about"
label = "apologise"
p = 0.95
any = ["sorry (about|for)"]
unless = ["sorry ~3 could you repeat"]
yes = "I'm sorry about the wait."
no = "Sorry, could you repeat that?"
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.conversation.codebook import Label
from coach.conversation.conversation import Channel
from coach.cues.phrases import Phrase, phrase
from coach.errors import BadSettings


@dataclass(frozen=True, slots=True)
class Rule:
    """What shows a label, and under which conditions.

    Attributes:
        id: names the rule in findings.
        label: what it finds.
        p: the probability that a careful annotator agrees with it.
        phrases: any of them shows the label; none: every sentence that meets the conditions.
        unless: what, near by in the same sentence, speaks against it.
        after: one of these must be in what the other side said last.
        channels: where it holds; empty: everywhere.
        nth: first and last of the speaker's own turns in which it holds, counted from one.
        asks: whether the sentence must be a question, must not be one, or may be either (None).
        shouts: the sentence must hold a word in capitals among others that are not.
        echo: how many words that carry matter the sentence shares with what the customer said.
        recalls: how many such words it takes up from what the customer said before their last
            words: words that are not `common`, and that the agent has not used since.
        words: least and greatest number of words of the sentence.
        yields_to: labels that, found in the same sentence, leave no room for this one.
        whole: the evidence is the matched words alone and not their clause.
        yes: an example that shows it, as lines of a conversation; the last line is judged.
        no: an example that looks like it and is not.
    """

    id: str
    label: Label
    p: float
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    after: tuple[Phrase, ...]
    channels: frozenset[Channel]
    nth: tuple[int, int]
    asks: bool | None
    shouts: bool
    echo: int
    recalls: int
    words: tuple[int, int]
    yields_to: frozenset[Label]
    whole: bool
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of one language.

    Attributes:
        language: "en" or "ja".
        asks: phrases that make a sentence a question without its mark.
        common: words said in so many conversations that their return tells nothing, by their
            stems as `Wording.matter` gives them.
        rules: in the order of the file.
    """

    language: str
    asks: tuple[Phrase, ...]
    common: frozenset[str]
    rules: tuple[Rule, ...]


class _Edge(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _RuleIn(_Edge):
    id: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    label: Label
    p: float = Field(gt=0, lt=1)
    any: list[str] = []
    unless: list[str] = []
    after: list[str] = []
    channel: list[Channel] = []
    nth: tuple[int, int] = (1, 10_000)
    asks: bool | None = None
    shouts: bool = False
    echo: int = Field(default=0, ge=0, le=9)
    recalls: int = Field(default=0, ge=0, le=9)
    words: tuple[int, int] = (1, 10_000)
    yields_to: list[Label] = []
    whole: bool = False
    yes: str | list[str]
    no: str | list[str]


class _FileIn(_Edge):
    language: Literal["en", "ja"]
    asks: list[str] = []
    common: str = ""
    words: dict[str, list[str]] = {}
    rule: list[_RuleIn]


def read(path: Path) -> RuleBook:
    """Return the rules of a TOML file.

    Raises:
        BadSettings: the file is not there, is not TOML, or a rule says something impossible;
            the message names the rule.
    """
    try:
        edge = _FileIn.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as exc:
        raise BadSettings(f"{path.name}: cannot be read: {exc.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise BadSettings(f"{path.name}: not valid TOML: {exc}") from None
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadSettings(f"{path.name}, {where}: {first['msg']}") from None
    _check_names(path, edge)
    rules = tuple(_rule(path, edge, rule) for rule in edge.rule)
    asks = _phrases(path, edge, "asks", edge.asks)
    return RuleBook(edge.language, asks, frozenset(edge.common.split()), rules)


def _check_names(path: Path, edge: _FileIn) -> None:
    for name, times in Counter(rule.id for rule in edge.rule).items():
        if times > 1:
            raise BadSettings(f"{path.name}: {times} rules are called {name!r}; ids are unique")


def _rule(path: Path, edge: _FileIn, rule: _RuleIn) -> Rule:
    any_, unless, after = (
        _phrases(path, edge, f"rule {rule.id}", sources)
        for sources in (rule.any, rule.unless, rule.after)
    )
    return Rule(
        id=rule.id,
        label=rule.label,
        p=rule.p,
        phrases=any_,
        unless=unless,
        after=after,
        channels=frozenset(rule.channel),
        nth=rule.nth,
        asks=rule.asks,
        shouts=rule.shouts,
        echo=rule.echo,
        recalls=rule.recalls,
        words=rule.words,
        yields_to=frozenset(rule.yields_to),
        whole=rule.whole,
        yes=_lines(rule.yes, rule.label),
        no=_lines(rule.no, rule.label),
    )


def _phrases(path: Path, edge: _FileIn, where: str, sources: list[str]) -> tuple[Phrase, ...]:
    try:
        return tuple(phrase(source, edge.language, edge.words) for source in sources)
    except ValueError as exc:
        raise BadSettings(f"{path.name}, {where}: {exc}") from None


def _lines(example: str | list[str], label: Label) -> tuple[str, ...]:
    """Return an example as lines "A: …" and "C: …"; a single text is said by the label's role."""
    if isinstance(example, list):
        return tuple(example)
    return (f"{label.role.value[0].upper()}: {example}",)
