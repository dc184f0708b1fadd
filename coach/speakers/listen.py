"""A recording into who was heard when, by the sound alone.

Ten minutes at a time, so that a long recording needs no more memory than a short one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.audio.portions import Recorded
from coach.audio.survey import Survey, survey
from coach.audio.voice import FRAME_SECONDS
from coach.conversation.span import Seconds, Span, merge
from coach.conversation.voices import Voices
from coach.speakers.activity import (
    FRAME,
    RATE_HZ,
    Listening,
    joined,
    levels_of,
    mask_of,
    ranges_of,
    spans_of,
    speech_in,
)
from coach.speakers.crosstalk import Leak, leak_into, take_copy_away, without_leak
from coach.speakers.tone import ToneMeter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

_CHUNK: Seconds = 600.0
_SHORTEST: Seconds = 30.0  # a rest shorter than this is taken together with what came before
_MUSIC_GAP: Seconds = 2.0  # a bar's rest, or a word that the music seemed to say
_EDGE: Seconds = 1.0  # of music, where somebody may still speak or speak again
_FRAME_OFF: Seconds = 0.1  # borders of music are found to some frames of 0.032 s


@dataclass(frozen=True, slots=True)
class Listened:
    """What a recording was found to hold.

    Attributes:
        voices: who was heard when.
        notes: sentences for people about what is wrong with the sound.
    """

    voices: Voices
    notes: tuple[str, ...]


def listen(recorded: Recorded, listening: Listening | None = None) -> Listened:
    """Return who speaks when on each channel of a recording of 16,000 samples per second.

    Two channels with the same sound count as one. What leaks from one channel into the other is
    nobody's speech there.

    Raises:
        AudioError: the recording cannot be decoded.
    """
    listening = listening or Listening()
    found = survey(recorded)
    ears, voice = _Ears(found.n_channels, listening), _beside_music(found)
    for chunk in _chunks(recorded, found.n_channels):
        ears.hear(chunk, voice)
    return Listened(_voices(ears, found, listening), found.notes)


@dataclass(slots=True)
class _Ears:
    """What was heard so far."""

    n_channels: int
    listening: Listening
    ranges: list[list[tuple[int, int]]] = field(init=False)
    meters: list[ToneMeter] = field(init=False)
    bleed: list[float] = field(default_factory=list)
    position: int = 0

    def __post_init__(self) -> None:
        self.ranges = [[] for _ in range(self.n_channels)]
        self.meters = [ToneMeter() for _ in range(self.n_channels)]

    def hear(self, chunk: Sound, voice: Sound) -> None:
        """Take in the next stretch, shape (n_channels, n_samples).

        Args:
            chunk: the sound.
            voice: the probability of speech beside music, of the whole recording.
        """
        if self.n_channels == 2:
            cleaned = [take_copy_away(chunk[n], chunk[1 - n]) for n in (0, 1)]
        else:
            cleaned = [(channel, None) for channel in chunk]
        sounds = [sound for sound, _ in cleaned]
        levels = [levels_of(sound) for sound in sounds]
        n_frames = len(levels[0])
        near = _in_frames(voice, self.position, n_frames)
        found = [
            mask_of(speech_in(sound, level, self.listening, own), n_frames)
            for sound, level, own in zip(sounds, levels, near, strict=True)
        ]
        if self.n_channels == 2:
            rests = [leak_into(levels[n], levels[1 - n], (found[n], found[1 - n])) for n in (0, 1)]
            found = [
                without_leak(found[n], levels[n], levels[1 - n], rests[n],
                             self.listening.dominance_db)
                for n in (0, 1)
            ]  # fmt: skip
            self.bleed += [
                _together(copy, rest) for (_, copy), rest in zip(cleaned, rests, strict=True)
            ]
        for n, mask in enumerate(found):
            self.meters[n].hear(sounds[n], mask)
            self.ranges[n] += [(a + self.position, b + self.position) for a, b in ranges_of(mask)]
        self.position += n_frames


def _beside_music(found: Survey) -> Sound:
    """Return the survey's probabilities of speech, zero in music: notes are no words."""
    voice = found.voice.copy()
    for channel, tunes in zip(voice, found.music, strict=True):
        for tune in tunes:
            first = max(0, int((tune.start - _FRAME_OFF) / FRAME_SECONDS))
            channel[first : int((tune.end + _FRAME_OFF) / FRAME_SECONDS) + 1] = 0.0
    return voice


def _in_frames(voice: Sound, first: int, n_frames: int) -> Sound:
    """Return probabilities on the grid of activity, shape (n_channels, n_frames)."""
    import numpy as np

    places = (np.arange(first, first + n_frames) * FRAME / FRAME_SECONDS).astype(int)
    return voice[:, places.clip(max=voice.shape[1] - 1)]


def _voices(ears: _Ears, found: Survey, listening: Listening) -> Voices:
    music = merge((span for channel in found.music for span in channel), gap=_MUSIC_GAP)
    gap = listening.silence_ms / 1000
    channels = []
    for ranges, tunes in zip(ears.ranges, found.music, strict=True):
        own = merge(tunes, gap=_MUSIC_GAP)
        spans = spans_of(joined(ranges, gap=gap))
        channels.append(tuple(span for span in spans if not is_within_music(span, own)))
    loudest = max(ears.bleed, default=-math.inf)
    return Voices(
        tuple(channels),
        found.duration,
        tuple(music),
        loudest if loudest > -math.inf else None,
        tuple(meter.tone for meter in ears.meters),
    )


def is_within_music(span: Span, music: list[Span]) -> bool:
    """Whether a stretch lies within music: a melody that the detector took for words.

    Near the begin and end of the music that is believed of short stretches alone. Codecs blur the
    first notes: of 15 holds in GSM and in Vorbis, two began after a "word" of half a second.
    """
    reach = _FRAME_OFF if span.duration < _EDGE else -_EDGE
    return any(tune.start - reach < span.start and span.end < tune.end + reach for tune in music)


def _together(copy: Leak | None, rest: Leak | None) -> float:
    power = sum(10 ** (leak.db / 10) for leak in (copy, rest) if leak is not None)
    return 10 * math.log10(power) if power else -math.inf


def _chunks(recorded: Recorded, n_channels: int) -> Iterator[Sound]:
    """Yield the sound in stretches of ten minutes or so, each of whole frames but the last."""
    import numpy as np

    waiting: list[Sound] = []
    for portion in recorded.portions():
        length = sum(part.shape[1] for part in waiting)
        if length >= _CHUNK * RATE_HZ and portion.shape[1] >= _SHORTEST * RATE_HZ:
            yield np.concatenate(waiting, axis=1)
            waiting = []
        waiting.append(portion[:n_channels])
    if waiting:
        yield _whole(np.concatenate(waiting, axis=1))


def _whole(sound: Sound) -> Sound:
    """Return sound filled up with silence to a whole number of frames."""
    import numpy as np

    return np.pad(sound, ((0, 0), (0, -sound.shape[1] % round(FRAME * RATE_HZ))))
