"""Which promises a later word is about: each word goes to the promise that it fits best."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from coach.conversation.promises import Act, PromiseState
from coach.insights.promises.made import Made, same_thing
from coach.insights.promises.naming import missing_thing
from coach.insights.promises.signals import Sign, Signal, fails_to_happen, less_acts
from coach.insights.promises.timeline import Said
from coach.insights.promises.topics import CONTACT, TOLD_AS, stems

_IT = re.compile(
    r"\W*(?:(?:yes|ok|okay|hi|hello|right|good news|update|well|all),? )?"
    r"(?:it|they|that|all|everything)\b"
)
_GREETS = re.compile(
    r"\bfor (?:your|the|this) (?:\w+ )?(?:message|mail|e-?mail|reply|letter|help|time|note|call)\b"
    r"|(?:ご連絡|ご返信|お返事|お電話|メール)(?:を)?(?:いただき)?、?ありがとう"
)
# What customers do not do, know or want themselves is no word of what was promised to them.
_OF_SELF = re.compile(
    r"\b(?:i|we) (?:don't|do not|dont|can't|cannot|won't|never|didn't|did not) "
    r"(?!see\b|have\b|find\b|get\b|got\b|had\b|hear\b|heard\b|receive|reach|use\b)\w+"
    r"|(?:わか(?:ら|り)|分か(?:ら|り)|知(?:ら|り)|食べ|飲(?:ま|み|め)|行(?:け|か|き)|覚えて(?:い|お)?)(?:ない|ませ)"
)
NAMED = 2  # at least so well fits what names a promise
_WEAK = 1
_ASKED = 0.5  # what the customer had asked about names the matter, less surely than the promise
_OWN_ACT = 4
_OF_CONDITION = 5
_MOST_SHARED = 3
_WORDS_ALONE = CONTACT | {Act.ESCALATE, Act.INVESTIGATE}
_DONE = (PromiseState.KEPT, PromiseState.LATE)


def concerned(
    signal: Signal, made: Sequence[Made], states: Sequence[PromiseState | None]
) -> list[int]:
    """Return the places of the promises that a signal is about.

    Args:
        signal: what is said.
        made: all promises of the case.
        states: for each, its final state; None while it is open. One that is settled gets no
            signal, and one that was done may claim it.
    """
    fits = {
        place: fit(signal, one)
        for place, one in enumerate(made)
        if one.said.order < signal.said.order and _may_concern(one, signal)
    }
    live = {place: value for place, value in fits.items() if states[place] is None}
    done = {place: value for place, value in fits.items() if states[place] in _DONE}
    best = max(live.values(), default=0)
    if _is_claimed(signal, done, best):
        return []
    return _best(signal, made, live)


def _is_claimed(signal: Signal, done: Mapping[int, float], best: float) -> bool:
    """Whether words name a promise that was done rather than any that is open."""
    return signal.is_report and max(done.values(), default=0) > best + 1 and best <= _OWN_ACT


def fit(signal: Signal, one: Made) -> float:
    """Return how well a signal fits a promise: 0 for not at all, more for shared matter."""
    made = one.commitment
    matter, told = stems(one.words), stems(signal.text)
    asked = bool(stems(one.asked) & told)
    shared = min(len(matter & told), _MOST_SHARED) or _ASKED * asked
    if signal.is_loose and not shared and not (signal.is_pleased and made.act in signal.acts):
        return 0
    if signal.sign is Sign.GONE and made.condition and stems(made.condition) & told:
        return _OF_CONDITION
    if made.act in signal.acts:
        return _OWN_ACT + shared
    if TOLD_AS[made.act] & signal.acts:
        likely = shared or not (matter and told) or made.act in CONTACT
        return _OWN_ACT - 1 + shared if likely else _WEAK
    if shared:
        return shared + (1 if signal.acts else NAMED)
    return NAMED if made.act is Act.OTHER and signal.acts and not matter else 0


def _best(signal: Signal, made: Sequence[Made], fits: Mapping[int, float]) -> list[int]:
    """Return the promises that a signal fits best, and those of the same thing."""
    best = max(fits.values(), default=0)
    first = [place for place, value in fits.items() if value == best]
    chosen = []
    for place, value in fits.items():
        unnamed = value >= _OWN_ACT and not (signal.is_report and stems(made[place].words))
        again = value >= NAMED and any(_dates_anew(made[place], made[other]) for other in first)
        if value < NAMED and not _is_general(signal, made[place], fits):
            continue
        if value == best or unnamed or again or best < NAMED:
            chosen.append(place)
    return chosen


def _dates_anew(one: Made, other: Made) -> bool:
    """Whether two promises of different turns are about the same thing."""
    return one.said.order != other.said.order and same_thing(one, other)


def _is_general(signal: Signal, one: Made, fits: Mapping[int, float]) -> bool:
    """Whether words that name nothing ("nothing happened", "never mind") can only mean this."""
    alone = len(fits) == 1
    if signal.is_loose:
        thing = one.commitment.act not in _WORDS_ALONE
        return alone and thing and signal.is_pleased and is_due(one, signal.said)
    if signal.sign is Sign.NOT_DONE:
        fails = fails_to_happen(signal) and max(fits.values()) < NAMED
        if _OF_SELF.search(signal.text) or _names_another(signal, one):
            return False
        return signal.said.turn.is_customer and is_overdue(one, signal.said) and (
            not signal.acts or fails
        )  # fmt: skip
    if signal.sign is Sign.WITHDRAWN:
        return alone
    points = signal.sign is Sign.DONE and signal.said.turn.is_customer
    return alone and (max(fits.values()) >= _WEAK or (points and _points_back(signal)))


def _names_another(signal: Signal, one: Made) -> bool:
    """Whether a thing is said to be missing, and the promise names another."""
    told = stems(missing_thing(signal.text, signal.said.language))
    matter = stems(one.words) | stems(one.asked)
    return bool(told and matter) and not told & matter


def is_overdue(one: Made, said: Said) -> bool:
    """Whether a promise may be complained of by now: a day later if it names no date."""
    if one.due is not None or one.commitment.condition or not (one.said.at and said.at):
        return one.is_past(said.at)
    return said.at - one.said.at >= timedelta(days=1)


def is_due(one: Made, said: Said) -> bool:
    """Whether the day has come on which a promise was to be kept; a day later if none is named."""
    if said.at is None or one.said.at is None:
        return False
    day = one.due.date() if one.due else one.said.at.date() + timedelta(days=1)
    return said.at.date() >= day


def greets(words: str) -> bool:
    """Whether words but thank for a message, a call or help, as any turn may begin."""
    return bool(_GREETS.search(words))


def _points_back(signal: Signal) -> bool:
    """Whether words name what was promised by "it" alone, or not at all: "it's in now"."""
    if _IT.match(signal.text) is not None and not signal.acts:
        return True
    return not stems(less_acts(signal.text, signal.said.language)) and not greets(signal.text)


def _may_concern(one: Made, signal: Signal) -> bool:
    """Whether a signal can be about a promise at all, by where and by whom it is given."""
    act = one.commitment.act
    session = one.said.same_session(signal.said)
    if signal.sign in (Sign.WITHDRAWN, Sign.GONE):
        return True
    if session and (act in (Act.CALL, Act.INFORM) or signal.sign is Sign.NOT_DONE):
        return False
    if not signal.is_report:
        return act in CONTACT and act in signal.acts and not session and _answers(one, signal)
    if session and (signal.is_loose or not stems(signal.text)):
        return False
    if session and signal.said.turn.is_customer:
        return "receiv" in signal.text or "got it" in signal.text or "届きました" in signal.text
    return True


def _answers(one: Made, signal: Signal) -> bool:
    """Whether a contact is about the promise: it is said to be, or shares its matter."""
    from_other = one.said.place.conversation != signal.said.place.conversation
    if signal.said.is_live:
        return from_other
    shared = stems(one.said.folded) & stems(signal.text)
    return bool(shared) or one.commitment.act is Act.WRITE or from_other
