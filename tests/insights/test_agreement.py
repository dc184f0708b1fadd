import json

import numpy as np
import pytest

from coach.conversation.codebook import Label
from coach.conversation.findings import Criterion
from coach.errors import BadSettings
from coach.insights.agreement import DetectionError, read_agreement
from coach.insights.estimates import estimate, estimate_together
from tests.insights.simulated import Design, a_team

OVERLOOKING = DetectionError(found=30, overlooked=30, imagined=2, seen_missed=58)
FLAWLESS = DetectionError(found=500, overlooked=0, imagined=0, seen_missed=500)


def test_detectors_that_overlook_half_widen_the_interval_upwards():
    plain, widened = (estimate([(1, 2)] * 20, error) for error in (None, OVERLOOKING))
    assert widened.seen == (plain.low, plain.high)
    assert widened.low == plain.low
    assert widened.high > plain.high + 0.2
    assert widened.rate == plain.rate


def test_flawless_detectors_change_next_to_nothing():
    plain, widened = (estimate([(1, 2)] * 20, error) for error in (None, FLAWLESS))
    assert (widened.low, widened.high) == pytest.approx((plain.low, plain.high), abs=0.01)


def test_detectors_that_tell_nothing_leave_the_rate_open():
    blind = DetectionError(found=20, overlooked=20, imagined=20, seen_missed=20)
    widened = estimate([(1, 2)] * 40, blind)
    assert widened.low < 0.1
    assert widened.high > 0.9


def test_widened_intervals_hold_the_true_rate_where_plain_ones_do_not():
    rng, hits = np.random.default_rng(1), {"plain": [], "widened": []}
    for _ in range(30):
        found, imagined = rng.beta(14, 7), rng.beta(3, 30)
        measured = rng.binomial(80, found), rng.binomial(80, imagined)
        error = DetectionError(
            found=measured[0], overlooked=80 - measured[0],
            imagined=measured[1], seen_missed=80 - measured[1],
        )  # fmt: skip
        rates, groups = a_team(Design(n_conversations=40), rng)
        seen = [[_seen(pair, found, imagined, rng) for pair in group] for group in groups]
        for name, known in (("plain", None), ("widened", error)):
            estimates = estimate_together(seen, known)
            hits[name] += [
                e.low <= rate <= e.high for e, rate in zip(estimates, rates, strict=True)
            ]
    assert np.mean(hits["plain"]) < 0.5
    assert np.mean(hits["widened"]) > 0.88


def _seen(pair, found, imagined, rng):
    """Return (met, opportunities) of a conversation as the detectors see it."""
    met, n = pair
    return int(rng.binomial(met, found) + rng.binomial(n - met, imagined)), n


def test_what_ships_is_measured_on_labelled_conversations():
    shipped = read_agreement()
    assert shipped.detectors == ("rules",)
    assert set(shipped.criteria) == set(Criterion)
    assert "labelled conversations" in shipped.source
    apologise = shipped.labels[Label.APOLOGISE]
    assert 0.5 < apologise.precision <= 1
    assert 0.5 < apologise.recall <= 1


def test_a_broken_file_is_refused_with_the_way_to_write_it(tmp_path):
    path = tmp_path / "agreement.json"
    path.write_text(json.dumps({"detectors": ["rules"], "source": "x", "command": "y"}))
    with pytest.raises(BadSettings, match=r"agreement.json: criteria: .*coach.training.agreement"):
        read_agreement(path)
    with pytest.raises(BadSettings, match="No such file"):
        read_agreement(tmp_path / "none.json")
