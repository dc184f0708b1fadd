"""What is most worth working on: why, the agent's own best, missed moments with help, examples."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coach.insights.clips import clip_of
from coach.insights.digest.sheet import Printer
from coach.insights.digest.words import WORDS, Words
from coach.insights.focus import Focus, Missed
from coach.ui.parts import cards
from coach.ui.session import Visit


def draw(visit: Visit, found: Sequence[Focus]) -> None:
    """Draw the behaviours that an agent would gain most by working on, the weightiest first.

    Args:
        visit: on whose behalf and in which language.
        found: as `coach.workspace.digests.focus_of` gives them.
    """
    say = WORDS[visit.say.language]
    st.header(say.focus, anchor=False)
    st.caption(say.focus_hint if found else say.focus_none)
    printer = Printer(say, lambda name: _sentence(visit, name))
    for focus in found:
        work = printer.work(focus)
        st.subheader(work.title.replace("[", "\\["), anchor=False)
        st.text(work.why)
        if focus.best:
            st.caption(say.own_best)
            cards.draw(visit, [clip_of(focus.best)], key=f"focus {focus.pairing} best")
        for place, missed in enumerate(focus.missed):
            _draw_missed(visit, say, missed, f"focus {focus.pairing} {place}")


def _draw_missed(visit: Visit, say: Words, missed: Missed, key: str) -> None:
    st.caption(say.missed)
    cards.draw(visit, [clip_of(missed.moment)], key=key)
    if missed.suggestion:
        st.caption(say.suggestion)
        st.text(missed.suggestion.text)
    if missed.example:
        with st.expander(say.example):
            cards.draw(visit, [clip_of(missed.example)], key=f"{key} example")


def _sentence(visit: Visit, name: str) -> str:
    known = visit.workspace.rubric.pairing(name)
    return known.says if known else name
