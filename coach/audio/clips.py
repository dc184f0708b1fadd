"""Write pieces of a recording, and whole recordings that every browser can play."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from coach.audio.decoding import COUNTED_TIMES, RATE_HZ, Block, Damage, blocks, refuse_unusable
from coach.audio.facts import AudioFacts
from coach.audio.opening import MICROSECONDS, facts_of, opened
from coach.conversation.span import Seconds
from coach.errors import AudioError, SetupError

if TYPE_CHECKING:
    import numpy as np
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

MARGIN: Seconds = 0.3
_RUN_UP: Seconds = 5.0  # decoded before a clip, so that the decoder has settled
_CODECS = {".ogg": "libopus", ".opus": "libopus", ".wav": "pcm_s16le"}
# Opus at 12 kbit/s made one channel out of two (measured: correlation 1.000); 24 and up do not.
_BITS_PER_SECOND = {1: 24_000, 2: 32_000}
_PLAYABLE = {
    "wav": {"pcm_s16le", "pcm_u8", "pcm_s24le", "pcm_f32le"},
    "mp3": {"mp3", "mp3float"},
    "flac": {"flac"},
    "ogg": {"opus", "vorbis", "flac"},
    "matroska,webm": {"opus", "vorbis"},
    "mov,mp4,m4a,3gp,3g2,mj2": {"aac", "mp3float"},
    "aac": {"aac"},
}


def cut(path: Path, start: Seconds, end: Seconds, to: Path, *, margin: Seconds = MARGIN) -> Path:
    """Write the sound from `start` to `end`, a little more on both sides, and return `to`.

    The stretch is decoded, not copied, so the clip begins at the very sample, whatever the
    codec. Both channels are kept. The clip appears whole or not at all.

    Args:
        path: the recording.
        start: seconds from its beginning.
        end: seconds; what lies past the recording's end is left out.
        to: the clip; its suffix chooses Ogg Opus (.ogg, .opus) or 16-bit WAV (.wav).
        margin: seconds added before and after, as far as the recording goes.

    Raises:
        AudioError: the recording cannot be decoded, or nothing of it lies in the stretch.
        SetupError: the clip cannot be written.
        ValueError: not 0 <= start < end, or another suffix.
    """
    if not 0 <= start < end:
        raise ValueError(f"a clip needs 0 <= start < end, got [{start}, {end})")
    _codec(to)
    first, last = round(max(0.0, start - margin) * RATE_HZ), round((end + margin) * RATE_HZ)
    with opened(path) as (container, stream):
        facts = facts_of(path, container, stream)
        refuse_unusable(path, facts, max_hours=float("inf"))
        _skip_to(container, start - margin)
        sound = blocks(container, stream, RATE_HZ, damage=Damage())
        with _appearing(to) as unfinished:
            n_written = _write(unfinished, facts.n_channels, _between(sound, first, last))
            if not n_written:
                raise AudioError(f"{path}: ends before {start:.1f} seconds, where a clip begins")
    return to


def playable(path: Path, folder: Path) -> Path:
    """Return a file with the same sound that browsers play: the recording itself if it is one.

    Telephone codings (µ-law, GSM, ADPCM, …) are written once as Ogg Opus into `folder`, under a
    name made from the recording's content.

    Raises:
        AudioError: the recording cannot be decoded.
        SetupError: the folder cannot be written.
    """
    with opened(path) as (container, stream):
        facts = facts_of(path, container, stream)
        if is_playable(facts):
            return path
        copy = folder / f"{content_hash(path)}.ogg"
        if copy.exists():
            return copy
        refuse_unusable(path, facts, max_hours=float("inf"))
        sound = blocks(container, stream, RATE_HZ, damage=Damage())
        with _appearing(copy) as unfinished:
            _write(unfinished, facts.n_channels, _between(sound, 0, None))
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


def _write(to: Path, n_channels: int, pieces: Iterable[NDArray[np.float32]]) -> int:
    """Encode the pieces one after the other; return how many samples were written."""
    import av
    import numpy as np

    layout, codec = "stereo" if n_channels == 2 else "mono", _codec(to)
    position = 0
    with av.open(str(to), "w") as container:
        stream = cast("AudioStream", container.add_stream(codec, rate=RATE_HZ, layout=layout))
        if codec == "libopus":
            stream.bit_rate = _BITS_PER_SECOND[n_channels]
        for piece in pieces:
            whole = (np.clip(piece, -1.0, 1.0) * 32767).round().astype(np.int16)
            frame = av.AudioFrame.from_ndarray(whole.T.reshape(1, -1).copy(), "s16", layout)
            frame.sample_rate, frame.pts = RATE_HZ, position
            position += piece.shape[1]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return position


def _codec(to: Path) -> str:
    if to.suffix.lower() not in _CODECS:
        raise ValueError(f"a clip is written as {', '.join(_CODECS)}, not as {to.suffix or to}")
    return _CODECS[to.suffix.lower()]


@contextmanager
def _appearing(to: Path) -> Iterator[Path]:
    """Hand out a file beside `to` that takes its place when all went well."""
    from av.error import FFmpegError

    unfinished = to.with_name(f".unfinished-{uuid4().hex}{to.suffix}")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield unfinished
            unfinished.replace(to)
        finally:
            unfinished.unlink(missing_ok=True)
    except (OSError, FFmpegError) as exc:
        raise SetupError(f"{to}: cannot be written ({exc.strerror or exc})") from exc
