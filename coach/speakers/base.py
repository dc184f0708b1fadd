"""What a diariser is: a recording in, who speaks when out."""

from __future__ import annotations

from typing import Protocol

from coach.audio.portions import Recorded
from coach.conversation.span import Span
from coach.conversation.voices import SpeakerSpan


class Diariser(Protocol):
    """Tells apart the voices of a recording that has one channel."""

    def diarise(self, recorded: Recorded, speech: tuple[Span, ...]) -> list[SpeakerSpan]:
        """Return who speaks when, in order; spans do not overlap.

        Args:
            recorded: the recording.
            speech: when anybody speaks in it.

        Raises:
            AudioError: the recording cannot be decoded.
            SetupError: what it needs is not on this machine.
        """
        ...
