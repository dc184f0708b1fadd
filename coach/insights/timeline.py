"""Care before knowledge: when the customer was met, and when they were told. Shown, not scored.

first difficulty ---------> first care that takes it up ---------> first solution or information
                 turns, seconds                      turns, seconds
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding
from coach.conversation.span import Seconds
from coach.rubric.case import Case, case_of
from coach.rubric.criteria import Rubric


@dataclass(frozen=True, slots=True)
class Step:
    """A finding and how long after the first difficulty it came.

    Attributes:
        finding: what was said.
        turns: of the agent since then, this one included.
        seconds: since the end of that turn; None without times.
    """

    finding: CueFinding
    turns: int
    seconds: Seconds | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The first difficulty, and what came after it; None where it never came."""

    difficulty: CueFinding
    care: Step | None
    knowledge: Step | None

    @property
    def care_came_first(self) -> bool | None:
        """Whether care came before knowledge or in the same turn; None where neither came."""
        if self.care is None:
            return None if self.knowledge is None else False
        return self.knowledge is None or self.care.turns <= self.knowledge.turns


def timeline(analysis: Analysis, rubric: Rubric) -> Timeline | None:
    """Return the timeline of a conversation; None where the customer showed no difficulty."""
    case = case_of(analysis.conversation, analysis.findings, rubric)
    course = rubric.course
    every = range(len(analysis.conversation.turns))
    difficulty = next(case.cues(every, course.difficulty), None)
    if difficulty is None:
        return None
    care = (cue for cue in _after(case, difficulty, course.care) if case.takes_up(cue))
    told = (cue for cue in _after(case, difficulty, course.knowledge) if case.is_concrete(cue))
    return Timeline(
        difficulty, _step(case, difficulty, next(care, None)),
        _step(case, difficulty, next(told, None)),
    )  # fmt: skip


def _after(case: Case, moment: CueFinding, labels: frozenset[Label]) -> Iterator[CueFinding]:
    return case.cues(range(moment.turn + 1, len(case.conversation.turns)), labels)


def _step(case: Case, moment: CueFinding, found: CueFinding | None) -> Step | None:
    if found is None:
        return None
    turns = case.conversation.turns
    n_turns = sum(turn.is_agent for turn in turns[moment.turn + 1 : found.turn + 1])
    asked, answered = turns[moment.turn].span, turns[found.turn].span
    seconds = answered.start - asked.end if asked and answered else None
    return Step(found, n_turns, seconds)
