"""What an agent works on: one thing at a time, from a date on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coach.conversation.findings import Criterion


@dataclass(frozen=True, slots=True)
class Focus:
    """A focus that a lead set for an agent.

    Attributes:
        agent: who works on it.
        team: the agent's team.
        criterion: what it counts towards.
        pairing: id of the one pairing of the rubric that it is about; None for all of the
            criterion's.
        since: when the agent began; aware UTC.
        set_by: the name of the viewer who set it.
    """

    agent: str
    team: str | None
    criterion: Criterion
    pairing: str | None
    since: datetime
    set_by: str

    def __post_init__(self) -> None:
        if self.since.tzinfo is None:
            raise ValueError(f"a time of day needs its zone, got {self.since.isoformat()}")
