"""`coach report`: who met how many of which opportunities."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from coach.cli.options import Agent, Db, Since, Team, Until, filter_of

if TYPE_CHECKING:
    from coach.workspace import Estimate, Row

_TITLES = {
    "empathy": "Empathy",
    "active_listening": "Active listening",
    "transparency": "Transparency",
    "relationship": "Relationship",
}


def report(
    by: Annotated[Literal["agent", "team", "week"], typer.Option(help="What makes a line.")] = (
        "agent"
    ),
    db: Db = None,
    agent: Agent = None,
    team: Team = None,
    since: Since = None,
    until: Until = None,
    output: Annotated[
        Literal["text", "json", "csv"], typer.Option("--format", help="How to print it.")
    ] = "text",
) -> None:
    """Print scores by agent, team or week: met of opportunities, with 90 % intervals."""
    from coach.workspace import Workspace

    rows = Workspace.open(db=db).report(by, filter_of(agent, team, since, until))
    if output == "json":
        typer.echo(json.dumps([_plain(row) for row in rows], ensure_ascii=False))
    elif output == "csv":
        typer.echo(_csv(rows), nl=False)
    else:
        _print(rows, by)


def _print(rows: list[Row], by: str) -> None:
    console = Console(highlight=False)
    if not rows:
        console.print("Nothing is stored here yet: `coach score FOLDER` fills the store.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(by.capitalize())
    table.add_column("n", justify="right", no_wrap=True)
    for title in _TITLES.values():
        table.add_column(title, no_wrap=True)
    for row in rows:
        cells = [_cell(estimate) for estimate in row.estimates.values()]
        table.add_row(row.name, str(row.n_conversations), *cells)
    console.print(table)
    console.print(
        "met/opportunities; from 8 on, the rate in % and its 90 % interval; – no opportunity",
        style="dim",
    )


def _cell(estimate: Estimate) -> str:
    if not estimate.opportunities:
        return "–"
    counts = f"{estimate.met}/{estimate.opportunities}"
    if estimate.rate is None or estimate.low is None or estimate.high is None:
        return counts
    low, rate, high = (round(100 * x) for x in (estimate.low, estimate.rate, estimate.high))
    return f"{counts} {rate} [{low}–{high}]"


def _plain(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "team": row.team,
        "conversations": row.n_conversations,
        "scores": {c.value: _estimate(e) for c, e in row.estimates.items()},
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "met": estimate.met,
        "opportunities": estimate.opportunities,
        "conversations": estimate.n_conversations,
        "rate": _round(estimate.rate),
        "low": _round(estimate.low),
        "high": _round(estimate.high),
    }


def _csv(rows: list[Row]) -> str:
    out = io.StringIO()
    fields = ("met", "opportunities", "rate", "low", "high")
    writer = csv.writer(out, lineterminator="\n")
    names = [f"{criterion}_{field}" for criterion in _TITLES for field in fields]
    writer.writerow(["name", "team", "conversations", *names])
    for row in rows:
        values = [_estimate(e)[field] for e in row.estimates.values() for field in fields]
        writer.writerow([_safe(row.name), _safe(row.team or ""), row.n_conversations, *values])
    return out.getvalue()


def _safe(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
