"""English promises: heads ("I'll", "our engineer will"), and what follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coach.conversation.promises import Act, Deadline, DeadlineKind
from coach.insights.promises.deadlines import deadline, has_own_day, parts_of
from coach.insights.promises.english_acts import (
    OF_THINGS,
    OPEN_VERB,
    SENDS,
    Governed,
    act_at,
    act_of,
    likely,
)
from coach.insights.promises.found import Found
from coach.insights.promises.lexicon import phrases
from coach.insights.promises.text import Sentence, sentences
from coach.insights.promises.times import Now, Part, Sort
from coach.insights.promises.verbs import english

_HEADS = (
    "performs", "head", "let_me", "asked", "booked", "you_will", "expect", "third", "passive",
    "doing", "does", "present", "future",
)  # fmt: skip
_FIRST_PERSON = frozenset({"performs", "head", "let_me", "asked", "booked", "doing"})
_VERB_FOLLOWS = OPEN_VERB | {"asked", "let_me", "does", "future"}
_NEEDS_DATE = frozenset(
    {"doing", "does", "let_me", "expect", "booked", "present", "asked", "future"}
)
_PLAIN = frozenset({"present", "does", "doing", "passive", "future"})
_HANGS = re.compile(
    r"\b(?:once|when|if|after|until|before|sure|while|unless|whether|as soon as|by the time|that"
    r"|because|where|which)\s+$"
)
_REACH = 320  # characters; what stands farther from a head than this is not about it


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a promise may begin: who binds themselves, up to the verb."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The words that belong to one head: `[lead, start)` before it, up to `end` behind it."""

    head: _Head
    lead: int
    verb: int
    end: int


def find(folded: str, now: Now, *, live: bool) -> list[Found]:
    """Return the promises of an agent's turn.

    Args:
        folded: its text, made plain.
        now: when it is said.
        live: whether both sides are there (a call or a chat), so that much is done at once.
    """
    found: list[Found] = []
    for sentence in sentences(folded):
        found += _in_sentence(sentence, now, live=live)
    return found


def _in_sentence(sentence: Sentence, now: Now, *, live: bool) -> Iterator[Found]:
    text = sentence.text
    heads = _heads(text)
    for place, head in enumerate(heads):
        before = heads[place - 1].end if place else 0
        after = heads[place + 1].start if place + 1 < len(heads) else len(text)
        stretch = _stretch(text, head, before, after)
        if not _is_void(text, stretch):
            for one in _promises(text, stretch, now, live=live):
                yield _moved(one, sentence.start)


def _heads(text: str) -> list[_Head]:
    found: list[_Head] = []
    for rule in _HEADS:
        for match in english("promise", rule).finditer(text):
            start = match.start() + len(match[0]) - len(match[0].lstrip(" ,"))
            if rule in _PLAIN and _HANGS.search(text, max(0, start - 24), start):
                continue
            if all(match.end() <= h.start or match.start() >= h.end for h in found):
                found.append(_Head(start, match.end(), rule))
    return sorted(found, key=lambda head: head.start)


def _stretch(text: str, head: _Head, before: int, after: int) -> _Stretch:
    lead = max(before and _last_join(text, before, head.start), head.start - _REACH)
    end = after if after == len(text) else _last_join(text, head.end, after)
    verb = head.end
    cut = english("cut", "end").search(text, verb, min(end, verb + _REACH))
    return _Stretch(head, lead, verb, cut.start() if cut else min(end, verb + _REACH))


def _last_join(text: str, start: int, end: int) -> int:
    """Return where the last word or comma that joins two parts begins; `end` without one."""
    last = end
    for join in english("cut", "join").finditer(text, start, end):
        last = join.start()
    return last


def _is_void(text: str, stretch: _Stretch) -> bool:
    """Whether what surrounds a head takes its force away."""
    head, lead = stretch.head, text[stretch.lead : stretch.head.start]
    if english("not", "before").search(lead):
        return True
    whole = text[stretch.lead : stretch.end]
    if english("not", "offer").search(text[stretch.lead : stretch.end + 60]):
        return True
    if head.rule not in _FIRST_PERSON - {"booked"} and _is_no_act(text, stretch, whole):
        return True
    if not text.rstrip().endswith("?"):
        return False
    asks = english("not", "question").match(text)
    if head.rule in OF_THINGS and not _TAG.search(text):
        return True
    return bool(asks) and head.rule not in ("head", "performs")


def _is_no_act(text: str, stretch: _Stretch, whole: str) -> bool:
    """Whether it is a policy, or a state of things that comes about."""
    said = text[stretch.head.start : stretch.end]
    return any(
        english("not", name).search(words) for name, words in (("policy", whole), ("state", said))
    )


_TAG = re.compile(r"\b(?:ok|okay|all right|alright|right|fine|good|suit you|work for you)\W*\?\s*$")


def _promises(text: str, stretch: _Stretch, now: Now, *, live: bool) -> list[Found]:
    """Return the promises of one head: its verb's, and those of verbs joined to it by "and"."""
    pieces = _pieces(text, stretch)
    found: list[Found] = []
    later: Deadline | None = None
    for place, (start, end) in reversed(list(enumerate(pieces))):
        if _only_leads(text, start, end, is_last=place + 1 == len(pieces)):
            continue
        one = _promise(text, replace(stretch, verb=start, end=end), now, later, live=live)
        if one is not None:
            later = one.deadline if one.deadline.at else later
            found.insert(0, one)
    return [found[0], *(replace(o, start=o.action) for o in found[1:])] if found else []


def _pieces(text: str, stretch: _Stretch) -> list[tuple[int, int]]:
    """Return the ranges of the verbs that one head governs."""
    if stretch.head.rule not in OPEN_VERB and stretch.head.rule != "let_me":
        return [(stretch.verb, stretch.end)]
    starts = [stretch.verb]
    ends = []
    for join in english("cut", "join").finditer(text, stretch.verb, stretch.end):
        after = join.end() + (text[join.end() : join.end() + 1] == " ")
        gap = english("cut", "adverb").match(text, after, stretch.end)
        verb = gap.end() if gap else after
        if act_at(text, verb, stretch.end) and join.start() > starts[-1]:
            starts.append(verb)
            ends.append(join.start())
    return list(zip(starts, [*ends, stretch.end], strict=True))


def _only_leads(text: str, start: int, end: int, *, is_last: bool) -> bool:
    """Whether a verb is but the way to the next: "check with the depot and call you"."""
    if is_last or not english("not", "leads").match(text, start):
        return False
    return not _DATED.search(text, start, end) and not _TO_YOU.search(text, start, end)


_DATED = re.compile(
    r"\b(?:today|tonight|tomorrow|\w+day|by|within|(?:this|next) \w+(?:day|week|month|noon|ning))\b"
)
_TO_YOU = re.compile(r"\b(?:you|back)\b")


def _promise(
    text: str, stretch: _Stretch, now: Now, later: Deadline | None, *, live: bool
) -> Found | None:
    end = _trimmed(text, stretch.verb, stretch.end)
    if end <= stretch.verb and stretch.head.rule in OPEN_VERB:
        return None
    condition = _condition(text, stretch, end)
    when, parts = _when(text, stretch, end, condition, now)
    if when.kind is DeadlineKind.NONE and later is not None:
        when = later
    act = act_of(text, Governed(stretch.head.start, stretch.verb, end, stretch.head.rule))
    if not _binds(text, replace(stretch, end=end), act, when, parts, live=live):
        return None
    start, end = min(stretch.head.start, stretch.verb), max(end, stretch.head.end)
    return Found(
        start, end, _action(stretch), act or likely(text[start:end]), when, condition,
        f"en-{stretch.head.rule.replace('_', '-')}",
    )  # fmt: skip


def _action(stretch: _Stretch) -> int:
    """Return where the words of what is promised begin: at the verb where it follows the head."""
    return stretch.verb if stretch.head.rule in _VERB_FOLLOWS else stretch.head.start


def _binds(
    text: str,
    stretch: _Stretch,
    act: Act | None,
    when: Deadline,
    parts: Sequence[Part],
    *,
    live: bool,
) -> bool:
    """Whether a head and its verb bind somebody to something ahead."""
    dated = when.at is not None or when.kind is DeadlineKind.CONDITIONAL
    said = text[stretch.verb : stretch.end]
    if english("not", "at_once").search(said) and when.at is None:
        return False
    rule = stretch.head.rule
    if rule in _NEEDS_DATE:
        soon = rule == "future" and bool(parts) and _is_for_you(text, stretch)
        return soon or (dated and (rule != "does" or when.at is not None))
    if rule not in OPEN_VERB:
        return _comes(text, stretch, act) or dated or bool(parts)
    verb = act_at(text, stretch.verb, stretch.end)
    if verb is None and english("not", "verbs").match(said):
        return False
    if verb is None or (rule == "third" and verb is Act.INVESTIGATE):
        return dated or (act is not None and verb is None and rule != "third")
    if rule == "third" and _PRONOUN.match(text, stretch.head.start):
        return dated or bool(parts)
    if _is_soft(text, stretch.verb) and not english("promise", "ahead").search(said):
        return dated or (not live and act is not Act.INVESTIGATE)
    return not (english("not", "verbs").match(said) and not dated and act in SENDS)


def _is_for_you(text: str, stretch: _Stretch) -> bool:
    """Whether the verb itself names something that is done for the customer, or that follows."""
    verb = act_at(text, stretch.verb, stretch.end)
    return verb in _FOR_YOU or text.startswith(("follow", "arrive"), stretch.verb)


_FOR_YOU = frozenset({Act.CALL, Act.WRITE, Act.INFORM, Act.SEND, Act.REFUND, Act.VISIT})
_PRONOUN = re.compile(r"(?:they|he|she)\b")
_IS_DONE = re.compile(r"\bbe(?: \w+)? \w+(?:ed|nt|id|ut|en)\b")
_WEAK_THING = re.compile(
    r"(?:it|that|this|those|they|everything|you(?:'ll| will) (?:get|receive|have))\b"
)


def _comes(text: str, stretch: _Stretch, act: Act | None) -> bool:
    """Whether what is said of a thing, or of what the customer gets, binds without a date."""
    if stretch.head.rule not in ("passive", "you_will") or act in (None, Act.INVESTIGATE):
        return False
    if _WEAK_THING.match(text, stretch.head.start):
        return False
    return _IS_DONE.search(text, stretch.head.start, stretch.end) is not None or (
        stretch.head.rule == "you_will"
    )


def _is_soft(text: str, verb: int) -> bool:
    match = re.compile(rf"(?:{'|'.join(phrases('en')['not']['soft'])})\b").match(text, verb)
    return match is not None


def _when(
    text: str, stretch: _Stretch, end: int, condition: tuple[int, int] | None, now: Now
) -> tuple[Deadline, list[Part]]:
    """Return the deadline told behind a verb, else before its head, and its parts."""
    places = ((stretch.verb, end), (stretch.head.start, end), (stretch.lead, end))
    for start, stop in places[:1] if stretch.head.rule in ("doing", "does") else places:
        told = _without(text, start, stop, condition)
        parts = parts_of(told, now, "en")
        if parts:
            break
    hangs = condition is not None and not has_own_day(parts)
    if hangs or (condition and any(part.sort is Sort.LENGTH for part in parts)):
        return Deadline(DeadlineKind.CONDITIONAL), parts
    return deadline(told, parts, now, "en"), parts


def _without(text: str, start: int, stop: int, condition: tuple[int, int] | None) -> str:
    if condition is None:
        return text[start:stop]
    first, last = condition
    kept = [" " if first <= place < last else text[place] for place in range(start, stop)]
    return "".join(kept)


def _condition(text: str, stretch: _Stretch, end: int) -> tuple[int, int] | None:
    """Return the range of a condition before the head or behind the verb."""
    behind = english("condition", "words").search(text, stretch.verb, end)
    if behind:
        return behind.start(), end
    asked = english("condition", "last").search(text, stretch.lead, stretch.head.end)
    if asked:
        return asked.start(), min(asked.end(), stretch.head.start)
    before = english("condition", "words").search(text, stretch.lead, stretch.head.start)
    if before is None:
        return None
    return before.start(), stretch.head.start


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")%"):
        end -= 1
    return end


def _moved(one: Found, by: int) -> Found:
    condition = one.condition and (one.condition[0] + by, one.condition[1] + by)
    return replace(
        one, start=one.start + by, end=one.end + by, action=one.action + by, condition=condition
    )
