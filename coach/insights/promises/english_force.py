"""Whether English words that sound like a promise bind anybody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.conversation.promises import Act, Deadline, DeadlineKind
from coach.insights.promises.english_acts import OF_THINGS, OPEN_VERB, SENDS, act_at
from coach.insights.promises.english_heads import Stretch
from coach.insights.promises.lexicon import phrases
from coach.insights.promises.times import Part
from coach.insights.promises.verbs import english

_FIRST_PERSON = frozenset({"performs", "head", "let_me", "asked", "booked", "doing"})
_NEEDS_DATE = frozenset(
    {"doing", "does", "let_me", "expect", "booked", "present", "asked", "future"}
)


def is_void(text: str, stretch: Stretch) -> bool:
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


def _is_no_act(text: str, stretch: Stretch, whole: str) -> bool:
    """Whether it is a policy, or a state of things that comes about."""
    said = text[stretch.head.start : stretch.end]
    return any(
        english("not", name).search(words) for name, words in (("policy", whole), ("state", said))
    )


_TAG = re.compile(r"\b(?:ok|okay|all right|alright|right|fine|good|suit you|work for you)\W*\?\s*$")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that sound like a promise, and what is known of them.

    Attributes:
        text: the sentence.
        stretch: where in it.
        act: what they are to do; None where they name nothing.
        when: until when.
        parts: what they tell of times.
        live: whether both sides are there, so that much is done at once.
    """

    text: str
    stretch: Stretch
    act: Act | None
    when: Deadline
    parts: Sequence[Part]
    live: bool

    @property
    def rule(self) -> str:
        """Which phrases found the head."""
        return self.stretch.head.rule

    @property
    def said(self) -> str:
        """The words from the verb on, with a sign of money at their end."""
        end = self.stretch.end
        return self.text[self.stretch.verb : end + (self.text[end : end + 1] in "€$£" and 1)]

    @property
    def whole(self) -> str:
        """The words from the head on."""
        return self.text[self.stretch.head.start : self.stretch.end]

    @property
    def is_dated(self) -> bool:
        """Whether a day or an event is told."""
        return self.when.at is not None or self.when.kind is DeadlineKind.CONDITIONAL

    @property
    def verb(self) -> Act | None:
        """What the verb itself does."""
        return act_at(self.text, self.stretch.verb, self.stretch.end)


def binds(told: Wording) -> bool:
    """Whether a head and its verb bind somebody to something ahead."""
    if english("not", "at_once").search(told.said) and told.when.at is None:
        return False
    if told.rule == "avoids":
        return _AVOIDS_AHEAD.search(told.said) is not None
    if told.rule in _NEEDS_DATE:
        return _binds_by_date(told)
    if told.rule not in OPEN_VERB:
        return _comes(told) or told.is_dated or bool(told.parts)
    return _binds_by_verb(told)


def _binds_by_date(told: Wording) -> bool:
    """Whether words that tell as well what is done anyway or at once are about a time ahead."""
    if told.rule == "does":
        return told.when.at is not None or (told.live and _is_firmly_done(told))
    if told.is_dated and (told.rule != "present" or told.when.at is not None):
        return True
    if told.rule == "future":
        return _is_for_you(told) and (bool(told.parts) or _TO_YOU.search(told.whole) is not None)
    if told.rule == "asked":
        return told.verb in _FOR_YOU and _YOU.search(told.said) is not None
    return (
        told.rule in ("doing", "present")
        and english("promise", "firm_doing").search(told.whole) is not None
    )


def _is_firmly_done(told: Wording) -> bool:
    """Whether "I send you a label", "we refund all" begins a clause and names what lies ahead."""
    opens = _CLAUSE.search(told.text[: told.stretch.head.start]) or _JOINED.match(told.whole)
    return bool(opens) and english("promise", "firm_does").search(told.whole) is not None


def _binds_by_verb(told: Wording) -> bool:
    verb, said = told.verb, told.said
    if told.rule != "third" and _is_firm(told):
        return True
    if verb is None and english("not", "verbs").match(said):
        in_person = _YOU.search(said) is not None and told.when.at is not None
        return told.rule == "third" and in_person
    if told.rule == "third" and _PRONOUN.match(told.text, told.stretch.head.start):
        return told.when.at is not None or (bool(told.parts) and verb in _FOR_YOU)
    if told.rule == "third" and verb is Act.INVESTIGATE and told.parts:
        return True
    if verb is None or (told.rule == "third" and verb is Act.INVESTIGATE):
        return told.is_dated or (told.act is not None and verb is None and told.rule != "third")
    if english("not", "verbs").match(said) and not told.is_dated and told.act in SENDS:
        return False
    if _is_soft(told) and not english("promise", "ahead").search(said):
        return told.is_dated or (not told.live and told.act is not Act.INVESTIGATE)
    return True


def _is_for_you(told: Wording) -> bool:
    """Whether the verb itself names something that is done for the customer, or that follows."""
    follows = told.text.startswith(("follow", "arrive"), told.stretch.verb)
    return told.verb in _FOR_YOU or follows


_FOR_YOU = frozenset({Act.CALL, Act.WRITE, Act.INFORM, Act.SEND, Act.REFUND, Act.VISIT})
_PRONOUN = re.compile(r"(?:they|he|she)\b")
_AVOIDS_AHEAD = re.compile(
    r"\b(?:until|till|before|after|again|any ?more|from|let|leave|evict|fine|disconnect)\b"
)
_YOU = re.compile(r"\byou\b")
_TO_YOU = re.compile(r"\bto (?:you|the original)")
_CLAUSE = re.compile(r"(?:^|[,.;:!?)])\W*$|\b(?:then|and|so|otherwise|still|ok|okay)\W*$")
_JOINED = re.compile(r"(?:and|then|so) ")
_IS_DONE = re.compile(r"\bbe(?: \w+)? \w+(?:ed|nt|id|ut|en)\b")
_WEAK_THING = re.compile(
    r"(?:it|that|this|those|they|everything|you(?:'ll| will) (?:get|receive|have))\b"
)


def _comes(told: Wording) -> bool:
    """Whether what is said of a thing, or of what the customer gets, binds without a date."""
    if told.rule not in ("passive", "you_will") or told.act in (None, Act.INVESTIGATE):
        return False
    if told.rule == "you_will" and english("promise", "given").search(told.whole):
        return True
    if _WEAK_THING.match(told.whole):
        return False
    return told.rule == "you_will" or _IS_DONE.search(told.whole) is not None


def _is_soft(told: Wording) -> bool:
    soft = re.compile(rf"(?:{'|'.join(phrases('en')['not']['soft'])})\b")
    return soft.match(told.said) is not None


def _is_firm(told: Wording) -> bool:
    """Whether a verb that may mean "at once" binds by what it is done with: money, others."""
    head = told.stretch.head
    at_once = "just" in told.text[head.start : head.end]
    return not at_once and english("promise", "firm").match(told.said) is not None
