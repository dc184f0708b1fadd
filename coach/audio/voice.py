"""When somebody speaks in a channel: Silero's voice activity detector, portion by portion.

The detector gives one probability for each 0.032 s. From the same probabilities speech is cut in
two ways: with wide margins for the recogniser, which must not lose the begin of a word, and
tightly where time itself is measured.

The weights come with faster-whisper and run in onnxruntime.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.conversation.span import Seconds, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    Floats = NDArray[np.float32]

FRAME = 512  # samples of 16,000 a second; what the detector was trained on
FRAME_SECONDS: Seconds = FRAME / 16_000
SPEECH, SILENCE = 0.5, 0.35  # speech begins above the one and ends below the other; Silero's own
QUIET = 1e-6  # mean square of -60 dBFS: below that nothing is looked at
_CONTEXT = 64  # samples of the frame before that the detector sees again
_STATE = (1, 1, 128)
_QUIET_RUN = 8  # frames of quiet that stand before and after speech are looked at


@dataclass(frozen=True, slots=True)
class Cutting:
    """How speech is cut out of probabilities.

    Attributes:
        gap: shorter pauses do not end a stretch of speech.
        pad: kept before and after each stretch, never more than half a pause.
        least: shorter stretches are no speech.
    """

    gap: Seconds
    pad: Seconds
    least: Seconds


# Measured on synthetic calls with known times. TIGHT finds borders to 0.05 s and one overlap where
# there is one; the library's default (gap 2 s, pad 0.4 s) finds nine. FOR_WORDS is three times as
# wide as the detector's usual error at a word's begin (0.05 s).
TIGHT = Cutting(gap=0.25, pad=0.03, least=0.1)
FOR_WORDS = Cutting(gap=0.3, pad=0.15, least=0.1)


class VoiceDetector:
    """Hears one channel from its begin to its end and remembers what came before."""

    def __init__(self) -> None:
        import numpy as np

        self._session = _session()
        self._rest: Floats = np.zeros(0, np.float32)
        self._h: Floats
        self._c: Floats
        self._before: Floats
        self._forget()

    def hear(self, sound: Floats) -> Floats:
        """Return the probability of speech in each whole frame of 512 samples.

        Args:
            sound: what comes next, 16,000 samples a second. What does not fill a frame is kept
                for the next call.
        """
        import numpy as np

        sound = np.concatenate([self._rest, sound]) if len(self._rest) else sound
        n_frames = len(sound) // FRAME
        self._rest = sound[n_frames * FRAME :].copy()
        frames = sound[: n_frames * FRAME].reshape(-1, FRAME)
        found = np.zeros(n_frames, np.float32)
        for first, last in _loud_runs(frames):
            if first > 0:
                self._forget()
            found[first:last] = self._run(frames[first:last])
            if last < n_frames:
                self._forget()
        return found

    def finish(self) -> Floats:
        """Return the probability in the last frame, filled up with silence; empty if none is."""
        import numpy as np

        if not len(self._rest):
            return self._rest
        return self.hear(np.zeros(FRAME - len(self._rest), np.float32))

    def _run(self, frames: Floats) -> Floats:
        import numpy as np

        before = np.concatenate([self._before[None], frames[:-1, -_CONTEXT:]])
        seen = np.concatenate([before, frames], axis=1)  # (n_frames, 64 + 512)
        found, self._h, self._c = self._session.run(
            None, {"input": seen, "h": self._h, "c": self._c}
        )
        self._before = frames[-1, -_CONTEXT:].copy()
        return np.asarray(found, np.float32).reshape(-1)

    def _forget(self) -> None:
        import numpy as np

        self._h, self._c = np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)
        self._before = np.zeros(_CONTEXT, np.float32)


def speech(probabilities: Floats, cutting: Cutting, duration: Seconds) -> list[Span]:
    """Return the stretches of speech, in order, never overlapping.

    Args:
        probabilities: one for each frame.
        cutting: how to cut.
        duration: where the recording ends.

    >>> import numpy as np
    >>> speech(np.repeat([0.0, 0.9, 0.0], [50, 100, 50]), Cutting(0.25, 0.03, 0.1), 6.4)
    [Span(start=1.57, end=4.83)]
    """
    found = [span for span in _raw(probabilities, cutting.gap) if span.duration >= cutting.least]
    padded = []
    for place, span in enumerate(found):
        before = found[place - 1].end if place else 0.0
        after = found[place + 1].start if place + 1 < len(found) else duration
        left = min(cutting.pad, (span.start - before) / (2 if place else 1))
        right = min(cutting.pad, max(0.0, after - span.end) / (2 if after < duration else 1))
        end = min(span.end + right, duration)
        if end > span.start - left:
            padded.append(Span(round(max(0.0, span.start - left), 4), round(end, 4)))
    return padded


def _raw(probabilities: Floats, gap: Seconds) -> Iterator[Span]:
    """Yield speech that begins above one threshold and stays below another for `gap` to end."""
    import numpy as np

    n_gap = max(1, round(gap / FRAME_SECONDS))
    start, last = -1, -1
    for frame in np.flatnonzero(probabilities >= SILENCE):
        if start >= 0 and frame - last > n_gap:
            yield _frames(start, last)
            start = -1
        if start < 0 and probabilities[frame] >= SPEECH:
            start = int(frame)
        if start >= 0:
            last = int(frame)
    if start >= 0:
        yield _frames(start, last)


def _frames(first: int, last: int) -> Span:
    return Span(first * FRAME_SECONDS, (last + 1) * FRAME_SECONDS)


def _loud_runs(frames: Floats) -> Iterator[tuple[int, int]]:
    """Yield the runs `[first, last)` of frames in or near which there is any sound."""
    import numpy as np

    loud = np.einsum("ij,ij->i", frames, frames) / FRAME > QUIET
    if not loud.any():
        return
    near = np.convolve(loud, np.ones(2 * _QUIET_RUN + 1))[_QUIET_RUN:-_QUIET_RUN] > 0
    edges = np.flatnonzero(np.diff(near.astype(np.int8), prepend=0, append=0))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _session() -> InferenceSession:
    from faster_whisper.vad import get_vad_model

    return get_vad_model().session
