"""Agent and customer the other way round: scored anew, and remembered."""

from __future__ import annotations

from dataclasses import replace

from coach.access import Permission, Viewer
from coach.conversation.analysis import Analysis
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.span import Span
from coach.errors import InputError
from coach.pipeline import Stages, analyse
from coach.speakers.exchange import exchanged
from coach.store.corrections import save_exchanged
from coach.store.repository import Store


def swap(store: Store, viewer: Viewer, stages: Stages, name: str) -> Analysis:
    """Score a stored call with its sides exchanged, keep it, and return what was found.

    Doing it again brings back what was. A later batch keeps the sides as they are.

    Raises:
        AccessDenied: the viewer may not write.
        InputError: there is no such conversation among those that the viewer may see, or it is
            no call.
    """
    viewer.demand(Permission.WRITE)
    found = store.load(viewer, [name]).get(name)
    if found is None:
        raise InputError(f"no conversation is called {name!r}; `coach export` lists their ids")
    if found.conversation.channel is not Channel.CALL:
        raise InputError(
            f"{name} is no call: only a call's sides are guessed and can be exchanged; "
            "whose mail it is, the setting sources.agent_domains says"
        )
    again = analyse(exchanged(_with_holds(found)), stages)
    notes = tuple(dict.fromkeys(again.conversation.notes))
    kept = replace(again, conversation=replace(again.conversation, notes=notes))
    save_exchanged(store, viewer, kept)
    return kept


def _with_holds(found: Analysis) -> Conversation:
    """Return a stored conversation that still knows when the customer was on hold."""
    holds = tuple(Span(hold.start, hold.end) for hold in found.dynamics.holds or ())
    about = replace(found.conversation.about, holds=holds)
    return replace(found.conversation, about=about)
