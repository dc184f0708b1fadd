"""The outline of a recording, for drawing, without holding its sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.audio import levels
from coach.audio.portions import Recorded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STEP = 160  # samples that are looked at together: a hundredth of a second


def outline(recorded: Recorded, n: int) -> tuple[tuple[float, ...], ...]:
    """Return for each channel the largest amplitude, 0..1, in `n` equal stretches.

    Two channels with the same sound give one outline.

    Raises:
        AudioError: the recording cannot be decoded.
        ValueError: `n` is below one.
    """
    import numpy as np

    if n < 1:
        raise ValueError(f"an outline needs n >= 1, got {n}")
    sounds = [levels.Loudness() for _ in recorded.channels]
    alike, found = levels.Alike(), []
    for portion in recorded.portions():
        alike.add(portion)
        for sound, channel in zip(sounds, portion, strict=True):
            sound.add(channel)
        found.append(_highest(portion))
    kept, _ = levels.decide(sounds, alike.correlation)
    fine = np.concatenate(found, axis=1)[:kept]
    edges = np.arange(n) * fine.shape[1] // n
    coarse = np.minimum(np.maximum.reduceat(fine, edges, axis=1), 1.0)
    return tuple(tuple(round(float(value), 4) for value in channel) for channel in coarse)


def _highest(portion: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the largest amplitude in each hundredth of a second, (n_channels, n_steps)."""
    import numpy as np

    whole = np.pad(np.abs(portion), ((0, 0), (0, -portion.shape[1] % _STEP)))
    return np.asarray(whole.reshape(len(portion), -1, _STEP).max(axis=2))
