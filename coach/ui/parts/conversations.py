"""A list of conversations to pick one from."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from coach.conversation.conversation import Channel
from coach.store.queries import Head, first_words
from coach.ui.catalogue import minutes
from coach.ui.names import called
from coach.ui.session import Visit


def draw(visit: Visit, found: Sequence[Head], *, with_agent: bool) -> str | None:
    """Draw the list and return the id of the line that was picked."""
    say = visit.say
    st.caption(say.latest_hint)
    mails = [head.id for head in found if head.channel is Channel.EMAIL]
    said = first_words(visit.store, visit.viewer, mails)
    frame = pd.DataFrame(
        {
            say.on_date: [say.clock(visit.local(head.started_at)) for head in found],
            say.conversation: [called(head.channel, head.id, said.get(head.id)) for head in found],
            say.agent: [say.somebody(head.agent) for head in found],
            say.channel: [say.channel_name(head.channel) for head in found],
            say.length: [minutes(head.duration) if head.duration else "" for head in found],
            say.spoken: [say.spoken_in(head.language) for head in found],
        }
    )
    if not with_agent:
        frame = frame.drop(columns=say.agent)
    picked = st.dataframe(
        frame, hide_index=True, on_select="rerun", selection_mode="single-cell",
        key="conversations table",
    )  # fmt: skip
    return next((found[place].id for place, _ in picked.selection.cells), None)
