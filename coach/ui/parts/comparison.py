"""Agents beside each other: who can be told apart, raw and adjusted; and what works here."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from coach.conversation.findings import Criterion
from coach.insights import difficulty
from coach.insights.estimates import LEAST_OPPORTUNITIES
from coach.insights.overview import Overview
from coach.insights.trends import UNKNOWN
from coach.insights.wording import percent
from coach.insights.works_here import LEAST_CONVERSATIONS
from coach.store.queries import Filter
from coach.ui.catalogue import Catalogue
from coach.ui.choices import choice
from coach.ui.names import unmarked
from coach.ui.numbers import around, sentences
from coach.ui.session import Visit
from coach.workspace import what_works


def orders(say: Catalogue, lines: Sequence[Overview], criterion: Criterion) -> list[str]:
    """Return who is ahead of whom, as markup: a sentence for each team with two to compare."""
    teams, words = {line.row.team: None for line in lines}, around(say)
    found = []
    for team in teams:
        members = [x for x in lines if x.row.team == team and x.row.name != UNKNOWN]
        standings = [member.standings[criterion] for member in members]
        if sum(standing is not None for standing in standings) > 1:
            names = [unmarked(member.row.name) for member in members]
            told = sentences(say).order_of(names, standings)
            if len(teams) > 1 and team:
                told = words.of_team.format(team=unmarked(team), told=told)
            found.append(told)
    return found


def draw(visit: Visit, lines: Sequence[Overview]) -> None:
    """Draw the table of one criterion: raw rate, rank as far as it holds, adjusted rate."""
    say, words = visit.say, around(visit.say)
    known = [line for line in lines if line.row.name != UNKNOWN]
    if len(known) < 2:
        return
    st.header(words.compared, anchor=False)
    hint = words.compared_hint.format(n=LEAST_OPPORTUNITIES, cases=difficulty.LEAST_OPPORTUNITIES)
    st.caption(hint)
    picked = Criterion(
        choice(
            "compared", say.criterion_choice, list(Criterion),
            lambda value: say.criterion(Criterion(value)),
        )
    )  # fmt: skip
    several = len({line.row.team for line in known}) > 1
    rows = [_names(say, line, with_team=several) | _cells(say, line, picked) for line in known]
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="compared table")


def _names(say: Catalogue, line: Overview, *, with_team: bool) -> dict[str, str]:
    team = {say.team: line.row.team or say.no_team} if with_team else {}
    return {say.agent: say.somebody(line.row.name)} | team


def _cells(say: Catalogue, line: Overview, criterion: Criterion) -> dict[str, str]:
    """Return what is said of one agent, by the names of the columns."""
    words, told = around(say), sentences(say)
    estimate, standing = line.row.estimates[criterion], line.standings[criterion]
    adjusted = line.adjusted[criterion]
    n = estimate.opportunities
    rank = told.rank_of(standing, estimate)
    against = told.against_of(standing) if standing else words.not_offered
    return {
        words.met: say.of(estimate.met, n) if n else say.no_opportunity,
        words.rate: told.rate_of(estimate),
        words.rank: rank if n else words.not_offered,
        words.against: against if against != rank else words.not_offered,
        words.expected: percent(adjusted.expected) if adjusted else words.not_offered,
        words.adjusted: told.plain_of(adjusted) if adjusted else words.not_offered,
        words.with_errors: told.reach_of(estimate) or words.not_offered,
    }


def draw_what_works(visit: Visit, which: Filter) -> None:
    """Draw which behaviours go together with conversations that end better."""
    words, told = around(visit.say), sentences(visit.say)
    st.header(words.works, anchor=False)
    st.caption(words.works_hint)
    found = what_works(visit.workspace, visit.viewer, which)
    for association in found:
        st.text(told.association_of(association, visit.say.label(association.behaviour)))
    if not found:
        st.text(words.works_none.format(n=LEAST_CONVERSATIONS))
