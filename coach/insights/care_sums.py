"""What is shown beside the scores, counted over many conversations. Counted, never scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TypeVar

from coach.conversation.analysis import Analysis
from coach.conversation.disagreement import NOTHING_WRONG, Claim, without
from coach.conversation.recording import About
from coach.insights.apology import Part, apologies, overdone
from coach.insights.beyond import beyond
from coach.insights.canned import Canned, find_canned
from coach.insights.feedback_loop import Loop, feedback_loops
from coach.insights.repeats import Repeat, repeats
from coach.insights.timeline import Timeline, timeline
from coach.rubric.criteria import Rubric

_Line = TypeVar("_Line")


@dataclass(frozen=True, slots=True)
class Course:
    """When customers with a difficulty were met, and when they were told.

    Attributes:
        n: conversations in which one showed, and care or knowledge came after it.
        care_first: in how many care came first, or both in one turn.
        care_after: after how many answers care came, at the middle; None where it never came.
        knowledge_after: the same of the first solution or information.
    """

    n: int
    care_first: int
    care_after: float | None
    knowledge_after: float | None


@dataclass(frozen=True, slots=True)
class Apologies:
    """Real apologies, which parts they had, and how many came too often.

    Attributes:
        n: those for a trouble that the customer spoke of.
        parts: each part with how many of them had it, in the order of the parts.
        overdone: from the third on without a new action or fact; not among `n` alone.
    """

    n: int
    parts: tuple[tuple[Part, int], ...]
    overdone: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """How often customers gave feedback, and what followed how often."""

    n: int
    thanked: int
    taken_seriously: int
    acted_on: int
    told_back: int


@dataclass(frozen=True, slots=True)
class CareSums:
    """What is shown of several conversations.

    Attributes:
        n_conversations: how many were read.
        course: care before knowledge.
        apologies: their parts, and those that came too often.
        beyond: turns that went beyond what was asked, of the levels 1, 2 and 3.
        feedback: what became of it.
        said_again: how often a customer had to say something again.
        to_another: how many of those to another agent than the first time.
        canned: what is said nearly word for word in several of them, the most frequent first.
        left_out: findings that were agreed to be wrong, on which nothing here rests.
    """

    n_conversations: int
    course: Course
    apologies: Apologies
    beyond: tuple[int, int, int]
    feedback: Feedback
    said_again: int
    to_another: int
    canned: tuple[Canned, ...]
    left_out: int = 0


@dataclass(slots=True)
class _Held:
    """What was found for one line so far."""

    read: list[Analysis] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    again: list[Repeat] = field(default_factory=list)
    n_left_out: int = 0


def sum_care(
    cases: Iterable[Sequence[Analysis]],
    rubric: Rubric,
    line_of: Callable[[About], _Line],
    counted: Collection[str],
    wrong: Mapping[str, Collection[Claim]] = NOTHING_WRONG,
) -> dict[_Line, CareSums]:
    """Return what is shown of the conversations of each line.

    Args:
        cases: the conversations of each case, oldest first.
        rubric: says what counts.
        line_of: the line to which a conversation belongs, as an agent.
        counted: ids of the conversations to count; the others of a case are only looked into.
        wrong: what was agreed to be wrong, by conversation.
    """
    held: dict[_Line, _Held] = {}
    for whole in cases:
        lines = {each.conversation.id: line_of(each.conversation.about) for each in whole}
        case = [without(each, wrong.get(each.conversation.id, ())) for each in whole]
        for before, each in zip(whole, case, strict=True):
            name = each.conversation.id
            if name in counted:
                line = held.setdefault(lines[name], _Held())
                line.read.append(each)
                line.n_left_out += len(before.findings) - len(each.findings)
        for loop in feedback_loops(case, rubric):
            if loop.conversation in counted:
                held[lines[loop.conversation]].loops.append(loop)
        for repeat in repeats(case, rubric):
            if repeat.again.conversation in counted:
                held[lines[repeat.again.conversation]].again.append(repeat)
    return {line: _summed(found, rubric) for line, found in held.items()}


def _summed(held: _Held, rubric: Rubric) -> CareSums:
    levels = Counter(each.level for analysis in held.read for each in beyond(analysis))
    lines = [timeline(analysis, rubric) for analysis in held.read]
    return CareSums(
        len(held.read),
        _course([line for line in lines if line is not None]),
        _apologies(held.read, rubric),
        (levels[1], levels[2], levels[3]),
        _feedback(held.loops),
        len(held.again),
        sum(not repeat.same_agent for repeat in held.again),
        tuple(find_canned(held.read)),
        held.n_left_out,
    )


def _course(lines: Sequence[Timeline]) -> Course:
    told = [line for line in lines if line.care_came_first is not None]
    care = [line.care.turns for line in told if line.care]
    knowledge = [line.knowledge.turns for line in told if line.knowledge]
    return Course(
        len(told),
        sum(line.care_came_first is True for line in told),
        median(care) if care else None,
        median(knowledge) if knowledge else None,
    )


def _apologies(read: Sequence[Analysis], rubric: Rubric) -> Apologies:
    found = [sorry for analysis in read for sorry in apologies(analysis, rubric)]
    had = Counter(part for sorry in found for part, _ in sorry.parts)
    n_overdone = sum(len(overdone(analysis, rubric)) for analysis in read)
    return Apologies(len(found), tuple((part, had[part]) for part in Part), n_overdone)


def _feedback(loops: Sequence[Loop]) -> Feedback:
    return Feedback(
        len(loops),
        sum(loop.thanked for loop in loops),
        sum(loop.taken_seriously for loop in loops),
        sum(loop.acted_on for loop in loops),
        sum(loop.told_back is not None for loop in loops),
    )
