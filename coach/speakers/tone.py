"""How far a voice moves in pitch and loudness, against itself.

Pitch is where the autocorrelation of a frame is highest, with a small price on low pitches
against octave errors (Boersma 1993, Proceedings of the Institute of Phonetic Sciences 17, 97-110).
Nothing here is an emotion, nor a judgement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.conversation.span import Seconds
from coach.conversation.voices import Tone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]
    Floats = NDArray[np.float64]

_RATE_HZ = 8_000  # enough for pitch
_WINDOW, _HOP = 400, 160  # 50 and 20 ms
_LOWEST_HZ, _HIGHEST_HZ = 70, 400
_OCTAVE_COST = 0.06
_VOICED = 0.5  # of a perfectly periodic frame
_LEAST: Seconds = 5.0  # of voiced speech, below which a range says nothing
_BLOCK = 4096  # frames that are looked at together, to bound memory
_WITHIN_OCTAVES = 0.85  # further from the speaker's own median it is an octave error


class ToneMeter:
    """Collects the pitch and loudness of one channel's speech."""

    def __init__(self) -> None:
        self._pitch: list[Floats] = []
        self._loudness: list[Floats] = []

    def hear(self, sound: Sound, speech: NDArray[np.bool_]) -> None:
        """Take in what comes next.

        Args:
            sound: 16,000 samples per second.
            speech: for each hundredth of a second, whether it is this voice's speech.
        """
        import numpy as np
        from scipy.signal import resample_poly

        said = sound[: len(speech) * 160][np.repeat(speech, 160)[: len(sound)]]
        if len(said) < 4 * _WINDOW:
            return
        slower = resample_poly(said, 1, 2).astype(np.float64)
        frames = np.lib.stride_tricks.sliding_window_view(slower, _WINDOW)[::_HOP]
        for first in range(0, len(frames), _BLOCK):
            pitch, loudness = _measured(frames[first : first + _BLOCK])
            self._pitch.append(pitch)
            self._loudness.append(loudness)

    @property
    def tone(self) -> Tone | None:
        """How far the voice moved; None where under five seconds of it are voiced."""
        import numpy as np

        if not self._pitch:
            return None
        pitch, loudness = np.concatenate(self._pitch), np.concatenate(self._loudness)
        heard = pitch > 0
        if heard.sum() * _HOP / _RATE_HZ < _LEAST:
            return None
        octaves = np.log2(pitch[heard] / np.median(pitch[heard]))
        octaves = octaves[np.abs(octaves) < _WITHIN_OCTAVES]
        low, high = np.percentile(octaves, [10, 90])
        quiet, loud = np.percentile(loudness[heard], [10, 90])
        return Tone(round(float(12 * (high - low)), 1), round(float(loud - quiet), 1))


def _measured(frames: Floats) -> tuple[Floats, Floats]:
    """Return pitch in Hz (0 where unvoiced) and loudness in dB of each frame."""
    import numpy as np

    window = np.hanning(_WINDOW)
    shaped = (frames - frames.mean(axis=1, keepdims=True)) * window  # (n_frames, 400)
    shortest, longest = _RATE_HZ // _HIGHEST_HZ, _RATE_HZ // _LOWEST_HZ
    alike = _autocorrelation(shaped)[:, :longest]
    of_window = _autocorrelation(window[None])[:, :longest] / (window**2).sum()
    alike = alike / (np.maximum(alike[:, :1], 1e-9) * of_window)
    lags = np.arange(shortest, longest)
    best = (alike[:, shortest:longest] - _OCTAVE_COST * np.log2(lags / shortest)).argmax(axis=1)
    strength = np.take_along_axis(alike, best[:, None] + shortest, axis=1)[:, 0]
    loudness = 10 * np.log10(np.maximum((shaped**2).mean(axis=1), 1e-10))
    return np.where(strength > _VOICED, _RATE_HZ / (best + shortest), 0.0), loudness


def _autocorrelation(frames: Floats) -> Floats:
    import numpy as np

    spectrum = np.abs(np.fft.rfft(frames, 1024)) ** 2
    return np.asarray(np.fft.irfft(spectrum)[:, :_WINDOW])
