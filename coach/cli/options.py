"""Options that several commands share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from coach.workspace import Filter, Workspace

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
    """Return the filter that the options describe.

    Raises:
        BadParameter: it ends before it begins.
    """
    from coach.workspace import Filter

    first, end = since and aware(since), until and aware(until, "--until")
    if first is not None and end is not None and first >= end:
        hint = f"{end:%Y-%m-%d %H:%M} must be later than --since, which is {first:%Y-%m-%d %H:%M}"
        raise typer.BadParameter(hint, param_hint="'--until'")
    return Filter(agent=agent, team=team, since=first, until=end)


def known_filter(
    workspace: Workspace,
    agent: str | None,
    team: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Filter:
    """Return the filter that the options describe, for what is stored.

    Raises:
        BadParameter: it ends before it begins.
        InputError: nobody of that name, or no such team, is stored.
    """
    from coach.workspace import demand_known

    which = filter_of(agent, team, since, until)
    demand_known(workspace, which)
    return which


def aware(moment: datetime, option: str = "--since") -> datetime:
    """Return a time that was typed for an option; without a zone it is UTC.

    Raises:
        BadParameter: in UTC it lies outside the years 1 to 9999.
    """
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        hint = f"{moment.isoformat()} lies outside the years 1 to 9999"
        raise typer.BadParameter(hint, param_hint=f"'{option}'") from None
