"""A recorded call before anything is known of its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from coach.conversation.span import Span

AgentChannel = Literal[0, 1, "auto"]
Channels = tuple[int, ...]


def channels_from(text: str) -> Channels:
    """Return one or two channels of a recording, counted from 0, from a text like "0,2".

    Raises:
        ValueError: it is not written like that.
    """
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise ValueError(f"channels are one or two numbers counted from 0, like 0,2, not {text!r}")
    return checked_channels(tuple(int(part) for part in parts))


def checked_channels(channels: Channels) -> Channels:
    """Return the channels, if they are at most two, different, and none below 0.

    Raises:
        ValueError: they are not.
    """
    if len(channels) > 2 or len(set(channels)) < len(channels) or min(channels, default=0) < 0:
        raise ValueError(f"channels are one or two different ones from 0 on, not {channels}")
    return channels


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
        channels: which channels of the recording are the parties', counted from 0; empty where
            nobody says. `agent_channel` counts among them.
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
    channels: Channels = ()
    holds: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a conversation needs an id")
        checked_channels(self.channels)
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
