"""One agent: the scorecard with what is behind each number, moments to hear, and how it goes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coach.access import Permission
from coach.conversation.evidence import Moment, Tally
from coach.conversation.findings import Criterion
from coach.insights.clips import clip_of
from coach.insights.estimates import LEAST_OPPORTUNITIES
from coach.insights.overview import Overview
from coach.insights.trends import Group, Row, summarise
from coach.store.queries import Filter, heads, moments, tallies
from coach.ui import session
from coach.ui.doubts import text_of
from coach.ui.filters import pick_one_agent
from coach.ui.navigation import Place, go
from coach.ui.numbers import around, sentences
from coach.ui.parts import (
    behaviours,
    best_and_missed,
    canned,
    cards,
    charts,
    conversations,
    disagree,
    head,
    scorecard,
    working_on,
)
from coach.ui.session import Visit
from coach.workspace import agents_side_by_side
from coach.workspace.disputes import disputed, disputes
from coach.workspace.habits import habits_of

_N_EVIDENCE = 40
_N_LATEST = 50


def show() -> None:
    """Draw the page."""
    visit = session.visit()
    place = st.container()
    which = pick_one_agent(visit)
    who, found = which.agent, tallies(visit.store, visit.viewer, which)
    with place:
        _draw_head(visit, who, found)
    if who is None or not found:
        st.text(visit.say.nothing_matches)
        return
    mine = agents_side_by_side(visit.workspace, visit.viewer, which)[0]
    chosen = _draw_scorecard(visit, which, mine)
    above = [] if chosen else _draw_found(visit, which, who)
    working_on.draw(visit, mine.row.name, mine.row.team)
    if chosen:
        _draw_evidence(visit, which, chosen)
    else:
        best_and_missed.draw(visit, which, above)
    _draw_trend(visit, found, mine)
    said = disputes(visit.store, visit.viewer, which)
    disagree.draw_list(visit, said, title=text_of(visit.say).title)
    _draw_conversations(visit, which)


def _draw_head(visit: Visit, who: str | None, found: Sequence[Tally]) -> None:
    say = visit.say
    dates = [visit.local(tally.started_at) for tally in found if tally.started_at]
    span = [say.day(day) for day in (dates[0], dates[-1])] if dates else []
    facts = [
        ", ".join(sorted({tally.team for tally in found if tally.team})),
        say.so_many_conversations(len({tally.conversation for tally in found})),
        " – ".join(dict.fromkeys(span)),
    ]
    head.draw(say.somebody(who), facts)


def _draw_scorecard(visit: Visit, which: Filter, mine: Overview) -> Criterion | None:
    asked = st.query_params.get("criterion")
    chosen = Criterion(asked) if asked in set(Criterion) else None
    doubted = disputed(visit.store, visit.viewer, which)
    beside = _team_row(visit, which, mine.row.team)
    picked = scorecard.draw(visit.say, mine, beside, chosen, doubted)
    if any(estimate.seen for estimate in mine.row.estimates.values()):
        st.caption(around(visit.say).rate_and_bars)
    if picked is not chosen:
        st.query_params.pop("criterion", None)
        if picked:
            st.query_params["criterion"] = picked
        st.rerun()
    return chosen


def _team_row(visit: Visit, which: Filter, team: str | None) -> Row | None:
    """Return the line of the agent's team, for those who may compare."""
    if team is None or not visit.viewer.may(Permission.SEE_TEAMS):
        return None
    of_team = Filter(team=team, channel=which.channel, since=which.since)
    rows = visit.workspace.kept(
        ("team row", visit.viewer, of_team, visit.zone),
        lambda: summarise(tallies(visit.store, visit.viewer, of_team), Group.TEAM, zone=visit.zone),
    )
    return rows[0] if rows else None


def _draw_evidence(visit: Visit, which: Filter, criterion: Criterion) -> None:
    say = visit.say
    found = moments(visit.store, visit.viewer, which, criterion=criterion, limit=_N_EVIDENCE)
    judged = [moment.opportunity for moment in found if moment.opportunity.is_judged]
    n_met = sum(chance.is_met for chance in judged)
    st.header(say.evidence.format(criterion=say.criterion(criterion)), anchor=False)
    st.caption(say.evidence_hint.format(of=say.of(n_met, len(judged))))
    if len(found) == _N_EVIDENCE:
        st.caption(say.evidence_rest.format(n=_N_EVIDENCE))
    cards.draw(visit, [clip_of(moment) for moment in found], key="evidence", rules=True)


def _draw_found(visit: Visit, which: Filter, agent: str) -> Sequence[Moment]:
    """Draw what is worth working on and what is repeated; return the moments that it shows."""
    found = habits_of(visit.workspace, visit.viewer, agent, which)
    behaviours.draw(visit, agent, found)
    canned.draw(visit, found)
    return behaviours.shown(found.behaviours)


def _draw_trend(visit: Visit, found: Sequence[Tally], mine: Overview) -> None:
    st.header(visit.say.weekly, anchor=False)
    st.caption(visit.say.weekly_hint.format(n=LEAST_OPPORTUNITIES))
    weeks = summarise(found, Group.WEEK, zone=visit.zone)
    for criterion, cell in zip(Criterion, charts.cells(4, columns=4, least_width=210), strict=True):
        name = visit.say.criterion(criterion)
        with cell:
            st.markdown(f"**{name}**")
            st.vega_lite_chart(
                charts.drawn(charts.trend(weeks, criterion, visit.say, charts.palette())),
                alt=visit.say.chart_alt.format(criterion=name),
            )
            st.caption(sentences(visit.say).change_of(mine.changes[criterion]))


def _draw_conversations(visit: Visit, which: Filter) -> None:
    st.header(visit.say.latest, anchor=False)
    found = heads(visit.store, visit.viewer, which, limit=_N_LATEST)
    picked = conversations.draw(visit, found, with_agent=False)
    if picked:
        go(Place.CONVERSATION, conversation=picked)
