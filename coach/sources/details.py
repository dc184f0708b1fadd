"""What is known about a file from outside of it: its manifest row, its name, the settings."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from coach.conversation.recording import About, AgentChannel, Channels
from coach.conversation.span import Span

_SAID_WHEN_UNKNOWN = ("agent", "team", "queue", "started_at")


@dataclass(frozen=True, slots=True)
class Details:
    """What one place says about a file; None means that it does not say.

    The fields are those of `About`; `notes` are sentences about what could not be told.
    """

    id: str | None = None
    language: str | None = None
    agent: str | None = None
    team: str | None = None
    queue: str | None = None
    customer: str | None = None
    thread_id: str | None = None
    started_at: datetime | None = None
    agent_channel: AgentChannel | None = None
    channels: Channels | None = None
    holds: tuple[Span, ...] | None = None
    notes: tuple[str, ...] = ()

    def or_else(self, other: Details) -> Details:
        """Return these details, completed by `other` where they say nothing; notes of both.

        >>> Details(agent="dana").or_else(Details(agent="ren", team="billing")).team
        'billing'
        """
        missing = {name: getattr(other, name) for name in _NAMES if getattr(self, name) is None}
        return replace(self, **missing, notes=(*self.notes, *other.notes))

    def shared(self) -> Details:
        """Return what holds for each of many conversations in one file: no id, time, customer."""
        return replace(self, id=None, customer=None, thread_id=None, started_at=None, holds=None)

    def about(self, *, fallback_id: str) -> About:
        """Return the same as an `About`; without an id it is called `fallback_id`."""
        known = {name: getattr(self, name) for name in _NAMES if getattr(self, name) is not None}
        return About(**{"id": fallback_id, **known})


_NAMES = tuple(field.name for field in fields(Details) if field.name != "notes")
_FILLABLE = tuple(
    name for name in _NAMES if name not in {"id", "agent_channel", "channels", "holds"}
)


def fill(about: About, details: Details) -> About:
    """Return `about`, completed by the details where it says nothing; its id stays."""
    missing = {name: getattr(details, name) for name in _FILLABLE if getattr(about, name) is None}
    return replace(about, **missing)


def unknown(about: About) -> tuple[str, ...]:
    """Return the note that says what nobody told us, or nothing.

    >>> unknown(About("c1", team="billing", queue="fees"))
    ('agent and started_at are not known: no manifest row and no file-name pattern says them',)
    """
    names = [name for name in _SAID_WHEN_UNKNOWN if getattr(about, name) is None]
    if not names:
        return ()
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    verb, them = ("is", "it") if len(names) == 1 else ("are", "them")
    return (f"{listed} {verb} not known: no manifest row and no file-name pattern says {them}",)
