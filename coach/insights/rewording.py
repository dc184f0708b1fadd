"""Whether what a language model made of a suggestion may stand in its place.

A suggestion invents nothing, so neither may its rewording. It is kept only if

* all that was filled in stands in it as it did, and as often: the customer's words, sums, dates;
* as much is left blank ("…") for the agent;
* what binds the agent ("you will hear from me by …") stands in the template's own clauses;
* its other words are those of the template, or words that say nothing of their own
  (`rewording.toml`): no number, name, date or remedy comes in, and no other language;
* it denies as much and asks if the template asks; and it is about as long.

This is strict on purpose: what is refused costs nothing, the template stays. Whoever made the text
is not asked here, nor trusted.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from coach.insights.behaviour import Behaviour
from coach.insights.suggest import Suggestion

LEAST_LENGTH, MOST_LENGTH = 0.6, 1.5  # of the template's characters; a choice, not a finding
_SAME_LANGUAGE = 0.5  # of the words must be known, else it is held for another language
_FILE = Path(__file__).with_name("rewording.toml")

_TAKEN_UP, _FACT = "\ue000", "\ue001"  # stand for what was filled in
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_BLANK = "…"


class Refusal(StrEnum):
    """Why a rewording may not stand."""

    SAME = "same"
    LENGTH = "length"
    FACT = "fact"
    LANGUAGE = "language"
    BLANK = "blank"
    PROMISE = "promise"
    NEW = "new"
    TURNED = "turned"


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How the texts of a language are looked at.

    Attributes:
        word: what counts as a word of its own.
        foreign: letters that show another language.
        needed: letters without which it is not this language.
        allowed: all that may stand in a text besides what was filled in.
        border: between clauses.
        lead: what may open a clause and say nothing.
        binds: in a clause that binds the agent.
        unbound: taken out of a clause before that is looked for.
        deadline: a fact made into a time or a place of something.
        denies: a denial.
        polite: what looks like a denial and is none.
        asks: a question.
    """

    word: re.Pattern[str]
    foreign: re.Pattern[str]
    needed: re.Pattern[str]
    allowed: re.Pattern[str]
    border: re.Pattern[str]
    lead: re.Pattern[str]
    binds: re.Pattern[str]
    unbound: re.Pattern[str]
    deadline: re.Pattern[str]
    denies: re.Pattern[str]
    polite: re.Pattern[str]
    asks: re.Pattern[str]


_NEVER = re.compile(r"(?!)")
_ENGLISH = _Grammar(
    word=re.compile(r"[a-z]+(?:'[a-z]+)?"),
    foreign=re.compile(r"[^\W\d_a-z]"),
    needed=re.compile(r"[a-z]"),
    allowed=re.compile(rf"[a-z .,;:!?'(){_BLANK}—–\-{_TAKEN_UP}{_FACT}]*"),
    border=re.compile(rf"[,.;:!?(){_BLANK}—–]"),
    lead=re.compile(r"^(?:(?:and|so|then|or|but|also)\s+)+"),
    binds=re.compile(
        r"\b(?:will|shall|won't|can|can't|cannot|could|would|may|might|must|should|let|let's|going"
        r"|do|does|did|don't|doesn't|didn't)\b|'(?:ll|d)\b"
    ),
    unbound=_NEVER,
    deadline=re.compile(
        r"\b(?:by|on|until|till|before|after|within|in|at|for|from|with)"
        rf"\s+(?:(?:the|your|this|that)\s+)?{_FACT}"
    ),
    denies=re.compile(r"\b(?:not|no|never|nothing|nobody|none|nor|neither|cannot|without)\b|n't\b"),
    polite=_NEVER,
    asks=re.compile(r"\?"),
)
_JAPANESE = _Grammar(
    word=re.compile(r"[一-鿿々]+|[ァ-ヺー]+"),
    foreign=re.compile(r"[^\W\d_ぁ-ゖァ-ヺー一-鿿々]"),
    needed=re.compile(r"[ぁ-ゖ]"),
    allowed=re.compile(rf"[ぁ-ゖァ-ヺー一-鿿々、。！？（）・ 　{_BLANK}{_TAKEN_UP}{_FACT}]*"),
    border=re.compile(r"[、。！？（）]"),
    lead=re.compile(r"^(?:また|そして|では|それでは|なお)"),
    binds=re.compile(
        r"(?:ます|ましょう|する|できる|あげる)(?:ので|から|が|し|ね|よ|と)*$|ますので|ますから"
    ),
    unbound=re.compile(
        r"ございます|おります|存じます|思います|感じます|なります|あります|います"
        r"|(?:お詫び|お礼|感謝|感謝を)申し上げます"
    ),
    deadline=re.compile(rf"{_FACT}(?:まで|に(?!つ)|で(?!す|ご))"),
    denies=re.compile(r"ません|ない|なく|なかった|ず[、に。]"),
    polite=re.compile(r"申し訳(?:ございません|ありません|ない|なく)"),
    asks=re.compile(r"か。|？|か$"),
)
_GRAMMARS = {"en": _ENGLISH, "ja": _JAPANESE}


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with what was filled in taken out, in small letters, and how often each was there."""

    rest: str
    counts: tuple[int, ...]


def refusal(suggestion: Suggestion, text: str) -> Refusal | None:
    """Return why a text may not stand in place of a suggestion; None where it may.

    Args:
        suggestion: as the template has it.
        text: what a model made of it.
    """
    text = tidy(suggestion, text)
    if text == suggestion.text:
        return Refusal.SAME
    if not LEAST_LENGTH <= len(text) / len(suggestion.text) <= MOST_LENGTH:
        return Refusal.LENGTH
    before, after = _taken_out(suggestion, suggestion.text), _taken_out(suggestion, text)
    if _PRIVATE.search(text) or after.counts != before.counts or 0 in after.counts:
        return Refusal.FACT
    return _refusal(before.rest, after.rest, suggestion.language)


def rephrased(suggestion: Suggestion, text: str, by: str) -> Suggestion:
    """Return a suggestion in other words, or as it is where those may not stand.

    Args:
        suggestion: as the template has it.
        text: what a model made of it.
        by: the name of the model.
    """
    if refusal(suggestion, text) is not None:
        return suggestion
    return replace(suggestion, text=tidy(suggestion, text), by=by, template=suggestion.text)


def tidy(suggestion: Suggestion, text: str) -> str:
    """Return what a model said with the marks of the template: its quotes, its blanks."""
    text = text.strip().replace("...", _BLANK)
    taken_up = suggestion.slots[0]
    bare = taken_up[1:-1]
    return text.replace(f'"{bare}"', taken_up) if taken_up[0] in "“「" else text


def with_suggestions(
    behaviours: Iterable[Behaviour], change: Callable[[Suggestion], Suggestion]
) -> tuple[Behaviour, ...]:
    """Return behaviours with each of their suggestions changed."""
    return tuple(
        replace(
            behaviour,
            missed=tuple(
                replace(missed, suggestion=change(missed.suggestion))
                if missed.suggestion
                else missed
                for missed in behaviour.missed
            ),
        )
        for behaviour in behaviours
    )


def _refusal(before: str, after: str, language: str) -> Refusal | None:
    grammar = _GRAMMARS[language]
    words = grammar.word.findall(after)
    known = _words(language) | set(grammar.word.findall(before))
    share = sum(word in known for word in words) / len(words) if words else 1.0
    if grammar.foreign.search(after) or not grammar.needed.search(after) or share < _SAME_LANGUAGE:
        return Refusal.LANGUAGE
    if after.count(_BLANK) != before.count(_BLANK):
        return Refusal.BLANK
    if _binds_more(grammar, before, after):
        return Refusal.PROMISE
    if _is_turned(grammar, before, after):
        return Refusal.TURNED
    return None if share == 1 and grammar.allowed.fullmatch(after) else Refusal.NEW


def _binds_more(grammar: _Grammar, before: str, after: str) -> bool:
    """Whether a text binds the agent by what the template did not say, or turns a fact into it."""
    if len(grammar.deadline.findall(after)) > len(grammar.deadline.findall(before)):
        return True
    return bool(Counter(_binding(grammar, after)) - Counter(_binding(grammar, before)))


def _binding(grammar: _Grammar, text: str) -> list[str]:
    clauses = (grammar.lead.sub("", piece.strip()) for piece in grammar.border.split(text))
    return [one for one in clauses if grammar.binds.search(grammar.unbound.sub("", one))]


def _is_turned(grammar: _Grammar, before: str, after: str) -> bool:
    """Whether a text denies more or less than the template, or asks where that tells."""
    plain = [grammar.polite.sub("", text) for text in (before, after)]
    denied = [len(grammar.denies.findall(text)) for text in plain]
    asked = [bool(grammar.asks.search(text)) for text in plain]
    return denied[0] != denied[1] or asked[0] != asked[1]


def _taken_out(suggestion: Suggestion, text: str) -> _Text:
    places = sorted(range(len(suggestion.slots)), key=lambda n: -len(suggestion.slots[n]))
    counts = [0] * len(places)
    for place in places:
        mark = _FACT if place else _TAKEN_UP
        text, counts[place] = re.subn(_whole(suggestion.slots[place]), mark, text)
    return _Text(text.replace("’", "'").lower(), tuple(counts))


_KINDS = (r"A-Za-z", r"0-9０-９一二三四五六七八九十百千万", r"ァ-ヺー", r"一-鿿々")


def _whole(slot: str) -> str:
    """Return the pattern of a slot that is no part of a longer word, number or date."""
    first = "".join(kind for kind in _KINDS if re.match(f"[{kind}]", slot[0]))
    last = "".join(kind for kind in _KINDS if re.match(f"[{kind}]", slot[-1]))
    before = rf"(?<![{first}])(?<!\d[.,])" if first else ""
    after = rf"(?![{last}])(?![.,]\d)" if last else ""
    return f"{before}{re.escape(slot)}{after}"


@cache
def _words(language: str) -> frozenset[str]:
    words: Sequence[str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))[language].split()
    return frozenset(words)
