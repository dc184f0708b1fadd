"""All agents beside each other: how often each met the moments that asked for care."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coach.conversation.findings import Criterion
from coach.insights.overview import Overview
from coach.insights.trends import UNKNOWN, Group, Row, summarise
from coach.store.queries import NO_TEAM, known_problems, tallies
from coach.ui import session
from coach.ui.doubts import text_of
from coach.ui.filters import OWN_TEAM, pick_filter
from coach.ui.navigation import Place, go
from coach.ui.notes import said
from coach.ui.numbers import around
from coach.ui.parts import charts, comparison, disagree, head, rates
from coach.ui.session import Visit
from coach.workspace import agents_side_by_side
from coach.workspace.disputes import disputes

_MOST_LINES = 40  # of a chart; more people are better read in the table


def show() -> None:
    """Draw the page."""
    visit = session.visit()
    head.draw(visit.say.team, [visit.say.team_intro])
    which = pick_filter(visit)
    lines = agents_side_by_side(visit.workspace, visit.viewer, which)
    lines.sort(key=lambda each: (each.row.name == UNKNOWN, each.row.team or "", each.row.name))
    rows = [line.row for line in lines]
    teams = summarise(
        tallies(visit.store, visit.viewer, which), Group.TEAM, zone=visit.zone,
        errors=visit.workspace.errors,
    )  # fmt: skip
    disputed = disputes(visit.store, visit.viewer, which)
    if not rows:
        st.text(visit.say.nothing_matches)
    else:
        if len(rows) <= _MOST_LINES:
            _draw_charts(visit, lines, teams)
        comparison.draw(visit, lines)
        if picked := rates.draw(visit, rows, teams, disputed):
            open_line(picked)
        comparison.draw_what_works(visit, which)
    waiting = [each for each in disputed if each.is_open]
    disagree.draw_list(visit, waiting, title=text_of(visit.say).title_open)
    _draw_problems(visit)


def _draw_charts(visit: Visit, lines: Sequence[Overview], teams: Sequence[Row]) -> None:
    look, rows = charts.palette(), [line.row for line in lines]
    st.caption(around(visit.say).bars)
    for criterion, cell in zip(Criterion, charts.cells(4, columns=2, least_width=320), strict=True):
        name = visit.say.criterion(criterion)
        with cell:
            st.header(name, anchor=False)
            clicked = st.vega_lite_chart(
                charts.drawn(charts.standing(rows, teams, criterion, visit.say, look)),
                on_select="rerun",
                key=f"standing {criterion}",
                alt=visit.say.chart_alt.format(criterion=name),
            )
            for sentence in comparison.orders(visit.say, lines, criterion):
                st.caption(sentence)
        names = [line["shown"] for line in clicked.selection.get("agent", [])]
        for row in rows:
            if charts.row_name(row, rows, visit.say) in names:
                open_line(row)


def open_line(row: Row) -> None:
    """Leave for the page of the agent of a line, in the team of that line; stay where unknown."""
    if row.name != UNKNOWN:
        go(Place.AGENT, agent=row.name, **{OWN_TEAM: row.team or NO_TEAM})


def _draw_problems(visit: Visit) -> None:
    problems = known_problems(visit.store, visit.viewer)
    if problems:
        with st.expander(visit.say.unscored.format(n=len(problems)), icon=":material/error:"):
            for _, sentence in problems:
                st.text(said(sentence, visit.say))
