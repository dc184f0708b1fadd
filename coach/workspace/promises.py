"""The promise ledger: of lines that another program hands in, and of what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from coach.access import Viewer
from coach.config import Settings
from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.promises import Case, Concern, Place, Promise
from coach.conversation.recording import About
from coach.errors import BadSettings, InputError
from coach.insights.promises.ledger import Terms, cases, ledger
from coach.insights.promises.workdays import Workdays, country_of
from coach.sources.base import Problem
from coach.sources.case_lines import EmptyCase, InCase, read_cases
from coach.sources.times import zone as zone_of
from coach.store.queries import Filter, threads_of
from coach.store.queries import cases as cases_of
from coach.store.repository import Store

_CARED_ABOUT = (Label.IMPACT, Label.FEEDBACK)


@dataclass(frozen=True, slots=True)
class Briefing:
    """What to know before one talks to a customer.

    Attributes:
        name: the customer or thread that was asked for.
        cases: their cases, with all promises.
        concerns: what they said that shows what they care about, the latest first.
    """

    name: str
    cases: tuple[Case, ...]
    concerns: tuple[Concern, ...]


def moment_of(text: str, zone: str) -> datetime:
    """Return the time that a text names, on the clock of the zone if it names none.

    Raises:
        BadSettings: it is no time, or there is no such zone.
    """
    local = zone_of(zone)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadSettings(f"--now: {text!r} is not a time; one is 2026-11-20T09:00+09:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=local)


def terms_of(settings: Settings, now: datetime, zone: str | None = None) -> Terms:
    """Return by which clock and calendar promises are read.

    Args:
        settings: name the country, days off and, unless told otherwise, the zone.
        now: when the ledger is read; on the clock of the zone if it names none itself.
        zone: the time zone of the cases.

    Raises:
        BadSettings: there is no such zone or country.
    """
    name = zone or settings.sources.timezone
    zone_of(name)
    clock = ZoneInfo(name)
    country = settings.promises.country
    if country is None:
        country = country_of(name)
    days = Workdays(None if country == "none" else country, settings.promises.closed)
    return Terms(now if now.tzinfo else now.replace(tzinfo=clock), clock, days)


def promise_lines(
    lines: Iterable[str | bytes], name: str, settings: Settings, now: datetime, zone: str | None
) -> Iterator[Case | str]:
    """Yield the sentence for each line that cannot be read, then each case with its promises.

    Raises:
        BadSettings: there is no such zone or country.
    """
    terms = terms_of(settings, now, zone)
    read: list[InCase | EmptyCase] = []
    for each in read_cases(lines, name, terms.zone):
        if isinstance(each, Problem):
            yield each.sentence
        else:
            read.append(each)
    yield from _judged(read, settings, terms)


def _judged(read: Iterable[InCase | EmptyCase], settings: Settings, terms: Terms) -> Iterator[Case]:
    """Yield the cases in the order in which they first appear; one may have no conversations."""
    read = list(read)
    filled = [each for each in read if isinstance(each, InCase)]
    zones: dict[tuple[bool, str], str] = {}
    for each in filled:
        if each.zone:
            zones.setdefault(_key(each.conversation.about), each.zone)
    groups = {_key(group[0].about): group for group in cases(e.conversation for e in filled)}
    keys = (
        (True, each.id) if isinstance(each, EmptyCase) else _key(each.conversation.about)
        for each in read
    )
    for key in dict.fromkeys(keys):
        group = groups.get(key, ())
        own = zones.get(key)
        clock = terms_of(settings, terms.now, own) if own else terms
        yield ledger(group, clock) if group else Case(key[1], (), ())


def _key(about: About) -> tuple[bool, str]:
    """Return what tells cases apart: a thread, or the id of what has none."""
    return about.thread_id is not None, about.thread_id or about.id


def stored_promises(store: Store, viewer: Viewer, which: Filter, terms: Terms) -> list[Case]:
    """Return the stored cases that hold promises, judged now; see `Workspace.promises`."""
    found = []
    for group in cases_of(store, viewer, which):
        case = ledger([analysis.conversation for analysis in group], terms)
        kept = tuple(p for p in case.promises if _is_asked_for(case, p, which))
        if kept:
            found.append(replace(case, promises=kept))
    return found


def brief(store: Store, viewer: Viewer, name: str, terms: Terms) -> Briefing:
    """Return what to know before one talks to a customer; see `Workspace.briefing`."""
    groups = list(threads_of(store, viewer, name))
    if not groups:
        raise InputError(
            f"{name!r} is no customer and no thread of what is stored; `coach export` shows the "
            "customers and thread ids that there are"
        )
    found = tuple(ledger([analysis.conversation for analysis in group], terms) for group in groups)
    every = [analysis for group in groups for analysis in group]
    every.sort(key=lambda a: a.conversation.about.started_at or terms.now, reverse=True)
    concerns = [concern for analysis in every for concern in _concerns(analysis)]
    return Briefing(name, found, tuple(concerns))


def _concerns(analysis: Analysis) -> Iterator[Concern]:
    for finding in analysis.findings:
        if finding.label in _CARED_ABOUT:
            place = Place(analysis.conversation.id, finding.turn)
            yield Concern(place, finding.label, " ".join(analysis.words(finding).split()))


def _is_asked_for(case: Case, promise: Promise, which: Filter) -> bool:
    """Whether a promise was made in a conversation that a filter lets through."""
    conversation = case.conversation(promise.made.place.conversation)
    about, began = conversation.about, conversation.about.started_at
    wanted = (
        (which.agent, about.agent),
        (which.team, about.team),
        (which.channel, conversation.channel),
        (which.language, about.language),
    )
    if any(asked is not None and asked != given for asked, given in wanted):
        return False
    if which.since is not None and (began is None or began < which.since):
        return False
    return which.until is None or (began is not None and began < which.until)
