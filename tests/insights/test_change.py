from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from coach.conversation.evidence import Tally
from coach.conversation.findings import Criterion
from coach.insights.change import Verdict, change_of

START = datetime(2026, 9, 7, 10, tzinfo=UTC)


def weekly(rates, rng, *, per_week=6):
    """Return tallies of a week for each rate, some conversations with one to three chances."""
    found = []
    for week, rate in enumerate(rates):
        for number in range(per_week):
            n = 1 + int(rng.integers(3))
            day = START + timedelta(weeks=week, days=number % 5)
            found.append(tally(f"{week} {number}", day, int(rng.binomial(n, rate)), n))
    return found


def tally(conversation, started_at, met, n):
    return Tally(conversation, "dana", "billing", started_at, Criterion.EMPATHY, met, n)


@pytest.mark.parametrize(
    ("rates", "verdict"),
    [
        (np.linspace(0.2, 0.9, 10), Verdict.RISEN),
        (np.linspace(0.9, 0.2, 10), Verdict.FALLEN),
        ([0.5] * 10, Verdict.UNTOLD),
    ],
    ids=["rising", "falling", "level"],
)
def test_a_clear_change_is_told_and_no_change_is_not(rates, verdict):
    change = change_of(weekly(rates, np.random.default_rng(1)))
    assert change.verdict is verdict
    assert change.n_weeks == 10
    assert change.shift.low < change.shift.difference < change.shift.high


def test_weeks_without_an_opportunity_lie_within_the_time_of_a_change():
    held = weekly(np.linspace(0.2, 0.9, 10), np.random.default_rng(1))
    gone = [each for each in held if each.started_at - held[0].started_at < timedelta(weeks=2)]
    back = [each for each in held if each.started_at - held[0].started_at >= timedelta(weeks=9)]
    assert change_of([*gone, *back]).n_weeks == 10


def test_two_weeks_or_a_few_opportunities_are_too_little():
    rng = np.random.default_rng(2)
    two, few = weekly([0.1, 0.9], rng, per_week=30), weekly([0.1, 0.9, 0.9], rng, per_week=2)
    for held in (two, few, []):
        found = change_of(held)
        assert (found.verdict, found.shift) == (Verdict.TOO_LITTLE, None)


def test_what_has_no_date_says_nothing():
    held = weekly([0.2, 0.8, 0.8], np.random.default_rng(3), per_week=8)
    assert change_of([*held, tally("x", None, 0, 50)]) == change_of(held)


def test_a_change_is_claimed_of_level_rates_in_about_one_of_twenty_looks():
    rng = np.random.default_rng(4)
    verdicts = [change_of(weekly([0.5] * 8, rng)).verdict for _ in range(150)]
    assert sum(verdict is not Verdict.UNTOLD for verdict in verdicts) <= 13


def test_intervals_of_changes_hold_the_truth():
    rng, hits = np.random.default_rng(5), []
    for _ in range(120):
        first, last = 0.5 + rng.normal(0, 0.1, 2)
        logits = np.linspace(np.log(first / (1 - first)), np.log(last / (1 - last)), 8)
        shift = change_of(weekly(1 / (1 + np.exp(-logits)), rng)).shift
        hits.append(shift.low <= last - first <= shift.high)
    assert 0.84 <= np.mean(hits) <= 0.96
