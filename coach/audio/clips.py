"""A stretch of a recording as sound, and whole recordings that every browser can play."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.choice import choose
from coach.audio.decoding import COUNTED_TIMES, RATE_HZ, Block, Damage, blocks
from coach.audio.encoding import write_sound
from coach.audio.facts import AudioFacts
from coach.audio.opening import MICROSECONDS, opened, probe
from coach.conversation.recording import Channels
from coach.conversation.span import Seconds, Span
from coach.errors import AudioError

if TYPE_CHECKING:
    import numpy as np
    from av.container import InputContainer
    from numpy.typing import NDArray

_RUN_UP: Seconds = 5.0  # decoded before a clip, so that the decoder has settled
_FADE: Seconds = 0.005  # short enough for any pause, long enough that no edge clicks
_PLAYABLE = {
    "wav": {"pcm_s16le", "pcm_u8", "pcm_s24le", "pcm_f32le"},
    "mp3": {"mp3", "mp3float"},
    "flac": {"flac"},
    "ogg": {"opus", "vorbis", "flac"},
    "matroska,webm": {"opus", "vorbis"},
    "mov,mp4,m4a,3gp,3g2,mj2": {"aac", "mp3float"},
    "aac": {"aac"},
}


@dataclass(frozen=True, slots=True, eq=False)
class Excerpt:
    """A stretch of a recording, 16,000 samples per second.

    Attributes:
        start: seconds at which it begins in the recording.
        data: float32 in -1..1, shape (n_channels, n_samples).
    """

    start: Seconds
    data: NDArray[np.float32]

    @property
    def end(self) -> Seconds:
        """Seconds at which it ends in the recording."""
        return self.start + int(self.data.shape[1]) / RATE_HZ

    def between(self, start: Seconds, end: Seconds) -> Excerpt:
        """Return the part from one second of the recording to another, as far as it is there."""
        first, last = (max(0, round((time - self.start) * RATE_HZ)) for time in (start, end))
        return Excerpt(self.start + first / RATE_HZ, self.data[:, first:last])

    def only(self, channel: int) -> Excerpt:
        """Return one channel alone."""
        return replace(self, data=self.data[channel : channel + 1])

    def muted(self, spans: Iterable[Span]) -> Excerpt:
        """Return it with silence on all channels in those seconds of the recording.

        On all channels, since a voice is often heard faintly on the other one as well.
        """
        import numpy as np

        open_to = np.ones(self.data.shape[1], np.float32)
        for span in spans:
            first, last = (round((time - self.start) * RATE_HZ) for time in (span.start, span.end))
            open_to[max(0, first) : max(0, last)] = 0.0
        return replace(self, data=self.data * _softened(open_to))

    def faded(self) -> Excerpt:
        """Return it with begin and end drawn in from silence, so that neither clicks."""
        import numpy as np

        open_to = np.ones(self.data.shape[1] + 2, np.float32)
        open_to[[0, -1]] = 0.0
        return replace(self, data=self.data * _softened(open_to)[1:-1])


def _softened(open_to: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a gain that falls to each zero, and rises from it, along a straight line."""
    import numpy as np
    from scipy.ndimage import distance_transform_edt

    if open_to.all():
        return open_to
    distance = distance_transform_edt(open_to)
    return np.asarray(np.minimum(distance / (_FADE * RATE_HZ), 1.0), np.float32)


def cut(path: Path, start: Seconds, end: Seconds, *, channels: Channels = ()) -> Excerpt:
    """Return the sound of a recording from `start` to `end`.

    The stretch is decoded, not copied, so it begins at the very sample, whatever the codec. Both
    channels are kept; what was lost in a damaged recording is silence.

    Args:
        path: the recording.
        start: seconds from its beginning.
        end: seconds; what lies past the recording's end is left out.
        channels: which of its channels, counted from 0; empty leaves the choice to `choose`.

    Raises:
        AudioError: the recording cannot be decoded, or nothing of it lies in the stretch.
        ValueError: not 0 <= start < end.
    """
    import numpy as np

    if not 0 <= start < end:
        raise ValueError(f"a clip needs 0 <= start < end, got [{start}, {end})")
    first, last = round(start * RATE_HZ), round(end * RATE_HZ)
    wanted = choose(path, channels).channels
    with opened(path) as (container, stream):
        _skip_to(container, start)
        sound = blocks(container, stream, RATE_HZ, channels=wanted, damage=Damage())
        pieces = list(_between(sound, first, last))
    if not pieces:
        raise AudioError(f"{path}: ends before {start:.1f} seconds, where a clip begins")
    return Excerpt(first / RATE_HZ, np.concatenate(pieces, axis=1))


def playable(path: Path, folder: Path, *, channels: Channels = ()) -> Path:
    """Return a file with the same sound that browsers play: the recording itself if it is one.

    Telephone codings (µ-law, GSM, ADPCM, …) and files of more than two channels are written once as
    Ogg Opus into `folder`, under a name made from the recording's content.

    Args:
        path: the recording.
        folder: for what has to be written.
        channels: which of its channels, counted from 0; empty leaves the choice to `choose`.

    Raises:
        AudioError: the recording cannot be decoded.
        SetupError: the folder cannot be written.
    """
    facts = probe(path)
    if is_playable(facts) and facts.n_channels <= 2 and not channels:
        return path
    copy = folder / f"{'-'.join([content_hash(path), *map(str, channels)])}.ogg"
    if copy.exists():
        return copy
    wanted = choose(path, channels).channels
    with opened(path) as (container, stream):
        sound = blocks(container, stream, RATE_HZ, channels=wanted, damage=Damage())
        write_sound(copy, len(wanted), _between(sound, 0, None))
    return copy


def is_playable(facts: AudioFacts) -> bool:
    """Whether today's browsers play this coding in this container."""
    return facts.codec in _PLAYABLE.get(facts.container, set())


def content_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _skip_to(container: InputContainer, start: Seconds) -> None:
    """Go near a place in the recording where its timestamps can be trusted; else stay."""
    if start > _RUN_UP and container.format.name not in COUNTED_TIMES:
        container.seek(int((start - _RUN_UP) * MICROSECONDS) + (container.start_time or 0))


def _between(sound: Iterable[Block], first: int, last: int | None) -> Iterator[NDArray[np.float32]]:
    """Yield the samples of [first, last) without holes: what is missing is silence."""
    import numpy as np

    position = first
    for block in sound:
        if last is not None and block.start >= last:
            break
        if block.end <= position:
            continue
        if block.start > position:
            yield np.zeros((len(block.data), block.start - position), np.float32)
            position = block.start
        piece = block.data[:, position - block.start : None if last is None else last - block.start]
        position += piece.shape[1]
        yield piece
