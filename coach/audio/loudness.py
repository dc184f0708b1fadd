"""How loud a stretch of sound is to a listener, and how to bring it to one loudness.

Measured by FFmpeg's EBU R 128 meter, which PyAV carries.

Source: ITU-R BS.1770 (integrated loudness with gates, true peaks); EBU R 128 (the aim).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from coach.audio.decoding import RATE_HZ
from coach.conversation.span import Seconds

if TYPE_CHECKING:
    import numpy as np
    from av import AudioFrame
    from av.filter import Graph
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

AIM_LUFS = -23.0  # EBU R 128
HIGHEST_DBTP = -2.0  # one below EBU R 128's -1, since coding to Opus or AAC adds up to as much
MOST_GAIN_DB = 30.0  # more would turn a line's noise into a clip of noise
_GATE_LUFS = -70.0  # BS.1770: below that nothing is heard, and FFmpeg says just that
_OVERSAMPLED = 4  # BS.1770, annex 2, up to 48,000 samples per second
_ROUNDS = 6
_NEAR = 0.1  # LU
_WINDOW: Seconds = 0.01  # in which a limiter comes and goes: below what a listener hears as pumping


@dataclass(frozen=True, slots=True)
class Loudness:
    """What the meter says.

    Attributes:
        lufs: integrated loudness; None where nothing is above the gate, or for less than 0.4 s.
        peak_dbtp: true peak in dB of full scale; None for silence.
    """

    lufs: float | None
    peak_dbtp: float | None


def loudness(sound: Sound) -> Loudness:
    """Return how loud a sound is, 16,000 samples per second, shape (n_channels, n_samples)."""
    told = _metered(sound, tells_peaks=True)
    peak = float(told.get("lavfi.r128.true_peak", "0"))
    return Loudness(_lufs(told), 20 * math.log10(peak) if peak > 0 else None)


def levelled(sound: Sound, *, aim_lufs: float = AIM_LUFS) -> Sound:
    """Return the sound at one loudness, with no true peak above -2 dBTP.

    All channels get the same gain, so that who was louder stays louder. Only where single peaks
    would go higher are they held down, and no more than 0.01 s around them. What is silent for
    the meter, or shorter than 0.4 s, stays as it is but for its peaks.

    Args:
        sound: 16,000 samples per second, shape (n_channels, n_samples).
        aim_lufs: integrated loudness wanted.
    """
    import numpy as np

    gain_db, done = 0.0, _limited(sound)
    for _ in range(_ROUNDS):
        measured = _lufs(_metered(done))
        if measured is None or abs(aim_lufs - measured) < _NEAR:
            break
        gain_db = min(gain_db + aim_lufs - measured, MOST_GAIN_DB)
        louder = np.asarray(sound * 10 ** (gain_db / 20), np.float32)
        done = _limited(louder)
        if done is louder:  # nothing was held down that would have to be made up for
            break
    return done


def _limited(sound: Sound) -> Sound:
    """Return the sound with true peaks held down.

    The gain at each sample is a mean of minima that all look at that sample, so it is never above
    what the sample needs.
    """
    import numpy as np
    from scipy.ndimage import minimum_filter1d, uniform_filter1d
    from scipy.signal import resample_poly

    if not sound.size:
        return sound
    fine = np.abs(resample_poly(sound, _OVERSAMPLED, 1, axis=1)).max(axis=0)
    highest = np.maximum(fine.reshape(-1, _OVERSAMPLED).max(axis=1), 1e-9)
    needed = np.minimum(10 ** (HIGHEST_DBTP / 20) / highest, 1.0)
    if needed.min() >= 1.0:
        return sound
    size = round(_WINDOW * RATE_HZ) | 1
    gain = uniform_filter1d(minimum_filter1d(needed, size), size)
    return np.asarray(sound * gain, np.float32)


def _lufs(told: Mapping[str, str]) -> float | None:
    lufs = float(told.get("lavfi.r128.I", "-inf"))
    return lufs if lufs > _GATE_LUFS else None


def _metered(sound: Sound, *, tells_peaks: bool = False) -> dict[str, str]:
    """Return what the meter tells at the end of a sound; empty where it is too short.

    True peaks take ten times as long as loudness alone.
    """
    from av.error import EOFError as NoMore

    if not sound.size:
        return {}
    graph = _meter("stereo" if len(sound) == 2 else "mono", "true" if tells_peaks else "none")
    graph.push(_frame(sound))
    graph.push(None)
    told: dict[str, str] = {}
    while True:
        try:
            frame = graph.pull()
        except NoMore:
            return told
        told = dict(frame.metadata) or told


def _meter(layout: str, peaks: str) -> Graph:
    from av.filter import Graph

    graph = Graph()
    begin = graph.add_abuffer(
        sample_rate=RATE_HZ, format="fltp", layout=layout, time_base=Fraction(1, RATE_HZ)
    )
    meter, end = graph.add("ebur128", f"metadata=1:peak={peaks}"), graph.add("abuffersink")
    begin.link_to(meter)
    meter.link_to(end)
    graph.configure()
    return graph


def _frame(sound: Sound) -> AudioFrame:
    import av
    import numpy as np

    layout = "stereo" if len(sound) == 2 else "mono"
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), "fltp", layout)
    frame.sample_rate, frame.pts = RATE_HZ, 0
    return frame
