"""Tell the voices of one channel apart by how they sound: no weights, numpy and scipy alone.

Windows of 1.2 s are described by the mean and the spread of their cepstral coefficients and put
into groups by spectral clustering (von Luxburg 2007, Statistics and Computing 17, 395-416). On
made-up voices one second in twenty is put to the wrong one; people are harder. What comes of it
is an estimate and is shown as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.portions import Recorded
from coach.conversation.span import Seconds, Span
from coach.conversation.voices import SpeakerSpan
from coach.speakers.mfcc import HOP, RATE_HZ, coefficients

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Groups = NDArray[np.int64]

_WINDOW: Seconds = 1.2
_STEP: Seconds = 0.3
_LEAST: Seconds = 0.5  # shorter changes of voice within a stretch are errors
_NEIGHBOURS = 0.1  # share of all windows that a window is tied to
_APART = 0.05  # eigenvalue below which a third voice is believed: measured on two voices it is
# 0.11 to 0.25, on three 0.00 to 0.04
_FEWEST = 8  # windows, below which nothing is told apart
_MOST_WINDOWS = 3000  # the matrix of ties is square: 3,000 take 72 MB; beyond, every other window
_FRAME: Seconds = HOP / RATE_HZ


def build(*, most: int = 4, weights: Path | None = None) -> Clustering:
    """Return the diariser.

    Args:
        most: the largest number of voices that are told apart.
        weights: not needed here.
    """
    return Clustering(most)


@dataclass(frozen=True, slots=True)
class Clustering:
    """Groups windows of speech that sound alike.

    Attributes:
        most: the largest number of voices that are told apart.
    """

    most: int = 4

    def diarise(self, recorded: Recorded, speech: tuple[Span, ...]) -> list[SpeakerSpan]:
        """Return who speaks when; voices are counted in the order in which they begin.

        Raises:
            AudioError: the recording cannot be decoded.
        """
        import numpy as np

        heard = np.concatenate([coefficients_of(p[0]) for p in recorded.portions()])
        windows = _windows(speech, len(heard))
        if len(windows) < _FEWEST:
            return [SpeakerSpan(span, 0) for span in speech]
        groups = clusters(_described(heard, windows), most=self.most)
        return _numbered(_spans(speech, windows, groups))


def coefficients_of(portion: NDArray[np.float32]) -> Floats:
    """Return coefficients of a portion, one row for each whole hundredth of a second."""
    import numpy as np

    n_frames = len(portion) // HOP
    found = coefficients(portion)
    return np.pad(found, ((0, max(0, n_frames - len(found))), (0, 0)), mode="constant")[:n_frames]


def clusters(points: Floats, *, most: int) -> Groups:
    """Return a group for each row; two groups unless more stand clearly apart.

    Args:
        points: shape (n_points, n_features).
        most: the largest number of groups.
    """
    import numpy as np
    from scipy.cluster.vq import kmeans2

    step = -(-len(points) // _MOST_WINDOWS)
    few = points[::step]
    values, vectors = _spectrum(_ties(few), most)
    n_groups = min(most, max(2, int((values < _APART).sum())))
    rows = vectors[:, :n_groups]
    rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    _, groups = kmeans2(rows, _spread_out(rows, n_groups), minit="matrix")
    return np.repeat(groups, step)[: len(points)]


def _ties(points: Floats) -> Floats:
    """Return how alike each two points are; each is tied to its nearest neighbours alone."""
    import numpy as np

    unit = (points - points.mean(0)) / np.maximum(points.std(0), 1e-9)
    unit /= np.maximum(np.linalg.norm(unit, axis=1, keepdims=True), 1e-12)
    alike = (unit @ unit.T + 1) / 2
    n_kept = max(3, round(_NEIGHBOURS * len(points)))
    least = np.partition(alike, -n_kept, axis=1)[:, -n_kept][:, None]
    near = np.where(alike >= least, alike, 0.0)
    return np.asarray((near + near.T) / 2)


def _spectrum(ties: Floats, n_values: int) -> tuple[Floats, Floats]:
    """Return the smallest eigenvalues of the normalised Laplacian, and their vectors."""
    import numpy as np
    from scipy.linalg import eigh

    weight = 1 / np.sqrt(np.maximum(ties.sum(1), 1e-12))
    laplacian = np.eye(len(ties)) - weight[:, None] * ties * weight
    values, vectors = eigh(laplacian, subset_by_index=[0, min(n_values, len(ties)) - 1])
    return values, vectors


def _spread_out(rows: Floats, n_groups: int) -> Floats:
    """Return rows that lie far from each other, to begin with: the same ones every time."""
    import numpy as np

    chosen = [rows[0]]
    while len(chosen) < n_groups:
        distance = np.min([np.square(rows - one).sum(1) for one in chosen], axis=0)
        chosen.append(rows[int(distance.argmax())])
    return np.array(chosen)


def _windows(speech: tuple[Span, ...], n_frames: int) -> list[tuple[int, int]]:
    """Return windows over the speech as half-open ranges of frames."""
    size, step = round(_WINDOW / _FRAME), round(_STEP / _FRAME)
    found = []
    for span in speech:
        start, end = round(span.start / _FRAME), min(round(span.end / _FRAME), n_frames)
        for first in range(start, max(start + 1, end - size + step), step):
            last = min(first + size, end)
            first = max(start, last - size)
            if last - first >= step:
                found.append((first, last))
    return found


def _described(heard: Floats, windows: list[tuple[int, int]]) -> Floats:
    import numpy as np

    return np.array(
        [np.concatenate([heard[a:b].mean(0), heard[a:b].std(0)]) for a, b in windows]
    )  # (n_windows, 38)


def _spans(
    speech: tuple[Span, ...], windows: list[tuple[int, int]], groups: Groups
) -> list[SpeakerSpan]:
    """Return each stretch of speech cut where the voice changes."""
    import numpy as np

    n_groups = int(groups.max()) + 1
    n_frames = max(end for _, end in windows)
    votes = np.zeros((n_groups, n_frames))
    for (start, end), group in zip(windows, groups, strict=True):
        shape = np.bartlett(end - start + 2)[1:-1]  # a window tells most of its middle
        votes[group, start:end] += shape
    found: list[SpeakerSpan] = []
    for span in speech:
        start, end = round(span.start / _FRAME), min(round(span.end / _FRAME), n_frames)
        if end > start:
            found += _cut(span, votes[:, start:end].argmax(0), start)
    return found


def _cut(span: Span, voices: Groups, start: int) -> list[SpeakerSpan]:
    import numpy as np

    edges = [0, *(np.flatnonzero(np.diff(voices)) + 1).tolist(), len(voices)]
    pieces = [[a, b, int(voices[a])] for a, b in pairwise(edges)]
    while len(pieces) > 1:
        place = min(range(len(pieces)), key=lambda n: pieces[n][1] - pieces[n][0])
        if pieces[place][1] - pieces[place][0] >= _LEAST / _FRAME:
            break
        near = [n for n in (place - 1, place + 1) if 0 <= n < len(pieces)]
        into = max(near, key=lambda n: pieces[n][1] - pieces[n][0])
        pieces[into] = [min(pieces[into][0], pieces[place][0]),
                        max(pieces[into][1], pieces[place][1]), pieces[into][2]]  # fmt: skip
        del pieces[place]
    out = []
    for a, b, voice in pieces:
        begin = span.start if a == 0 else (start + a) * _FRAME
        stop = span.end if b == len(voices) else (start + b) * _FRAME
        out.append(SpeakerSpan(Span(begin, stop), voice))
    return out


def _numbered(spans: list[SpeakerSpan]) -> list[SpeakerSpan]:
    """Return the spans with voices counted from 0 in the order in which they begin."""
    order: dict[int, int] = {}
    for one in spans:
        order.setdefault(one.speaker, len(order))
    return [SpeakerSpan(one.span, order[one.speaker]) for one in spans]
