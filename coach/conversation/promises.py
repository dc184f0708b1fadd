"""What an agent promised, by when, and what became of it.

A promise stands off like a finding: it points at the characters of a turn that make it, and its
state points at the turn that settles it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coach.conversation.codebook import Label
from coach.conversation.conversation import Conversation


class DeadlineKind(StrEnum):
    """How a promise says when."""

    EXACT = "exact"
    END_OF_DAY = "end_of_day"
    BUSINESS_DAYS = "business_days"
    VAGUE = "vague"
    NONE = "none"
    CONDITIONAL = "conditional"


class PromiseState(StrEnum):
    """What became of a promise."""

    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    SUPERSEDED = "superseded"
    OPEN = "open"
    CANNOT_TELL = "cannot_tell"


class Act(StrEnum):
    """What kind of thing is promised."""

    CALL = "call"
    WRITE = "write"
    INFORM = "inform"
    REFUND = "refund"
    SEND = "send"
    REPLACE = "replace"
    VISIT = "visit"
    ARRANGE = "arrange"
    ESCALATE = "escalate"
    CHANGE = "change"
    INVESTIGATE = "investigate"
    OTHER = "other"


_UNDATED = frozenset({DeadlineKind.VAGUE, DeadlineKind.NONE, DeadlineKind.CONDITIONAL})


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when a promise holds.

    Attributes:
        kind: how it was said.
        at: the last moment at which it is in time, in the zone of the case; None where no date
            can be computed.

    Raises:
        ValueError: a vague, missing or conditional deadline has a date, or another has none, or
            the date has no zone.
    """

    kind: DeadlineKind = DeadlineKind.NONE
    at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.at is None) != (self.kind in _UNDATED):
            raise ValueError(f"a deadline of kind {self.kind} does not go with {self.at}")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError(f"a deadline needs its zone, got {self.at.isoformat()}")


@dataclass(frozen=True, slots=True)
class Place:
    """A turn in a conversation."""

    conversation: str
    turn: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise as it was made, before anybody looks at what became of it.

    Attributes:
        place: the turn that makes it.
        start: first code point of its words in the text of the turn.
        end: one past the last.
        action: the words of what is promised.
        act: what kind of thing that is.
        condition: the words of what must happen first; None without a condition.
        deadline: until when.
        by: who found it: "rule:<id>".
    """

    place: Place
    start: int
    end: int
    action: str
    act: Act
    condition: str | None
    deadline: Deadline
    by: str

    def __post_init__(self) -> None:
        if self.place.turn < 0 or not 0 <= self.start < self.end:
            raise ValueError(
                f"a promise needs 0 <= turn and 0 <= start < end, got {self.place.turn}, "
                f"[{self.start}, {self.end})"
            )


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment and what became of it.

    Attributes:
        made: the commitment.
        state: what became of it.
        evidence: the turn that settles it; None where nothing does.
    """

    made: Commitment
    state: PromiseState
    evidence: Place | None = None

    def __post_init__(self) -> None:
        settled = self.state not in (PromiseState.OPEN, PromiseState.CANNOT_TELL)
        if settled != (self.evidence is not None):
            raise ValueError(f"{self.state} does not go with the evidence {self.evidence}")

    @property
    def is_due(self) -> bool:
        """Whether nothing has settled it yet and it has a date."""
        return self.evidence is None and self.made.deadline.at is not None


@dataclass(frozen=True, slots=True)
class Case:
    """Conversations that belong together, and the promises made in them.

    Attributes:
        id: the thread that they share, or the id of a conversation that stands alone.
        conversations: in the order of time.
        promises: in the order in which they were made.
    """

    id: str
    conversations: tuple[Conversation, ...]
    promises: tuple[Promise, ...]

    def conversation(self, name: str) -> Conversation:
        """Return the conversation of that id.

        Raises:
            KeyError: the case has none of that name.
        """
        for conversation in self.conversations:
            if conversation.id == name:
                return conversation
        raise KeyError(name)

    def words(self, promise: Promise) -> str:
        """Return the words that make a promise."""
        made = promise.made
        turn = self.conversation(made.place.conversation).turns[made.place.turn]
        return turn.text[made.start : made.end]


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that a customer said which shows what they care about."""

    place: Place
    label: Label
    words: str
