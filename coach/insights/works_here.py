"""What goes together with conversations that end better than they began, at this place.

Better is what the customer's own words show: trouble (distress or confusion) in fewer of their
last turns than of their first. Only conversations that began with trouble can end better.
Feedback does not count as trouble, since praise is feedback too. What goes together need not be
a cause: an agent may say sorry because a case is bad. Agents have effects of their own in the
model, so that a behaviour does not shine because the best agent has the habit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from coach.conversation.codebook import CUES, Label
from coach.conversation.evidence import Course
from coach.insights.logistic import Shift, fit, shift_of
from coach.insights.pooling import Floats

LEAST_TURNS = 3
LEAST_CONVERSATIONS = 20
SURENESS = 0.975
_ANY, _OF_AN_AGENT, _OF_A_BEHAVIOUR = 10.0, 0.6, 0.7  # prior standard deviations, log odds


@dataclass(frozen=True, slots=True)
class Association:
    """A behaviour, and how often conversations with and without it ended better.

    Attributes:
        behaviour: what the agent did before the customer's last third.
        n_with: conversations in which they did, of those that began with trouble.
        better_with: how many of them ended better.
        n_without: conversations in which they did not.
        better_without: how many of them ended better.
        shift: of the share that ended better, between agents' like.
        is_told: whether the direction holds, although many behaviours were looked at.
    """

    behaviour: Label
    n_with: int
    better_with: int
    n_without: int
    better_without: int
    shift: Shift
    is_told: bool = False


def ended_better(course: Course) -> bool | None:
    """Return whether trouble was rarer in the last third than in the first.

    None where the first third shows none, or the customer had fewer than three turns.

    >>> ended_better(Course("1", None, 3, (True, True, False), frozenset()))
    True
    """
    n = course.n_customer_turns
    third = n // 3
    if n < LEAST_TURNS or not any(course.trouble[:third]):
        return None
    return sum(course.trouble[-third:]) < sum(course.trouble[:third])


def works_here(courses: Iterable[Course]) -> list[Association]:
    """Return every behaviour that can be looked at, the largest difference first.

    That is one that was shown in 20 conversations that began with trouble, and not in 20 others.
    Directions are told as far as they hold together: by Holm's step-down rule at 5 %.
    """
    held = [(course, better) for course in courses if (better := ended_better(course)) is not None]
    found = []
    for label in CUES:
        shown = [label in course.behaviours for course, _ in held]
        if min(sum(shown), len(shown) - sum(shown)) >= LEAST_CONVERSATIONS:
            found.append(_association(label, held, shown))
    return sorted(_told(found), key=lambda each: -each.shift.difference)


def _association(
    label: Label, held: Sequence[tuple[Course, bool]], shown: Sequence[bool]
) -> Association:
    agents = sorted({course.agent or "" for course, _ in held})
    columns: list[Floats] = [np.ones(len(held)), np.array(shown, dtype=float)]
    columns += [np.array([(c.agent or "") == name for c, _ in held], float) for name in agents]
    design = np.column_stack(columns)
    better = np.array([is_better for _, is_better in held], dtype=float)
    sds = (_ANY, _OF_A_BEHAVIOUR, *[_OF_AN_AGENT] * len(agents))
    model = fit(design, better, np.ones(len(held)), sds)
    with_it, without = design.copy(), design.copy()
    with_it[:, 1], without[:, 1] = 1, 0
    had = np.array(shown)
    return Association(
        label,
        int(had.sum()),
        int(better[had].sum()),
        int((~had).sum()),
        int(better[~had].sum()),
        shift_of(model, 1, with_it, without),
    )


def _told(found: Sequence[Association]) -> list[Association]:
    """Return the associations, marked where their direction holds. Source: Holm 1979."""
    told, open_still = [], True
    surest_first = sorted(found, key=lambda each: -each.shift.sureness)
    for place, each in enumerate(surest_first):
        allowed = (1 - SURENESS) / (len(found) - place)
        open_still = open_still and 1 - each.shift.sureness <= allowed
        told.append(replace(each, is_told=open_still))
    return told
