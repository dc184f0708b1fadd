"""English promises: heads ("I'll", "our engineer will"), and what follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from coach.conversation.promises import Act, Deadline, DeadlineKind
from coach.insights.promises.deadlines import deadline, has_own_day, parts_of
from coach.insights.promises.english_acts import (
    OPEN_VERB,
    Governed,
    act_at,
    act_of,
    likely,
)
from coach.insights.promises.english_force import Wording, binds, is_void
from coach.insights.promises.english_heads import Stretch, heads_in, stretch_of
from coach.insights.promises.found import Found
from coach.insights.promises.text import Sentence, sentences
from coach.insights.promises.times import Now, Part, Sort
from coach.insights.promises.topics import CONTACT
from coach.insights.promises.verbs import english

_VERB_FOLLOWS = OPEN_VERB | {"asked", "let_me", "does", "future", "avoids"}


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
    heads = heads_in(text)
    found: list[Found] = []
    for place, head in enumerate(heads):
        before = heads[place - 1].end if place else 0
        after = heads[place + 1].start if place + 1 < len(heads) else len(text)
        stretch = stretch_of(text, head, before, after)
        if not is_void(text, stretch):
            found += _promises(text, stretch, now, live=live)
    for one in _led(text, found):
        yield _moved(one, sentence.start)


def _led(text: str, found: list[Found]) -> Iterator[Found]:
    """Yield promises, less what only leads to one: "I'm chasing them and will ring you by six"."""
    for place, one in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        leads = one.rule == "en-doing" and one.act in _LEADS
        if after and leads and after.act in CONTACT and text[one.end : after.start].strip() in _AND:
            continue
        if after and not one.deadline.at and _COMES_OF_IT.match(text, one.end):
            found[place + 1] = replace(after, start=one.start, action=one.action)
            continue
        yield one


_COMES_OF_IT = re.compile(
    r",? and (?:then )?(?:that|it|they|those|these)(?:'ll| will| should) "
    r"(?:be with you|arrive|reach)"
)
_LEADS = (Act.ESCALATE, Act.INVESTIGATE)
_AND = ("", "and", ", and", "then", "and then")


def _promises(text: str, stretch: Stretch, now: Now, *, live: bool) -> list[Found]:
    """Return the promises of one head: its verb's, and those of verbs joined to it by "and"."""
    pieces = _pieces(text, stretch)
    found: list[Found] = []
    later: Deadline | None = None
    for place, (start, end) in reversed(list(enumerate(pieces))):
        if _only_leads(text, start, end, is_last=place + 1 == len(pieces)):
            continue
        one = _promise(text, replace(stretch, verb=start, end=end), now, later, live=live)
        if one is not None:
            if found and _goes_to(text, one, found[0]):
                found[0] = replace(one, end=found[0].end)
                continue
            if found and _hands_on(text, one, found[0]):
                when = one.deadline if one.deadline.at else found[0].deadline
                found[0] = replace(found[0], start=one.start, action=one.action, deadline=when)
                continue
            later = one.deadline if one.deadline.at else later
            found[:0] = _apart(text, one, now)
    return [found[0], *(replace(o, start=o.action) for o in found[1:])] if found else []


def _goes_to(text: str, one: Found, other: Found) -> bool:
    """Whether somebody comes to do what follows: "he will come on Monday and change the pump"."""
    if one.act is not Act.VISIT or not _COMES.match(text, one.action):
        return False
    return not _DATED.search(text, other.action, other.end)


def _hands_on(text: str, one: Found, other: Found) -> bool:
    """Whether a second verb but hands on what the first makes: "mend the pump and send it back"."""
    dated = _DATED.search(text, one.action, one.end) and _DATED.search(
        text, other.action, other.end
    )
    return not dated and _WITH_IT.match(text, other.action) is not None


_WITH_IT = re.compile(r"(?:then )?\w+ (?:back )?(?:it|them|that|this|these|those)\b")


_COMES = re.compile(
    r"(?:come|visit|call (?:round|on you)|be (?:with you|round|there)|pop|drop by|stop by)\b"
)


def _apart(text: str, one: Found, now: Now) -> list[Found]:
    """Return a promise as two where two things share its verb, each with a day of its own."""
    for join in _SHARES.finditer(text, one.action, one.end):
        first, second = text[one.action : join.start()], text[join.end() : one.end]
        behind = _told(second, now)
        if _told(first, now) and behind:
            when = deadline(second, behind, now, "en")
            other = replace(one, start=join.end(), action=join.end(), deadline=when)
            return [replace(one, end=join.start()), other]
    return [one]


def _told(said: str, now: Now) -> list[Part]:
    return [part for part in parts_of(said, now, "en") if part.sort is not Sort.VAGUE]


_SHARES = re.compile(
    r"(?:, and|,| and| plus) (?=(?:the|your|a|an|our|another|his|her|their) "
    r"(?!\d|first|second|third|last|next|same|following|latest|day|week|morning|evening|end)[a-z])"
)


def _pieces(text: str, stretch: Stretch) -> list[tuple[int, int]]:
    """Return the ranges of the verbs that one head governs."""
    if stretch.head.rule not in OPEN_VERB and stretch.head.rule != "let_me":
        return [(stretch.verb, stretch.end)]
    starts = [stretch.verb]
    ends = []
    for join in english("cut", "join").finditer(text, stretch.verb, stretch.end):
        after = join.end() + (text[join.end() : join.end() + 1] == " ")
        gap = english("cut", "adverb").match(text, after, stretch.end)
        verb = gap.end() if gap else after
        done = _DONE.match(text, verb)
        if act_at(text, verb, stretch.end) and not done and join.start() > starts[-1]:
            starts.append(verb)
            ends.append(join.start())
    return list(zip(starts, [*ends, stretch.end], strict=True))


_DONE = re.compile(r"\w{3,}(?:[^e]ed|sent|made|done)\b")  # "have it signed and couriered"


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
    text: str, stretch: Stretch, now: Now, later: Deadline | None, *, live: bool
) -> Found | None:
    end = _trimmed(text, stretch.verb, stretch.end)
    if end <= stretch.verb and stretch.head.rule in OPEN_VERB:
        return None
    condition = _condition(text, stretch, end)
    when, parts = _when(text, stretch, end, condition, now)
    if when.kind is DeadlineKind.NONE and later is not None:
        when = later
    act = act_of(text, Governed(stretch.head.start, stretch.verb, end, stretch.head.rule))
    if not binds(Wording(text, replace(stretch, end=end), act, when, parts, live)):
        return None
    start, end = min(stretch.head.start, stretch.verb), max(end, stretch.head.end)
    return Found(
        start, end, _action(stretch), act or likely(text[start:end]), when, condition,
        f"en-{stretch.head.rule.replace('_', '-')}",
    )  # fmt: skip


def _action(stretch: Stretch) -> int:
    """Return where the words of what is promised begin: at the verb where it follows the head."""
    return stretch.verb if stretch.head.rule in _VERB_FOLLOWS else stretch.head.start


def _when(
    text: str, stretch: Stretch, end: int, condition: tuple[int, int] | None, now: Now
) -> tuple[Deadline, list[Part]]:
    """Return the deadline told behind a verb, else before its head, and its parts."""
    places = ((stretch.verb, end), (stretch.head.start, end), (stretch.lead, end))
    behind = stretch.head.rule in ("doing", "does") and not _DAY_BEFORE.search(
        text, stretch.lead, stretch.head.start
    )
    for start, stop in places[:1] if behind else places:
        told = _MOVED_DATE.sub(_blank, _without(text, start, stop, condition))
        parts = parts_of(told, now, "en")
        if parts:
            break
    if stretch.head.rule == "avoids" and not _UNTIL.search(text, stretch.verb, end):
        return Deadline(DeadlineKind.NONE), []
    hangs = condition is not None and (
        not has_own_day(parts) or _FROM_EVENT.search(told) is not None
    )
    if hangs or (condition and any(part.sort is Sort.LENGTH for part in parts)):
        return Deadline(DeadlineKind.CONDITIONAL), parts
    return deadline(told, parts, now, "en"), parts


_FROM_EVENT = re.compile(r"\b(?:the )?(?:very )?(?:same|next|following) day\b")
_UNTIL = re.compile(r"\b(?:until|till|til|before)\b")
# The date that something is set to is what is promised, not until when: "move the due date to".
_MOVED_DATE = re.compile(
    r"\b(?:date|deadline|expiry|renewal|instal?ment|term|due day)\b[^.,;]{0,16}? (?:to|until|till) "
    r"(?:the )?\w+(?: of)?(?: \w+)?"
)
_DAY_BEFORE = re.compile(r"\b(?:today|tonight|tomorrow|(?:this|next|on) \w+),? $")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _without(text: str, start: int, stop: int, condition: tuple[int, int] | None) -> str:
    if condition is None:
        return text[start:stop]
    first, last = condition
    kept = [" " if first <= place < last else text[place] for place in range(start, stop)]
    return "".join(kept)


def _condition(text: str, stretch: Stretch, end: int) -> tuple[int, int] | None:
    """Return the range of a condition before the head or behind the verb."""
    behind = english("condition", "words").search(text, stretch.verb, end)
    if behind and _is_own_step(text, behind.start(), stretch.verb):
        return None
    if behind:
        return behind.start(), end
    asked = english("condition", "last").search(text, stretch.lead, stretch.head.end)
    if asked:
        return asked.start(), min(asked.end(), stretch.head.start)
    before = english("condition", "words").search(text, stretch.lead, stretch.head.start)
    if before is None:
        return None
    return before.start(), stretch.head.start


def _is_own_step(text: str, start: int, verb: int) -> bool:
    """Whether a condition is but what the agent does first, and a time is told before it."""
    own = english("condition", "own").match(text, start)
    return own is not None and _LENGTH.search(text, verb, start) is not None


_LENGTH = re.compile(r"\b(?:minutes?|mins?|hours?|hour)\b")


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")%"):
        end -= 1
    return end


def _moved(one: Found, by: int) -> Found:
    condition = one.condition and (one.condition[0] + by, one.condition[1] + by)
    return replace(
        one, start=one.start + by, end=one.end + by, action=one.action + by, condition=condition
    )
