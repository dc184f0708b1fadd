"""Everything that can be said of each agent, side by side: rates, order, difficulty, change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach.conversation.evidence import Chance, Tally
from coach.conversation.findings import Criterion
from coach.insights.agreement import Errors
from coach.insights.change import Change, change_of
from coach.insights.compare import Standing
from coach.insights.difficulty import Adjusted, adjust
from coach.insights.trends import UNKNOWN, Group, Row, standings, summarise


@dataclass(frozen=True, slots=True)
class Overview:
    """One agent with everything that can be said of them.

    Attributes:
        row: the rates.
        standings: beside the others of the team; None with too few opportunities.
        adjusted: the rates with the difficulty of the cases taken out; None where it is not
            offered.
        changes: over the weeks.
    """

    row: Row
    standings: dict[Criterion, Standing | None]
    adjusted: dict[Criterion, Adjusted | None]
    changes: dict[Criterion, Change]


def overview(
    tallies: Sequence[Tally],
    chances: Sequence[Chance],
    *,
    zone: str = "UTC",
    errors: Errors | None = None,
) -> list[Overview]:
    """Return a line for each agent, in the order of `summarise`.

    Args:
        tallies: of all conversations.
        chances: the opportunities in them.
        zone: the time zone in which weeks begin.
        errors: those of the detectors.
    """
    rows = summarise(tallies, Group.AGENT, zone=zone, errors=errors)
    stand = {criterion: standings(tallies, criterion) for criterion in Criterion}
    fair = {criterion: adjusted_rates(rows, chances, criterion) for criterion in Criterion}
    return [
        Overview(
            row,
            {c: stand[c].get((row.name, row.team)) for c in Criterion},
            {c: fair[c].get((row.name, row.team)) for c in Criterion},
            changes(_of(tallies, row), zone=zone),
        )
        for row in rows
    ]


def adjusted_rates(
    rows: Iterable[Row], chances: Iterable[Chance], criterion: Criterion
) -> dict[tuple[str, str | None], Adjusted]:
    """Return adjusted rates by (agent, team), each within the team."""
    held = [chance for chance in chances if chance.criterion is criterion]
    by_team: dict[str | None, list[Row]] = {}
    for row in rows:
        if row.name != UNKNOWN:
            by_team.setdefault(row.team, []).append(row)
    return {
        (name, team): fair
        for team, members in by_team.items()
        for name, fair in adjust(
            {row.name: row.estimates[criterion] for row in members},
            [chance for chance in held if chance.team == team],
        ).items()
    }


def changes(tallies: Iterable[Tally], *, zone: str = "UTC") -> dict[Criterion, Change]:
    """Return how each criterion went over the weeks."""
    held = list(tallies)
    return {c: change_of((t for t in held if t.criterion is c), zone=zone) for c in Criterion}


def _of(tallies: Iterable[Tally], row: Row) -> list[Tally]:
    name = None if row.name == UNKNOWN else row.name
    return [tally for tally in tallies if (tally.agent, tally.team) == (name, row.team)]
