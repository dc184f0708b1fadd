"""What a later turn says about earlier promises: done, not done, withdrawn, no longer possible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import Enum, auto
from functools import cache

from coach.conversation.conversation import Channel
from coach.conversation.promises import Act
from coach.insights.promises.japanese import japanese
from coach.insights.promises.later_words import asks, has
from coach.insights.promises.lexicon import phrases
from coach.insights.promises.naming import code_words
from coach.insights.promises.text import sentences
from coach.insights.promises.timeline import Said
from coach.insights.promises.told_when import told_day, told_hour
from coach.insights.promises.verbs import english, participles

_TURNS = {
    "en": re.compile(r"(?:,|;|:| -)? (?:but|however|although|though|yet|except)\b|, and |: |\. "),
    "ja": re.compile(
        r"(?:(?<=です)|(?<=ます)|(?<=した)|(?<=せん)|(?<=った)|(?<=いた))が、?"
        r"|けれ?ども?、?|ものの、|のに、|(?<=[たすよね]) でも(?= ?)"
    ),
}
_TOPIC = re.compile(r"^([一-鿿ァ-ヴーa-z\d]{1,12})、")  # 「毛布、暖かいです」
_COMMA = re.compile(r"(?<=, )|(?<=、)|(?<=,)(?!\d)")
_DOABLE = tuple(act for act in Act if act not in (Act.INVESTIGATE, Act.OTHER))
_NOT_UNTIL = re.compile(r"(?:n't| not) ((?:\w+ ){0,3}?)(?:till|until) ")  # it came in the end


class Sign(Enum):
    """What is said about a promise."""

    DONE = auto()
    NOT_DONE = auto()
    WITHDRAWN = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that a turn says about what was promised.

    Attributes:
        said: the turn.
        sign: what it says.
        text: the words that say it.
        acts: the acts that these words may be about; empty where they name none.
        day: the day on which it happened, if they say so.
        hour: the time of day at which it happened, if the turn names one.
        is_report: the customer or the agent tells of it, rather than doing it in this very turn.
        is_late: the turn speaks of delay.
        is_loose: only tense and negation tell it, so that it counts for what it names alone.
        is_pleased: a whole turn that tells of something with thanks or praise.
    """

    said: Said
    sign: Sign
    text: str
    acts: frozenset[Act]
    day: date | None
    hour: time | None
    is_report: bool
    is_late: bool
    is_loose: bool = False
    is_pleased: bool = False


def signals(said: Said) -> Iterator[Signal]:
    """Yield what a turn says, clause by clause."""
    if said.turn.is_agent:
        if (contact := _contact(said)) is not None:
            yield contact
        if (code := _bare_answer(said)) is not None:
            yield code
    late = speaks_of_delay(said)
    named: frozenset[Act] = frozenset()
    hour = told_hour(said)
    for sentence in sentences(said.folded):
        whole = _clauses(sentence.text, said.language)
        for clause in (part for each in whole for part in _apart(each, said)):
            acts = acts_in(clause, said.language)
            if (sign := _sign(clause, said)) is not None:
                yield Signal(
                    said, sign, clause, acts or named, told_day(clause, said), hour,
                    is_report=True, is_late=late,
                )  # fmt: skip
            else:
                yield from _loosely(clause, said, acts or named)
            named = acts or named
    if said.turn.is_customer and (told := _pleased(said)):
        yield Signal(
            said, Sign.DONE, told, acts_in(told, said.language), told_day(told, said), hour,
            is_report=True, is_late=late, is_loose=True, is_pleased=True,
        )  # fmt: skip


def _loosely(clause: str, said: Said, acts: frozenset[Act]) -> Iterator[Signal]:
    """Yield what the tense of a clause tells, part by part."""
    for part in _COMMA.split(_TOPIC.sub(r"\1は", clause)):
        if (sign := _loose_sign(part, said)) is not None:
            late = speaks_of_delay(said)
            yield Signal(
                said, sign, part, acts, told_day(part, said), told_hour(said),
                is_report=True, is_late=late, is_loose=True,
            )  # fmt: skip


def _pleased(said: Said) -> str | None:
    """Return the words by which a customer tells of something with thanks or praise, if any."""
    if _is_pleased(said.folded, said):
        return said.folded
    whole = (_TOPIC.sub(r"\1は", each.text) for each in sentences(said.folded))
    parts = (part for each in whole for part in _COMMA.split(each))
    return next((part for part in parts if _is_pleased(part, said)), None)


def _is_pleased(words: str, said: Said) -> bool:
    """Whether a customer tells, with thanks or praise and no denial, of something that is so."""
    told = without_conditions(words, said.language)
    if not _pattern(said.language, "pleased").search(told) or _asks(told) or _denies(told, said):
        return False
    so = any(_pattern(said.language, name).search(told) for name in ("has_happened", "is_so"))
    ahead = _pattern(said.language, "customer_not_loose").search(told)
    return so and not ahead and not _pattern(said.language, "goes_wrong").search(told)


def _asks(told: str) -> bool:
    return "?" in told or told.rstrip(" 。").endswith("か")


def acts_in(text: str, language: str) -> frozenset[Act]:
    """Return the acts that words are about."""
    named = {act for act in Act if _later(language, act.value).search(text)}
    if language == "en":
        named |= {act for act in _DOABLE if participles(act.value).search(text)}
    return frozenset(named)


def _contact(said: Said) -> Signal | None:
    """Return the signal that the agent gets in touch of their own accord, or in writing."""
    acts: frozenset[Act] = frozenset()
    outbound = bool(_pattern(said.language, "outbound").search(said.folded))
    answers = bool(_pattern(said.language, "inbound").search(said.folded))
    first = said.opens and said.n_before == 0
    opens = said.n_before < 3 and not (first and answers) and (outbound or first)
    if said.channel is Channel.CALL and opens:
        acts = frozenset({Act.CALL, Act.INFORM})
    elif said.channel is Channel.EMAIL or (said.channel is Channel.CHAT and (opens or said.opens)):
        acts = frozenset({Act.WRITE, Act.INFORM})
    if not acts:
        return None
    late = speaks_of_delay(said)
    return Signal(said, Sign.DONE, said.folded, acts, None, None, is_report=False, is_late=late)


def _bare_answer(said: Said) -> Signal | None:
    """Return the signal that the agent gives a code or number with hardly a word."""
    words = code_words(said.folded, said.language)
    if not words:
        return None
    late = speaks_of_delay(said)
    return Signal(
        said,
        Sign.DONE,
        words,
        frozenset(),
        None,
        None,
        is_report=True,
        is_late=late,
    )


def _clauses(sentence: str, language: str) -> Iterator[str]:
    start = 0
    for turn in _TURNS[language].finditer(sentence):
        yield sentence[start : turn.start()]
        start = turn.start()
    yield sentence[start:]


def _apart(clause: str, said: Said) -> Sequence[str]:
    """Return the parts between commas where one says done and another not: "a came, b didn't"."""
    parts = [part for part in _COMMA.split(clause) if part.strip()]
    signs = {_sign(part, said) for part in parts}
    return parts if {Sign.DONE, Sign.NOT_DONE} <= signs else (clause,)


def _sign(clause: str, said: Said) -> Sign | None:
    if not clause.strip():
        return None
    told = without_conditions(clause, said.language)
    if said.turn.is_customer and _pattern(said.language, "withdrawn").search(told):
        return Sign.DONE if _has_come(told, said) else Sign.WITHDRAWN
    if _pattern(said.language, "gone").search(told):
        return Sign.GONE
    if said.turn.is_agent and _pattern(said.language, "agent_gone").search(told):
        return Sign.GONE
    if said.turn.is_agent and has(said.language, "agent_moves", "any", told):
        return Sign.GONE
    if _denies(told, said):
        return Sign.NOT_DONE
    questions = asks(said.language, told) or told.rstrip().endswith(("?", "か", "か。"))
    side = "agent_done" if said.turn.is_agent else "customer_done"
    done = _pattern(said.language, side).search(told) is not None
    if said.turn.is_customer and _pattern(said.language, "chase").search(told):
        return Sign.NOT_DONE
    return Sign.DONE if done and not questions else None


def _loose_sign(clause: str, said: Said) -> Sign | None:
    """Return what the tense of a clause tells of what it names: that it has happened, or not."""
    told = without_conditions(clause, said.language)
    if asks(said.language, told) or told.rstrip().endswith(("?", "か", "か。")) or not told.strip():
        return None
    side = "agent" if said.turn.is_agent else "customer"
    if _pattern(said.language, "goes_wrong").search(told):
        return Sign.NOT_DONE
    if _pattern(said.language, f"{side}_not_loose").search(told):
        return None
    return Sign.DONE if _pattern(said.language, "has_happened").search(told) else None


def less_acts(text: str, language: str) -> str:
    """Return words less those that name acts."""
    for act in Act:
        text = _later(language, act.value).sub(" ", text)
    return text


def fails_to_happen(signal: Signal) -> bool:
    """Whether words deny that something came about, rather than tell of a fault."""
    return bool(_pattern(signal.said.language, "fails").search(signal.text))


def _has_come(told: str, said: Said) -> bool:
    """Whether "no need" or "solved" is said because it is there, or somebody has called."""
    names = ("arrival", "was_contacted")
    came = any(_pattern(said.language, name).search(told) for name in names)
    return came and not _denies(told, said)


def _denies(told: str, said: Said) -> bool:
    blank = _pattern(said.language, "no_denial").sub(" ", told)
    side = "agent_not_done" if said.turn.is_agent else "not_done"
    if said.turn.is_customer and _pattern(said.language, "arrival").search(told):
        blank = _pattern(said.language, "weak_denial").sub(" ", blank)
    return bool(_pattern(said.language, side).search(blank))


def without_conditions(clause: str, language: str) -> str:
    """Blank what is only supposed: "once it has arrived", "if it was sent"."""
    if language == "ja":
        return japanese("condition", "words").sub(
            lambda m: m[0] if japanese("condition", "not").search(m[0]) else "", clause
        )
    clause = _NOT_UNTIL.sub(r" \1on ", clause)
    return re.sub(
        r"\b(?:once|when|as soon as|if|after|until|unless|whether) [^,;.]{0,80}", " ", clause
    )


def speaks_of_delay(said: Said) -> bool:
    """Whether a turn speaks of delay."""
    return bool(_pattern(said.language, "late").search(said.folded))


def tells_of_done(said: Said) -> bool:
    """Whether an agent tells of something that has been done, and of nothing that has not."""
    done, undone = (_pattern(said.language, name) for name in ("agent_done", "agent_not_done"))
    return bool(done.search(said.folded)) and not undone.search(said.folded)


def dispatches(words: str, language: str) -> bool:
    """Whether a promise is to send something off, so that it arrives some days later."""
    return bool(_pattern(language, "dispatch").search(words))


def is_appointment(words: str, language: str) -> bool:
    """Whether a promise is for a time of day, rather than until it: "at four", 「四時に」."""
    return bool(_pattern(language, "at_time").search(words))


def is_of_earlier(signal: Signal) -> bool:
    """Whether words tell of an earlier part of the same day: "this morning"."""
    return bool(_pattern(signal.said.language, "earlier_today").search(signal.text))


def has_been(signal: Signal) -> bool:
    """Whether words tell that somebody has been there, and leave open when."""
    return bool(_pattern(signal.said.language, "has_been").search(signal.text))


def arrives(signal: Signal) -> bool:
    """Whether words tell that something has arrived."""
    return comes(signal.said.language, signal.text)


def comes(language: str, words: str) -> bool:
    """Whether words tell that something has arrived, rather than that it is in use."""
    return bool(_pattern(language, "arrival").search(words))


@cache
def _later(language: str, act: str) -> re.Pattern[str]:
    return japanese("later", act) if language == "ja" else english("later", act)


@cache
def _pattern(language: str, name: str) -> re.Pattern[str]:
    if language == "ja":
        return japanese("event", name)
    return english("event", name) if phrases("en")["event"][name] else re.compile(r"(?!)")
