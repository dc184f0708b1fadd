"""One contact between a customer and an agent, whatever it came by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from coach.conversation.recording import About
from coach.conversation.span import Seconds
from coach.conversation.turn import Turn


class Channel(StrEnum):
    """What the conversation came by. Post on social networks and forums is `CHAT`."""

    CALL = "call"
    EMAIL = "email"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of one contact in the order in which they began.

    Attributes:
        about: id, agent, team, time and the like.
        channel: call, e-mail or chat.
        turns: at least one.
        media: the recording that it was heard from; None for what was written.
        transcribed_by: who made the words of a call: "given", or the recogniser's name.
        notes: sentences for people about what is not known or not sure here.
    """

    about: About
    channel: Channel
    turns: tuple[Turn, ...]
    media: Path | None = None
    transcribed_by: str | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.turns:
            raise ValueError(f"conversation {self.about.id} has no turns")

    def with_notes(self, *notes: str) -> Conversation:
        """Return the conversation with more notes."""
        return replace(self, notes=(*self.notes, *notes))

    @property
    def id(self) -> str:
        """The conversation's name."""
        return self.about.id

    @property
    def duration(self) -> Seconds | None:
        """Seconds until the last timed turn ends; None when no turn has a time."""
        return max((turn.span.end for turn in self.turns if turn.span), default=None)
