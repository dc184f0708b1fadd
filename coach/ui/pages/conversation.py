"""One conversation: heard and read at once, with what was found in it."""

from __future__ import annotations

from math import isfinite

import streamlit as st

from coach.access import Permission
from coach.conversation.analysis import Analysis
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.disagreement import agreed_wrong
from coach.conversation.span import Seconds
from coach.store.disagreements import disagreements_of
from coach.store.queries import heads
from coach.ui import session
from coach.ui.catalogue import minutes
from coach.ui.filters import pick_filter
from coach.ui.notes import said
from coach.ui.parts import care, conversations, disagree, head, player
from coach.ui.session import Visit

_N_LISTED = 200


def show() -> None:
    """Draw the page."""
    visit = session.visit()
    asked = st.query_params.get("conversation")
    if asked is None:
        _draw_list(visit)
        return
    if st.button(visit.say.all_conversations, type="tertiary", icon=":material/arrow_back:"):
        for name in ("conversation", "t", "disagree"):
            st.query_params.pop(name, None)
        st.rerun()
    found = visit.store.load(visit.viewer, [asked]).get(asked)
    if found is None:
        head.draw(visit.say.no_such, [visit.say.no_such_hint])
        return
    _draw_head(visit, found)
    _draw_player(visit, found, start_from(st.query_params.get("t")))
    wrong = agreed_wrong(disagreements_of(visit.store, visit.viewer, asked)).get(asked, ())
    care.draw(visit, found, wrong)
    disagree.draw(visit, found)


def start_from(text: str | None) -> Seconds | None:
    """Return the second that an address asks for; None where it asks for none that can be.

    >>> start_from("12.5"), start_from("soon"), start_from("-3"), start_from("9" * 400)
    (12.5, None, None, None)
    """
    if text is None or not text.replace(".", "", 1).isdecimal():
        return None
    asked = float(text)
    return asked if isfinite(asked) else None


def _draw_list(visit: Visit) -> None:
    head.draw(visit.say.conversations, [visit.say.conversations_intro])
    which = pick_filter(visit, agent=True)
    found = heads(visit.store, visit.viewer, which, limit=_N_LISTED)
    if not found:
        st.text(visit.say.nothing_matches)
        return
    picked = conversations.draw(visit, found, with_agent=True)
    if picked:
        st.query_params["conversation"] = picked
        st.rerun()


def _draw_head(visit: Visit, found: Analysis) -> None:
    say, about = visit.say, found.conversation.about
    length = found.conversation.duration
    title = [
        say.channel_name(found.conversation.channel),
        about.agent or "",
        say.day(visit.local(about.started_at)) if about.started_at else "",
    ]
    facts = [
        about.team or "",
        f"{visit.local(about.started_at):%H:%M}" if about.started_at else say.undated,
        minutes(length) if length else "",
        say.spoken_in(about.language),
        say.queue.format(about.queue) if about.queue else "",
        about.id,
        say.no_recording if _is_silent(found.conversation) else "",
    ]
    noted = [*found.conversation.notes, *found.dynamics.quality]
    notes = [said(note, say) for note in dict.fromkeys(noted)]
    head.draw(
        " · ".join(part for part in title if part),
        facts,
        strip=head.figures_of(found.dynamics, say, language=about.language),
        notes=notes,
    )
    _draw_swap(visit, found.conversation)


def _draw_swap(visit: Visit, conversation: Conversation) -> None:
    """Draw the button that exchanges the sides of a call, for those who may."""
    if conversation.channel is not Channel.CALL or not visit.viewer.may(Permission.WRITE):
        return
    say = visit.say
    if st.button(say.swap, type="tertiary", icon=":material/swap_horiz:", help=say.swap_hint):
        with st.spinner(say.swap):
            visit.workspace.swap(conversation.id, visit.viewer)
        st.rerun()


def _is_silent(conversation: Conversation) -> bool:
    """Whether a call has no recording, or not any more."""
    media = conversation.media
    return conversation.channel is Channel.CALL and (media is None or not media.is_file())


@st.fragment
def _draw_player(visit: Visit, found: Analysis, start: Seconds | None) -> None:
    """Draw the player; where it was left is kept in the address."""
    left_at = player.draw(visit, found, start=start)
    if left_at is not None:
        st.query_params["t"] = f"{left_at:.1f}"
