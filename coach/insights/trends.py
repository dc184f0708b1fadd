"""Tallies of many conversations, put together by agent, team or week."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from coach.conversation.evidence import Tally
from coach.conversation.findings import Criterion
from coach.insights.estimates import Estimate, estimate

UNKNOWN = "unknown"


class Group(StrEnum):
    """What to put together."""

    AGENT = "agent"
    TEAM = "team"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a scorecard.

    Attributes:
        name: the agent, team or week ("2026-W45"); "unknown" where nobody told us.
        team: the agent's team when lines are agents; None otherwise or if unknown.
        n_conversations: all of them, also those without any opportunity.
        estimates: one for each criterion.
    """

    name: str
    team: str | None
    n_conversations: int
    estimates: dict[Criterion, Estimate]


def summarise(tallies: Iterable[Tally], group: Group, *, zone: str = "UTC") -> list[Row]:
    """Return a line for each agent, team or week, by name; unknown ones last.

    Args:
        tallies: of the conversations to count.
        group: what makes a line.
        zone: the time zone in which weeks begin (Monday, as ISO 8601 has it).
    """
    naming = _naming(group, zone)
    grouped: dict[tuple[str, str | None], list[Tally]] = {}
    for tally in tallies:
        grouped.setdefault(naming(tally), []).append(tally)
    ordered = sorted(grouped, key=lambda name: (name[0] == UNKNOWN, name[0], name[1] or ""))
    return [_row(name, team, grouped[name, team]) for name, team in ordered]


def week_of(moment: datetime, zone: str = "UTC") -> str:
    """Return the ISO week of a moment.

    >>> from datetime import UTC
    >>> week_of(datetime(2026, 11, 16, tzinfo=UTC))
    '2026-W47'
    """
    year, week, _ = moment.astimezone(ZoneInfo(zone)).isocalendar()
    return f"{year}-W{week:02d}"


def _naming(group: Group, zone: str) -> Callable[[Tally], tuple[str, str | None]]:
    if group is Group.AGENT:
        return lambda tally: (tally.agent or UNKNOWN, tally.team)
    if group is Group.TEAM:
        return lambda tally: (tally.team or UNKNOWN, None)
    return lambda tally: (week_of(tally.started_at, zone) if tally.started_at else UNKNOWN, None)


def _row(name: str, team: str | None, tallies: list[Tally]) -> Row:
    counts: dict[Criterion, list[tuple[int, int]]] = {criterion: [] for criterion in Criterion}
    for tally in tallies:
        counts[tally.criterion].append((tally.met, tally.opportunities))
    return Row(
        name=name,
        team=team,
        n_conversations=len({tally.conversation for tally in tallies}),
        estimates={criterion: estimate(pairs) for criterion, pairs in counts.items()},
    )
