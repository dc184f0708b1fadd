"""Japanese promises: the predicate at the end decides, what stands before it says what and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from coach.conversation.promises import Act, Deadline, DeadlineKind
from coach.insights.promises.deadlines import deadline, groups, has_own_day, parts_of
from coach.insights.promises.found import Found
from coach.insights.promises.lexicon import compiled, phrases
from coach.insights.promises.text import Sentence, sentences
from coach.insights.promises.times import Now, Part, Sort
from coach.insights.promises.topics import CONTACT

_TRIM = " 、,。.!?・　「」"
_BY = re.compile(r"\s*(?:まで|以内|中に|中には|中にも)")
_VAGUE_ACTS = frozenset({Act.ARRANGE, Act.CHANGE, Act.OTHER, Act.SEND, Act.ESCALATE})


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    act: Act
    pattern: re.Pattern[str]
    needs_date: bool
    is_soft: bool


@dataclass(frozen=True, slots=True)
class _Head:
    """A predicate: `[start, end)` in the sentence, and where the words before it begin."""

    rule: _Rule
    start: int
    end: int
    lead: int


def find(folded: str, now: Now, *, live: bool) -> list[Found]:
    """Return the promises of an agent's turn (see `english.find`)."""
    return [
        found for sentence in sentences(folded) for found in _in_sentence(sentence, now, live=live)
    ]


def japanese(table: str, name: str) -> re.Pattern[str]:
    """Return an expression of the Japanese phrases."""
    return _compiled(table, name)


@cache
def _compiled(table: str, name: str) -> re.Pattern[str]:
    return compiled(phrases("ja")[table][name], phrases("ja")["fragments"])


@cache
def _rules() -> tuple[_Rule, ...]:
    raw, known = phrases("ja")["head"], phrases("ja")["fragments"]
    return tuple(
        _Rule(
            rule["id"], Act(rule["act"]), compiled("|".join(rule["any"]), known),
            rule.get("needs", False), rule.get("soft", False),
        )
        for rule in raw
    )  # fmt: skip


@cache
def _joined() -> _Rule:
    raw, known = phrases("ja")["joined"], phrases("ja")["fragments"]
    pattern = compiled("|".join(raw["any"]), known)
    return _Rule("joined", Act.OTHER, pattern, needs_date=False, is_soft=False)


def _in_sentence(sentence: Sentence, now: Now, *, live: bool) -> Iterator[Found]:
    text = sentence.text
    carried: Deadline | None = None
    for whole in _heads(text):
        shared = _shared(text, whole, now)
        head = replace(whole, lead=shared[-1][1]) if shared else whole
        one = _promise(text, head, now, sentence.start, live=live)
        if one is None:
            continue
        for start, end in shared:
            yield _sharing(text, (start, end), one, now, sentence.start)
        if one.deadline.kind is DeadlineKind.NONE and carried is not None:
            one = Found(one.start, one.end, one.action, one.act, carried, one.condition, one.rule)
        carried = one.deadline if head.rule.id == "joined" else None
        yield one


def _shared(text: str, head: _Head, now: Now) -> list[tuple[int, int]]:
    """Return the parts before a predicate that have a thing and a day of their own.

    「Aは水曜までに、Bは金曜までに発送します」 promises two things by one predicate.
    """
    parts = [(m.start(), m.end()) for m in _PART.finditer(text, head.lead, head.start)]
    if not parts or not _is_own(text[parts[-1][1] : head.start], now):
        return []
    return [each for each in parts if _is_own(text[slice(*each)], now)]


_PART = re.compile(r"[^、,]+?(?:までに|までには|以内に|中に|日に|曜に|時に|頃に)(?=[、,])")
_THING = re.compile(r"[^、,]{2,30}?(?:は|を|については|に関しては)")


def _is_own(said: str, now: Now) -> bool:
    """Whether words name a thing, and then when it is due."""
    thing = _THING.match(said.lstrip(_TRIM))
    told = [part for part in parts_of(said, now, "ja") if part.sort is not Sort.VAGUE]
    return thing is not None and bool(told) and told[0].start >= thing.end() - 1


def _sharing(text: str, place: tuple[int, int], last: Found, now: Now, offset: int) -> Found:
    """Return the promise of a part that shares the predicate of the last one."""
    start, end = place
    start += len(text[start:end]) - len(text[start:end].lstrip(_TRIM))
    said = text[start:end]
    when = deadline(said, _future(said, parts_of(said, now, "ja"), now), now, "ja")
    return Found(start + offset, end + offset, start + offset, last.act, when, None, last.rule)


def _heads(text: str) -> list[_Head]:
    """Return the predicates of a sentence; each owns the words since the one before."""
    found: list[tuple[int, int, _Rule]] = []
    for rule in (*_rules(), _joined()):
        for match in rule.pattern.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in found):
                found.append((match.start(), match.end(), rule))
    found.sort(key=lambda each: each[0])
    if found and found[-1][2].id == "joined":
        found.pop()
    heads, lead = [], 0
    for start, end, rule in found:
        heads.append(_Head(rule, start, end, lead))
        lead = end
    return heads


def _promise(text: str, head: _Head, now: Now, offset: int, *, live: bool) -> Found | None:
    lead = _lead(text, head)
    condition = _condition(text, lead, head.start)
    said = _without(text[lead : head.end], condition, lead)
    parts = _future(said, parts_of(said, now, "ja"), now)
    when = _when(said, parts, condition, now)
    act = _act(text[lead : head.end], head.rule.act, head.rule.id)
    if _is_void(text, head, lead) or not _binds(text, head, lead, act, when, live=live):
        return None
    start = lead + len(text[lead : head.end]) - len(text[lead : head.end].lstrip(_TRIM))
    end = start + len(text[start : head.end].rstrip(_TRIM))
    moved = condition and (condition[0] + offset, condition[1] + offset)
    return Found(
        start + offset, end + offset, max(start, _action_start(text, start, head)) + offset,
        act, when, moved, f"ja-{head.rule.id}",
    )  # fmt: skip


def _action_start(text: str, start: int, head: _Head) -> int:
    last = text.rfind("、", start, head.start)
    return last + 1 if last >= 0 else start


def _lead(text: str, head: _Head) -> int:
    """Return where the words of a promise begin: behind what only leads up to it."""
    start = head.lead
    for match in japanese("cut", "lead").finditer(text, head.lead, head.start):
        start = match.end()
    return start


def _is_void(text: str, head: _Head, lead: int) -> bool:
    """Whether what surrounds a predicate takes its force away."""
    before, after = text[head.lead : head.start], text[head.end : head.end + 16]
    whole = text[lead : head.end]
    if japanese("not", "said").match(after) or re.match(r"\s*(?:か|\?)", after):
        return True
    if japanese("not", "offer").search(before) or japanese("not", "good_intent").search(whole):
        return True
    if japanese("not", "never").search(whole) or japanese("not", "asks_for").search(
        whole.rsplit("、", 1)[-1]
    ):
        return True
    return bool(japanese("not", "policy").search(text[: head.end]))


def _binds(text: str, head: _Head, lead: int, act: Act, when: Deadline, *, live: bool) -> bool:
    dated = when.at is not None
    hangs = when.kind is DeadlineKind.CONDITIONAL
    if japanese("not", "at_once").search(text[lead : head.start]) and not dated:
        return False
    if when.kind is DeadlineKind.NONE and japanese("not", "herewith").search(
        text[head.lead : head.end]
    ):
        return False
    if head.rule.needs_date:
        tail = text[head.start : head.end + 12]
        soon = head.rule.id == "is-done" and when.kind is DeadlineKind.VAGUE
        return (dated or soon or (hangs and head.rule.id != "other")) and not japanese(
            "not", "unsure"
        ).search(tail)
    if head.rule.id == "joined":
        return dated
    if head.rule.is_soft:
        ahead = act in (Act.REPLACE, Act.VISIT, Act.REFUND)
        return dated or hangs or ahead or not live
    if live and act not in CONTACT and when.kind is DeadlineKind.NONE and _is_bare(text, head):
        return False
    return not (live and act is Act.INFORM and _only_tells(text, head, when))


def _is_bare(text: str, head: _Head) -> bool:
    """Whether a predicate names nothing that it is done with: "直します" is done at once."""
    before = re.split(r"[、,。\s]", text[: head.start])[-1]
    return not before


def _only_tells(text: str, head: _Head, when: Deadline) -> bool:
    """Whether "ご案内します" and the like mean the very next words."""
    told = re.search(r"案内|お伝え|共有|回答", text[head.start : head.end])
    return told is not None and when.kind is DeadlineKind.NONE


def _condition(text: str, lead: int, end: int) -> tuple[int, int] | None:
    for match in japanese("condition", "words").finditer(text, lead, end):
        if not japanese("condition", "not").search(match[0]):
            return match.span()
    return None


def _without(said: str, condition: tuple[int, int] | None, lead: int) -> str:
    if condition is None:
        return said
    start, end = condition[0] - lead, condition[1] - lead
    return said[:start] + " " * (end - start) + said[end:]


def _future(said: str, parts: Sequence[Part], now: Now) -> list[Part]:
    """Return the parts that do not date something that has happened."""
    return [
        part
        for part in parts
        if (not japanese("cut", "past").match(said[part.end :]) or _begins(said, part, now))
        and not (part.day is not None and part.day < now.today)
    ]


def _begins(said: str, part: Part, now: Now) -> bool:
    """Whether a date to come is told from which something holds: "16日から"."""
    ahead = part.day is not None and part.day > now.today
    return ahead and said[part.end - 1] == "日" and said.startswith("から", part.end)


def _when(
    said: str, parts: Sequence[Part], condition: tuple[int, int] | None, now: Now
) -> Deadline:
    if condition is not None and (
        not has_own_day(parts)
        or any(part.sort is Sort.LENGTH for part in parts)
        or any(_FROM_EVENT.match(said, part.start) for part in parts)
    ):
        return Deadline(DeadlineKind.CONDITIONAL)
    told = [part for part in parts if part.sort is not Sort.VAGUE]
    if len(told) > 1:
        chosen = next((p for p in told if _BY.match(said, p.end)), None)
        if chosen is not None:
            near = [p for p in told if abs(p.start - chosen.start) <= _AROUND]
            return deadline(said, near, now, "ja")
        return deadline(said, groups(said, told, "ja")[-1], now, "ja")
    return deadline(said, parts, now, "ja")


_FROM_EVENT = re.compile(r"翌日|当日|即日|翌々日")  # counted from what must happen first
_AROUND = 14


def _act(said: str, act: Act, rule: str) -> Act:
    """Return what is promised, by the thing that it is done with where the verb is general."""
    if act not in _VAGUE_ACTS and rule != "joined":
        return act
    raw = phrases("ja")["object"]
    named = next((name for name, source in raw.items() if re.search(source, said)), None)
    if named is not None:
        return Act(named)
    return (_likely(said) or act) if rule in _GENERAL_RULES else act


_GENERAL_RULES = frozenset({"joined", "other", "tell", "promises", "is-done"})
_BY_RANK = ("refund", "replace", "call", "write", "visit", "send", "inform")


def _likely(said: str) -> Act | None:
    """Return the act whose nouns stand in the words of a promise."""
    known = phrases("ja")["fragments"]
    found = (name for name in _BY_RANK if compiled(known[name], known).search(said))
    return next((Act(name) for name in found), None)
