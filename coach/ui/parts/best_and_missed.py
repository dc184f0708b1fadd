"""Moments that went well beside those that were missed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coach.conversation.evidence import Moment
from coach.conversation.findings import State
from coach.insights.clips import CANDIDATES, choose
from coach.store.queries import Filter, moments
from coach.ui.parts import cards
from coach.ui.session import Visit

_N_CLIPS = 3


def draw(visit: Visit, which: Filter, above: Sequence[Moment] = ()) -> None:
    """Draw both lists.

    Args:
        visit: on whose behalf and in which language.
        which: the conversations to look at.
        above: moments that the page shows already; they are not shown again.
    """
    say = visit.say
    sides = ((State.MET, say.best, say.best_none), (State.MISSED, say.missed, say.missed_none))
    for (state, title, nothing), column in zip(sides, st.columns(2, gap="medium"), strict=True):
        with column:
            st.header(title, anchor=False)
            _draw_side(visit, which, state, above, nothing)


def _draw_side(
    visit: Visit, which: Filter, state: State, above: Sequence[Moment], nothing: str
) -> None:
    taken = {_place(moment) for moment in above}
    n_looked_at = _N_CLIPS * CANDIDATES + len(taken)
    found = moments(visit.store, visit.viewer, which, state=state, limit=n_looked_at)
    others = [moment for moment in found if _place(moment) not in taken]
    if others:
        cards.draw(visit, choose(others, _N_CLIPS), key=f"{state} moments")
    else:
        st.text(visit.say.shown_above if found else nothing)


def _place(moment: Moment) -> tuple[str, int]:
    """Return where a moment stands; those of one turn give one clip."""
    return moment.analysis.conversation.id, moment.opportunity.moment.turn
