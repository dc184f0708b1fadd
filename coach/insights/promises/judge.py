"""What became of each promise, from what came later in its case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.conversation.promises import Act, DeadlineKind, Place, Promise, PromiseState
from coach.insights.promises.made import Made, redates, said_once
from coach.insights.promises.matching import concerned
from coach.insights.promises.signals import (
    Sign,
    Signal,
    arrives,
    dispatches,
    has_been,
    is_appointment,
    is_of_earlier,
)
from coach.insights.promises.timeline import Said
from coach.insights.promises.topics import stems

_A_DAY = timedelta(days=1)
_NEAR = 60  # characters behind a promise in which the verb stands that it shares
_LENIENCE = timedelta(minutes=3)  # "at four" is kept by a call at 16:02
_ON_THE_WAY = timedelta(days=4)
_IF = re.compile(r"\b(?:if|should|in case|unless|provided)\b|場合|れば")
_UNLESS = re.compile(
    r"\bunless\b|\bnot\b|n't\b|\bnever\b|\bno\b|\bfails?\b|外れ|落選|落ち|ない|なかっ|なけ|ませ[んぬ]|ず(?=に|、)"
)
_AT_ONCE = re.compile(
    r"\b(?:straight|right) (?:away|after)|\bimmediately\b|\bshortly\b|\bminutes?\b|すぐ|直ちに|至急"
)


@dataclass(slots=True)
class _Course:
    """How a promise fares as its case goes on.

    Attributes:
        made: the promise.
        missed: the turn that says it was not done in time.
        state: what became of it in the end; None while that is open.
        evidence: the turn that settles it.
    """

    made: Made
    missed: Place | None = None
    state: PromiseState | None = None
    evidence: Place | None = None

    def take(self, verdict: PromiseState | None, place: Place) -> None:
        """Go on with what one turn says."""
        if verdict is PromiseState.BROKEN:
            self.missed = place
        elif verdict is not None:
            self.state, self.evidence = verdict, place

    def ended(self, now: datetime) -> Promise:
        """Return the promise with its state at a time."""
        if self.state is not None:
            return Promise(self.made.commitment, self.state, self.evidence)
        if self.missed is not None:
            return Promise(self.made.commitment, PromiseState.BROKEN, self.missed)
        past = self.made.is_past(now)
        return Promise(
            self.made.commitment, PromiseState.CANNOT_TELL if past else PromiseState.OPEN
        )


def judged(made: Sequence[Made], told: Sequence[Signal], now: datetime) -> list[Promise]:
    """Return each promise with what became of it; what was only said again is left out.

    Args:
        made: all promises of a case, in their order.
        told: all signals of its turns, in their order.
        now: when the ledger is read.
    """
    single = said_once(made)
    courses = [_Course(one) for one in single]
    for said, signals, newly in _turns(single, told):
        about: list[list[Signal]] = [[] for _ in single]
        states = [course.state for course in courses]
        for signal in signals:
            for place in concerned(signal, single, states):
                about[place].append(signal)
        for course, given in zip(courses, about, strict=True):
            again = [one for one in newly if redates(one, course.made)]
            if course.state is None and (given or again):
                course.take(_verdict(course, said, given, again), said.place)
    return [course.ended(now) for course in courses]


def _turns(
    made: Sequence[Made], told: Sequence[Signal]
) -> Iterator[tuple[Said, list[Signal], list[Made]]]:
    """Yield each turn that says or promises something, in order, with what it says."""
    turns: dict[int, tuple[Said, list[Signal], list[Made]]] = {}
    for signal in told:
        turns.setdefault(signal.said.order, (signal.said, [], []))[1].append(signal)
    for one in made:
        turns.setdefault(one.said.order, (one.said, [], []))[2].append(one)
    for order in sorted(turns):
        yield turns[order]


def _verdict(
    course: _Course, said: Said, given: Sequence[Signal], newly: Sequence[Made]
) -> PromiseState | None:
    """Return what one turn says of a promise."""
    one = course.made
    if one.commitment.condition and any(_is_of_condition(one, signal) for signal in given):
        return _of_condition(one, given)
    given = [
        s for s in given if not (s.is_loose and said.turn.is_agent and s.sign is Sign.NOT_DONE)
    ]
    past = one.is_past(said.at) or (one.due is None and _is_old(one, said))
    given = [signal for signal in given if not _is_of_before(one, signal)]
    signs = {signal.sign for signal in given}
    reports = [s for s in given if s.sign is Sign.DONE and s.is_report and not _dates(s, newly)]
    if Sign.NOT_DONE in signs and past and not _outweighs(one, reports, given):
        calls = said.turn.is_agent and any(_is_call(signal) for signal in given)
        return PromiseState.LATE if calls and not newly else PromiseState.BROKEN
    hangs = one.commitment.deadline.kind is DeadlineKind.CONDITIONAL
    if newly and not reports and one.due is None and (hangs or one.said.same_session(said)):
        return None
    if newly and not reports:
        return PromiseState.BROKEN if one.is_past(said.at) else PromiseState.SUPERSEDED
    if signs & {Sign.WITHDRAWN, Sign.GONE} and not _tells_more(one, reports, given):
        return _withdrawn(course, said, signs)
    done = reports or [s for s in given if s.sign is Sign.DONE]
    if done and not (Sign.NOT_DONE in signs and not reports):
        return _done(one, done, missed=course.missed is not None)
    return None


def _is_of_before(one: Made, signal: Signal) -> bool:
    """Whether something was done on a day before it was promised: it is something else."""
    made = one.said.at
    told = signal.sign is Sign.DONE and signal.is_report
    return told and bool(signal.day and made and signal.day < made.date())


def _tells_more(one: Made, reports: Sequence[Signal], given: Sequence[Signal]) -> bool:
    """Whether what is said to be done names the promise at least as well as what gives it up."""
    up = [_shared(one, s) for s in given if s.sign in (Sign.WITHDRAWN, Sign.GONE)]
    done = [_shared(one, s) for s in reports]
    return bool(done) and max(done) >= max(up, default=0)


def _outweighs(one: Made, reports: Sequence[Signal], given: Sequence[Signal]) -> bool:
    """Whether what is said to be done counts for more than what is said not to be."""
    firm = [signal for signal in reports if not signal.is_loose]
    denied = [signal for signal in given if signal.sign is Sign.NOT_DONE and not signal.is_loose]
    if not firm or not denied:
        return bool(firm) or (bool(reports) and not denied)
    told = (max(_shared(one, signal) for signal in each) for each in (firm, denied))
    done, undone = told
    return done > undone or (done == undone and given.index(firm[-1]) > given.index(denied[-1]))


def _shared(one: Made, signal: Signal) -> int:
    return len(stems(one.words) & stems(signal.text))


def _is_of_condition(one: Made, signal: Signal) -> bool:
    """Whether words are about what was to happen first rather than about what was promised."""
    told = stems(signal.text)
    if not signal.is_report:
        return False
    of_condition = len(stems(one.condition) & told)
    of_action = len(stems(_less_condition(one)) & told)
    if signal.sign is Sign.DONE and not _UNLESS.search(one.condition):
        return of_condition > 0 and not of_action and one.commitment.act not in signal.acts
    return of_condition > 0 and of_condition >= of_action


def _less_condition(one: Made) -> str:
    return one.own_words.replace(one.condition, " ") if one.condition else one.own_words


def _of_condition(one: Made, given: Sequence[Signal]) -> PromiseState | None:
    """Return what becomes of a promise by what is said of its condition.

    "If it shows a fault" is gone when there is none, "if it does not come" when it has come; that
    something has not happened yet ("once it arrives") changes nothing.
    """
    signs = {signal.sign for signal in given}
    if Sign.GONE in signs or Sign.WITHDRAWN in signs:
        return PromiseState.SUPERSEDED
    if not _IF.search(one.condition):
        done = [s for s in given if s.sign is Sign.DONE and not _is_of_condition(one, s)]
        return _done(one, done, missed=False) if done else None
    against = Sign.DONE if _UNLESS.search(one.condition) else Sign.NOT_DONE
    return PromiseState.SUPERSEDED if against in signs else None


def _dates(signal: Signal, newly: Sequence[Made]) -> bool:
    """Whether what sounds like done is but a new date: "we have moved the visit to Friday"."""
    by_agent = signal.is_loose and signal.said.turn.is_agent
    return any(by_agent or new.own_words in signal.text for new in newly)


def _is_call(signal: Signal) -> bool:
    """Whether the agent gets in touch by this very call, whatever they own up to in it."""
    return not signal.is_report and Act.CALL in signal.acts and signal.said.opens


def _withdrawn(course: _Course, said: Said, signs: set[Sign]) -> PromiseState | None:
    if course.missed:
        return PromiseState.BROKEN
    if course.made.is_past(said.at) and Sign.WITHDRAWN not in signs:
        return PromiseState.BROKEN
    return PromiseState.SUPERSEDED


def _is_old(one: Made, said: Said) -> bool:
    """Whether a promise without a date may be missed by now.

    A day has passed, or it was to be done at once and the customer comes back.
    """
    other = one.said.place.conversation != said.place.conversation
    if one.said.at is None or said.at is None:
        return other
    at_once = one.commitment.deadline.kind is DeadlineKind.VAGUE and _AT_ONCE.search(one.own_words)
    return said.at - one.said.at >= _A_DAY or (other and at_once is not None)


def _done(one: Made, told: Sequence[Signal], *, missed: bool) -> PromiseState:
    """Return whether what was done was done in time."""
    if one.due is None:
        return PromiseState.LATE if missed else PromiseState.KEPT
    days = [signal.day for signal in told if signal.day]
    said = told[0].said
    exact = one.commitment.deadline.kind is DeadlineKind.EXACT
    delayed = any(signal.is_late for signal in told)
    on_day = min(days, default=None) == one.due.date()
    if exact and delayed and on_day and one.is_past(said.at):
        return PromiseState.LATE
    if not missed and _was_on_its_way(one, told):
        return PromiseState.KEPT
    if (moment := _told_moment(one, told)) and not missed:
        return PromiseState.LATE if one.is_past(moment - _LENIENCE) else PromiseState.KEPT
    if days and said.at is not None and min(days) < said.at.date():
        return PromiseState.KEPT if min(days) <= one.due.date() else PromiseState.LATE
    if exact and not missed and on_day and _was_earlier(told):
        return PromiseState.KEPT
    if not one.is_past(_leniently(one, said.at)):
        return PromiseState.KEPT
    untimed = not days and (said.turn.is_customer or _is_of_others(one, told))
    return PromiseState.KEPT if untimed and not (missed or delayed) else PromiseState.LATE


def _is_of_others(one: Made, told: Sequence[Signal]) -> bool:
    """Whether the agent but tells that somebody has been there, which may have been in time."""
    visits = one.commitment.act is Act.VISIT
    return visits and all(s.is_report and has_been(s) for s in told if s.is_report)


def _told_moment(one: Made, told: Sequence[Signal]) -> datetime | None:
    """Return when something was done on the day that was agreed on, as the customer tells it."""
    signal = next((each for each in told if each.hour is not None), None)
    if signal is None or signal.said.at is None or one.due is None or signal.hour is None:
        return None
    exact = one.commitment.deadline.kind is DeadlineKind.EXACT
    on_day = (signal.day or signal.said.at.date()) == one.due.date()
    if not exact or not on_day or _FETCHED.search(signal.text):
        return None
    return datetime.combine(one.due.date(), signal.hour, one.due.tzinfo)


_FETCHED = re.compile(r"\b(?:picked up|collected)\b|受け取|取りに")


def _was_earlier(told: Sequence[Signal]) -> bool:
    """Whether what was done is told as of an earlier part of the day, and of no delay."""
    return not any(signal.is_late for signal in told) and any(
        signal.is_report and is_of_earlier(signal) for signal in told
    )


def _leniently(one: Made, moment: datetime | None) -> datetime | None:
    """Return a moment, less the minutes that nobody counts where an hour was agreed on."""
    exact = one.commitment.deadline.kind is DeadlineKind.EXACT
    if moment is None or not exact or not is_appointment(one.own_words, one.said.language):
        return moment
    return moment - _LENIENCE


def _sentence(one: Made) -> str:
    """Return the words of a promise up to the end of their sentence, where a shared verb stands."""
    start, end = one.commitment.start, one.commitment.end
    if one.said.language != "ja":
        return one.own_words
    return one.said.folded[start : end + _NEAR].partition("。")[0]


def _was_on_its_way(one: Made, told: Sequence[Signal]) -> bool:
    """Whether what was to be sent off in time has arrived soon after."""
    if one.due is None or not dispatches(_sentence(one), one.said.language):
        return False
    came = [signal for signal in told if signal.said.turn.is_customer and arrives(signal)]
    days = [signal.day or (signal.said.at and signal.said.at.date()) for signal in came]
    return any(day and day <= (one.due + _ON_THE_WAY).date() for day in days)
