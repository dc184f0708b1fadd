"""Opening a store, and putting analyses in and taking them out.

Any SQLAlchemy URL is accepted. SQLite files are opened in write-ahead mode, so that the app
reads while a batch writes, and each conversation is one transaction: an interrupt loses at most
the one being written. What is read on one connection is the store of one moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from coach.access import Permission, Viewer
from coach.conversation.analysis import Analysis
from coach.conversation.disagreement import as_agreed
from coach.errors import StoreMissing, StoreUnavailable
from coach.store import mapping
from coach.store.claims import wrong_claims
from coach.store.following import follow
from coach.store.making import is_whole, make, version_of
from coach.store.provenance import Held, Provenance, held_under, write_provenance
from coach.store.schema import (
    SCHEMA_VERSION,
    conversations,
    facts,
    findings,
    opportunities,
    problems,
    scores,
    turns,
)

_BUSY_MS = 30_000
_CHANGE = "last change"  # the name of a fact
_WRITES = "coach_writes"  # the name of an option of a connection
_PASSWORD = re.compile(r"^([^/]*//[^/:@]*:).*@")


class Store:
    """Analyses on disk. Open one with `Store.open`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str, *, must_exist: bool = False) -> Store:
        """Return the store at a URL, made if it is not there.

        Args:
            url: any that SQLAlchemy knows.
            must_exist: refuse to make one, since who only reads would read nothing from it.

        Raises:
            StoreMissing: there is none, and there must be.
            StoreUnavailable: no such place, no right to write there, a driver that is not
                installed, or a store of another version of coach.
        """
        try:
            engine = create_engine(url)
        except (ArgumentError, NoSuchModuleError, ImportError) as exc:
            shown = _PASSWORD.sub(r"\1***@", url)
            raise StoreUnavailable(
                f"{shown!r} cannot be opened as a store ({str(exc).replace(url, shown)}); "
                "a right one is sqlite:///coach.db or postgresql+psycopg://user@host/name"
            ) from None
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _tune_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        store = cls(engine)
        if must_exist and not store._is_there():
            raise StoreMissing(
                f"there is no store at {store.name} yet: `coach score FOLDER` makes one, "
                "and --db names another"
            )
        store._prepare()
        return store

    def save(
        self,
        viewer: Viewer,
        analysis: Analysis,
        *,
        source: str,
        fingerprint: str,
        provenance: Provenance | None = None,
    ) -> None:
        """Keep an analysis, in place of an earlier one of the same conversation.

        What people agreed to be wrong in it is left out of its scores again.

        Args:
            viewer: must hold the permission to write.
            analysis: what to keep.
            source: where it came from, for people.
            fingerprint: changes when the source or the way of scoring changes.
            provenance: the file, to tell another conversation of the same id from this one.
        """
        viewer.demand(Permission.WRITE)
        row = mapping.conversation_values(analysis, source=source, fingerprint=fingerprint)
        with self.writing() as connection:
            write_analysis(connection, row, analysis)
            if provenance is not None:
                write_provenance(connection, row["id"], provenance)

    def held(self, viewer: Viewer, name: str) -> Held | None:
        """Return what is stored under an id, for those who would put another in its place."""
        viewer.demand(Permission.WRITE)
        with self.engine.connect() as connection:
            return held_under(connection, name)

    def note_problem(self, viewer: Viewer, *, source: str, sentence: str) -> None:
        """Keep the sentence that says why a source could not be scored."""
        viewer.demand(Permission.WRITE)
        with self.writing() as connection:
            row = {"source": source, "sentence": sentence}
            connection.execute(delete(problems).filter_by(**row))
            connection.execute(insert(problems).values(row))

    def forget_problems(self, viewer: Viewer, sources: Iterable[str]) -> None:
        """Drop what was noted about sources that are read anew."""
        viewer.demand(Permission.WRITE)
        with self.writing() as connection:
            for source in sources:
                connection.execute(delete(problems).where(problems.c.source == source))

    def fingerprints(self) -> frozenset[str]:
        """Return the fingerprints of all that is stored; they tell nothing about anybody."""
        with self.engine.connect() as connection:
            return frozenset(connection.scalars(select(conversations.c.fingerprint)))

    def ids(self, viewer: Viewer) -> frozenset[str]:
        """Return the ids of all that is stored, for those who would add to it."""
        viewer.demand(Permission.WRITE)
        with self.engine.connect() as connection:
            return frozenset(connection.scalars(select(conversations.c.id)))

    def load(self, viewer: Viewer, ids: Iterable[str]) -> dict[str, Analysis]:
        """Return the analyses of those conversations that exist and that the viewer may see.

        How an agent's voice moved is handed to that agent alone.
        """
        with self.engine.connect() as connection:
            return load_from(connection, viewer, ids)

    @property
    def last_change(self) -> str:
        """A text that is another after every change, so that what was worked out can be kept."""
        with self.engine.connect() as connection:
            return connection.scalar(select(facts.c.value).where(facts.c.name == _CHANGE)) or ""

    @property
    def name(self) -> str:
        """The store's address, without any password."""
        return self.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write in one transaction.

        Raises:
            StoreUnavailable: the store cannot be written.
        """
        try:
            with self._writer.begin() as connection:
                yield connection
                _mark_change(connection)
        except DBAPIError as exc:
            raise StoreUnavailable(_cannot(self.name, exc)) from exc

    def _is_there(self) -> bool:
        """Whether anything was ever stored here; asking makes no file."""
        file = self.engine.url.database
        if self.engine.dialect.name == "sqlite" and not (file and Path(file).exists()):
            return False
        try:
            return inspect(self.engine).has_table(conversations.name)
        except SQLAlchemyError as exc:
            raise StoreUnavailable(_cannot(self.name, exc)) from None

    @property
    def _writer(self) -> Engine:
        """The engine for transactions that write."""
        return self.engine.execution_options(**{_WRITES: True})

    def _prepare(self) -> None:
        """Make what is not there; where all is, those who write are not waited for."""
        try:
            with self.engine.connect() as connection:
                version = version_of(connection) if is_whole(connection) else None
            if version is None:
                with self._writer.begin() as connection:
                    version = make(connection)
        except SQLAlchemyError as exc:
            raise StoreUnavailable(_cannot(self.name, exc)) from None
        if version != str(SCHEMA_VERSION):
            raise StoreUnavailable(
                f"{self.name} was written by another version of coach (tables {version}, this one "
                f"reads {SCHEMA_VERSION}); score into a new --db"
            )


def _mark_change(connection: Connection) -> None:
    """Write a new text for `Store.last_change`, in the transaction that changes something."""
    mark = {"value": uuid4().hex}
    if not connection.execute(update(facts).where(facts.c.name == _CHANGE).values(mark)).rowcount:
        connection.execute(insert(facts).values(name=_CHANGE, **mark))


def _insert_owned(
    connection: Connection, table: Any, key: int | None, rows: list[mapping.Values]
) -> None:
    if rows:
        connection.execute(insert(table), [{"key": key, **row} for row in rows])


def write_analysis(connection: Connection, row: mapping.Values, analysis: Analysis) -> None:
    """Put an analysis in place of the one of that conversation, without what is agreed wrong.

    Args:
        connection: writes.
        row: of `conversations`, without its key.
        analysis: what to keep.
    """
    follow(connection, row["id"], [turn.text for turn in analysis.conversation.turns])
    left = as_agreed(analysis, wrong_claims(connection, row["id"]))
    connection.execute(delete(conversations).where(conversations.c.id == row["id"]))
    key = connection.scalar(insert(conversations).values(row).returning(conversations.c.key))
    _insert_owned(connection, turns, key, mapping.turn_values(left))
    _insert_owned(connection, findings, key, mapping.finding_values(left))
    _insert_owned(connection, opportunities, key, mapping.opportunity_values(left))
    _insert_owned(connection, scores, key, mapping.score_values(left))


def load_from(connection: Connection, viewer: Viewer, ids: Iterable[str]) -> dict[str, Analysis]:
    """Return analyses as `Store.load` does, of the moment at which the connection looks."""
    query = select(conversations).where(conversations.c.id.in_(list(ids)))
    rows = connection.execute(query).all()
    seen = [row for row in rows if viewer.sees(row.agent, row.team)]
    own = {row.id for row in seen if viewer.is_agent(row.agent)}
    found = _hydrate(connection, seen)
    return {name: a if name in own else _toneless(a) for name, a in found.items()}


def write_scores(connection: Connection, key: int, analysis: Analysis) -> None:
    """Put opportunities and scores in place of those there are, without what is agreed wrong."""
    left = as_agreed(analysis, wrong_claims(connection, analysis.conversation.id))
    _replace_owned(connection, opportunities, key, mapping.opportunity_values(left))
    _replace_owned(connection, scores, key, mapping.score_values(left))


def _replace_owned(
    connection: Connection, table: Table, key: int, rows: list[mapping.Values]
) -> None:
    """Put rows in place of those that a conversation has in a table."""
    connection.execute(delete(table).where(table.c.key == key))
    _insert_owned(connection, table, key, rows)


def _hydrate(connection: Connection, rows: Sequence[Any]) -> dict[str, Analysis]:
    keys = [row.key for row in rows]
    owned = {table.name: _by_key(connection, table, keys) for table in _OWNED}
    return {
        row.id: _analysis(row, {n: t.get(row.key, []) for n, t in owned.items()}) for row in rows
    }


def _toneless(analysis: Analysis) -> Analysis:
    return replace(analysis, dynamics=replace(analysis.dynamics, tone=None))


_OWNED = (turns, findings, opportunities, scores)
_ORDER = {
    "turns": turns.c.turn,
    "findings": findings.c.finding,
    "opportunities": opportunities.c.opportunity,
    "scores": scores.c.place,
}


def _by_key(connection: Connection, table: Any, keys: list[int]) -> dict[int, list[Any]]:
    query = select(table).where(table.c.key.in_(keys)).order_by(table.c.key, _ORDER[table.name])
    grouped: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        grouped.setdefault(row.key, []).append(row)
    return grouped


def _analysis(row: Any, owned: dict[str, list[Any]]) -> Analysis:
    found = tuple(mapping.finding_from(r) for r in owned["findings"])
    return Analysis(
        conversation=mapping.conversation_from(row, owned["turns"]),
        findings=found,
        opportunities=tuple(mapping.opportunity_from(r, found) for r in owned["opportunities"]),
        scores=tuple(mapping.score_from(r) for r in owned["scores"]),
        dynamics=mapping.dynamics_from(row.dynamics),
        rubric=row.rubric,
    )


def _tune_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # else Python begins no transaction before what only reads
    for pragma in (
        f"busy_timeout={_BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin: who writes waits for the others at once, since who has read may not wait later."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _cannot(shown: str, exc: SQLAlchemyError) -> str:
    reason = str(getattr(exc, "orig", exc)).splitlines()[0]
    return f"the store {shown} cannot be written ({reason}); choose another place with --db"
