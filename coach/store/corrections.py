"""What people put right, kept beside the analyses so that scoring again does not undo it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Connection, String, Table, delete, insert, select, update

from coach.access import Permission, Viewer
from coach.conversation.analysis import Analysis
from coach.store.mapping import conversation_values
from coach.store.repository import Store, load_from, write_analysis, write_scores
from coach.store.schema import conversations, metadata

exchanges = Table(
    "exchanges",
    metadata,
    Column("id", String, primary_key=True),  # of a conversation whose sides were exchanged
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stored analysis came from.

    Attributes:
        source: the file, for people.
        fingerprint: of the source and the way of scoring.
    """

    source: str
    fingerprint: str


def exchanged_ids(store: Store) -> frozenset[str]:
    """Return the conversations whose sides somebody exchanged; they tell nothing of anybody."""
    with store.engine.connect() as connection:
        return frozenset(connection.scalars(select(exchanges.c.id)))


def save_exchanged(store: Store, viewer: Viewer, analysis: Analysis) -> None:
    """Keep an analysis whose sides were exchanged, and remember or forget that they were.

    It takes the place of the one before, with the same source and fingerprint, so that what has
    not changed is not scored again.

    Args:
        store: where the one before is.
        viewer: must hold the permission to write.
        analysis: with exchanged sides.
    """
    viewer.demand(Permission.WRITE)
    name = analysis.conversation.id
    with store.writing() as connection:
        origin = _origin(connection, name)
        undone = connection.execute(delete(exchanges).where(exchanges.c.id == name)).rowcount
        if not undone:
            connection.execute(insert(exchanges).values(id=name))
        row = conversation_values(analysis, source=origin.source, fingerprint=origin.fingerprint)
        write_analysis(connection, row, analysis)


def save_scores(store: Store, viewer: Viewer, analysis: Analysis) -> bool:
    """Keep the opportunities and scores of an analysis; all else stays as it is stored.

    Nothing is kept, and False returned, where other findings are stored by now, or none: a batch
    has scored the conversation, or somebody deleted it, since it was loaded.

    Scored by another rubric, a conversation no longer counts as what its source would give, so
    that a later batch by either rubric looks at the source again.

    Args:
        store: where the analysis is.
        viewer: must hold the permission to write.
        analysis: with the stored findings.
    """
    viewer.demand(Permission.WRITE)
    c = conversations.c
    name = analysis.conversation.id
    with store.writing() as connection:
        stored = load_from(connection, viewer, [name]).get(name)
        if stored is None or stored.findings != analysis.findings:
            return False
        row = connection.execute(select(c.key, c.rubric, c.fingerprint).where(c.id == name)).one()
        is_other = row.rubric != analysis.rubric
        mark = f"rescored {row.key}" if is_other else row.fingerprint
        connection.execute(
            update(conversations)
            .where(c.key == row.key)
            .values(rubric=analysis.rubric, fingerprint=mark)
        )
        write_scores(connection, row.key, analysis)
    return True


def _origin(connection: Connection, name: str) -> Origin:
    c = conversations.c
    row = connection.execute(select(c.source, c.fingerprint).where(c.id == name)).one()
    return Origin(row.source, row.fingerprint)
