"""What became of each promise, from what came later in its case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.conversation.promises import (
    Act,
    Commitment,
    DeadlineKind,
    Place,
    Promise,
    PromiseState,
)
from coach.insights.promises.signals import (
    Sign,
    Signal,
    arrives,
    dispatches,
    fit,
    is_appointment,
)
from coach.insights.promises.text import plain
from coach.insights.promises.timeline import Said
from coach.insights.promises.topics import CONTACT, is_same_thing, stems

_IT = re.compile(
    r"\W*(?:(?:yes|ok|okay|hi|hello|right|good news|update|well),? )?(?:it|they|that)\b"
)
_A_DAY = timedelta(days=1)
_NEAR = 120  # characters before "they will do so" that may tell what
_LENIENCE = timedelta(minutes=3)  # "at four" is kept by a call at 16:02
_LEAST = 2
_WEAK = 1
_OWN_ACT = 4
_ON_THE_WAY = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Made:
    """A promise with the turn in which it was made."""

    commitment: Commitment
    said: Said

    @property
    def words(self) -> str:
        """Its words and its condition's, made plain; with those before if they name nothing."""
        words = self.own_words
        if not stems(words):
            start, end = self.commitment.start, self.commitment.end
            words = self.said.folded[max(0, start - _NEAR) : end]
        return f"{plain(self.commitment.condition or '')} {words}"

    @property
    def own_words(self) -> str:
        """Its words alone, made plain."""
        return self.said.folded[self.commitment.start : self.commitment.end]

    @property
    def due(self) -> datetime | None:
        """Until when it holds."""
        return self.commitment.deadline.at

    def is_past(self, moment: datetime | None) -> bool:
        """Whether its deadline is over at a moment."""
        return self.due is not None and moment is not None and moment > self.due


def judged(made: Sequence[Made], told: Sequence[Signal], now: datetime) -> list[Promise]:
    """Return each promise with what became of it; what was only said again is left out.

    Args:
        made: all promises of a case, in their order.
        told: all signals of its turns, in their order.
        now: when the ledger is read.
    """
    single = _said_once(made)
    about = _matched(single, told)
    return [_judged(one, single, about[place], now) for place, one in enumerate(single)]


def _said_once(made: Sequence[Made]) -> list[Made]:
    """Drop promises that repeat an earlier one."""
    kept: list[Made] = []
    for one in made:
        again = next((k for k in reversed(kept) if _repeats(k, one)), None)
        if again is None:
            kept.append(one)
        elif again.due is None and one.due is not None:
            kept[kept.index(again)] = one
    return kept


def _repeats(first: Made, second: Made) -> bool:
    """Whether the second says no more than the first: nothing new about when."""
    if first.said.order == second.said.order or first.is_past(second.said.at):
        return False
    if not _same(first, second):
        return False
    if first.due is not None and second.due is not None:
        return first.due == second.due
    kinds = {first.commitment.deadline.kind, second.commitment.deadline.kind}
    if DeadlineKind.CONDITIONAL in kinds and len(kinds) > 1:
        return False
    if second.due is None:
        return True
    return first.said.place.conversation == second.said.place.conversation


def _same(first: Made, second: Made) -> bool:
    one, other = first.commitment, second.commitment
    strict = first.due != second.due
    return is_same_thing((one.act, first.words), (other.act, second.words), strict=strict)


def _matched(made: Sequence[Made], told: Sequence[Signal]) -> Mapping[int, list[Signal]]:
    """Return for each promise the signals that are about it: each goes to where it fits best."""
    about: dict[int, list[Signal]] = {place: [] for place in range(len(made))}
    for signal in told:
        fits = {
            place: fit(signal, one.commitment, one.words)
            for place, one in enumerate(made)
            if one.said.order < signal.said.order and _may_concern(one, signal)
        }
        for place in _best(signal, made, fits):
            about[place].append(signal)
    return about


def _best(signal: Signal, made: Sequence[Made], fits: Mapping[int, int]) -> list[int]:
    """Return the promises that a signal is about: those it fits best, and what dates them anew."""
    best = max(fits.values(), default=0)
    first = [place for place, value in fits.items() if value == best]
    chosen = []
    for place, value in fits.items():
        unnamed = value >= _OWN_ACT and not (signal.is_report and stems(made[place].words))
        again = value >= _LEAST and any(_same(made[place], made[other]) for other in first)
        if value < _LEAST and not _is_general(signal, made[place], fits):
            continue
        if value == best or unnamed or again:
            chosen.append(place)
    return chosen


def _is_general(signal: Signal, one: Made, fits: Mapping[int, int]) -> bool:
    """Whether words that name nothing ("nothing happened", "never mind") can only mean this."""
    if signal.sign is Sign.NOT_DONE and signal.said.turn.is_customer:
        return one.is_past(signal.said.at) and not signal.acts
    alone = len(fits) == 1
    if signal.sign is Sign.WITHDRAWN:
        return alone
    points = signal.sign is Sign.DONE and signal.said.turn.is_customer
    return alone and (max(fits.values()) >= _WEAK or (points and _points_back(signal)))


def _points_back(signal: Signal) -> bool:
    """Whether words name what was promised by "it" alone: "it's in now"."""
    return _IT.match(signal.text) is not None and not signal.acts


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


def _judged(one: Made, made: Sequence[Made], told: Sequence[Signal], now: datetime) -> Promise:
    state, evidence = _settled(one, _redated(one, made), told)
    if state is None:
        state = PromiseState.CANNOT_TELL if one.is_past(now) else PromiseState.OPEN
        evidence = None
    return Promise(one.commitment, state, evidence)


def _redated(one: Made, made: Sequence[Made]) -> list[Made]:
    """Return the later promises of the same thing."""
    return [
        other
        for other in made
        if other.said.order > one.said.order
        and _same(one, other)
        and (other.commitment.act is one.commitment.act or other.due is not None)
    ]


def _settled(
    one: Made, redated: Sequence[Made], told: Sequence[Signal]
) -> tuple[PromiseState | None, Place | None]:
    """Return what settles a promise: signals and new dates in their order."""
    missed: Place | None = None
    changes: dict[int, list[Signal | Made]] = {}
    every: list[Signal | Made] = [*redated, *told]
    for each in every:
        changes.setdefault(each.said.order, []).append(each)
    for order in sorted(changes):
        place = changes[order][0].said.place
        verdict = _verdict(one, changes[order], missed=missed is not None)
        if verdict in (PromiseState.KEPT, PromiseState.LATE, PromiseState.SUPERSEDED):
            return verdict, place
        if verdict is PromiseState.BROKEN:
            missed = place
    return (PromiseState.BROKEN, missed) if missed else (None, None)


def _verdict(one: Made, told: Sequence[Signal | Made], *, missed: bool) -> PromiseState | None:
    """Return what one turn says of a promise."""
    given = [each for each in told if isinstance(each, Signal)]
    newly = [each for each in told if isinstance(each, Made)]
    said = told[0].said
    past = one.is_past(said.at) or (one.due is None and _is_old(one, said))
    signs = {signal.sign for signal in given}
    reports = [s for s in given if s.sign is Sign.DONE and s.is_report and not _dates(s, newly)]
    if Sign.NOT_DONE in signs and past and not reports:
        calls = said.turn.is_agent and any(_is_call(signal) for signal in given)
        return PromiseState.LATE if calls and not newly else PromiseState.BROKEN
    if newly and not reports:
        return PromiseState.BROKEN if one.is_past(said.at) else PromiseState.SUPERSEDED
    if signs & {Sign.WITHDRAWN, Sign.GONE} and not reports:
        return _withdrawn(one, said, signs, missed=missed)
    done = reports or [s for s in given if s.sign is Sign.DONE]
    if done and not (Sign.NOT_DONE in signs and not reports):
        return _done(one, done, missed=missed)
    return None


def _dates(signal: Signal, newly: Sequence[Made]) -> bool:
    """Whether what sounds like done is but a new date: "we have moved the visit to Friday"."""
    return any(new.own_words in signal.text for new in newly)


def _is_call(signal: Signal) -> bool:
    """Whether the agent gets in touch by this very call, whatever they own up to in it."""
    return not signal.is_report and Act.CALL in signal.acts and signal.said.opens


def _withdrawn(one: Made, said: Said, signs: set[Sign], *, missed: bool) -> PromiseState | None:
    if missed:
        return PromiseState.BROKEN
    if one.is_past(said.at) and Sign.WITHDRAWN not in signs:
        return PromiseState.BROKEN
    return PromiseState.SUPERSEDED


def _is_old(one: Made, said: Said) -> bool:
    """Whether a promise without a date may be missed by now: a day has passed."""
    if one.said.at is None or said.at is None:
        return one.said.place.conversation != said.place.conversation
    return said.at - one.said.at >= _A_DAY


def _done(one: Made, told: Sequence[Signal], *, missed: bool) -> PromiseState:
    """Return whether what was done was done in time."""
    if one.due is None:
        return PromiseState.LATE if missed else PromiseState.KEPT
    days = [signal.day for signal in told if signal.day]
    said = told[0].said
    if not missed and _was_on_its_way(one, told):
        return PromiseState.KEPT
    if days and said.at is not None and min(days) < said.at.date():
        return PromiseState.KEPT if min(days) <= one.due.date() else PromiseState.LATE
    if not one.is_past(_leniently(one, said.at)):
        return PromiseState.KEPT
    speaks_of_delay = any(signal.is_late for signal in told)
    untimed = said.turn.is_customer and not days
    return PromiseState.KEPT if untimed and not (missed or speaks_of_delay) else PromiseState.LATE


def _leniently(one: Made, moment: datetime | None) -> datetime | None:
    """Return a moment, less the minutes that nobody counts where an hour was agreed on."""
    exact = one.commitment.deadline.kind is DeadlineKind.EXACT
    if moment is None or not exact or not is_appointment(one.own_words, one.said.language):
        return moment
    return moment - _LENIENCE


def _was_on_its_way(one: Made, told: Sequence[Signal]) -> bool:
    """Whether what was to be sent off in time has arrived soon after."""
    if one.due is None or not dispatches(one.own_words, one.said.language):
        return False
    came = [signal for signal in told if signal.said.turn.is_customer and arrives(signal)]
    days = [signal.day or (signal.said.at and signal.said.at.date()) for signal in came]
    return any(day and day <= (one.due + _ON_THE_WAY).date() for day in days)
