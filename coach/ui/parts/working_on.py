"""What an agent works on, what became of it, and the form in which a lead sets it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import streamlit as st

from coach.access import Permission
from coach.conversation.findings import Criterion
from coach.conversation.focus import Focus
from coach.store.queries import date_range
from coach.ui.names import unmarked
from coach.ui.numbers import around, sentences
from coach.ui.session import Visit
from coach.workspace import effects, set_focus

_MOST = 3
_SEPARATOR = "/"  # between a criterion and a pairing, in the value of an option


def draw(visit: Visit, agent: str, team: str | None) -> None:
    """Draw what the agent works on; for those who may set it, also the form."""
    words = around(visit.say)
    found = effects(visit.workspace, visit.viewer, agent)
    may_set = visit.viewer.may(Permission.SET_FOCUS)
    if not found and not may_set:
        return
    st.header(words.focus.format(agent=unmarked(agent)), anchor=False)
    for effect in found[:_MOST]:
        focus = effect.focus
        what, day = _named(visit, focus), visit.say.day(visit.local(focus.since))
        st.markdown(
            f"**{unmarked(words.focus_since.format(what=what, day=day, who=focus.set_by))}**"
        )
        st.text(sentences(visit.say).effect_of(effect))
    if not found:
        st.text(words.focus_none)
    if may_set:
        _draw_form(visit, agent, team)


def _draw_form(visit: Visit, agent: str, team: str | None) -> None:
    words = around(visit.say)
    known = date_range(visit.store, visit.viewer)
    last = visit.local(known[1]) if known else None
    with (
        st.expander(words.focus_set.format(agent=unmarked(agent))),
        st.form("focus", border=False),
    ):
        picked = st.selectbox(
            words.focus_what, _options(visit), format_func=lambda value: _shown(visit, value)
        )
        day = st.date_input(words.focus_from, value=last.date() if last else "today")
        if st.form_submit_button(words.focus_save) and isinstance(day, date):
            set_focus(visit.workspace, visit.viewer, _focus(visit, agent, team, picked, day))
            st.rerun()


def _options(visit: Visit) -> list[str]:
    """Return the criteria, each followed by its pairings, as they are written in an option."""
    pairings = visit.workspace.rubric.pairings
    return [
        option
        for criterion in Criterion
        for option in (
            criterion.value,
            *(f"{criterion.value}{_SEPARATOR}{p.id}" for p in pairings if p.criterion is criterion),
        )
    ]


def _shown(visit: Visit, option: str) -> str:
    criterion, _, pairing = option.partition(_SEPARATOR)
    return _what(visit, Criterion(criterion), pairing or None)


def _focus(visit: Visit, agent: str, team: str | None, option: str, day: date) -> Focus:
    criterion, _, pairing = option.partition(_SEPARATOR)
    since = datetime.combine(day, time(), ZoneInfo(visit.zone)).astimezone(UTC)
    return Focus(agent, team, Criterion(criterion), pairing or None, since, visit.viewer.name)


def _named(visit: Visit, focus: Focus) -> str:
    return _what(visit, focus.criterion, focus.pairing)


def _what(visit: Visit, criterion: Criterion, pairing: str | None) -> str:
    name = visit.say.criterion(criterion)
    known = visit.workspace.rubric.pairing(pairing) if pairing else None
    return f"{name} – {visit.say.pairing(known.says)}" if known else name
