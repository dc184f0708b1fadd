"""The tables of a store: made where they are not there, and completed where they are older."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, insert, inspect, select, text
from sqlalchemy.schema import CreateColumn

from coach.store.schema import SCHEMA_VERSION, facts, metadata


def is_whole(connection: Connection) -> bool:
    """Whether all tables are there with all their columns."""
    there = set(inspect(connection).get_table_names())
    return there >= set(metadata.tables) and next(_missing_columns(connection), None) is None


def make(connection: Connection) -> str:
    """Make the tables and columns that are not there; return the version of the tables.

    Columns that came after an earlier version may all be empty.
    """
    metadata.create_all(connection)
    for column in list(_missing_columns(connection)):
        made = CreateColumn(column).compile(dialect=connection.dialect)
        connection.execute(text(f"ALTER TABLE {column.table.name} ADD COLUMN {made}"))
    version = version_of(connection)
    if version is None:
        version = str(SCHEMA_VERSION)
        connection.execute(insert(facts).values(name="schema", value=version))
    return version


def _missing_columns(connection: Connection) -> Iterator[Column[Any]]:
    """Yield the columns that tables of an earlier version lack."""
    known = inspect(connection)
    for table in metadata.sorted_tables:
        there = {column["name"] for column in known.get_columns(table.name)}
        yield from (c for c in table.columns if c.name not in there and c.nullable)


def version_of(connection: Connection) -> str | None:
    """Return the version of the tables; None where none was written down."""
    return connection.scalar(select(facts.c.value).where(facts.c.name == "schema"))
