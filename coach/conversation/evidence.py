"""What many conversations are looked at by: tallies, and moments and cues where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.conversation import Channel
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


@dataclass(frozen=True, slots=True)
class Chance:
    """An opportunity beside what came in with it: what the agent could not choose.

    Attributes:
        conversation: where it was.
        agent: who could meet it.
        team: the agent's team.
        started_at: when the conversation began.
        criterion: what it counts towards.
        pairing: id of the rubric's pairing that opened it.
        is_met: whether it was met.
        channel: what the conversation came by.
        queue: the topic or line it came in by.
        began_upset: whether the customer showed distress in their first two turns.
        n_customer_turns: how long the conversation was.
    """

    conversation: str
    agent: str | None
    team: str | None
    started_at: datetime | None
    criterion: Criterion
    pairing: str
    is_met: bool
    channel: Channel
    queue: str | None
    began_upset: bool
    n_customer_turns: int


@dataclass(frozen=True, slots=True)
class Course:
    """How a conversation went, as the customer's own words tell.

    Attributes:
        conversation: which one.
        agent: who handled it.
        n_customer_turns: how many turns the customer had.
        trouble: for each of these, whether it shows distress or confusion.
        behaviours: what the agent did before the customer's last third.
    """

    conversation: str
    agent: str | None
    n_customer_turns: int
    trouble: tuple[bool, ...]
    behaviours: frozenset[Label]
