"""The forms of English verbs, as far as promises need them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from coach.conversation.promises import Act
from coach.insights.promises.lexicon import compiled, phrases

_SHORT = 3  # letters; "put" and "met" tell too little alone
_REGEX = re.compile(r"[(?\\\[]")


def forms(entry: str) -> tuple[str, str, str]:
    """Return base, -ing form and participle as expressions; odd ones stand in the entry.

    >>> forms("ship"), forms("send:sending:sent")
    (('ship', 'shipp?ing', 'shipp?ed'), ('send', 'sending', 'sent'))
    >>> forms("escalate")
    ('escalate', 'escalating', 'escalated')
    """
    if ":" in entry and not _REGEX.search(entry):
        base, ing, participle = entry.split(":")
        return base, ing, participle
    if _REGEX.search(entry):
        return entry, r"(?!)", r"(?!)"
    verb, space, rest = entry.partition(" ")
    return entry, _ing(verb) + space + rest, _participle(verb) + space + rest


@cache
def verb_fragments() -> dict[str, str]:
    """Return the fragments that stand for verbs: of each act, of any, and their other forms."""
    acts = phrases("en")["acts"]
    by_act = {act: [forms(entry) for entry in entries] for act, entries in acts.items()}
    named = {act: _any(form[0] for form in found) for act, found in by_act.items()}
    every = [form for found in by_act.values() for form in found]
    strong = [form for act, found in by_act.items() if act != "investigate" for form in found]
    fragments: dict[str, str] = phrases("en")["fragments"]
    return (
        fragments
        | named
        | {
            "any_verb": _any(form[0] for form in every),
            "deferred": _any(form[0] for form in strong),
            "ing": _any(form[1] for form in strong),
            "participle": _any(form[2] for form in every),
        }
    )


@cache
def act_patterns() -> tuple[tuple[Act, re.Pattern[str]], ...]:
    """Return an expression for each act that fits any form of its verbs."""
    found = []
    for act, entries in phrases("en")["acts"].items():
        parts = {part for entry in entries for part in (*forms(entry), _third(entry))}
        found.append((Act(act), compiled(rf"(?:{_any(parts)})(?![\w'])", {})))
    return tuple(found)


@cache
def participles(act: str) -> re.Pattern[str]:
    """Return an expression for what is said of an act's verbs once it is done: "was fitted"."""
    done = [forms(entry)[2] for entry in phrases("en")["acts"].get(act, ())]
    return compiled(rf"\b{_any(part for part in done if len(part) > _SHORT)}\b", {})


@cache
def english(table: str, name: str) -> re.Pattern[str]:
    """Return one expression for a list of English phrases; none if the list is empty."""
    sources = phrases("en")[table][name]
    return compiled("|".join(f"(?:{s})" for s in sources) or r"(?!)", verb_fragments())


def _any(sources: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(set(sources), key=len, reverse=True)) + ")"


def _ing(verb: str) -> str:
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    return f"{stem}{_doubled(verb)}ing"


def _third(entry: str) -> str:
    """Return what he or she does: "comes out"."""
    if _REGEX.search(entry):
        return entry
    verb, space, rest = entry.split(":")[0].partition(" ")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies{space}{rest}"
    return f"{verb}{'es' if verb.endswith(('s', 'sh', 'ch', 'x')) else 's'}{space}{rest}"


def _participle(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}{_doubled(verb)}ed"


def _doubled(verb: str) -> str:
    """Allow a doubled last letter where English has one: ship, swap, cancel."""
    last = verb[-1]
    return f"{last}?" if last in "plgtb" and verb[-2] in "aeiou" else ""
