"""Go through a recording bit by bit, so that two hours need no more memory than two minutes.

A short recording is decoded once and kept; a long one is decoded anew each time it is gone
through, which costs far less than hearing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.decoding import (
    RATE_HZ,
    Block,
    Damage,
    blocks,
    losses,
    refuse_long,
    refuse_unusable,
)
from coach.audio.facts import AudioFacts
from coach.audio.opening import facts_of, lacks_end, opened
from coach.conversation.span import Seconds
from coach.errors import AudioError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PORTION: Seconds = 32.0  # a multiple of the voice detector's frame of 0.032 s
KEPT: Seconds = 900.0  # two channels of a quarter of an hour take 115 MB


class Recorded:
    """The sound of a recording, portion by portion, as often as needed.

    Attributes:
        path: the file.
        facts: what it declares.
        rate_hz: samples per second of the portions.
        n_samples: length in samples; known when it was gone through once.
        notes: sentences about lost sound; known likewise.
    """

    def __init__(self, path: Path, *, max_hours: float = 4.0, rate_hz: int = RATE_HZ) -> None:
        """Look at the header.

        Raises:
            AudioError: as `probe`; more than two channels, or declared to be too long.
        """
        with opened(path) as (container, stream):
            self.facts: AudioFacts = facts_of(path, container, stream)
        refuse_unusable(path, self.facts, max_hours)
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
        damage, n_decoded, end = Damage(), 0, 0
        desk = _Desk(self.facts.n_channels, round(PORTION * self.rate_hz))
        with opened(self.path) as (container, stream):
            for block in blocks(container, stream, self.rate_hz, damage=damage):
                refuse_long(self.path, block.end / self.rate_hz, self._max_hours)
                n_decoded, end = n_decoded + block.end - block.start, block.end
                yield from desk.lay(block)
        if not n_decoded:
            raise AudioError(f"{self.path}: no sound can be decoded from it")
        yield from desk.rest()
        damage.broke_off |= lacks_end(self.path)
        self.n_samples = end
        decoded, length = n_decoded / self.rate_hz, end / self.rate_hz
        self.notes = losses(self.facts, decoded, length, damage)


class _Desk:
    """One portion on which blocks are laid until it is full."""

    def __init__(self, n_channels: int, size: int) -> None:
        self._n_channels, self._size = n_channels, size
        self._start = self._end = 0
        self._data = self._empty()

    def lay(self, block: Block) -> Iterator[NDArray[np.float32]]:
        """Lay a block where it belongs; yield every portion that is full."""
        position = block.start
        while position < block.end:
            while position >= self._start + self._size:
                yield self._data
                self._start += self._size
                self._data = self._empty()
            until = min(block.end, self._start + self._size)
            piece = block.data[:, position - block.start : until - block.start]
            self._data[:, position - self._start : until - self._start] = piece
            position = self._end = until

    def rest(self) -> Iterator[NDArray[np.float32]]:
        """Yield what lies there at the end."""
        if self._end > self._start:
            yield self._data[:, : self._end - self._start]

    def _empty(self) -> NDArray[np.float32]:
        import numpy as np

        return np.zeros((self._n_channels, self._size), np.float32)
