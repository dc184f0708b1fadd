"""Hold music and tones: sound that goes on, is no speech, and is no noise.

Noise spreads its energy over all frequencies, music and tones gather it in few. The measure is
spectral flatness: the geometric by the arithmetic mean of the spectrum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.audio.voice import FRAME, FRAME_SECONDS, SPEECH
from coach.conversation.span import Seconds, Span, merge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LEAST: Seconds = 5.0  # shorter ones are a ring, a key, or a chime
FLAT = 0.2  # of one frame: white noise has 0.56, tones and chords stay below 0.1 (measured)
_AUDIBLE = 1e-5  # mean square of -50 dBFS
_PAUSE: Seconds = 1.0  # between two notes
_DENSE = 0.5  # share of frames that hold music, of a stretch that counts as music
_BAND = slice(4, 120)  # 125 to 3,750 Hz, which every telephone carries


def flatness(sound: Floats) -> Floats:
    """Return the spectral flatness, 0..1, of each whole frame of 512 samples."""
    import numpy as np

    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(FRAME), axis=1))[:, _BAND] ** 2 + 1e-12
    flat = np.exp(np.log(spectrum).mean(axis=1)) / spectrum.mean(axis=1)
    return np.asarray(flat, np.float32)


def music(voice: Floats, power: Floats, flat: Floats) -> list[Span]:
    """Return the stretches of five seconds or more in which music or tones are heard.

    Args:
        voice: the probability of speech in each frame of a channel.
        power: mean square of the sound in each.
        flat: spectral flatness of each.
    """
    import numpy as np

    is_music = (voice < SPEECH) & (power > _AUDIBLE) & (flat < FLAT)
    places = np.flatnonzero(is_music).tolist()
    frames = (Span(place * FRAME_SECONDS, (place + 1) * FRAME_SECONDS) for place in places)
    return [
        span
        for span in merge(frames, gap=_PAUSE)
        if span.duration >= LEAST and _share(is_music, span) >= _DENSE
    ]


def _share(is_music: NDArray[np.bool_], span: Span) -> float:
    first, last = round(span.start / FRAME_SECONDS), round(span.end / FRAME_SECONDS)
    return float(is_music[first:last].mean())
