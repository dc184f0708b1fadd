"""Which pages there are, who gets which, and how to leave one for another.

Hiding a page protects nothing: what a viewer may not see is refused by the store. Here it only
spares them pages that would be empty.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import NoReturn

import streamlit as st

from coach.access import Permission, Viewer
from coach.ui.catalogue import Catalogue
from coach.ui.text import ENGLISH


class Place(StrEnum):
    """A page; the name is its address, and its file under `coach/ui/pages`."""

    TEAM = "team"
    AGENT = "agent"
    CONVERSATION = "conversation"
    CLIPS = "clips"
    PROMISES = "promises"
    EMPTY = "empty"


_ICONS = {
    Place.TEAM: ":material/groups:",
    Place.AGENT: ":material/person:",
    Place.CONVERSATION: ":material/forum:",
    Place.CLIPS: ":material/graphic_eq:",
    Place.PROMISES: ":material/handshake:",
    Place.EMPTY: ":material/inbox:",
}


def pages_for(viewer: Viewer, say: Catalogue, *, scored: bool) -> list[st.Page]:
    """Return the pages in the order of the menu; the first is the one that opens.

    Args:
        viewer: agents get no page of teams.
        say: the language of the menu.
        scored: whether there is anything to show.
    """
    if not scored:
        return [_page(Place.EMPTY, say)]
    places = [Place.AGENT, Place.CONVERSATION, Place.CLIPS, Place.PROMISES]
    if viewer.may(Permission.SEE_TEAMS):
        places.insert(0, Place.TEAM)
    return [_page(place, say, first=place is places[0]) for place in places]


def go(place: Place, **query: str) -> NoReturn:
    """Leave for another page, with these parameters in its address."""
    st.switch_page(_page(place, ENGLISH), query_params=query)


def _page(place: Place, say: Catalogue, *, first: bool = False) -> st.Page:
    titles = {
        Place.TEAM: say.team,
        Place.AGENT: say.agent,
        Place.CONVERSATION: say.conversations,
        Place.CLIPS: say.clips,
        Place.PROMISES: say.promises.title,
        Place.EMPTY: say.empty_title,
    }
    return st.Page(
        _shown(place), title=titles[place], icon=_ICONS[place], url_path=place, default=first
    )


def _shown(place: Place) -> Callable[[], None]:
    """Return what draws a page; its file is imported when it is first looked at."""

    def show() -> None:
        import_module(f"coach.ui.pages.{place}").show()

    return show
