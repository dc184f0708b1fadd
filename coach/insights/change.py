"""Whether a rate has changed over the weeks, and where that cannot be told.

The log odds of meeting an opportunity follow a line over the weeks; the line's slope is shrunk
towards none. A change is claimed only where its direction is surer than 97.5 %: without any
change that happens in fewer than one of twenty looks. Single weeks are mostly too few to speak of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np

from coach.conversation.evidence import Tally
from coach.insights.logistic import Shift, fit, shift_of, weights_of
from coach.insights.pooling import Floats

LEAST_OPPORTUNITIES = 24
LEAST_WEEKS = 3
SURENESS = 0.975
_ANY, _SLOPE = 10.0, 1.0  # prior standard deviations: of the level, of the whole change
_DAYS = 7


class Verdict(StrEnum):
    """What can be said about a change."""

    RISEN = "risen"
    FALLEN = "fallen"
    UNTOLD = "no change can be told"
    TOO_LITTLE = "too little to tell"


@dataclass(frozen=True, slots=True)
class Change:
    """How a rate went over some weeks.

    Attributes:
        verdict: what can be said.
        n_weeks: calendar weeks from the first with an opportunity to the last, both counted.
        opportunities: in all of them.
        shift: from the first week to the last; None where there is too little.
    """

    verdict: Verdict
    n_weeks: int
    opportunities: int
    shift: Shift | None = None


def change_of(tallies: Iterable[Tally], *, zone: str = "UTC") -> Change:
    """Return how the rate of one criterion went; what has no date says nothing.

    Args:
        tallies: of that criterion, of one agent or team.
        zone: the time zone in which weeks begin (Monday, as ISO 8601 has it).
    """
    held = [(t, _week(t.started_at, zone)) for t in tallies if t.opportunities and t.started_at]
    weeks, n = {week for _, week in held}, sum(t.opportunities for t, _ in held)
    first, last = min(weeks, default=0), max(weeks, default=-1)
    n_weeks = last - first + 1
    if len(weeks) < LEAST_WEEKS or n < LEAST_OPPORTUNITIES:
        return Change(Verdict.TOO_LITTLE, n_weeks, n)
    rows = [
        (tally.conversation, (week - first) / (last - first), met)
        for tally, week in sorted(held, key=lambda each: each[0].conversation)
        for met in (True,) * tally.met + (False,) * (tally.opportunities - tally.met)
    ]
    shift = _shift(rows)
    return Change(verdict_of(shift, SURENESS), n_weeks, n, shift)


def verdict_of(shift: Shift, sureness: float) -> Verdict:
    """Return what can be said of a shift whose direction has to be as sure as that."""
    if shift.sureness < sureness:
        return Verdict.UNTOLD
    return Verdict.RISEN if shift.difference > 0 else Verdict.FALLEN


def _week(moment: datetime | None, zone: str) -> int:
    """Return the number of a week, counted from long ago."""
    return 0 if moment is None else (moment.astimezone(ZoneInfo(zone)).toordinal() - 1) // _DAYS


def _shift(rows: list[tuple[str, float, bool]]) -> Shift:
    at = np.array([place for _, place, _ in rows])
    met = [is_met for _, _, is_met in rows]
    weights = weights_of([name for name, _, _ in rows], [""] * len(rows), met)
    model = fit(_line(at), np.array(met, dtype=float), weights, (_ANY, _SLOPE))
    ends = np.array([0.0, 1.0])
    return shift_of(model, 1, _line(ends[1:]), _line(ends[:1]))


def _line(at: Floats) -> Floats:
    return np.column_stack([np.ones(len(at)), at - 0.5])
