import numpy as np
import pytest

from coach.conversation.codebook import Label
from coach.conversation.evidence import Course
from coach.insights.works_here import ended_better, works_here

REFLECT, APOLOGISE, VALIDATE = Label.REFLECT, Label.APOLOGISE, Label.VALIDATE


def courses(rng, n, chance_of, labels=(REFLECT, APOLOGISE, VALIDATE), agents=("dana", "kim")):
    """Return conversations that begin with trouble and end better by a chance of what was done."""
    found = []
    for number in range(n):
        shown = frozenset(label for label in labels if rng.random() < 0.5)
        ends_better = rng.random() < chance_of(shown)
        trouble = (True, False, not ends_better)
        found.append(Course(str(number), agents[number % len(agents)], 3, trouble, shown))
    return found


@pytest.mark.parametrize(
    ("trouble", "better"),
    [
        ((True, False, False), True),
        ((True, True, True), False),
        ((False, True, False), None),
        ((True, False), None),
        ((True, True, False, False, True, False), True),
        ((), None),
    ],
)
def test_better_is_less_trouble_in_the_last_third_than_in_the_first(trouble, better):
    assert ended_better(Course("1", None, len(trouble), trouble, frozenset())) is better


def test_a_behaviour_that_goes_with_better_ends_is_told_and_the_others_are_not():
    found = works_here(
        courses(np.random.default_rng(1), 400, lambda s: 0.7 if REFLECT in s else 0.35)
    )
    assert [each.behaviour for each in found if each.is_told] == [REFLECT]
    first = found[0]
    assert (first.behaviour, first.n_with + first.n_without) == (REFLECT, 400)
    assert 0.2 < first.shift.low < first.shift.difference < first.shift.high < 0.5


def test_a_habit_of_the_best_agent_does_not_shine_for_that():
    rng = np.random.default_rng(2)
    best = courses(rng, 150, lambda _: 0.85, labels=(REFLECT,) * 2, agents=("dana",))
    others = courses(rng, 300, lambda _: 0.35, labels=(), agents=("kim", "ren"))
    few = courses(rng, 100, lambda _: 0.35, labels=(REFLECT,), agents=("ren",))
    (found,) = works_here([*best, *others, *few])
    assert found.better_with / found.n_with - found.better_without / found.n_without > 0.15
    assert not found.is_told


def test_chance_alone_is_rarely_told_although_many_behaviours_are_looked_at():
    rng, labels = np.random.default_rng(3), tuple(Label)[6:26]
    told = [
        any(a.is_told for a in works_here(courses(rng, 120, lambda _: 0.5, labels)))
        for _ in range(40)
    ]
    assert sum(told) <= 5


def test_a_behaviour_seen_in_few_conversations_is_left_out():
    rng = np.random.default_rng(4)
    held = courses(rng, 60, lambda _: 0.5, labels=())
    rare = courses(rng, 19, lambda _: 0.5, labels=(REFLECT, REFLECT, REFLECT))
    assert works_here([*held, *rare]) == []
    assert works_here([]) == []
