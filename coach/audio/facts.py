"""What a recording says of itself, and what came out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.conversation.span import Seconds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """What the header of a recording declares.

    Attributes:
        duration: declared length in seconds; None when the file does not say. What can be
            decoded may be less: compare `Samples.duration`.
        n_channels: at least one.
        rate_hz: samples per second in the file.
        codec: FFmpeg's name of the coding ("pcm_s16le", "opus", "mp3float").
        container: FFmpeg's name of the file format ("wav", "ogg", "mov,mp4,m4a,…").
    """

    duration: Seconds | None
    n_channels: int
    rate_hz: int
    codec: str
    container: str


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """The sound of a recording.

    Attributes:
        data: float32 in -1..1, shape (n_channels, n_samples); one or two channels.
        rate_hz: samples per second of `data`.
        facts: what the file declared.
        notes: sentences for people about what is wrong with the sound.
    """

    data: NDArray[np.float32]
    rate_hz: int
    facts: AudioFacts
    notes: tuple[str, ...] = ()

    @property
    def n_channels(self) -> int:
        """One or two; fewer than the file has when both held the same sound."""
        return int(self.data.shape[0])

    @property
    def duration(self) -> Seconds:
        """Length of what could be decoded, with lost stretches as silence."""
        return float(self.data.shape[1] / self.rate_hz)
