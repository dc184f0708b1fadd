"""How loud a recording is, whether its channels differ, and its outline for drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from coach.audio.facts import Samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SILENCE_DB = -60.0  # of full scale, in the loudest tenth of a second
SAME = 0.95  # correlation of the channels from which they count as one; measured: a codec that
# collapsed a call to one channel gave 1.000, two people on two channels stay near 0
_FRAME = 0.1  # seconds
_BLOCK = 1 << 20  # samples that are looked at together, to bound memory


def channels_of(
    data: NDArray[np.float32], rate_hz: int
) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    """Return the channels that say something of their own, and sentences about the others.

    A silent channel stays: a party who says nothing is a party. Two channels with the same
    sound become one.

    Args:
        data: shape (n_channels, n_samples), one or two channels.
        rate_hz: samples per second.
    """
    loudness = [loudness_db(channel, rate_hz) for channel in data]
    silent = [index for index, level in enumerate(loudness) if level < SILENCE_DB]
    if len(silent) == len(data):
        return data, ("the recording is silent: nothing in it is louder than -60 dBFS",)
    if silent:
        return data, (f"channel {silent[0]} is silent",)
    if len(data) == 2:
        same = abs(correlation(data))
        if same > SAME:
            return data[:1], (
                f"both channels hold the same sound (correlation {same:.2f}): treated as one",
            )
    return data, ()


def loudness_db(channel: NDArray[np.float32], rate_hz: int) -> float:
    """Return the level of the loudest tenth of a second, in dB of full scale; -inf if none.

    An offset of the whole frame is no sound and does not count.
    """
    import numpy as np

    size = max(1, int(_FRAME * rate_hz))
    loudest = 0.0
    for block in _blocks(channel, size):
        frames = block[: len(block) // size * size].reshape(-1, size)
        loudest = max(loudest, float(np.var(frames, axis=1, dtype=np.float64).max(initial=0.0)))
    if len(channel) < size:
        loudest = float(np.var(channel, dtype=np.float64)) if len(channel) else 0.0
    return 10 * math.log10(loudest) if loudest else -math.inf


def correlation(data: NDArray[np.float32]) -> float:
    """Return how alike two channels are, in -1..1; 0 when one of them never moves.

    Args:
        data: shape (2, n_samples).
    """
    import numpy as np

    n, sums, products = 0, np.zeros(2), np.zeros((2, 2))
    for left, right in zip(_blocks(data[0], 1), _blocks(data[1], 1), strict=True):
        both = np.stack([left, right]).astype(np.float64)
        n, sums, products = n + both.shape[1], sums + both.sum(1), products + both @ both.T
    covariance = products - np.outer(sums, sums) / max(n, 1)
    spread = math.sqrt(max(0.0, covariance[0, 0]) * max(0.0, covariance[1, 1]))
    return float(covariance[0, 1] / spread) if spread else 0.0


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


def _blocks(channel: NDArray[np.float32], multiple_of: int) -> Iterator[NDArray[np.float32]]:
    size = max(1, _BLOCK // multiple_of) * multiple_of
    for start in range(0, len(channel), size):
        yield channel[start : start + size]
