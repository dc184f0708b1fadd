"""What English promises are to do: the act that a head, its verb and its things name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.conversation.promises import Act
from coach.insights.promises.lexicon import phrases
from coach.insights.promises.verbs import act_patterns, english

OPEN_VERB = frozenset({"performs", "head", "third"})
OF_THINGS = frozenset({"passive", "present", "future"})
SENDS = frozenset({Act.SEND, Act.ARRANGE, Act.OTHER, Act.INVESTIGATE, Act.CHANGE, Act.INFORM})


@dataclass(frozen=True, slots=True)
class Governed:
    """The words that one head governs: from its `start` over its `verb` to the `end`.

    Attributes:
        start: first character of the head.
        verb: first character of what follows it.
        end: one past the last word.
        rule: which phrases found the head.
    """

    start: int
    verb: int
    end: int
    rule: str


def act_of(text: str, governed: Governed) -> Act | None:
    """Return the act that a head and its verb promise; None where they name none."""
    start, verb, end, rule = governed.start, governed.verb, governed.end, governed.rule
    said = text[start:end]
    if rule == "avoids":
        return Act.OTHER
    if rule in OPEN_VERB or rule == "let_me":
        act = act_at(text, _after_seeing_to_it(text, verb, end), end)
        return _object_act(text[verb:end]) or act if act in SENDS or act is None else act
    if named := _object_act(said):
        return named
    if rule in OF_THINGS and _GOES.search(said):
        return Act.SEND
    if rule in OF_THINGS and _COMES_TO.search(said):
        return Act.VISIT
    for place in range(verb if rule == "asked" else start, end):
        if not text[place - 1 : place].isalnum() and (act := act_at(text, place, end)):
            return act
    return Act.SEND if rule in ("you_will", "passive", "expect") else None


_COMES_TO = re.compile(r"\bcoming (?:up|out|over|aboard|round|down|on board) to (?!you)")


def _after_seeing_to_it(text: str, verb: int, end: int) -> int:
    """Return the place of the verb that "make sure somebody …" leads to, if it leads to one."""
    lead = _SEES_TO_IT.match(text, verb, end)
    if lead is None:
        return verb
    places = (word.start() for word in _WORD.finditer(text, lead.end(), end))
    return next((place for place in places if act_at(text, place, end)), verb)


_SEES_TO_IT = re.compile(r"(?:make sure|see to it|ensure|arrange for|ask|get|have) ")
_WORD = re.compile(r"[a-z']+")
_GOES = re.compile(r"\b(?:go|goes|going|come|comes|coming) (?:out|over|off|back|to you)\b")


def act_at(text: str, place: int, end: int) -> Act | None:
    """Return what the verb at a place does; "be" before it is passed over."""
    if text.startswith("be ", place):
        return act_at(text, place + 3, end) or (
            Act.INFORM if text.startswith("be in touch", place) else None
        )
    for act, pattern in act_patterns():
        if pattern.match(text, place, end):
            return act
    return None


def likely(said: str) -> Act:
    """Return the act that the words of a promise are about, where its verb does not say."""
    return next((act for act in _BY_RANK if english("later", act.value).search(said)), Act.OTHER)


_BY_RANK = (Act.REFUND, Act.REPLACE, Act.CALL, Act.WRITE, Act.VISIT, Act.INFORM, Act.SEND,
            Act.CHANGE)  # fmt: skip


def _object_act(said: str) -> Act | None:
    """Return the act that the first of the things named stands for."""
    places = {
        Act(act): match.start()
        for act, source in phrases("en")["objects"].items()
        if (match := re.search(source, said))
    }
    return min(places, key=lambda act: places[act]) if places else None
