"""All of a short recording at once; long ones are gone through in portions."""

from __future__ import annotations

from pathlib import Path

from coach.audio import levels
from coach.audio.decoding import RATE_HZ
from coach.audio.facts import Samples
from coach.audio.portions import Recorded
from coach.conversation.recording import Channels


def decode(
    path: Path, *, channels: Channels = (), rate_hz: int = RATE_HZ, max_hours: float = 4.0
) -> Samples:
    """Return the sound of a recording: one or two channels.

    Two channels that hold the same sound come back as one. A recording that is cut off or
    damaged is decoded as far as it goes; lost stretches are silence and a note says how much
    there is.

    Args:
        path: the recording.
        channels: which of its channels, counted from 0; empty leaves the choice to `choose`.
        rate_hz: samples per second wanted.
        max_hours: longest recording accepted; the declared length is checked first.

    Raises:
        AudioError: as `Recorded`; and for a recording out of which no sound comes.
    """
    import numpy as np

    recorded = Recorded(path, channels=channels, max_hours=max_hours, rate_hz=rate_hz)
    sound = np.concatenate(list(recorded.portions()), axis=1)
    data, about_channels = levels.channels_of(sound, rate_hz)
    return Samples(data, rate_hz, recorded.facts, (*recorded.notes, *about_channels))
