"""Blocks of decoded sound laid side by side into portions without holes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.decoding import Block, Damage, blocks, losses, refuse_long
from coach.audio.facts import AudioFacts
from coach.audio.opening import lacks_end, opened
from coach.conversation.span import Seconds
from coach.errors import AudioError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PORTION: Seconds = 32.0  # a multiple of the voice detector's frame of 0.032 s


class Laying:
    """One pass through some channels of a recording.

    Attributes:
        n_samples: length so far, lost stretches included.
        n_decoded: samples that really came out so far.
    """

    def __init__(self, path: Path, channels: Sequence[int], rate_hz: int, max_hours: float) -> None:
        self.n_samples = self.n_decoded = 0
        self._path, self._channels = path, channels
        self._rate_hz, self._max_hours = rate_hz, max_hours
        self._damage = Damage()

    def portions(self) -> Iterator[NDArray[np.float32]]:
        """Yield all sound in order, 32 seconds at a time; what was lost is silence.

        Raises:
            AudioError: no sound comes out of it, or more than is accepted.
        """
        desk = _Desk(len(self._channels), round(PORTION * self._rate_hz))
        with opened(self._path) as (container, stream):
            for block in blocks(
                container, stream, self._rate_hz, channels=self._channels, damage=self._damage
            ):
                refuse_long(self._path, block.end / self._rate_hz, self._max_hours)
                self.n_decoded += block.end - block.start
                self.n_samples = block.end
                yield from desk.lay(block)
        if not self.n_decoded:
            raise AudioError(f"{self._path}: no sound can be decoded from it")
        yield from desk.rest()
        self._damage.broke_off |= lacks_end(self._path)

    def losses(self, facts: AudioFacts) -> tuple[str, ...]:
        """Return what to say, after the pass, about sound that should be there and is not."""
        decoded, length = self.n_decoded / self._rate_hz, self.n_samples / self._rate_hz
        return losses(facts, decoded, length, self._damage)


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
