"""What the stages find: standoff, so that the text itself is never touched.

Every later layer reads these types and no other: a cue points at the characters that show it
and at who found it, an opportunity at its cue and at the cues that met it, a score at its
opportunities. So every number leads back to words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from coach.conversation.codebook import Label, Role
from coach.conversation.span import Seconds
from coach.conversation.voices import Tone


@dataclass(frozen=True, slots=True)
class CueFinding:
    """A label that holds for a turn, with the words that show it.

    Attributes:
        turn: index into the conversation's turns.
        label: what holds.
        p: the finder's probability that a careful annotator would agree, in 0..1.
        start: first code point of the evidence in the turn's text.
        end: one past the last.
        by: who found it: "rule:<id>", "model:<name>", or both joined by "+".
    """

    turn: int
    label: Label
    p: float
    start: int
    end: int
    by: str

    def __post_init__(self) -> None:
        if self.turn < 0 or not 0 <= self.start < self.end:
            raise ValueError(
                f"a finding needs 0 <= turn and 0 <= start < end, got {self.turn}, "
                f"[{self.start}, {self.end})"
            )
        if not 0 <= self.p <= 1:
            raise ValueError(f"a probability lies in 0..1, got {self.p}")

    @property
    def is_by_model_alone(self) -> bool:
        """Whether a trained model found it and nothing else did."""
        return self.by.startswith("model:") and "+" not in self.by


class State(StrEnum):
    """What became of an opportunity.

    `MET` alone counts as met. `LATE` was met after its window and within a second one: it is
    shown and counts as not met. `NOT_JUDGEABLE` counts nowhere.
    """

    MET = "met"
    LATE = "late"
    MISSED = "missed"
    NOT_JUDGEABLE = "not_judgeable"


class Unjudged(StrEnum):
    """Why an opportunity cannot be judged."""

    POOR_TRANSCRIPT = "poor_transcript"
    CUT_OFF = "cut_off"
    UNANSWERED = "unanswered"
    LEFT_OUT = "left_out"  # people agreed that it is wrong


class Criterion(StrEnum):
    """What a scorecard judges."""

    EMPATHY = "empathy"
    LISTENING = "active_listening"
    TRANSPARENCY = "transparency"
    RELATIONSHIP = "relationship"


@dataclass(frozen=True, slots=True)
class News:
    """How bad news was told: for each part the cue that shows it; None where none does.

    Attributes:
        plain: it was said plainly.
        reason: why it is so.
        feeling: what it means for this customer was met.
        instead: what can be done instead, or happens next.
    """

    plain: CueFinding | None = None
    reason: CueFinding | None = None
    feeling: CueFinding | None = None
    instead: CueFinding | None = None


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A moment that the agent could meet.

    Attributes:
        criterion: what it counts towards.
        pairing: id of the rubric's pairing that opened it.
        moment: the finding that opened it.
        state: what became of it.
        met_by: the cues that met it, in time or late, in order; else empty.
        deadline: index of the last turn in which it could be met in time.
        generic: cues in the window that would have met it, had they taken this customer up.
        unjudged: why it cannot be judged; None when it was.
        news: the four parts of bad news; None for other moments.
        before: as it was judged before people agreed to leave it out; None where they did not.
    """

    criterion: Criterion
    pairing: str
    moment: CueFinding
    state: State
    met_by: tuple[CueFinding, ...]
    deadline: int
    generic: tuple[CueFinding, ...] = ()
    unjudged: Unjudged | None = None
    news: News | None = None
    before: Opportunity | None = None

    def __post_init__(self) -> None:
        if (self.before is None) == (self.unjudged is Unjudged.LEFT_OUT):
            raise ValueError("what is left out, and nothing else, says how it was judged before")
        if (self.state in {State.MET, State.LATE}) != bool(self.met_by):
            raise ValueError(f"{self.state} does not go with {len(self.met_by)} cues")
        if (self.state is State.NOT_JUDGEABLE) != (self.unjudged is not None):
            raise ValueError(f"{self.state} does not go with the reason {self.unjudged}")

    @property
    def is_met(self) -> bool:
        """Whether the agent met it in time."""
        return self.state is State.MET

    @property
    def is_judged(self) -> bool:
        """Whether it counts."""
        return self.state is not State.NOT_JUDGEABLE


@dataclass(frozen=True, slots=True)
class Score:
    """How many opportunities of one criterion were met. No opportunity, no score.

    >>> Score(Criterion.EMPATHY, met=1, opportunities=2).value
    0.5
    >>> Score(Criterion.EMPATHY, met=0, opportunities=0).value is None
    True
    """

    criterion: Criterion
    met: int
    opportunities: int

    def __post_init__(self) -> None:
        if not 0 <= self.met <= self.opportunities:
            raise ValueError(f"{self.met} of {self.opportunities} opportunities cannot be met")

    @property
    def value(self) -> float | None:
        """Share met, in 0..1; None without an opportunity, which is not a zero."""
        return self.met / self.opportunities if self.opportunities else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in the call and who it is put down to.

    `by` is None when it belongs to neither side alone.
    """

    start: Seconds
    end: Seconds
    by: Role | None = None

    @property
    def duration(self) -> Seconds:
        """Length in seconds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 90th percentile, in seconds, over `n` values."""

    median: Seconds
    p90: Seconds
    n: int


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sides(Generic[T]):
    """One value for each side; None where it cannot be had."""

    agent: T | None = None
    customer: T | None = None


@dataclass(frozen=True, slots=True)
class Dynamics:
    """The shape of a conversation in time: who spoke how long, and who waited for whom.

    A measure that cannot be had is None, and `quality` says why. What each measure means, and
    where its thresholds come from, is in docs/dynamics.md.

    Attributes:
        talk_share: share of all speech time, in 0..1; both sides sum to one.
        silences: stretches in which nobody spoke, put down to whoever then broke them.
        holds: stretches in which the customer was put on hold; they are no silences.
        overlaps: stretches in which both spoke, put down to whoever came in.
        interruptions: overlaps in which whoever came in took the floor.
        backchannels: "mm-hm", "はい": what a listener said without taking the floor.
        response_times: how long each side took to answer the other, in seconds.
        longest_monologue: the longest run of one side's speech, in seconds.
        pace: how fast each side spoke: words a minute, in Japanese morae a minute.
        patience: seconds between the customer's end and the agent's start, below zero where the
            agent came in early.
        balance: the agent's share of talk in the first, second and last third of the call.
        tone: how the agent's voice moved, against itself; for the agent's own eyes.
        reply_delays: seconds between a message and the other side's answer (written channels).
        quality: sentences about what could not be measured.
    """

    talk_share: Sides[float] = Sides()
    silences: tuple[Stretch, ...] | None = None
    overlaps: tuple[Stretch, ...] | None = None
    response_times: Sides[Spread] = Sides()
    longest_monologue: Sides[Seconds] = Sides()
    reply_delays: Sides[Spread] = Sides()
    quality: tuple[str, ...] = ()
    holds: tuple[Stretch, ...] | None = None
    interruptions: tuple[Stretch, ...] | None = None
    backchannels: tuple[Stretch, ...] | None = None
    pace: Sides[float] = Sides()
    patience: Spread | None = None
    balance: tuple[float | None, ...] = ()
    tone: Tone | None = None
