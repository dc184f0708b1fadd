"""Where a stored conversation was read from, so that another of its id is told from it.

A batch asks before it keeps anything: the store keeps one conversation of each id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from coach.store.schema import conversations, provenances, turns

Said = tuple[tuple[str, datetime | None], ...]  # each turn's words, and when they were sent


@dataclass(frozen=True, slots=True)
class Provenance:
    """The file that a conversation was read from.

    Attributes:
        place: its absolute path; of a thread its first mail's.
        content: a hash of a recording's bytes; None for what was written, whose words are stored,
            and for a recording that went away while it was heard.
    """

    place: Path
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What is stored under an id, as far as another of that id is compared with it.

    Attributes:
        provenance: where it was read from; of an older store the path alone, as it was given.
        started_at: when it began.
        said: what was said or written, in order.
        has_sound: whether it was read from a recording.
    """

    provenance: Provenance
    started_at: datetime | None
    said: Said
    has_sound: bool


def held_under(connection: Connection, name: str) -> Held | None:
    """Return what is stored under an id; None where nothing is."""
    c, p = conversations.c, provenances.c
    query = select(c.key, c.source, c.started_at, c.media, p.place, p.content)
    query = query.where(c.id == name)
    row = connection.execute(query.outerjoin_from(conversations, provenances, c.id == p.id)).first()
    if row is None:
        return None
    t = turns.c
    words = select(t.text, t.sent_at).where(t.key == row.key).order_by(t.turn)
    said = tuple((text, sent_at) for text, sent_at in connection.execute(words))
    provenance = Provenance(Path(row.place or row.source), row.content)
    return Held(provenance, row.started_at, said, has_sound=row.media is not None)


def write_provenance(connection: Connection, name: str, provenance: Provenance) -> None:
    """Note where a conversation was read from, in place of what was noted before."""
    connection.execute(delete(provenances).where(provenances.c.id == name))
    row = {"id": name, "place": str(provenance.place), "content": provenance.content}
    connection.execute(insert(provenances).values(row))
