"""Questions that pages and reports ask; each takes the viewer and tells only what they may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, false, func, select

from coach.access import Permission, Standing, Viewer
from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label, Role
from coach.conversation.conversation import Channel
from coach.conversation.evidence import Moment, Sighting, Tally
from coach.conversation.findings import Criterion, State
from coach.conversation.span import Seconds
from coach.store.claims import is_undisputed
from coach.store.repository import Store, load_from
from coach.store.schema import conversations, findings, opportunities, problems, scores, turns


@dataclass(frozen=True, slots=True)
class Filter:
    """Which conversations a question is about; None means all.

    The team `NO_TEAM` asks for conversations without one. `since` is inside the range, `until` is
    not. A conversation without a date is left out as soon as either is given.
    """

    agent: str | None = None
    team: str | None = None
    channel: Channel | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a list shows of a conversation."""

    id: str
    channel: Channel
    language: str | None
    agent: str | None
    team: str | None
    queue: str | None
    started_at: datetime | None
    duration: Seconds | None
    has_audio: bool


EVERYTHING = Filter()
NO_TEAM = ""  # as `agents` has it
_BLOCK = 200


def tallies(store: Store, viewer: Viewer, which: Filter = EVERYTHING) -> list[Tally]:
    """Return one tally per conversation and criterion, in order of date and conversation."""
    c = conversations.c
    known = {criterion.value: criterion for criterion in Criterion}  # thousands are looked up
    query = (
        select(
            c.id, c.agent, c.team, c.started_at,
            scores.c.criterion, scores.c.met, scores.c.opportunities,
        )
        .join(scores, scores.c.key == c.key)
        .order_by(c.started_at, c.id, scores.c.place)
    )  # fmt: skip
    return [
        Tally(r.id, r.agent, r.team, r.started_at, known[r.criterion], r.met, r.opportunities)
        for r in fetch(store, narrow(query, viewer, which))
    ]


def heads(store: Store, viewer: Viewer, which: Filter = EVERYTHING, *, limit: int) -> list[Head]:
    """Return the latest conversations first, those without a date last."""
    c = conversations.c
    query = select(conversations).order_by(c.started_at.is_(None), c.started_at.desc(), c.id)
    return [
        Head(
            r.id, Channel(r.channel), r.language, r.agent, r.team, r.queue, r.started_at,
            r.duration, has_audio=r.media is not None,
        )
        for r in fetch(store, narrow(query, viewer, which).limit(limit))
    ]  # fmt: skip


def analyses(store: Store, viewer: Viewer, which: Filter = EVERYTHING) -> Iterator[Analysis]:
    """Yield everything that is stored, oldest first, a block at a time."""
    c = conversations.c
    query = narrow(select(c.id).order_by(c.started_at, c.id), viewer, which)
    ids = [row.id for row in fetch(store, query)]
    for first in range(0, len(ids), _BLOCK):
        block = ids[first : first + _BLOCK]
        loaded = store.load(viewer, block)
        yield from (loaded[name] for name in block if name in loaded)


def count(store: Store, viewer: Viewer, which: Filter = EVERYTHING) -> int:
    """Return how many conversations there are."""
    query = select(func.count().label("n")).select_from(conversations)
    return int(fetch(store, narrow(query, viewer, which))[0].n)


def cases(store: Store, viewer: Viewer, which: Filter = EVERYTHING) -> Iterator[list[Analysis]]:
    """Yield the conversations of each case that holds one asked for; a lone one is a case.

    The filter finds the cases; a case then holds all of its conversations that the viewer may
    see. Cases come in the order of the conversations that were asked for.
    """
    c = conversations.c
    query = narrow(select(c.id, c.thread_id).order_by(c.started_at, c.id), viewer, which)
    rows = fetch(store, query)
    threads = {row.thread_id for row in rows if row.thread_id is not None}
    members = _members(store, viewer, threads)
    groups = {
        (row.thread_id is not None, row.thread_id or row.id): members.get(row.thread_id, [row.id])
        for row in rows
    }
    yield from _loaded(store, viewer, list(groups.values()))


def threads_of(store: Store, viewer: Viewer, name: str) -> Iterator[list[Analysis]]:
    """Yield the cases of a customer, or the one thread of that name."""
    c = conversations.c
    query = select(c.id, c.thread_id).where((c.customer == name) | (c.thread_id == name))
    rows = fetch(store, narrow(query.order_by(c.started_at, c.id), viewer, EVERYTHING))
    members = _members(store, viewer, {row.thread_id for row in rows if row.thread_id is not None})
    lone = [[row.id] for row in rows if row.thread_id is None]
    yield from _loaded(store, viewer, [*lone, *members.values()])


def _loaded(
    store: Store, viewer: Viewer, groups: Sequence[Sequence[str]]
) -> Iterator[list[Analysis]]:
    """Yield the conversations of each group, read a block of groups at a time."""
    for first in range(0, len(groups), _BLOCK):
        block = groups[first : first + _BLOCK]
        found = store.load(viewer, [name for group in block for name in group])
        yield from ([found[name] for name in group if name in found] for group in block)


def agents(store: Store, viewer: Viewer, which: Filter = EVERYTHING) -> list[tuple[str, str]]:
    """Return (agent, team) of all known agents, by team and name; an unknown team is ""."""
    c = conversations.c
    query = select(c.agent, c.team).where(c.agent.is_not(None)).distinct()
    pairs = {(r.agent, r.team or "") for r in fetch(store, narrow(query, viewer, which))}
    return sorted(pairs, key=lambda pair: (pair[1], pair[0]))


def date_range(store: Store, viewer: Viewer) -> tuple[datetime, datetime] | None:
    """Return the first and the last date of what the viewer may see; None without dates."""
    c = conversations.c
    query = select(func.min(c.started_at), func.max(c.started_at))
    row = fetch(store, narrow(query, viewer, EVERYTHING))[0]
    return (row[0], row[1]) if row[0] is not None else None


def moments(
    store: Store,
    viewer: Viewer,
    which: Filter = EVERYTHING,
    *,
    state: State | None = None,
    criterion: Criterion | None = None,
    limit: int,
) -> list[Moment]:
    """Return opportunities, the surest first."""
    o, c = opportunities.c, conversations.c
    query = (
        select(c.id, o.opportunity)
        .join(conversations, c.key == o.key)
        .order_by(o.p.desc(), c.started_at.desc(), c.id, o.opportunity)
    )
    if state is not None:
        query = query.where(o.state == state.value)
    if criterion is not None:
        query = query.where(o.criterion == criterion.value)
    rows, loaded = _with_analyses(store, viewer, narrow(query, viewer, which).limit(limit))
    return [Moment(loaded[r.id], loaded[r.id].opportunities[r.opportunity]) for r in rows]


def sightings(
    store: Store, viewer: Viewer, label: Label, which: Filter = EVERYTHING, *, limit: int
) -> list[Sighting]:
    """Return findings of one label that nobody agreed to be wrong, the surest first."""
    f, c = findings.c, conversations.c
    query = (
        select(c.id, f.finding)
        .join(conversations, c.key == f.key)
        .where(f.label == label.value, is_undisputed())
        .order_by(f.p.desc(), c.started_at.desc(), c.id, f.finding)
    )
    rows, loaded = _with_analyses(store, viewer, narrow(query, viewer, which).limit(limit))
    return [Sighting(loaded[r.id], loaded[r.id].findings[r.finding]) for r in rows]


def label_counts(store: Store, viewer: Viewer, which: Filter = EVERYTHING) -> dict[Label, int]:
    """Return how often each label was found; labels that were not are left out."""
    query = (
        select(findings.c.label, func.count().label("n"))
        .join(conversations, conversations.c.key == findings.c.key)
        .where(is_undisputed())
        .group_by(findings.c.label)
    )
    return {Label(r.label): r.n for r in fetch(store, narrow(query, viewer, which))}


def known_problems(store: Store, viewer: Viewer) -> list[tuple[str, str]]:
    """Return (source, sentence) of what could not be scored; for those who see teams."""
    viewer.demand(Permission.SEE_TEAMS)
    query = select(problems).order_by(problems.c.source)
    return [(r.source, r.sentence) for r in fetch(store, query)]


def first_words(store: Store, viewer: Viewer, ids: Collection[str]) -> dict[str, str]:
    """Return what the customer said first in each conversation; where nothing, it is left out."""
    c, t = conversations.c, turns.c
    first = (
        select(t.key, func.min(t.turn).label("turn"))
        .where(t.role == Role.CUSTOMER.value)
        .group_by(t.key)
        .subquery()
    )
    query = (
        select(c.id, t.text)
        .join(turns, t.key == c.key)
        .join(first, (first.c.key == t.key) & (first.c.turn == t.turn))
        .where(c.id.in_(sorted(ids)))
    )
    return {row.id: row.text for row in fetch(store, narrow(query, viewer, EVERYTHING))}


def _members(store: Store, viewer: Viewer, threads: set[str]) -> dict[str, list[str]]:
    """Return the ids of the conversations of each thread, a block of threads at a time."""
    c = conversations.c
    found: dict[str, list[str]] = {}
    names = sorted(threads)
    for first in range(0, len(names), _BLOCK):
        query = select(c.id, c.thread_id).where(c.thread_id.in_(names[first : first + _BLOCK]))
        for row in fetch(store, narrow(query.order_by(c.started_at, c.id), viewer, EVERYTHING)):
            found.setdefault(row.thread_id, []).append(row.id)
    return found


def _with_analyses(
    store: Store, viewer: Viewer, query: Select[Any]
) -> tuple[Sequence[Any], dict[str, Analysis]]:
    """Return rows that name conversations, and the analyses of these, of one moment."""
    with store.engine.connect() as connection:
        rows = connection.execute(query).all()
        return rows, load_from(connection, viewer, {row.id for row in rows})


def fetch(store: Store, query: Select[Any]) -> Sequence[Any]:
    """Return the rows of a query."""
    with store.engine.connect() as connection:
        return connection.execute(query).all()


def narrow(query: Select[Any], viewer: Viewer, which: Filter) -> Select[Any]:
    """Narrow a query to what the filter asks for and the viewer may see."""
    c = conversations.c
    for column, wanted in (
        (c.agent, which.agent),
        (func.coalesce(c.team, NO_TEAM) if which.team == NO_TEAM else c.team, which.team),
        (c.channel, which.channel and which.channel.value),
        (c.language, which.language),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if which.since is not None:
        query = query.where(c.started_at >= which.since)
    if which.until is not None:
        query = query.where(c.started_at < which.until)
    match viewer.standing:
        case Standing.OWNER:
            return query
        case Standing.LEAD:
            return query.where(c.team.in_(sorted(viewer.teams)))
        case Standing.AGENT:
            return query.where(c.agent == viewer.name)
    return query.where(false())
