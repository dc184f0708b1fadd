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


_FIRST = "start"  # no page's name: what opens is found at the root


def pages_for(viewer: Viewer, say: Catalogue, *, scored: bool) -> list[st.Page]:
    """Return the pages in the order of the menu; the first is the one that opens.

    Every address that there is leads somewhere: one that is not in the menu (the first page's
    own, a page of teams for an agent, all of them before anything is scored) leads to the first
    page, which the menu marks.

    Args:
        viewer: agents get no page of teams.
        say: the language of the menu.
        scored: whether there is anything to show.
    """
    first, *others = _menu(viewer) if scored else [Place.EMPTY]
    opens = _page(first, say, at=_FIRST)
    return [
        opens,
        *(_page(place, say) for place in others),
        *(_alias(place, opens) for place in Place if place not in others),
    ]


def _menu(viewer: Viewer) -> list[Place]:
    places = [Place.AGENT, Place.CONVERSATION, Place.CLIPS, Place.PROMISES]
    return [Place.TEAM, *places] if viewer.may(Permission.SEE_TEAMS) else places


def go(place: Place, **query: str) -> NoReturn:
    """Leave for another page, with these parameters in its address."""
    st.switch_page(_page(place, ENGLISH), query_params=query)


def _alias(place: Place, leads_to: st.Page) -> st.Page:
    """Return a page that is in no menu and leaves for another; what is asked for goes along."""

    def show() -> None:
        st.switch_page(leads_to, query_params=st.query_params.to_dict())

    return st.Page(show, title=leads_to.title, url_path=place, visibility="hidden")


def _page(place: Place, say: Catalogue, *, at: str = "") -> st.Page:
    """Return a page at its own address, or at another; `_FIRST` is where the app opens."""
    titles = {
        Place.TEAM: say.team,
        Place.AGENT: say.agent,
        Place.CONVERSATION: say.conversations,
        Place.CLIPS: say.clips,
        Place.PROMISES: say.promises.title,
        Place.EMPTY: say.empty_title,
    }
    return st.Page(
        _shown(place),
        title=titles[place],
        icon=_ICONS[place],
        url_path=at or place,
        default=at == _FIRST,
    )


def _shown(place: Place) -> Callable[[], None]:
    """Return what draws a page; its file is imported when it is first looked at."""

    def show() -> None:
        import_module(f"coach.ui.pages.{place}").show()

    return show
