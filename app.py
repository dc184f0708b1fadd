"""The pages of Coach: `coach app` opens them, `streamlit run app.py` does the same."""

import streamlit as st

from coach.errors import CoachError
from coach.store.queries import heads
from coach.ui import session
from coach.ui.navigation import pages_for
from coach.ui.notes import said
from coach.ui.text import catalogue

st.set_page_config(
    page_title="Coach", page_icon=session.ICON, layout="wide", initial_sidebar_state=230
)
say = catalogue(session.spoken())
try:
    visit = session.visit()
    scored = bool(heads(visit.store, visit.viewer, limit=1))
    session.draw_frame()
    page = st.navigation(pages_for(visit.viewer, visit.say, scored=scored))
    with st.sidebar:
        session.pick_language(visit.say)
    page.run()
except CoachError as error:
    st.header(say.cannot)
    st.text(said(str(error), say))
