"""A transcriber that hears nothing: it gives back what it was told to. For tests and trials."""

from __future__ import annotations

from dataclasses import dataclass, field

from coach.conversation.recording import Recording
from coach.conversation.transcript import Transcript
from coach.transcription.base import Options


@dataclass(slots=True)
class Scripted:
    """Answers every recording with one transcript and remembers what it was asked.

    Attributes:
        transcript: the answer.
        identity: under which its transcripts are kept.
        asked: every recording with its options, in order.
    """

    transcript: Transcript
    identity: str = "scripted"
    asked: list[tuple[Recording, Options]] = field(default_factory=list)

    def transcribe(self, recording: Recording, options: Options) -> Transcript:
        """Return the transcript, without opening the recording."""
        self.asked.append((recording, options))
        return self.transcript
