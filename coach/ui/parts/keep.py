"""Clips as files to save: sound and captions of one, or of all that a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from coach.conversation.codebook import Role
from coach.errors import AudioError, SetupError
from coach.insights.clips import Clip
from coach.ui.notes import said
from coach.ui.session import Visit
from coach.workspace.cutting import Cutting, Format, Party, is_heard, packed

_ALL = -1


def draw(visit: Visit, clips: Sequence[Clip]) -> None:
    """Draw the way to save clips; nothing where none of them can be heard."""
    heard = [clip for clip in clips if is_heard(clip)]
    if not heard:
        return
    say = visit.say
    titles = [f"{number}. {_title(visit, clip)}" for number, clip in enumerate(heard, 1)]
    with st.popover(say.keep, icon=":material/download:"):
        which = st.selectbox(
            say.keep_which, [*range(len(heard)), *([_ALL] if len(heard) > 1 else [])],
            format_func=lambda n: say.keep_all.format(len(heard)) if n == _ALL else titles[n],
        )  # fmt: skip
        how = _manner(visit)
        if not st.button(say.keep_cut):
            return
        picked = range(len(heard)) if which == _ALL else [which]
        try:
            made = packed([heard[n] for n in picked], [titles[n] for n in picked], how)
        except (AudioError, SetupError) as error:
            st.text(said(str(error), say))
            return
        st.download_button(
            say.keep_file, made, "coach-clips.zip", "application/zip", on_click="ignore",
            type="primary",
        )  # fmt: skip


def _manner(visit: Visit) -> Cutting:
    say = visit.say
    party = st.segmented_control(
        say.keep_party, get_args(Party), default="both", required=True,
        format_func=lambda name: say.keep_both if name == "both" else say.role(Role(name)),
    )  # fmt: skip
    kind = st.segmented_control(
        say.keep_format, get_args(Format), default="opus", required=True,
        format_func={"opus": "Opus", "m4a": "M4A"}.__getitem__,
    )  # fmt: skip
    return Cutting(party, kind, st.toggle(say.keep_redacted, value=True))


def _title(visit: Visit, clip: Clip) -> str:
    """Return what a clip shows, without saying who is heard in it."""
    label = visit.say.label(clip.shows[0].label)
    if clip.criterion is None or clip.state is None:
        return label
    return visit.say.keep_title.format(
        criterion=visit.say.criterion(clip.criterion),
        state=visit.say.state(clip.state),
        label=label,
    )
