"""Where a clip begins and ends: in a pause, never inside a word.

words      …till tomorrow|    |My router died again|   |Oh no
wanted                      [──────────────────────)
begin and end             ^ 0.3 s before              ^ 0.2 s after: the pause is no longer
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coach.audio.clips import Excerpt
from coach.audio.decoding import RATE_HZ
from coach.conversation.span import Seconds, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

MARGIN: Seconds = 0.3
REACH: Seconds = 1.0  # how far a pause is looked for
_FRAME = 160  # samples: a hundredth of a second
_STEP: Seconds = _FRAME / RATE_HZ
_ABOVE_FLOOR_DB = 6.0  # a pause has the line's noise in it
_BELOW_SPEECH_DB = 30.0  # and is far quieter than speech
_FLOOR, _SPEECH = 10, 95  # percentiles of the loudness of an excerpt


def within_words(span: Span, words: Sequence[Span]) -> Span:
    """Return a stretch widened so that it cuts through no word.

    >>> within_words(Span(2.0, 5.0), [Span(1.8, 2.1), Span(4.0, 4.6), Span(4.9, 5.3)])
    Span(start=1.8, end=5.3)
    """
    start, end = span.start, span.end
    for word in sorted(words, key=lambda word: -word.start):
        start = word.start if word.start < start < word.end else start
    for word in sorted(words, key=lambda word: word.end):
        end = word.end if word.start < end < word.end else end
    return Span(start, end)


def edges(excerpt: Excerpt, span: Span, words: Sequence[Span]) -> Span:
    """Return where to begin and end, so that `span` is in and both lie in a pause.

    Of the hundredths of a second up to 1 s before the start in which there is a pause and no
    word, that one which is nearest to 0.3 s before it; where there is no pause, the quietest
    without a word; where words go on all the time, between two of them. Likewise at the end. The
    line's own begin and end will do as well.

    Args:
        excerpt: the sound around, as far as the recording goes, and `REACH` if it can.
        span: what must be heard; see `within_words`.
        words: when words are said that can be heard in the excerpt.
    """
    places = _Places(excerpt, words)
    start, end = span.start, min(span.end, excerpt.end)
    begins = excerpt.start
    if start - excerpt.start > MARGIN or not places.is_free(excerpt.start, start):
        begins = places.best(start - REACH, start, start - MARGIN, otherwise=start)
    ends = excerpt.end
    if excerpt.end - end > MARGIN or not places.is_free(end, excerpt.end):
        ends = places.best(end, end + REACH, end + MARGIN, otherwise=end)
    return Span(begins, ends)


class _Places:
    """The hundredths of a second of an excerpt as places to cut."""

    def __init__(self, excerpt: Excerpt, words: Sequence[Span]) -> None:
        import numpy as np

        self._levels = _levels_db(excerpt.data)
        self._quiet = _quiet(self._levels)
        self._times = excerpt.start + (np.arange(len(self._levels)) + 0.5) * _STEP
        self._free = np.ones(len(self._levels), bool)
        half = _STEP / 2
        for word in words:
            inside = (self._times + half > word.start) & (self._times - half < word.end)
            self._free[inside] = False

    def is_free(self, first: Seconds, last: Seconds) -> bool:
        """Whether no word is said between two times."""
        return bool(self._free[(self._times > first) & (self._times < last)].all())

    def best(
        self, first: Seconds, last: Seconds, wanted: Seconds, *, otherwise: Seconds
    ) -> Seconds:
        """Return the time to cut between two times."""
        import numpy as np

        there = np.flatnonzero(self._free & (self._times > first) & (self._times < last))
        if not len(there):
            return otherwise
        pauses = there[self._quiet[there]]
        if not len(pauses):
            return float(self._times[there[self._levels[there].argmin()]])
        return float(self._times[pauses[np.abs(self._times[pauses] - wanted).argmin()]])


def _levels_db(data: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the loudness of each hundredth of a second of all channels together, in dB."""
    import numpy as np

    whole = data[:, : data.shape[1] // _FRAME * _FRAME].reshape(len(data), -1, _FRAME)
    power = (whole.astype(np.float64) ** 2).mean(axis=2).sum(axis=0)
    return np.asarray(10 * np.log10(power + 1e-12))


def _quiet(levels_db: NDArray[np.float64]) -> Mask:
    """Return where there is a pause, and one on both sides as well."""
    import numpy as np
    from scipy.ndimage import minimum_filter1d

    if not len(levels_db):
        return np.zeros(0, bool)
    floor, speech = np.percentile(levels_db, [_FLOOR, _SPEECH])
    quiet = levels_db < max(floor + _ABOVE_FLOOR_DB, speech - _BELOW_SPEECH_DB)
    kept: Mask = minimum_filter1d(quiet.astype(np.int8), 3).astype(bool)
    return kept
