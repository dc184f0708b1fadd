"""Decode a recording into samples on a true clock.

Damaged files lose sound in the middle, and decoders close up around the hole, so that all later
speech comes out too early. Here each piece is laid where its timestamp says, and what was lost
is silence:

    timestamps   0 s ──────── 20 s   (lost)   28 s ──────── 80 s
    decoder      0 s ──────── 20 s ──────── 72 s
    here         0 s ──────── 20 s   silence  28 s ──────── 80 s
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from coach.audio.facts import AudioFacts
from coach.audio.opening import MICROSECONDS
from coach.conversation.span import Seconds
from coach.errors import AudioError

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet
    from numpy.typing import NDArray

RATE_HZ = 16_000
GAP: Seconds = 0.05
WHOLE = 0.98  # decoded by declared length, below which a note says so
COUNTED_TIMES = ("mp3", "aac")  # bare streams: FFmpeg counts their packets up
_TRIES = 200  # in a row; some 13 MB of damage
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A piece of sound and the sample at which it begins.

    Attributes:
        start: index of its first sample; at least the end of the block before.
        data: float32, shape (n_channels, n_samples).
    """

    start: int
    data: NDArray[np.float32]

    @property
    def end(self) -> int:
        """One past its last sample."""
        return self.start + int(self.data.shape[1])


@dataclass(slots=True)
class Damage:
    """What went wrong while blocks were read; filled in on the way.

    Attributes:
        broke_off: whether the file could not be read up to its end.
    """

    broke_off: bool = False


def blocks(
    container: InputContainer,
    stream: AudioStream,
    rate_hz: int,
    *,
    channels: Sequence[int],
    damage: Damage,
) -> Iterator[Block]:
    """Yield the sound of an open recording piece by piece, in order, never overlapping.

    Args:
        container: the open file.
        stream: its sound.
        rate_hz: samples per second wanted.
        channels: which of the file's channels are wanted, counted from 0, in the order wanted.
        damage: is told what goes wrong.
    """
    clock = _Resampling(stream.channels, channels, rate_hz)
    for frame, begins in _frames(container, stream, damage):
        if begins is not None and begins - clock.position / rate_hz > GAP:
            yield from clock.flush()
            clock.position = max(clock.position, round(begins * rate_hz))
        yield from clock.push(frame)
    yield from clock.flush()


class _Resampling:
    """One resampler at a time, and where in the output it has come to.

    Channels come out side by side ("flt"): with one plane for each PyAV fails above eight.
    """

    def __init__(self, n_channels: int, wanted: Sequence[int], rate_hz: int) -> None:
        self._layout = {1: "mono", 2: "stereo"}.get(n_channels)  # None: as they are, none mixed
        self._n_channels, self._wanted = n_channels, list(wanted)
        self._rate_hz = rate_hz
        self._source: tuple[str, str, int] | None = None
        self._resampler: AudioResampler | None = None
        self.position = 0

    def push(self, frame: AudioFrame) -> Iterator[Block]:
        from av.audio.resampler import AudioResampler

        source = (frame.format.name, frame.layout.name, frame.sample_rate)
        if source != self._source:  # some files change their coding in the middle
            yield from self.flush()
        if self._resampler is None:
            self._resampler = AudioResampler("flt", self._layout, self._rate_hz)
            self._source = source
        frame.pts = None
        yield from self._blocks(self._resampler.resample(frame))

    def flush(self) -> Iterator[Block]:
        if self._resampler is not None:
            yield from self._blocks(self._resampler.resample(None))
        self._resampler = self._source = None

    def _blocks(self, frames: list[AudioFrame]) -> Iterator[Block]:
        import numpy as np

        for frame in frames:
            beside = cast("NDArray[np.float32]", frame.to_ndarray())
            sound = beside.reshape(-1, frame.layout.nb_channels).T
            if len(sound) < self._n_channels:  # it has fewer channels here than it declared
                sound = np.pad(sound, ((0, self._n_channels - len(sound)), (0, 0)))
            sound = np.nan_to_num(sound[self._wanted], posinf=1.0, neginf=-1.0)
            block = Block(self.position, sound)
            self.position = block.end
            yield block


def _frames(
    container: InputContainer, stream: AudioStream, damage: Damage
) -> Iterator[tuple[AudioFrame, Seconds | None]]:
    """Yield what can be decoded with the second at which it begins, if that is known."""
    from av.error import FFmpegError

    origin = (container.start_time or 0) / MICROSECONDS
    last = container.duration / MICROSECONDS + 1 if container.duration else float("inf")
    skipped = _Skipped(container.format.name)
    for packet in _packets(container, stream, damage):
        try:
            frames = packet.decode()
        except FFmpegError:
            skipped.failed(packet)
            continue
        skipped.decoded(packet)
        for frame in frames:
            begins = None if frame.time is None else frame.time - origin + skipped.seconds
            yield frame, begins if begins is not None and begins <= last else None


def _packets(
    container: InputContainer, stream: AudioStream, damage: Damage
) -> Iterator[Packet[AudioStream]]:
    """Yield packets as far as the file can be read.

    Where a stretch is damaged FFmpeg gives up after some 64 kB, and finds the next good page when
    it is asked again.
    """
    from av.error import FFmpegError, InvalidDataError

    n_failed = 0
    while n_failed < _TRIES:
        try:
            for packet in container.demux(stream):
                n_failed = 0
                yield packet
            return
        except InvalidDataError:
            n_failed += 1
        except FFmpegError as exc:
            _log.info("a recording breaks off: %s", exc)
            break
    damage.broke_off = True


class _Skipped:
    """How much time went by in packets that could not be decoded, where no timestamp says so.

    A bare MP3 or AAC stream carries no times: FFmpeg counts packets, and a damaged stretch of
    many frames arrives as one packet. Its size tells how many they were.
    """

    def __init__(self, container_name: str) -> None:
        self._counted = container_name in COUNTED_TIMES
        self._n_bytes = 0
        self._n_packets = 0
        self.seconds: Seconds = 0.0

    def decoded(self, packet: Packet[AudioStream]) -> None:
        self._n_bytes += packet.size
        self._n_packets += packet.size > 0

    def failed(self, packet: Packet[AudioStream]) -> None:
        if self._counted and self._n_packets and packet.duration and packet.time_base:
            n_lost = packet.size / (self._n_bytes / self._n_packets)
            self.seconds += max(0.0, n_lost - 1) * float(packet.duration * packet.time_base)


def refuse_long(path: Path, duration: Seconds, max_hours: float) -> None:
    """Refuse a recording that is longer than what is accepted.

    Raises:
        AudioError: it is.
    """
    if duration > max_hours * 3600:
        raise AudioError(
            f"{path}: {duration / 3600:.1f} hours is longer than the {max_hours:.1f} hours "
            "accepted; set sources.max_hours"
        )


def losses(facts: AudioFacts, decoded: Seconds, length: Seconds, damage: Damage) -> tuple[str, ...]:
    """Return what to say about sound that should be there and is not.

    Args:
        facts: what the header declares.
        decoded: seconds of sound that came out.
        length: the same with lost stretches between them.
        damage: what went wrong on the way.
    """
    expected = max(facts.duration or 0.0, length)
    if decoded < WHOLE * expected:
        return (
            f"only {decoded:.1f} of {expected:.1f} seconds could be decoded; "
            "what is missing counts as silence",
        )
    if damage.broke_off:
        return ("the file stops before its end: the recording may be cut off",)
    return ()
