"""A recorded call before anything is known of its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from coach.conversation.span import Span

AgentChannel = Literal[0, 1, "auto"]


@dataclass(frozen=True, slots=True)
class About:
    """What is known about a conversation besides its words.

    None means that nobody told us; nothing here is ever guessed, least of all a date.

    Attributes:
        id: names the conversation; the same file gets the same id on every run.
        language: "en", "ja", another BCP-47 code, or None (it is then found by its script).
        agent: who handled it, as the manifest or the file name says.
        team: the agent's team.
        queue: the topic or line it came in by.
        customer: a reference to the customer, never a name unless the source uses one.
        thread_id: the case that this conversation belongs to.
        started_at: aware UTC.
        agent_channel: which audio channel holds the agent; "auto" asks the words.
        holds: when the customer was on hold, as the telephone system noted it.
    """

    id: str
    language: str | None = None
    agent: str | None = None
    team: str | None = None
    queue: str | None = None
    customer: str | None = None
    thread_id: str | None = None
    started_at: datetime | None = None
    agent_channel: AgentChannel = "auto"
    holds: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a conversation needs an id")
        if self.started_at is not None and self.started_at.tzinfo is None:
            raise ValueError(f"a time of day needs its zone, got {self.started_at.isoformat()}")


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded call on disk.

    Attributes:
        path: the audio file.
        about: what is known about it.
        transcript: a transcript file that lies beside it, or None.
        notes: sentences for people about what could not be told ("no date is known …").
    """

    path: Path
    about: About
    transcript: Path | None = None
    notes: tuple[str, ...] = field(default=())
