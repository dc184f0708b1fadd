"""What every page needs: the workspace, who is looking, and in which language.

The workspace is opened once for the server and shared. Who is looking belongs to the browser
session: without a login it is whom the workspace names, on one's own machine the owner; a login
puts its viewer under `VIEWER` into the session, where no address can reach it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from coach import config
from coach.access import Viewer
from coach.config import Settings
from coach.conversation.analysis import Analysis
from coach.conversation.disagreement import Claim
from coach.store.disagreements import disagreements_of
from coach.store.repository import Store
from coach.ui.catalogue import Catalogue, Language
from coach.ui.choices import asked, choice
from coach.ui.doubts import by_claim, text_of
from coach.ui.text import catalogue
from coach.ui.transcript import Scribe
from coach.workspace import Workspace

VIEWER = "coach viewer"
_HERE = Path(__file__).parent
ICON = str(_HERE / "icon.svg")


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at one page.

    Attributes:
        workspace: what is asked.
        viewer: on whose behalf.
        say: the language of the page.
    """

    workspace: Workspace
    viewer: Viewer
    say: Catalogue

    @property
    def store(self) -> Store:
        """Where analyses are."""
        return self.workspace.store

    @property
    def zone(self) -> str:
        """The time zone in which dates are shown and weeks begin."""
        return self.workspace.settings.sources.timezone

    def local(self, moment: datetime | None) -> datetime | None:
        """Return a moment on the clock of that zone."""
        return moment and moment.astimezone(ZoneInfo(self.zone))

    def scribe(self, analysis: Analysis) -> Scribe:
        """Return who turns an analysis into what is shown."""
        return Scribe(
            analysis,
            self.say,
            self._sentence,
            lambda moment: self.say.clock(self.local(moment)),
            self._doubts(analysis),
        )

    def _doubts(self, analysis: Analysis) -> dict[Claim, tuple[str, ...]]:
        said = disagreements_of(self.store, self.viewer, analysis.conversation.id)
        return by_claim(said, text_of(self.say), lambda at: self.say.day(self.local(at)))

    def _sentence(self, pairing: str) -> str:
        known = self.workspace.rubric.pairing(pairing)
        return known.says if known else pairing


def visit() -> Visit:
    """Return what the page that is being drawn needs.

    Raises:
        CoachError: the settings or the store cannot be used.
    """
    settings = config.load()
    workspace = _workspace(settings, settings.model_dump_json())
    viewer = st.session_state.get(VIEWER, workspace.viewer)
    return Visit(workspace, viewer, catalogue(spoken()))


def spoken() -> Language:
    """Return the language of the pages: from the address, then from earlier in the session."""
    return Language(asked("lang", list(Language)))


def draw_frame() -> None:
    """Draw what surrounds every page."""
    st.html(_HERE / "page.css")
    st.logo(_HERE / "logo.svg", icon_image=ICON, size="large")


def pick_language(say: Catalogue) -> None:
    """Draw the choice of language."""
    names = {Language.ENGLISH: "English", Language.JAPANESE: "日本語"}
    choice(
        "lang",
        say.ui_language,
        list(names),
        lambda name: names[Language(name)],
        widget=partial(st.segmented_control, required=True, label_visibility="collapsed"),
    )


@st.cache_resource(show_spinner=False, on_release=lambda workspace: workspace.store.close())
def _workspace(_settings: Settings, key: str) -> Workspace:
    return Workspace.open(_settings)
