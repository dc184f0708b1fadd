"""All agents beside each other: how often each met the moments that asked for care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from coach.conversation.disagreement import Disputed
from coach.conversation.findings import Criterion
from coach.insights.estimates import LEAST_OPPORTUNITIES
from coach.insights.overview import Overview
from coach.insights.trends import UNKNOWN, Group, Row, line_of, summarise
from coach.store.queries import known_problems, tallies
from coach.ui import session
from coach.ui.catalogue import Catalogue
from coach.ui.doubts import text_of
from coach.ui.filters import pick_filter
from coach.ui.navigation import Place, go
from coach.ui.numbers import around, sentences
from coach.ui.parts import charts, comparison, disagree, head
from coach.ui.session import Visit
from coach.workspace import agents_side_by_side
from coach.workspace.disputes import Dispute, disputed_by, disputes

_CELL = 162  # pixels, wide enough for "10 of 14: 71 % (47–89 %)"
_CELL_DISPUTED = 270  # for that, with "2 disputed, 1 left out"
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
    said = disputes(visit.store, visit.viewer, which)
    if not rows:
        st.text(visit.say.nothing_matches)
    else:
        if len(rows) <= _MOST_LINES:
            _draw_charts(visit, lines, teams)
        comparison.draw(visit, lines)
        _draw_table(visit, rows, teams, said)
        comparison.draw_what_works(visit, which)
    waiting = [each for each in said if each.is_open]
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
        for line in clicked.selection.get("agent", []):
            _open(line["name"])


def _draw_table(
    visit: Visit, rows: Sequence[Row], teams: Sequence[Row], said: Sequence[Dispute]
) -> None:
    say, doubted = visit.say, _doubted(visit, said)
    st.header(say.table, anchor=False)
    st.caption(say.table_hint.format(n=LEAST_OPPORTUNITIES))
    if doubted:
        st.caption(text_of(say).disputed_hint)
    lines = [(say.somebody(row.name), row.team or say.no_team, row) for row in rows]
    lines += [
        (say.team_total, say.no_team if row.name == UNKNOWN else row.name, row) for row in teams
    ]
    frame = pd.DataFrame(
        {
            say.agent: [name for name, _, _ in lines],
            say.team: [team for _, team, _ in lines],
            say.conversations: [row.n_conversations for _, _, row in lines],
        }
        | {
            say.criterion(criterion): [
                _told(say, row, criterion, doubted.get((row.name, row.team), {}))
                for _, _, row in lines
            ]
            for criterion in Criterion
        }
    )
    touched = {criterion for counts in doubted.values() for criterion in counts}
    widths = {say.criterion(c): _CELL_DISPUTED if c in touched else _CELL for c in Criterion}
    picked = st.dataframe(
        frame,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key="team table",
        column_config={
            name: st.column_config.TextColumn(width=width) for name, width in widths.items()
        },
    )
    for place, _ in picked.selection.cells:
        if place < len(rows):
            _open(rows[place].name)


def _doubted(
    visit: Visit, said: Sequence[Dispute]
) -> dict[tuple[str, str | None], dict[Criterion, Disputed]]:
    """Return what is disputed of each line of the table, agents and teams."""
    groups = (Group.AGENT, Group.TEAM)
    found = [disputed_by(said, line_of(group, visit.zone)) for group in groups]
    return found[0] | found[1]


def _told(
    say: Catalogue, row: Row, criterion: Criterion, disputed: Mapping[Criterion, Disputed]
) -> str:
    told = charts.told(row.estimates[criterion], say)
    return sentences(say).beside(told, disputed.get(criterion, Disputed()))


def _open(name: str) -> None:
    if name != UNKNOWN:
        go(Place.AGENT, agent=name)


def _draw_problems(visit: Visit) -> None:
    problems = known_problems(visit.store, visit.viewer)
    if problems:
        with st.expander(visit.say.unscored.format(n=len(problems)), icon=":material/error:"):
            for _, sentence in problems:
                st.text(sentence)
