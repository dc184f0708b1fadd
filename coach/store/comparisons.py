"""Questions behind comparisons: what came in, how conversations went, who works on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Select, func, insert, select

from coach.access import Permission, Standing, Viewer
from coach.conversation.codebook import MOMENTS, Label, Role
from coach.conversation.conversation import Channel
from coach.conversation.evidence import Chance, Course, Tally
from coach.conversation.findings import Criterion, State
from coach.conversation.focus import Focus
from coach.errors import AccessDenied
from coach.store.claims import is_undisputed
from coach.store.queries import EVERYTHING, Filter, fetch, narrow, tallies
from coach.store.repository import Store
from coach.store.schema import conversations, findings, focuses, opportunities, turns

LEAST_VEILED = 4
_JUDGED = (State.MET.value, State.LATE.value, State.MISSED.value)
_TROUBLE = (Label.DISTRESS.value, Label.CONFUSION.value)
_OPENING = 2  # turns of the customer
_LEAST_P = 0.5


def chances(
    store: Store,
    viewer: Viewer,
    which: Filter = EVERYTHING,
    *,
    criterion: Criterion | None = None,
) -> list[Chance]:
    """Return every opportunity that could be judged, with what came in."""
    o, c = opportunities.c, conversations.c
    query = select(
        c.key, c.id, c.agent, c.team, c.started_at, c.channel, c.queue,
        o.criterion, o.pairing, o.state,
    ).join(conversations, c.key == o.key).where(o.state.in_(_JUDGED))  # fmt: skip
    if criterion is not None:
        query = query.where(o.criterion == criterion.value)
    query = query.order_by(c.started_at, c.id, o.opportunity)
    came_in = _came_in(store, viewer, which)
    return [
        _chance(row, *came_in.get(row.key, (0, 0)))
        for row in fetch(store, narrow(query, viewer, which))
    ]


def _came_in(store: Store, viewer: Viewer, which: Filter) -> dict[int, tuple[int, int]]:
    """Return the customer's turns of each conversation, and which of them first shows distress.

    The turn counts from 1; 0 means none.
    """
    c, t, f = conversations.c, turns.c, findings.c
    upset = select(c.key, func.min(f.turn).label("turn")).join(findings, f.key == c.key)
    upset = upset.where(f.label == Label.DISTRESS.value, f.p >= _LEAST_P, is_undisputed())
    upset = upset.group_by(c.key)
    first = {row.key: row.turn for row in fetch(store, narrow(upset, viewer, which))}
    said = select(c.key, t.turn).join(turns, t.key == c.key)
    said = said.where(t.role == Role.CUSTOMER.value)
    places: dict[int, list[int]] = {}
    for row in fetch(store, narrow(said, viewer, which)):
        places.setdefault(row.key, []).append(row.turn)
    return {
        key: (len(turns_of), sum(turn <= first.get(key, -1) for turn in turns_of))
        for key, turns_of in places.items()
    }


def _chance(row: Any, n_turns: int, upset_at: int) -> Chance:
    return Chance(
        conversation=row.id,
        agent=row.agent,
        team=row.team,
        started_at=row.started_at,
        criterion=Criterion(row.criterion),
        pairing=row.pairing,
        is_met=row.state == State.MET,
        channel=Channel(row.channel),
        queue=row.queue,
        began_upset=0 < upset_at <= _OPENING,
        n_customer_turns=n_turns,
    )


def courses(store: Store, viewer: Viewer, which: Filter = EVERYTHING) -> list[Course]:
    """Return how conversations went, by their names."""
    c, t, f = conversations.c, turns.c, findings.c
    said = select(c.key, c.id, c.agent, t.turn).join(turns, t.key == c.key)
    said = said.where(t.role == Role.CUSTOMER.value).order_by(c.id, t.turn)
    found = select(c.key, f.turn, f.label).join(findings, f.key == c.key)
    found = found.where(f.p >= _LEAST_P, is_undisputed())
    shown: dict[int, list[tuple[int, str]]] = {}
    for row in fetch(store, narrow(found, viewer, which)):
        shown.setdefault(row.key, []).append((row.turn, row.label))
    spoken: dict[int, list[Any]] = {}
    for row in fetch(store, narrow(said, viewer, which)):
        spoken.setdefault(row.key, []).append(row)
    return [_course(rows, shown.get(key, [])) for key, rows in spoken.items()]


def _course(said: Sequence[Any], shown: Sequence[tuple[int, str]]) -> Course:
    places = [row.turn for row in said]
    troubled = {turn for turn, label in shown if label in _TROUBLE}
    last_third = places[-max(1, len(places) // 3)]
    behaviours = {Label(label) for turn, label in shown if turn < last_third}
    return Course(
        conversation=said[0].id,
        agent=said[0].agent,
        n_customer_turns=len(places),
        trouble=tuple(place in troubled for place in places),
        behaviours=frozenset(behaviours - set(MOMENTS)),
    )


def beside(
    store: Store, viewer: Viewer, agent: str, team: str | None, which: Filter = EVERYTHING
) -> list[Tally]:
    """Return the tallies of an agent's colleagues, so that rates can be estimated together.

    Those who may not see the team get counts without names, conversations or dates, and only
    where there are four colleagues or more: an agent's own figure is then the one that their
    lead sees, and nothing in it tells whose the others are.

    Args:
        store: what is asked.
        viewer: on whose behalf; an agent gets the colleagues of themselves alone.
        agent: whose colleagues.
        team: which team of theirs.
        which: the filter; its agent and team do not matter.
    """
    asks = _stand_in(store, viewer, agent, team)
    if asks is None:
        return []
    found = tallies(store, asks, replace(which, agent=None, team=team))
    others = [tally for tally in found if tally.agent not in (agent, None)]
    return others if asks is viewer else _veiled(others)


def cases_beside(
    store: Store, viewer: Viewer, agent: str, team: str | None, which: Filter = EVERYTHING
) -> list[Chance]:
    """Return the opportunities of an agent's colleagues, so that difficulty can be told.

    Who gets which is as in `beside`.
    """
    asks = _stand_in(store, viewer, agent, team)
    if asks is None:
        return []
    found = chances(store, asks, replace(which, agent=None, team=team))
    others = [chance for chance in found if chance.agent not in (agent, None)]
    return others if asks is viewer else _veiled(others)


def _stand_in(store: Store, viewer: Viewer, agent: str, team: str | None) -> Viewer | None:
    """Return on whose behalf a team is counted: the viewer's, where they may see it."""
    if team is None or (viewer.standing is Standing.AGENT and not viewer.is_agent(agent)):
        return None
    if viewer.may(Permission.SEE_TEAMS):
        return viewer
    is_colleague = _works_in(store, agent, team)
    return Viewer("team", Standing.LEAD, frozenset({team})) if is_colleague else None


_Counted = TypeVar("_Counted", Tally, Chance)


def _veiled(found: Sequence[_Counted]) -> list[_Counted]:
    agents = sorted({each.agent or "" for each in found})
    if len(agents) < LEAST_VEILED:
        return []
    names = {agent: f"colleague {place}" for place, agent in enumerate(agents)}
    talks = {name: f"{place}" for place, name in enumerate(sorted({x.conversation for x in found}))}
    return [
        replace(
            each,
            agent=names[each.agent or ""],
            conversation=talks[each.conversation],
            started_at=None,
        )
        for each in found
    ]


def set_focus(store: Store, viewer: Viewer, focus: Focus) -> None:
    """Keep what an agent works on from a date on.

    Raises:
        AccessDenied: the viewer may not set a focus, or sees no such agent in that team.
        StoreUnavailable: the store cannot be written.
    """
    viewer.demand(Permission.SET_FOCUS)
    is_there = _works_in(store, focus.agent, focus.team)
    if not (is_there and viewer.sees(focus.agent, focus.team)):
        raise AccessDenied(_sees_nobody(viewer, focus))
    with store.writing() as connection:
        connection.execute(insert(focuses).values(_focus_values(focus)))


def focuses_of(store: Store, viewer: Viewer, agent: str | None = None) -> list[Focus]:
    """Return what was set and the viewer may see, the latest first."""
    query: Select[Any] = select(focuses).order_by(focuses.c.since.desc(), focuses.c.focus.desc())
    if agent is not None:
        query = query.where(focuses.c.agent == agent)
    return [
        Focus(r.agent, r.team, Criterion(r.criterion), r.pairing, r.since, r.set_by)
        for r in fetch(store, query)
        if viewer.sees(r.agent, r.team)
    ]


def _focus_values(focus: Focus) -> dict[str, Any]:
    return {
        "agent": focus.agent,
        "team": focus.team,
        "criterion": focus.criterion.value,
        "pairing": focus.pairing,
        "since": focus.since,
        "set_by": focus.set_by,
    }


def _sees_nobody(viewer: Viewer, focus: Focus) -> str:
    who = " ".join(dict.fromkeys((viewer.standing.value, viewer.name)))
    team = f" in team {focus.team}" if focus.team else ""
    return (
        f"no focus was set: in this store, {who} sees no conversation of {focus.agent}{team}; "
        "`coach report` lists the agents there are"
    )


def _works_in(store: Store, agent: str, team: str | None) -> bool:
    c = conversations.c
    return bool(fetch(store, select(c.key).where(c.agent == agent, c.team == team).limit(1)))
