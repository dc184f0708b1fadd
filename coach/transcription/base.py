"""What a transcriber is: a recording in, timed words per channel out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from coach.conversation.recording import Recording
from coach.conversation.transcript import Transcript, Utterance

__all__ = ["Options", "Transcriber", "Transcript", "Utterance"]


@dataclass(frozen=True, slots=True)
class Options:
    """What may change the words that come out; part of the cache key.

    Attributes:
        language: "en", "ja", …; None lets the recogniser find it, once for the call, since both
            parties of a call speak one language.
        beam: beams of the search; 1 is greedy.
        glossary: names of products, agents and places that are likely to be said, the most
            important first.
    """

    language: str | None = None
    beam: int = 1
    glossary: tuple[str, ...] = ()


class Transcriber(Protocol):
    """Hears the words of a recording."""

    @property
    def identity(self) -> str:
        """Names the recogniser and its weights; another identity may give other words.

        Raises:
            MissingModel: the weights are not on this machine.
        """
        ...

    def transcribe(self, recording: Recording, options: Options) -> Transcript:
        """Return the words of every channel on one clock.

        Raises:
            AudioError: the recording cannot be decoded.
            MissingModel: the weights are not on this machine.
        """
        ...
