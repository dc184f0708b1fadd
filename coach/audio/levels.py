"""How loud a recording is, whether its channels differ, and its outline for drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coach.audio.facts import Samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SILENCE_DB = -60.0  # of full scale, in the loudest tenth of a second
SAME = 0.95  # correlation of the channels from which they count as one; measured: a codec that
# collapsed a call to one channel gave 1.000, two people on two channels stay near 0
FAINT_DB = -40.0  # in the same measure; speech on a telephone line peaks near -15 (ITU-T P.56 aims
# its active level at -26 dBov)
CLIPPED = 0.001  # share of samples at full scale from which a recording is distorted
_LIMIT = 0.99
_FRAME = 0.1  # seconds
_BLOCK = 1 << 20  # samples that are looked at together, to bound memory


class Loudness:
    """How loud a channel is, from pieces that come one after the other."""

    def __init__(self, rate_hz: int = 16_000) -> None:
        self._size = max(1, int(_FRAME * rate_hz))
        self._loudest = 0.0
        self._n_samples = self._n_at_limit = 0

    def add(self, sound: NDArray[np.float32]) -> None:
        """Take in what comes next; pieces of whole tenths of a second lose nothing."""
        import numpy as np

        self._n_samples += len(sound)
        self._n_at_limit += int(np.count_nonzero(np.abs(sound) >= _LIMIT))
        if len(sound) < self._size:
            frames = sound.reshape(1, -1)
        else:
            frames = sound[: len(sound) // self._size * self._size].reshape(-1, self._size)
        if frames.size:
            variance = np.var(frames, axis=1, dtype=np.float64)
            self._loudest = max(self._loudest, float(variance.max()))

    @property
    def loudest_db(self) -> float:
        """The level of the loudest tenth of a second, in dB of full scale; -inf if none.

        An offset of the whole frame is no sound and does not count.
        """
        return 10 * math.log10(self._loudest) if self._loudest else -math.inf

    @property
    def is_clipped(self) -> bool:
        """Whether the recording was too loud for its format, so that its tops are cut off."""
        return self._n_at_limit > CLIPPED * self._n_samples


class Alike:
    """How alike two channels are, from pieces that come one after the other."""

    def __init__(self) -> None:
        import numpy as np

        self._n, self._sums, self._products = 0, np.zeros(2), np.zeros((2, 2))

    def add(self, data: NDArray[np.float32]) -> None:
        """Take in what comes next, shape (n_channels, n_samples); one channel is passed over."""
        import numpy as np

        if len(data) == 2:
            both = data.astype(np.float64)
            self._n += both.shape[1]
            self._sums, self._products = self._sums + both.sum(1), self._products + both @ both.T

    @property
    def correlation(self) -> float:
        """In -1..1; 0 when one of them never moves."""
        import numpy as np

        covariance = self._products - np.outer(self._sums, self._sums) / max(self._n, 1)
        spread = math.sqrt(max(0.0, covariance[0, 0]) * max(0.0, covariance[1, 1]))
        return float(covariance[0, 1] / spread) if spread else 0.0


def channels_of(
    data: NDArray[np.float32], rate_hz: int
) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    """Return the channels that say something of their own, and sentences about their sound.

    Args:
        data: shape (n_channels, n_samples), one or two channels.
        rate_hz: samples per second.
    """
    sounds = [_loudness(channel, rate_hz) for channel in data]
    kept, notes = decide(sounds, correlation(data))
    return data[:kept], notes


def decide(sounds: Sequence[Loudness], alike: float) -> tuple[int, tuple[str, ...]]:
    """Return how many channels say something of their own, and sentences about their sound.

    A silent channel stays: a party who says nothing is a party. Two channels with the same
    sound become one.

    Args:
        sounds: of one or two channels.
        alike: the correlation of two channels.
    """
    loudest = [sound.loudest_db for sound in sounds]
    if max(loudest) < SILENCE_DB:
        return len(sounds), ("the recording is silent: nothing in it is louder than -60 dBFS",)
    if len(sounds) == 2 and min(loudest) >= SILENCE_DB and abs(alike) > SAME:
        same = f"both channels hold the same sound (correlation {abs(alike):.2f}): treated as one"
        return 1, (same, *_faults(sounds[:1]))
    return len(sounds), _faults(sounds)


def _faults(sounds: Sequence[Loudness]) -> tuple[str, ...]:
    notes = []
    for channel, sound in enumerate(sounds):
        if sound.loudest_db < SILENCE_DB:
            notes.append(f"channel {channel} is silent")
        elif sound.loudest_db < FAINT_DB:
            notes.append(
                f"channel {channel} is very quiet: its loudest moment has "
                f"{sound.loudest_db:.0f} dBFS, so words may be missed"
            )
        if sound.is_clipped:
            notes.append(f"channel {channel} was recorded too loud and is distorted (clipping)")
    return tuple(notes)


def loudness_db(channel: NDArray[np.float32], rate_hz: int) -> float:
    """Return the level of the loudest tenth of a second, in dB of full scale; -inf if none."""
    return _loudness(channel, rate_hz).loudest_db


def correlation(data: NDArray[np.float32]) -> float:
    """Return how alike two channels are, in -1..1; 0 when one of them never moves.

    Args:
        data: shape (n_channels, n_samples).
    """
    alike = Alike()
    for start in range(0, data.shape[1], _BLOCK):
        alike.add(data[:, start : start + _BLOCK])
    return alike.correlation


def peaks(samples: Samples, n: int) -> tuple[tuple[float, ...], ...]:
    """Return the outline of each channel: the largest amplitude, 0..1, in `n` equal stretches.

    Raises:
        ValueError: `n` is below one, or there are no samples.
    """
    import numpy as np

    data = samples.data
    if n < 1 or not data.shape[1]:
        raise ValueError(f"peaks need a sample and n >= 1, got {data.shape[1]} and {n}")
    edges = np.arange(n) * data.shape[1] // n
    highest = np.maximum.reduceat(data, edges, axis=1)
    lowest = np.minimum.reduceat(data, edges, axis=1)
    outline = np.minimum(np.maximum(highest, -lowest), 1.0)
    return tuple(tuple(round(float(value), 4) for value in channel) for channel in outline)


def _loudness(channel: NDArray[np.float32], rate_hz: int) -> Loudness:
    found, frame = Loudness(rate_hz), max(1, int(_FRAME * rate_hz))
    size = max(1, _BLOCK // frame) * frame
    for start in range(0, len(channel), size):
        found.add(channel[start : start + size])
    return found
