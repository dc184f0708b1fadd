"""What to type when nothing has been scored yet."""

from __future__ import annotations

import streamlit as st

from coach.access import Permission
from coach.ui import session
from coach.ui.parts import head


def show() -> None:
    """Draw the page."""
    visit = session.visit()
    say = visit.say
    if not visit.viewer.may(Permission.WRITE):
        head.draw(say.empty_title, [say.not_yours])
        return
    head.draw(say.empty_title, [f"{say.store_at}: {visit.store.name}"])
    st.text(say.empty_intro)
    st.code("coach score sample_calls", language=None)
    st.text(say.empty_yours)
    st.code("coach score PATH", language=None)
    st.text(say.empty_after)
