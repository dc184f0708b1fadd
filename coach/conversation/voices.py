"""Who was heard when in a recording, by the sound alone: no word and no name is known yet."""

from __future__ import annotations

from dataclasses import dataclass

from coach.conversation.span import Seconds, Span


@dataclass(frozen=True, slots=True)
class SpeakerSpan:
    """A stretch in which one voice speaks.

    Attributes:
        span: when.
        speaker: which voice of the recording, counted from 0 in the order in which they begin.
    """

    span: Span
    speaker: int


@dataclass(frozen=True, slots=True)
class Tone:
    """How a voice moved, measured against itself; it tells nothing about a feeling.

    Attributes:
        pitch_range: semitones between the 10th and the 90th percentile of its pitch.
        loudness_range_db: the same for its loudness.
    """

    pitch_range: float
    loudness_range_db: float


@dataclass(frozen=True, slots=True)
class Voices:
    """What the channels of a recording hold.

    Attributes:
        channels: for each channel, its speech in order, without what leaks over from the other.
        duration: length of the recording in seconds.
        music: stretches of a channel that sound on and are no speech (hold music, tones).
        bleed_db: how loud a channel is in the other one, against itself; the worse of the two
            directions; None where none is heard.
        tones: for each channel, how its voice moved; None where too little was heard.
    """

    channels: tuple[tuple[Span, ...], ...]
    duration: Seconds
    music: tuple[Span, ...] = ()
    bleed_db: float | None = None
    tones: tuple[Tone | None, ...] = ()

    @property
    def n_channels(self) -> int:
        """How many channels were listened to."""
        return len(self.channels)

    @property
    def speech(self) -> Seconds:
        """Seconds of speech on all channels."""
        return sum(span.duration for channel in self.channels for span in channel)
