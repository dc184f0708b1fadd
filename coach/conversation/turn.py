"""What one party said at one time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from coach.conversation.codebook import Role
from coach.conversation.span import Seconds, Span


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word and when it was said.

    Attributes:
        text: as printed, without the space around it.
        start: seconds from the start of the recording.
        end: seconds; may equal `start`, since recognisers give short words no length.
        p: the recogniser's probability that this word was said, lowered where little of a voice
            was heard; None when a person or an unknown platform wrote the transcript.
    """

    text: str
    start: Seconds
    end: Seconds
    p: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a word needs 0 <= start <= end, got [{self.start}, {self.end}]")
        if self.p is not None and not 0 <= self.p <= 1:
            raise ValueError(f"a word's probability lies in 0..1, got {self.p}")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one party said until the other took over, or one written message.

    Attributes:
        role: who speaks.
        text: the words; findings point into it by code points, so it is never changed.
        span: when it was spoken; None for what was written, and where times are not known.
        sent_at: when it was sent, in UTC; None for what was spoken.
        words: the timed words of a spoken turn, in order; empty when they are not known.
    """

    role: Role
    text: str
    span: Span | None = None
    sent_at: datetime | None = None
    words: tuple[Word, ...] = ()

    def __post_init__(self) -> None:
        if self.sent_at is not None and self.sent_at.tzinfo is None:
            raise ValueError(f"a time of day needs its zone, got {self.sent_at.isoformat()}")

    @property
    def is_agent(self) -> bool:
        """Whether the agent speaks."""
        return self.role is Role.AGENT

    @property
    def is_customer(self) -> bool:
        """Whether the customer speaks."""
        return self.role is Role.CUSTOMER


def word_places(turn: Turn) -> Iterator[tuple[int, int, Word]]:
    """Yield where each timed word stands in a turn's text, `[start, end)`, and the word.

    Words that the text does not hold are passed over.

    >>> from coach.conversation.codebook import Role
    >>> words = (Word("Oh", 1, 2), Word("no", 2, 3))
    >>> [(start, end) for start, end, _ in word_places(Turn(Role.AGENT, "Oh, no", words=words))]
    [(0, 2), (4, 6)]
    """
    position = 0
    for word in turn.words:
        start = turn.text.find(word.text, position)
        if start >= 0 and word.text:
            position = start + len(word.text)
            yield start, position, word
