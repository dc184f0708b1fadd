"""Moments to hear, by what became of them or by what was said."""

from __future__ import annotations

from functools import partial

import streamlit as st

from coach.conversation.codebook import CUES, Label
from coach.conversation.findings import Criterion, State
from coach.insights.clips import CANDIDATES, Clip, choose, cue_clips
from coach.store.queries import Filter, label_counts, moments, sightings
from coach.ui import session
from coach.ui.choices import choice
from coach.ui.filters import EVERY, pick_filter
from coach.ui.parts import cards, head, keep
from coach.ui.session import Visit

_PAGE = 12
_KINDS = ("moments", "cues")


def show() -> None:
    """Draw the page."""
    visit = session.visit()
    say = visit.say
    head.draw(say.clips, [say.clips_intro])
    kind = choice(
        "kind", say.kind, _KINDS, dict(zip(_KINDS, say.kinds, strict=True)).__getitem__,
        widget=partial(st.segmented_control, required=True, label_visibility="collapsed"),
    )  # fmt: skip
    n_shown = st.session_state.get("clips shown", _PAGE)
    which = pick_filter(visit, agent=True)
    found = (_moments if kind == _KINDS[0] else _cues)(visit, which, n_shown + 1)
    if not found:
        st.text(say.nothing_matches)
        return
    keep.draw(visit, found[:n_shown])
    cards.draw(visit, found[:n_shown], key="clips")
    if len(found) > n_shown and st.button(say.more):
        st.session_state["clips shown"] = n_shown + _PAGE
        st.rerun()


def _moments(visit: Visit, which: Filter, limit: int) -> list[Clip]:
    say = visit.say
    with st.container(horizontal=True, gap="small"):
        state = State(choice("state", say.outcome, list(State), lambda s: say.state(State(s))))
        name = choice(
            "criterion", say.criterion_choice, [EVERY, *Criterion],
            lambda c: say.criterion(Criterion(c)) if c else say.all_criteria,
        )  # fmt: skip
    criterion = Criterion(name) if name else None
    found = moments(
        visit.store, visit.viewer, which, state=state, criterion=criterion, limit=limit * CANDIDATES
    )
    return choose(found, limit)


def _cues(visit: Visit, which: Filter, limit: int) -> list[Clip]:
    counts = label_counts(visit.store, visit.viewer, which)
    there = [label for label in CUES if counts.get(label)]
    if not there:
        return []
    picked = choice(
        "cue", visit.say.cue_choice, there,
        lambda name: f"{visit.say.label(Label(name))} ({counts[Label(name)]})",
        widget=partial(st.selectbox, width=360),
    )  # fmt: skip
    n_places = limit * CANDIDATES
    found = sightings(visit.store, visit.viewer, Label(picked), which, limit=n_places)
    return cue_clips(found, limit)
