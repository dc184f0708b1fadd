"""The tables. Text positions count code points, times are seconds, dates are UTC.

One row of `conversations` owns all rows of the other tables that carry its `key`; saving it
again replaces them. `agent`, `team` and `started_at` are indexed since every page filters by
them. SQLite gives times of day back without their zone, so `Moment` puts UTC back on.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

SCHEMA_VERSION = 1


class UtcTime(TypeDecorator[datetime]):
    """A time of day that is UTC on both sides of the store."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand the store UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give UTC back, also where the store forgets zones."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def _owned() -> Column[int]:
    return Column(
        "key", ForeignKey("conversations.key", ondelete="CASCADE"), primary_key=True, index=True
    )


metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("source", String, nullable=False),
    Column("fingerprint", String, nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("language", String),
    Column("agent", String),
    Column("team", String),
    Column("queue", String),
    Column("customer", String),
    Column("thread_id", String, index=True),
    Column("started_at", UtcTime),
    Column("duration", Float),
    Column("media", String),
    Column("audio_channels", JSON),
    Column("agent_channel", Integer),  # empty where nobody said
    Column("transcribed_by", String),
    Column("notes", JSON, nullable=False),
    Column("dynamics", JSON, nullable=False),
    Column("rubric", String, nullable=False),
    Index("ix_conversations_agent", "agent", "started_at"),
    Index("ix_conversations_team", "team", "started_at"),
)

turns = Table(
    "turns",
    metadata,
    _owned(),
    Column("turn", Integer, primary_key=True),
    Column("role", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Float),
    Column("end", Float),
    Column("sent_at", UtcTime),
    Column("words", JSON),
)

findings = Table(
    "findings",
    metadata,
    _owned(),
    Column("finding", Integer, primary_key=True),
    Column("turn", Integer, nullable=False),
    Column("label", String, nullable=False, index=True),
    Column("p", Float, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("by", String, nullable=False),
)

opportunities = Table(
    "opportunities",
    metadata,
    _owned(),
    Column("opportunity", Integer, primary_key=True),
    Column("criterion", String, nullable=False),
    Column("pairing", String, nullable=False),
    Column("moment", Integer, nullable=False),
    Column("label", String, nullable=False),
    Column("state", String, nullable=False),
    Column("met_by", JSON, nullable=False),
    Column("deadline", Integer, nullable=False),
    Column("details", JSON),
    Column("p", Float, nullable=False),
    Index("ix_opportunities", "criterion", "state"),
)

scores = Table(
    "scores",
    metadata,
    _owned(),
    Column("criterion", String, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("met", Integer, nullable=False),
    Column("opportunities", Integer, nullable=False),
)

focuses = Table(
    "focuses",
    metadata,
    Column("focus", Integer, primary_key=True),
    Column("agent", String, nullable=False, index=True),
    Column("team", String),
    Column("criterion", String, nullable=False),
    Column("pairing", String),
    Column("since", UtcTime, nullable=False),
    Column("set_by", String, nullable=False),
)

disagreements = Table(
    "disagreements",
    metadata,
    Column("conversation", String, primary_key=True),  # its id: scoring again deletes none of them
    Column("turn", Integer, primary_key=True),
    Column("label", String, primary_key=True),
    Column("pairing", String, primary_key=True),  # empty where it is about the finding
    Column("by", String, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("doubt", String, nullable=False),
    Column("words", Text, nullable=False),
    Column("verdict", String, index=True),  # this and what follows: once it is answered
    Column("answer", Text),
    Column("answered_by", String),
    Column("answered_at", UtcTime),
)

provenances = Table(
    "provenances",
    metadata,
    Column("id", String, primary_key=True),  # of a conversation
    Column("place", String, nullable=False),
    Column("content", String),
)

problems = Table(
    "problems",
    metadata,
    Column("source", String, primary_key=True),
    Column("sentence", String, primary_key=True),
)

facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)
