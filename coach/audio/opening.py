"""Open a recording, look at its header, and refuse what is none.

FFmpeg reads far more than recordings: playlists that name other files and addresses, images,
subtitles. Only formats that hold sound are let in, and only from the file itself.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.facts import AudioFacts
from coach.conversation.span import Seconds
from coach.errors import AudioError

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

FORMATS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,asf,au,avi,caf,flac,g722,g726,gsm,matroska,webm,mov,mp4,m4a,"
    "3gp,3g2,mj2,mp3,mpegts,ogg,w64,wav"
)
MIN_RATE_HZ, MAX_RATE_HZ = 4_000, 192_000
_MAGIC = (b"RIFF", b"RF64", b"OggS", b"fLaC", b"ID3", b"FORM", b"caff", b"\x1aE\xdf\xa3")
MICROSECONDS = 1_000_000


def probe(path: Path) -> AudioFacts:
    """Return what the header declares, without decoding any sound.

    Raises:
        AudioError: the file is missing, empty, not audio, damaged at its start, without an
            audio stream, or declares a rate outside 4–192 kHz.
    """
    with opened(path) as (container, stream):
        return facts_of(path, container, stream)


@contextmanager
def opened(path: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    """Open a recording's first audio stream; what goes wrong inside is told as AudioError."""
    import av

    _refuse_nothing(path)
    try:
        with av.open(
            str(path),
            metadata_errors="ignore",
            container_options={"format_whitelist": FORMATS, "protocol_whitelist": "file"},
        ) as container:
            if not container.streams.audio:
                raise AudioError(f"{path}: holds no audio, only {_streams(container)}")
            stream = container.streams.audio[0]
            if stream.codec_context.name == "flac":  # else damaged frames come out as loud noise
                stream.codec_context.options = {"err_detect": "crccheck+explode"}
            yield container, stream
    except (av.error.FFmpegError, IndexError, MemoryError) as exc:
        raise AudioError(f"{path}: {_problem(path, exc)}") from exc


def facts_of(path: Path, container: InputContainer, stream: AudioStream) -> AudioFacts:
    """Return what an open recording declares.

    Raises:
        AudioError: no channels, or a rate outside 4–192 kHz.
    """
    if not MIN_RATE_HZ <= stream.rate <= MAX_RATE_HZ:
        raise AudioError(
            f"{path}: declares {stream.rate} samples per second, where sound has "
            f"{MIN_RATE_HZ} to {MAX_RATE_HZ}"
        )
    if stream.channels < 1:
        raise AudioError(f"{path}: declares no number of channels that sound can have")
    return AudioFacts(
        duration=_declared(path, container, stream),
        n_channels=stream.channels,
        rate_hz=stream.rate,
        codec=stream.codec_context.name,
        container=container.format.name,
    )


def lacks_end(path: Path) -> bool:
    """Whether an Ogg file stops without the mark that its last page carries."""
    page = 65_307  # the largest page of an Ogg file; RFC 3533, section 6
    with path.open("rb") as file:
        if file.read(4) != b"OggS":
            return False
        file.seek(max(0, path.stat().st_size - page))
        tail = file.read()
    last = tail.rfind(b"OggS")
    return last < 0 or len(tail) <= last + 5 or not tail[last + 5] & 4


def _refuse_nothing(path: Path) -> None:
    if not path.is_file():
        raise AudioError(f"{path}: there is no such file")
    if path.stat().st_size == 0:
        raise AudioError(f"{path}: is empty (zero bytes)")


def _declared(path: Path, container: InputContainer, stream: AudioStream) -> Seconds | None:
    """Return the declared length; FFmpeg shortens that of a cut-off WAV to what is there."""
    seconds = None if container.duration is None else container.duration / MICROSECONDS
    claimed, bit_rate = _riff_size(path), stream.codec_context.bit_rate or 0
    if claimed > path.stat().st_size and bit_rate > 0:
        return max(seconds or 0.0, claimed * 8 / bit_rate)
    return seconds


def _riff_size(path: Path) -> int:
    """Return the size in bytes that a WAV file gives itself; 0 for others and for live ones."""
    with path.open("rb") as file:
        head = file.read(8)
    if len(head) < 8 or head[:4] != b"RIFF":
        return 0
    size: int = struct.unpack("<I", head[4:])[0]
    return 0 if size >= 0x7FFF_F000 else size + 8  # a live recorder writes the largest number


def _streams(container: InputContainer) -> str:
    kinds = sorted({stream.type for stream in container.streams})
    return " and ".join(kinds) or "an empty container"


def _problem(path: Path, exc: Exception) -> str:
    if isinstance(exc, MemoryError):
        return "decoding it takes more memory than there is"
    with path.open("rb") as file:
        head = file.read(16)
    reason = getattr(exc, "strerror", None) or str(exc)
    if head.startswith(_MAGIC) or head[4:8] == b"ftyp":
        return f"its header is damaged or cut off ({reason})"
    return f"is not audio that can be decoded ({reason})"
