from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from coach.conversation.findings import Criterion
from coach.conversation.focus import Focus
from coach.insights.effect import Outcome, effect_of
from tests.insights.simulated import chances_of

SINCE = datetime(2026, 10, 1, tzinfo=UTC)
FOCUS = Focus("dana", "billing", Criterion.EMPATHY, None, SINCE, "kim")


def history(rng, before, after, *, n=60, hard=(0.5, 0.5), agent="dana"):
    """Return an agent's opportunities, with these log odds before and after the date."""
    early = chances_of(agent, n, before, rng, hard=hard[0], started_at=SINCE - timedelta(days=9))
    late = chances_of(agent, n, after, rng, hard=hard[1], started_at=SINCE + timedelta(days=9))
    return early + [replace(chance, conversation=f"{chance.conversation} late") for chance in late]


def colleagues(rng, before=0.0, after=0.0):
    return [c for name in ("kim", "ren", "ida") for c in history(rng, before, after, agent=name)]


@pytest.mark.parametrize(
    ("after", "outcome"),
    [(1.5, Outcome.BETTER), (-1.5, Outcome.WORSE), (0.0, Outcome.UNTOLD)],
    ids=["better", "worse", "the same"],
)
def test_a_clear_effect_is_told_and_none_is_not(after, outcome):
    rng = np.random.default_rng(1)
    found = effect_of(FOCUS, history(rng, 0.0, after) + colleagues(rng))
    assert found.outcome is outcome
    assert found.shift.low < found.shift.difference < found.shift.high


def test_easier_cases_are_no_effect():
    rng = np.random.default_rng(2)
    own = history(rng, 0.0, 0.0, n=80, hard=(0.95, 0.05))
    found = effect_of(FOCUS, own + colleagues(rng))
    assert found.after.share - found.before.share > 0.2
    assert found.outcome is Outcome.UNTOLD


def test_what_changed_for_everybody_is_no_effect():
    rng = np.random.default_rng(3)
    found = effect_of(FOCUS, history(rng, 0.0, 1.2) + colleagues(rng, 0.0, 1.2))
    assert found.after.share - found.before.share > 0.15
    assert found.outcome is Outcome.UNTOLD


def test_with_few_opportunities_or_conversations_since_it_is_too_early_to_say():
    rng = np.random.default_rng(4)
    early = [c for c in history(rng, 0.0, 0.0) if c.started_at < SINCE]
    late = [c for c in history(rng, 0.0, 3.0) if c.started_at > SINCE]
    few = effect_of(FOCUS, early + late[:15])
    one_call = effect_of(FOCUS, early + [replace(c, conversation="x") for c in late])
    for found in (few, one_call, effect_of(FOCUS, [])):
        assert (found.outcome, found.shift) == (Outcome.TOO_EARLY, None)
    assert (few.after.opportunities, one_call.after.n_conversations) == (15, 1)


def test_only_what_the_focus_is_about_counts():
    rng = np.random.default_rng(5)
    other = [replace(c, pairing="heard") for c in history(rng, -2.0, 2.0)]
    of_pairing = replace(FOCUS, pairing="feeling")
    assert effect_of(of_pairing, other).before.opportunities == 0
    assert effect_of(of_pairing, history(rng, 0.0, 0.0)).before.opportunities > 60


def test_what_was_long_before_says_nothing():
    old = [
        replace(c, started_at=SINCE - timedelta(weeks=30))
        for c in history(np.random.default_rng(6), 0, 0)
    ]
    assert effect_of(FOCUS, old).before.opportunities == 0


def test_no_effect_is_rarely_called_one():
    rng = np.random.default_rng(7)
    outcomes = [effect_of(FOCUS, history(rng, 0.0, 0.0, n=30)).outcome for _ in range(80)]
    assert sum(outcome is not Outcome.UNTOLD for outcome in outcomes) <= 12


def test_a_focus_needs_a_date_with_its_zone():
    with pytest.raises(ValueError, match="needs its zone"):
        replace(FOCUS, since=datetime(2026, 10, 1))  # noqa: DTZ001
