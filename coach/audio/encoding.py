"""Write sound as a file: whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from coach.audio.decoding import RATE_HZ
from coach.errors import SetupError

if TYPE_CHECKING:
    import numpy as np
    from av.audio.stream import AudioStream
    from numpy.typing import NDArray

_CODECS = {".ogg": "libopus", ".opus": "libopus", ".m4a": "aac", ".wav": "pcm_s16le"}
# By channels. Opus at 12 kbit/s made one channel out of two (measured: correlation 1.000); 24 and
# up do not.
_BITS_PER_SECOND = {"libopus": (24_000, 32_000), "aac": (40_000, 64_000)}
_OPTIONS = {".m4a": {"movflags": "faststart"}}  # it can be played before it is loaded whole


def write_sound(to: Path, n_channels: int, pieces: Iterable[NDArray[np.float32]]) -> int:
    """Encode pieces of sound one after the other; return how many samples were written.

    The file appears when all pieces are written, and not before.

    Args:
        to: the file; its suffix chooses Ogg Opus (.ogg, .opus), AAC (.m4a) or 16-bit WAV (.wav).
        n_channels: one or two.
        pieces: 16,000 samples per second in -1..1, shape (n_channels, n_samples).

    Raises:
        SetupError: it cannot be written.
        ValueError: another suffix.
    """
    _codec(to)
    with appearing(to) as unfinished:
        return _write(unfinished, n_channels, pieces)


def _write(to: Path, n_channels: int, pieces: Iterable[NDArray[np.float32]]) -> int:
    import av
    import numpy as np

    layout, codec = "stereo" if n_channels == 2 else "mono", _codec(to)
    position = 0
    with av.open(str(to), "w", options=_OPTIONS.get(to.suffix.lower(), {})) as container:
        stream = cast("AudioStream", container.add_stream(codec, rate=RATE_HZ, layout=layout))
        if codec in _BITS_PER_SECOND:
            stream.bit_rate = _BITS_PER_SECOND[codec][n_channels - 1]
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
        raise ValueError(f"sound is written as {', '.join(_CODECS)}, not as {to.suffix or to}")
    return _CODECS[to.suffix.lower()]


@contextmanager
def appearing(to: Path) -> Iterator[Path]:
    """Hand out a file beside `to` that takes its place when all went well.

    Raises:
        SetupError: it cannot be written.
    """
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
