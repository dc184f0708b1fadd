"""What became of each promise, from what came later in its case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.conversation.promises import Act, DeadlineKind, Place, Promise, PromiseState
from coach.insights.promises.impressions import Impression, Weight, impression, last_words, names
from coach.insights.promises.in_time import state_when_done
from coach.insights.promises.made import Made, redates, said_once
from coach.insights.promises.matching import NAMED, concerned, fit, is_due
from coach.insights.promises.signals import (
    Sign,
    Signal,
    comes,
    speaks_of_delay,
)
from coach.insights.promises.timeline import Said
from coach.insights.promises.told_when import told_day, told_hour
from coach.insights.promises.topics import stems

_EVENTS = frozenset({Act.VISIT, Act.CALL, Act.WRITE, Act.INFORM, Act.REFUND})
_A_DAY = timedelta(days=1)
_IF = re.compile(r"\b(?:if|should|in case|unless|provided)\b|場合|れば")
_FINAL = re.compile(r"ませんでした|なかった|(?:は|も)(?:あり|ござい)ません")  # not "not yet"
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


def judged(
    made: Sequence[Made], told: Sequence[Signal], now: datetime, turns: Sequence[Said] = ()
) -> list[Promise]:
    """Return each promise with what became of it; what was only said again is left out.

    Args:
        made: all promises of a case, in their order.
        told: all signals of its turns, in their order.
        now: when the ledger is read.
        turns: the turns of the case in their order, which may tell in other words than signals'.
    """
    single = said_once(made)
    courses = [_Course(one) for one in single]
    for said, signals, newly in _turns(single, told, turns):
        states = [course.state for course in courses]
        about: list[list[Signal]] = [[] for _ in single]
        for signal in signals:
            for place in concerned(signal, single, states):
                about[place].append(signal)
        words = list(zip(courses, about, strict=True))
        firm = [each for each in words if any(_is_firm(signal, each[0].made) for signal in each[1])]
        _take(firm if said.turn.is_customer else words, said, newly)
        _take_impressions(courses, states, said)
        _take(words, said, newly)
        _take_delays(courses, said)
    return [course.ended(now) for course in courses]


def _is_firm(signal: Signal, one: Made) -> bool:
    """Whether a phrase tells, and of what is named; else an impression is as good."""
    return not signal.is_loose and fit(signal, one) >= NAMED


def _take(
    words: Sequence[tuple[_Course, Sequence[Signal]]], said: Said, newly: Sequence[Made]
) -> None:
    """Go on with what a turn says of promises of which it has told nothing so far."""
    for course, given in words:
        again = [one for one in newly if redates(one, course.made)]
        if course.state is None and course.missed != said.place and (given or again):
            course.take(_verdict(course, said, given, again), said.place)


def _turns(
    made: Sequence[Made], told: Sequence[Signal], said: Sequence[Said]
) -> Iterator[tuple[Said, list[Signal], list[Made]]]:
    """Yield each turn, in order, with what it says and promises."""
    turns: dict[int, tuple[Said, list[Signal], list[Made]]]
    turns = {each.order: (each, [], []) for each in said}
    for signal in told:
        turns.setdefault(signal.said.order, (signal.said, [], []))[1].append(signal)
    for one in made:
        turns.setdefault(one.said.order, (one.said, [], []))[2].append(one)
    for order in sorted(turns):
        yield turns[order]


def _take_impressions(
    courses: Sequence[_Course], before: Sequence[PromiseState | None], said: Said
) -> None:
    """Go on with what a turn says in other words, if no signal of it told anything."""
    live = [c for c in courses if c.state is None and c.made.said.order < said.order]
    settled = [course.state for course in courses] != list(before)
    if settled or any(course.missed == said.place for course in live):
        return
    found = [(c, each) for c in live if (each := impression(said, c.made))]
    for course, each in _meant(found, live, said):
        signal = _as_signal(each, course.made, said)
        course.take(_verdict(course, said, [signal], []), said.place)


def _take_delays(courses: Sequence[_Course], said: Said) -> None:
    """Go on with what a turn tells of a miss that has been made good since."""
    for course in courses:
        missed = course.state is None and course.missed == said.place
        if missed and _came_later(course.made, said):
            course.take(PromiseState.LATE, said.place)


def _came_later(one: Made, said: Said) -> bool:
    """Whether a turn that tells of a miss tells besides that it was done, and when: too late."""
    if one.due is None or said.turn.is_agent:
        return False
    told = last_words(said, one)
    if told is not None and told.sign is Sign.DONE:
        day = told_day(told.words, said)
        return day is not None and day > one.due.date()
    told = impression(said, one)
    if told is None or told.sign is not Sign.DONE or told.weight is not Weight.RESULT:
        return False
    signal = _as_signal(told, one, said)
    timed = signal.day is not None or signal.hour is not None
    return timed and state_when_done(one, [signal], missed=False) is PromiseState.LATE


def _meant(
    found: Sequence[tuple[_Course, Impression]], live: Sequence[_Course], said: Said
) -> list[tuple[_Course, Impression]]:
    """Return the impressions that are of their promise rather than of another one.

    Those are the surest of the promises that are named or that alone can be meant; failing these,
    the only one that the result of its act tells.
    """
    sure = [(c, e) for c, e in found if names(said, c.made) or _is_alone(c.made, live, said)]
    if not sure:
        results = [(c, e) for c, e in found if e.weight is Weight.RESULT]
        return results if len(results) == 1 else []
    surest = max(each.weight for _, each in sure)
    return [(course, each) for course, each in sure if each.weight is surest]


def _is_alone(one: Made, live: Sequence[_Course], said: Said) -> bool:
    """Whether no other promise can be meant: there is none, or its day has not come."""
    others = [c.made for c in live if c.made is not one and not _is_same(one, c.made)]
    return not others or (is_due(one, said) and not any(is_due(other, said) for other in others))


def _is_same(one: Made, other: Made) -> bool:
    """Whether one promise only gives another a new date."""
    return redates(one, other) or redates(other, one)


def _as_signal(told: Impression, one: Made, said: Said) -> Signal:
    """Return what a turn says as a whole as a signal of its own.

    How things are today does not tell that it was done today.
    """
    day = told_day(said.folded, said)
    event = one.commitment.act in _EVENTS or comes(said.language, told.words)
    if not (told.weight is Weight.RESULT and event) and said.at and day == said.at.date():
        day = None
    return Signal(
        said, told.sign, said.folded, frozenset({one.commitment.act}), day, told_hour(said),
        is_report=True, is_late=speaks_of_delay(said),
    )  # fmt: skip


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
        return state_when_done(one, done, missed=course.missed is not None)
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
    final = any(_FINAL.search(s.text) for s in given if s.sign is Sign.NOT_DONE)
    if not _IF.search(one.condition) and not final:
        done = [s for s in given if s.sign is Sign.DONE and not _is_of_condition(one, s)]
        return state_when_done(one, done, missed=False) if done else None
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
