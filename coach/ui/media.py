"""Where a browser finds a recording.

Streamlit's own media manager hands it out. It answers range requests, so that a browser can seek;
its addresses are hashes of the content and last as long as a session shows the file; and nothing
in an address is a path, so there is no file system to walk into. A route of our own would have to
sign its addresses and check them, and would gain only memory: the manager holds a file in memory
while somebody looks at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.runtime import get_instance

from coach.conversation.analysis import Analysis
from coach.conversation.span import Seconds
from coach.errors import AudioError, SetupError
from coach.workspace import Workspace, playable_of, recording_of

_TYPES = {
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "audio/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".webm": "audio/webm",
}


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording for the browser.

    Attributes:
        address: where it is; None where there is none, or it cannot be played.
        duration: seconds; 0 without a recording.
        peaks: outline of each channel.
        trouble: the sentence that says why it cannot be played.
    """

    address: str | None = None
    duration: Seconds = 0.0
    peaks: tuple[tuple[float, ...], ...] = ()
    trouble: str = ""


def sound_of(workspace: Workspace, analysis: Analysis) -> Sound:
    """Return a conversation's recording; a damaged one is said and not raised."""
    try:
        found = playable_of(workspace.settings, analysis)
    except (AudioError, SetupError) as error:
        return Sound(trouble=str(error))
    if found is None:
        return Sound()
    return Sound(address_of(found.path), found.duration, found.peaks)


def clip_sound_of(workspace: Workspace, analysis: Analysis) -> Sound:
    """Return the same without length and outline, which take decoding."""
    try:
        path = recording_of(workspace.settings, analysis)
    except (AudioError, SetupError) as error:
        return Sound(trouble=str(error))
    return Sound(address_of(path)) if path else Sound()


def address_of(path: Path) -> str:
    """Return the address of a recording; call it in every run of a page that shows it."""
    kind = _TYPES.get(path.suffix.lower(), "application/octet-stream")
    address = get_instance().media_file_mgr.add(str(path), kind, f"coach {path}")
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}{address}" if base else address
