"""What a later turn says of a promise in other words, where no phrase of the ledger's tells.

A clause is read in this order: what comes of the promised act ("it's on my doormat"), the two
sides of the matter that the customer had asked about ("toasty in there now"), and the mere tone.
Questions, wishes and other subjects tell nothing. The words are data, see `later_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from coach.conversation.promises import Act
from coach.insights.promises.later_words import asks, has, phrase, poles, results, ways
from coach.insights.promises.made import Made
from coach.insights.promises.matching import greets, is_due, is_overdue
from coach.insights.promises.naming import arrived_thing, missing_thing
from coach.insights.promises.signals import Sign, tells_of_done, without_conditions
from coach.insights.promises.timeline import Said
from coach.insights.promises.topics import CONTACT, stems

_SENTENCES = re.compile(r"(?<=[.!?。])(?!\d)\s*|\n+")
_CLAUSES = {
    "en": re.compile(
        r"[,;:!()]+|\.+(?!\d)| - "
        r"|\b(?:and|but|though|although|because|cos|while|except|then)\b"
        r"|\bso(?= (?:i|we|you|he|she|they|it|that|there|the|my|our|thanks?|bless|no|please)\b)"
    ),
    "ja": re.compile(
        r"[、。!()\s]+|(?<=[たるすいだんせ])(?:けれども?|けども?|が(?=[^っ]))"
        r"|(?<=[たるうい])(?:ので|から)(?!は|も)"
    ),
}
_NEAR = {"en": 24, "ja": 10}  # characters before a word, or behind it, where it is denied
_LEAST_SAID = {"en": 12, "ja": 6}  # characters; with less, thanks are but thanks
_GOODBYES = {
    "en": re.compile(r"\W*(?:many |so much )?(?:thanks?|thank you|thx|ta|cheers)\b.{0,24}"),
    "ja": re.compile(r".{0,12}(?:ありがと|どうも|おおきに).{0,8}"),
}
_WORDS_ALONE = frozenset({Act.CALL, Act.WRITE, Act.INFORM, Act.ESCALATE, Act.INVESTIGATE})


class Weight(IntEnum):
    """How surely something tells: by its tone, by the matter, by the result of the act."""

    TONE = 1
    MATTER = 2
    RESULT = 3


@dataclass(frozen=True, slots=True)
class Impression:
    """What a turn, or a clause of it, says of a promise.

    Attributes:
        sign: what it says.
        weight: how surely.
        words: the clause that says it.
        is_goodbye: no more than thanks, as they end any turn.
    """

    sign: Sign
    weight: Weight
    words: str = ""
    is_goodbye: bool = False


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    asks: bool


def impression(said: Said, one: Made) -> Impression | None:
    """Return what a turn says of a promise if it is about it; None where it says nothing.

    Args:
        said: a turn after the one that made the promise.
        one: the promise.
    """
    if said.turn.is_agent:
        return _of_agent(said, one)
    if one.said.same_session(said):
        return None
    if not one.is_past(said.at) and _gives_up(said, one):
        return Impression(Sign.WITHDRAWN, Weight.RESULT)
    if one.commitment.condition and not names(said, one):
        return None
    return _told(said, one)


def _of_agent(said: Said, one: Made) -> Impression | None:
    """Return what an agent says of a promise: another day, or who rings first, that it is done."""
    if has(said.language, "agent_moves", "any", said.folded):
        return Impression(Sign.GONE, Weight.RESULT)
    comes_back = said.is_live and said.opens and not one.said.same_session(said)
    if not comes_back or one.commitment.condition or one.commitment.act in _WORDS_ALONE:
        return None
    return Impression(Sign.DONE, Weight.TONE) if tells_of_done(said) else None


def last_words(said: Said, one: Made) -> Impression | None:
    """Return what the last clause of a turn that tells anything of a promise says of it."""
    found = [each for clause in _clauses(said) if (each := _of_clause(clause, said, one))]
    return found[-1] if found else None


def names(said: Said, one: Made) -> bool:
    """Whether a turn names the matter of a promise, or what the customer had asked about."""
    return bool((stems(one.words) | stems(one.asked)) & stems(said.folded))


def _gives_up(said: Said, one: Made) -> bool:
    """Whether a customer does not want it any more, or on another day, or by another way."""
    given = any(has(said.language, "gives_up", "any", each.text) for each in _clauses(said))
    if given and not has(said.language, "gives_up", "not_with", said.folded):
        return True
    if one.due is not None and has(said.language, "gives_up", "moves", said.folded):
        return True
    return _wants_another_way(said, one)


def _wants_another_way(said: Said, one: Made) -> bool:
    promised = _ways(one.said.language, one.own_words)
    wanted = _ways(said.language, said.folded) - promised
    return bool(promised and wanted and has(said.language, "ways", "wants", said.folded))


def _ways(language: str, text: str) -> set[str]:
    return {name for name in ways(language) if has(language, "ways", name, text)}


def _told(said: Said, one: Made) -> Impression | None:
    """Return what the surest of a turn's clauses tell; the last of them, if they differ."""
    found = [each for clause in _clauses(said) if (each := _of_clause(clause, said, one))]
    surest = max((each.weight for each in found), default=None)
    if surest is None or _is_of_another(said, one):
        return None
    kept = [each for each in found if each.weight is surest]
    last = ([each for each in kept if not each.is_goodbye] or kept)[-1]
    if surest is Weight.TONE and not _may_be_by_tone(said, one, last.sign):
        return None
    return last if _is_time_for(last, said, one) else None


def _is_time_for(told: Impression, said: Said, one: Made) -> bool:
    """Whether a promise may be told of by now: before its day only by its result and its name."""
    if told.sign is Sign.NOT_DONE:
        return is_overdue(one, said)
    return is_due(one, said) or (told.weight is Weight.RESULT and names(said, one))


def _may_be_by_tone(said: Said, one: Made, sign: Sign) -> bool:
    """Whether tone alone may tell: of a thing, in the first words of a new contact."""
    if one.commitment.act in _WORDS_ALONE or not said.opens:
        return False
    return sign is Sign.NOT_DONE or len(said.folded.strip()) >= _LEAST_SAID[said.language]


def _is_of_another(said: Said, one: Made) -> bool:
    """Whether what came or did not come is another thing than the promised one."""
    matter = stems(one.words) | stems(one.asked)
    if not matter or matter & stems(said.folded):
        return False
    named = arrived_thing(said.folded, said.language) or missing_thing(said.folded, said.language)
    return bool(stems(named))


def _clauses(said: Said) -> Iterator[_Clause]:
    """Yield the clauses of a turn, without those on another subject."""
    for sentence in _SENTENCES.split(said.folded):
        parts = [part.strip(" ?.") for part in _CLAUSES[said.language].split(sentence)]
        parts = [part for part in parts if part and not greets(part)]
        for place, part in enumerate(parts):
            if has(said.language, "aside", "another", part):
                break
            last = place == len(parts) - 1 and sentence.rstrip().endswith("?")
            wishes = has(said.language, "aside", "wishes", part)
            text = without_conditions(part, said.language)
            yield _Clause(text, last or wishes or asks(said.language, part))


def _of_clause(clause: _Clause, said: Said, one: Made) -> Impression | None:
    """Return what one clause tells of a promise."""
    told = _sign_of(clause, said, one)
    return replace(told, words=clause.text) if told else None


def _sign_of(clause: _Clause, said: Said, one: Made) -> Impression | None:
    if has(said.language, "tone", "rhetoric", clause.text):
        return Impression(Sign.NOT_DONE, Weight.TONE)
    if clause.asks:
        return None
    if (sign := _by_result(clause.text, said, one)) is not None:
        return Impression(sign, Weight.RESULT)
    if (sign := _by_matter(clause.text, said, one)) is not None:
        return Impression(sign, Weight.MATTER)
    if has(said.language, "tone", "persists", clause.text):
        silent = one.commitment.act in CONTACT
        return Impression(Sign.NOT_DONE, Weight.TONE if silent else Weight.MATTER)
    return _by_tone(clause.text, said)


def _by_tone(clause: str, said: Said) -> Impression | None:
    well = any(has(said.language, "tone", name, clause) for name in ("well", "changed"))
    firm = phrase(said.language, "tone", "no_denial").sub(" ", clause)
    if has(said.language, "tone", "badly", firm) or (well and _is_denied(clause, said)):
        return Impression(Sign.NOT_DONE, Weight.TONE)
    goodbye = bool(_GOODBYES[said.language].fullmatch(clause))
    return Impression(Sign.DONE, Weight.TONE, is_goodbye=goodbye) if well else None


def _is_denied(clause: str, said: Said) -> bool:
    blank = phrase(said.language, "tone", "no_denial").sub(" ", clause)
    return has(said.language, "tone", "denial", blank)


def _by_result(clause: str, said: Said, one: Made) -> Sign | None:
    """Return what is told by what comes of an act: a parcel on the mat, money in the account."""
    act = one.commitment.act
    if results(said.language, act, "undone").search(clause):
        return Sign.NOT_DONE
    if not results(said.language, act, "done").search(clause):
        return None
    return Sign.NOT_DONE if _is_denied(clause, said) else Sign.DONE


def _by_matter(clause: str, said: Said, one: Made) -> Sign | None:
    """Return on which side of the matter things are now, as a clause tells."""
    for pole in poles(said.language):
        if not (pole.about.search(f"{one.asked} {one.words}") or pole.bad.search(one.asked)):
            continue
        sides = {_side(pole.good, clause, said, one), _flipped(_side(pole.bad, clause, said, one))}
        if len(told := sides - {None}) == 1:
            over = Sign.NOT_DONE in told and has(said.language, "tone", "over", clause)
            return Sign.DONE if over else next(iter(told))
    return None


def _flipped(sign: Sign | None) -> Sign | None:
    return {Sign.DONE: Sign.NOT_DONE, Sign.NOT_DONE: Sign.DONE}.get(sign) if sign else None


def _side(side: re.Pattern[str], clause: str, said: Said, one: Made) -> Sign | None:
    """Return whether a clause is on a side of a matter, or says that it is not.

    Words that the promise itself names tell nothing.
    """
    found = next((each for each in side.finditer(clause) if each[0] not in one.words), None)
    if found is None:
        return None
    start, end = found.span()
    reach = _NEAR[said.language]
    behind = said.language == "ja"
    near = clause[end : end + reach] if behind else clause[max(0, start - reach) : start]
    return Sign.NOT_DONE if _is_denied(near, said) else Sign.DONE
