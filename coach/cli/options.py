"""Options that several commands share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from coach.workspace import Filter

Db = Annotated[
    str | None,
    typer.Option("--db", help="The store: a database URL or an SQLite file. Default: coach.db"),
]
Rubric = Annotated[
    Path | None, typer.Option("--rubric", help="A rubric of your own; default: care.toml.")
]
Agent = Annotated[str | None, typer.Option("--agent", help="Only this agent.")]
Team = Annotated[str | None, typer.Option("--team", help="Only this team.")]
Since = Annotated[
    datetime | None, typer.Option("--since", help="From this day or time on (UTC if no zone).")
]
Until = Annotated[datetime | None, typer.Option("--until", help="Up to, but not including.")]


def filter_of(
    agent: str | None, team: str | None, since: datetime | None, until: datetime | None
) -> Filter:
    """Return the filter that the options describe."""
    from coach.workspace import Filter

    return Filter(agent=agent, team=team, since=_aware(since), until=_aware(until))


def _aware(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
