"""Tallies of many conversations, put together by agent, team or week."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from coach.conversation.evidence import Tally
from coach.conversation.findings import Criterion
from coach.conversation.recording import About
from coach.insights.agreement import Errors
from coach.insights.compare import Standing, compare
from coach.insights.estimates import Estimate, estimate, estimate_together

UNKNOWN = "unknown"
_Name = tuple[str, str | None]  # of the line, and of the agent's team


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
        estimates: one for each criterion; those of agents are drawn towards their team's.
    """

    name: str
    team: str | None
    n_conversations: int
    estimates: dict[Criterion, Estimate]


def summarise(
    tallies: Iterable[Tally], group: Group, *, zone: str = "UTC", errors: Errors | None = None
) -> list[Row]:
    """Return a line for each agent, team or week, by name; unknown ones last.

    Args:
        tallies: of the conversations to count.
        group: what makes a line.
        zone: the time zone in which weeks begin (Monday, as ISO 8601 has it).
        errors: those of the detectors, where they are known; they widen the intervals.
    """
    errors = errors or {}
    naming = line_of(group, zone)
    grouped: dict[_Name, list[Tally]] = {}
    for tally in tallies:
        grouped.setdefault(naming(tally), []).append(tally)
    ordered = sorted(grouped, key=lambda name: (name[0] == UNKNOWN, name[0], name[1] or ""))
    if group is Group.AGENT:
        rows = [row for team in _teams(ordered) for row in _rows(team, grouped, errors)]
        by_name = {(row.name, row.team): row for row in rows}
        return [by_name[name] for name in ordered]
    return [_row(name, grouped[name], errors) for name in ordered]


def standings(tallies: Iterable[Tally], criterion: Criterion) -> dict[_Name, Standing | None]:
    """Return how agents stand beside the others of their team, by (agent, team).

    None for those with too few opportunities; the places in a standing count those of the same
    team in order of their names.
    """
    naming = line_of(Group.AGENT, "UTC")
    grouped: dict[_Name, list[Tally]] = {}
    for tally in tallies:
        grouped.setdefault(naming(tally), []).append(tally)
    found: dict[_Name, Standing | None] = {}
    for team in _teams(sorted(grouped, key=lambda name: name[0])):
        known = [name for name in team if name[0] != UNKNOWN]
        counts = [_counts(grouped[name], criterion) for name in known]
        found |= zip(known, compare(counts), strict=True)
    return found


def line_of(group: Group, zone: str) -> Callable[[Tally | About], tuple[str, str | None]]:
    """Return what names the line of a conversation; of agents, together with the team.

    Args:
        group: what makes a line.
        zone: the time zone in which weeks begin.
    """
    if group is Group.AGENT:
        return lambda tally: (tally.agent or UNKNOWN, tally.team)
    if group is Group.TEAM:
        return lambda tally: (tally.team or UNKNOWN, None)
    return lambda tally: (week_of(tally.started_at, zone) if tally.started_at else UNKNOWN, None)


def week_of(moment: datetime, zone: str = "UTC") -> str:
    """Return the ISO week of a moment.

    >>> from datetime import UTC
    >>> week_of(datetime(2026, 11, 16, tzinfo=UTC))
    '2026-W47'
    """
    year, week, _ = moment.astimezone(ZoneInfo(zone)).isocalendar()
    return f"{year}-W{week:02d}"


def _teams(names: Iterable[_Name]) -> list[list[_Name]]:
    """Return agents team by team; those without a name belong to none."""
    teams: dict[str | None, list[_Name]] = {}
    for name in names:
        teams.setdefault(name[1], []).append(name)
    return list(teams.values())


def _rows(team: Sequence[_Name], grouped: Mapping[_Name, list[Tally]], errors: Errors) -> list[Row]:
    """Return the lines of the agents of one team, estimated together."""
    known = [name for name in team if name[0] != UNKNOWN]
    together = {
        criterion: estimate_together(
            [_counts(grouped[name], criterion) for name in known], errors.get(criterion)
        )
        for criterion in Criterion
    }
    return [
        _line(name, grouped[name], {c: together[c][place] for c in Criterion})
        for place, name in enumerate(known)
    ] + [_row(name, grouped[name], errors) for name in team if name[0] == UNKNOWN]


def _row(name: _Name, tallies: Sequence[Tally], errors: Errors) -> Row:
    estimates = {c: estimate(_counts(tallies, c), errors.get(c)) for c in Criterion}
    return _line(name, tallies, estimates)


def _line(name: _Name, tallies: Sequence[Tally], estimates: dict[Criterion, Estimate]) -> Row:
    return Row(*name, len({tally.conversation for tally in tallies}), estimates)


def _counts(tallies: Iterable[Tally], criterion: Criterion) -> list[tuple[int, int]]:
    return [(t.met, t.opportunities) for t in tallies if t.criterion is criterion]
