"""What many conversations are looked at by: tallies, and moments and cues where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coach.conversation.analysis import Analysis
from coach.conversation.findings import Criterion, CueFinding, Opportunity


@dataclass(frozen=True, slots=True)
class Tally:
    """The score of one criterion in one conversation."""

    conversation: str
    agent: str | None
    team: str | None
    started_at: datetime | None
    criterion: Criterion
    met: int
    opportunities: int


@dataclass(frozen=True, slots=True)
class Moment:
    """An opportunity in its conversation."""

    analysis: Analysis
    opportunity: Opportunity


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding in its conversation."""

    analysis: Analysis
    finding: CueFinding
