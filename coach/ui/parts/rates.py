"""The table of the team: what every agent met, and the teams together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from coach.conversation.disagreement import Disputed
from coach.conversation.findings import Criterion
from coach.insights.estimates import LEAST_OPPORTUNITIES
from coach.insights.trends import UNKNOWN, Group, Row, line_of
from coach.ui.catalogue import Catalogue
from coach.ui.doubts import text_of
from coach.ui.numbers import sentences
from coach.ui.parts import charts
from coach.ui.session import Visit
from coach.workspace.disputes import Dispute, disputed_by

_CELL = 162  # pixels, wide enough for "10 of 14: 71 % (47–89 %)"
_CELL_DISPUTED = 300  # for that, with "2 disputed, 1 left out"
_Doubted = Mapping[tuple[str, str | None], Mapping[Criterion, Disputed]]


def draw(
    visit: Visit, rows: Sequence[Row], teams: Sequence[Row], said: Sequence[Dispute]
) -> Row | None:
    """Draw the table and return the line of the agent that was picked.

    Args:
        visit: on whose behalf and in which language.
        rows: of the agents.
        teams: of the teams.
        said: every disagreement with what is counted.
    """
    say = visit.say
    of_agents, of_teams = (_doubted(visit, said, group) for group in (Group.AGENT, Group.TEAM))
    st.header(say.table, anchor=False)
    st.caption(say.table_hint.format(n=LEAST_OPPORTUNITIES))
    if of_agents or of_teams:
        st.caption(text_of(say).disputed_hint)
    frame = pd.DataFrame(
        [_line(say, row, of_agents, say.somebody(row.name), row.team) for row in rows]
        + [_line(say, row, of_teams, say.team_total, _known(row)) for row in teams]
    )
    touched = {c for counts in (*of_agents.values(), *of_teams.values()) for c in counts}
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
    places = [place for place, _ in picked.selection.cells if place < len(rows)]
    return rows[places[0]] if places else None


def _line(
    say: Catalogue, row: Row, doubted: _Doubted, name: str, team: str | None
) -> dict[str, str | int]:
    """Return what stands in a line, by the names of the columns."""
    said = doubted.get((row.name, row.team), {})
    facts: dict[str, str | int] = {
        say.agent: name,
        say.team: team or say.no_team,
        say.conversations: row.n_conversations,
    }
    return facts | {
        say.criterion(c): sentences(say).beside(
            charts.told(row.estimates[c], say), said.get(c, Disputed())
        )
        for c in Criterion
    }


def _known(row: Row) -> str | None:
    return None if row.name == UNKNOWN else row.name


def _doubted(visit: Visit, said: Sequence[Dispute], group: Group) -> _Doubted:
    """Return what is disputed of each line, of agents or of teams."""
    return disputed_by(said, line_of(group, visit.zone))
