"""Where English promises may begin ("I'll", "our engineer will"), and the words that hang on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.insights.promises.verbs import english

_HEADS = (
    "performs", "avoids", "head", "let_me", "asked", "booked", "you_will", "expect", "third",
    "passive", "doing", "does", "present", "future",
)  # fmt: skip
_PLAIN = frozenset({"present", "does", "doing", "passive", "future"})
_HANGS = re.compile(
    r"\b(?:once|when|if|after|until|before|sure|while|unless|whether|as soon as|by the time|that"
    r"|because|where|which|can|could|may|might|must|shall|should|would|do|did|how|what|why|who|than"
    r"|as|like)\s+$"
)
_OPENS = re.compile(r"^[^\w£$€]+")
_REACH = 320  # characters; what stands farther from a head than this is not about it


@dataclass(frozen=True, slots=True)
class Head:
    """Where a promise may begin: who binds themselves, up to the verb."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words that belong to one head: `[lead, start)` before it, up to `end` behind it."""

    head: Head
    lead: int
    verb: int
    end: int


def heads_in(text: str) -> list[Head]:
    """Return where promises may begin in a sentence, in their order."""
    found: list[Head] = []
    for rule in _HEADS:
        for match in english("promise", rule).finditer(text):
            start = match.start() + len(match[0]) - len(_OPENS.sub("", match[0]))
            if rule in _PLAIN and _HANGS.search(text, max(0, start - 24), start):
                continue
            if all(match.end() <= h.start or match.start() >= h.end for h in found):
                found.append(Head(start, match.end(), rule))
    return sorted(found, key=lambda head: head.start)


def stretch_of(text: str, head: Head, before: int, after: int) -> Stretch:
    """Return the words that belong to a head between the ends of its neighbours."""
    lead = max(before and _last_join(text, before, head.start), head.start - _REACH)
    end = after if after == len(text) else _last_join(text, head.end, after)
    verb = head.end
    cut = english("cut", "end").search(text, verb, min(end, verb + _REACH))
    return Stretch(head, lead, verb, cut.start() if cut else min(end, verb + _REACH))


def _last_join(text: str, start: int, end: int) -> int:
    """Return where the last word or comma that joins two parts begins; `end` without one."""
    last = end
    for join in english("cut", "join").finditer(text, start, end):
        last = join.start()
    return last
