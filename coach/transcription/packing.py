"""Speech packed into windows, and the way back to the call's clock.

Whisper hears 30 seconds at a time and takes as long for a window that is half empty: so what is
heard is speech alone, closely packed.

    call    ──agent──      ──agent──            ────agent────       0 s … 338 s
    window  ──agent────agent──────agent────                         0 s … 30 s

Nothing is laid between two stretches: each brings 0.15 s of its own pause on both sides. With 0.1 s
of silence in between, the sample calls took 61 windows instead of 59.

A window holds one channel. Only the last windows of two channels, if both fit into one, share it,
with a second of silence between them; a word belongs to the piece in which its middle lies and
never reaches beyond that piece, so that none crosses from one party to the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.conversation.span import Seconds, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WINDOW: Seconds = 30.0
SEAM: Seconds = 1.0  # between two parties
_OPEN = 6  # windows that may still be filled up; it bounds what is held of a long recording
RATE_HZ = 16_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a channel and where it lies in its window.

    Attributes:
        channel: index of the audio channel.
        span: in the call.
        offset: seconds from the window's start.
    """

    channel: int
    span: Span
    offset: Seconds

    @property
    def end(self) -> Seconds:
        """Where it ends in its window."""
        return self.offset + self.span.duration


@dataclass(frozen=True, slots=True)
class Window:
    """What is heard in one go.

    Attributes:
        pieces: in order, at least one, at most 30 seconds long together.
    """

    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        if not self.pieces or self.duration > WINDOW + 1e-6:
            raise ValueError(
                f"a window holds 0 to {WINDOW:.0f} seconds, not {len(self.pieces)} pieces"
            )

    @property
    def duration(self) -> Seconds:
        """Where its last piece ends."""
        return self.pieces[-1].end if self.pieces else 0.0

    def place(self, start: Seconds, end: Seconds) -> tuple[Piece, Seconds, Seconds]:
        """Return whose a stretch of the window is, and when it lies in the call.

        Its middle decides; what lies beside all pieces goes to the piece before it or, at the
        window's start, to the first. The times are held within the piece.
        """
        offsets = [piece.offset for piece in self.pieces]
        piece = self.pieces[max(0, bisect_right(offsets, (start + end) / 2) - 1)]
        shift = piece.span.start - piece.offset
        first = min(max(start + shift, piece.span.start), piece.span.end)
        return piece, first, min(max(end + shift, first), piece.span.end)


def pack(speech: Sequence[Sequence[Span]]) -> list[Window]:
    """Return the windows in which all speech is heard, by the channel and then in order.

    Args:
        speech: for each channel its stretches of speech, in order; longer ones than a window are
            cut into equal parts.
    """
    packed = [_filled(channel, spans) for channel, spans in enumerate(speech)]
    if len(packed) == 2 and all(packed):
        shared = _shared(packed[0][-1], packed[1][-1])
        if shared:
            return [*packed[0][:-1], *packed[1][:-1], shared]
    return [window for windows in packed for window in windows]


def gather(
    portions: Iterable[Floats], windows: Sequence[Window]
) -> Iterator[tuple[Window, Floats]]:
    """Yield each window with its sound, as soon as all of it went by.

    Args:
        portions: the recording at 16,000 samples per second, without holes, in order.
        windows: whose sound is wanted.
    """
    waiting = sorted(windows, key=_ends_at)
    sounds: dict[Window, Floats] = {}
    position = 0
    for portion in portions:
        until = position + portion.shape[1]
        for window in waiting:
            _copy(window, portion, position, sounds)
        while waiting and round(_ends_at(waiting[0]) * RATE_HZ) <= until:
            yield waiting[0], sounds.pop(waiting.pop(0))
        position = until
    yield from ((window, sounds[window]) for window in waiting)  # ends rounded past the last sample


def shares(n_windows: int, most: int) -> list[int]:
    """Return how many windows to hear together each time: as few times as can be, and evenly.

    A window that is left over alone costs a processor half as much again for each word.

    >>> shares(7, 6)
    [4, 3]
    """
    n_times = -(-n_windows // most)
    few, n_more = divmod(n_windows, max(n_times, 1))
    return [few + (time < n_more) for time in range(n_times)]


def _filled(channel: int, spans: Iterable[Span]) -> list[Window]:
    """Put each stretch into the first window with room for it, among the last few."""
    windows: list[list[Piece]] = []
    for stretch in spans:
        for part in _parts(stretch):
            for pieces in windows[-_OPEN:]:
                offset = pieces[-1].end
                if offset + part.duration <= WINDOW:
                    pieces.append(Piece(channel, part, offset))
                    break
            else:
                windows.append([Piece(channel, part, 0.0)])
    return [Window(tuple(pieces)) for pieces in windows]


def _parts(span: Span) -> Iterator[Span]:
    n_parts = -int(-span.duration // WINDOW)
    size = span.duration / n_parts
    for part in range(n_parts):
        yield Span(span.start + part * size, span.start + (part + 1) * size)


def _shared(first: Window, second: Window) -> Window | None:
    """Return one window with the pieces of both, or None if they do not fit."""
    shift = first.duration + SEAM
    if shift + second.duration > WINDOW:
        return None
    moved = (Piece(p.channel, p.span, p.offset + shift) for p in second.pieces)
    return Window((*first.pieces, *moved))


def _ends_at(window: Window) -> Seconds:
    return max(piece.span.end for piece in window.pieces)


def _copy(window: Window, portion: Floats, position: int, sounds: dict[Window, Floats]) -> None:
    """Lay what a portion holds of a window's pieces into the window's sound."""
    import numpy as np

    for piece in window.pieces:
        start, end = round(piece.span.start * RATE_HZ), round(piece.span.end * RATE_HZ)
        first, last = max(start, position), min(end, position + portion.shape[1])
        if first < last:
            if window not in sounds:
                sounds[window] = np.zeros(round(window.duration * RATE_HZ) + 1, np.float32)
            to = round(piece.offset * RATE_HZ) + first - start
            sound = portion[piece.channel, first - position : last - position]
            sounds[window][to : to + last - first] = sound
