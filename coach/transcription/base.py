"""What a transcriber is: a recording in, timed words per channel out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from coach.conversation.recording import Recording
from coach.conversation.turn import Word


@dataclass(frozen=True, slots=True)
class Options:
    """What may change the words that come out; part of the cache key.

    Attributes:
        language: "en", "ja", …; None lets the recogniser find it per channel.
        beam: beams of the search; 1 is greedy.
    """

    language: str | None = None
    beam: int = 1


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one channel said in one go.

    Attributes:
        channel: index of the audio channel; 0 for a one-channel recording.
        words: at least one, in order, on the call's clock.
    """

    channel: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that a recogniser heard in one recording.

    Attributes:
        utterances: by start time.
        n_channels: channels that were listened to.
        language: found or given; None when nothing was said.
        by: the recogniser and its model, for people ("faster-whisper small").
        notes: sentences about what could not be heard well.
    """

    utterances: tuple[Utterance, ...]
    n_channels: int
    language: str | None
    by: str
    notes: tuple[str, ...] = ()


class Transcriber(Protocol):
    """Hears the words of a recording."""

    def transcribe(self, recording: Recording, options: Options) -> Transcript:
        """Return the words of every channel on one clock.

        Raises:
            AudioError: the recording cannot be decoded.
            MissingModel: the weights are not on this machine.
        """
        ...
