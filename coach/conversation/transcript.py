"""What was heard in a recording, before anybody knows whose words they are."""

from __future__ import annotations

from dataclasses import dataclass

from coach.conversation.turn import Word


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one channel said in one go.

    Attributes:
        channel: index of the audio channel; 0 for a one-channel recording.
        words: at least one, in order, on the call's clock.
    """

    channel: int
    words: tuple[Word, ...]

    def __post_init__(self) -> None:
        if self.channel < 0 or not self.words:
            raise ValueError(
                f"an utterance needs a channel >= 0 and a word, got channel {self.channel} "
                f"and {len(self.words)} words"
            )


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

    def __post_init__(self) -> None:
        beyond = [u.channel for u in self.utterances if u.channel >= self.n_channels]
        if beyond:
            raise ValueError(f"an utterance on channel {beyond[0]} of {self.n_channels}")
