"""Go through a recording bit by bit, so that two hours need no more memory than two minutes.

A short recording is decoded once and kept; a long one is decoded anew each time it is gone
through, which costs far less than hearing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.choice import choose
from coach.audio.decoding import RATE_HZ, refuse_long
from coach.audio.facts import AudioFacts
from coach.audio.laying import PORTION, Laying
from coach.audio.opening import probe
from coach.conversation.recording import Channels
from coach.conversation.span import Seconds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEPT: Seconds = 900.0  # two channels of a quarter of an hour take 115 MB


class Recorded:
    """The sound of a recording, portion by portion, as often as needed.

    Attributes:
        path: the file.
        facts: what it declares.
        channels: those of the file that are heard, counted from 0; one or two.
        rate_hz: samples per second of the portions.
        n_samples: length in samples; known when it was gone through once.
        notes: sentences about lost sound and about the choice of channels; known likewise.
    """

    def __init__(
        self,
        path: Path,
        *,
        channels: Channels = (),
        max_hours: float = 4.0,
        rate_hz: int = RATE_HZ,
    ) -> None:
        """Look at the header; where it declares more than two channels, listen to them all.

        Args:
            path: the file.
            channels: which of the file's channels to hear; empty leaves the choice to `choose`.
            max_hours: longest recording accepted.
            rate_hz: samples per second wanted.

        Raises:
            AudioError: as `probe` and `choose`; or declared to be too long.
        """
        self.facts: AudioFacts = probe(path)
        refuse_long(path, self.facts.duration or 0.0, max_hours)
        self._choice = choose(path, channels)
        self.channels = self._choice.channels
        self.path, self.rate_hz = path, rate_hz
        self.n_samples = 0
        self.notes: tuple[str, ...] = ()
        self._max_hours = max_hours
        self._kept: list[NDArray[np.float32]] | None = None

    @property
    def duration(self) -> Seconds:
        """Length in seconds, with lost stretches as silence."""
        return self.n_samples / self.rate_hz

    def portions(self) -> Iterator[NDArray[np.float32]]:
        """Yield all sound in order, without holes: float32, (n_channels, n_samples).

        All portions but the last are 32 seconds long. What was lost is silence.

        Raises:
            AudioError: no sound comes out of it, or more than is accepted.
        """
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[NDArray[np.float32]] | None = []
        for portion in self._decoded():
            if kept is not None and len(kept) * PORTION < KEPT:
                kept.append(portion)
            else:
                kept = None
            yield portion
        self._kept = kept

    def _decoded(self) -> Iterator[NDArray[np.float32]]:
        laying = Laying(self.path, self.channels, self.rate_hz, self._max_hours)
        yield from laying.portions()
        self.n_samples = laying.n_samples
        self.notes = (*self._choice.notes, *laying.losses(self.facts))
