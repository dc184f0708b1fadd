"""The samples are analysed as somebody checked them by hand, and are what they say they are."""

import json

import pytest

from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel
from coach.conversation.findings import Criterion
from tests import golden

NAMES = sorted(path.stem for path in golden.EXPECTED.glob("*.json"))


@pytest.fixture(scope="module")
def analyses():
    return golden.analyses()


def test_every_sample_has_its_expected_analysis(analyses):
    assert sorted(analyses) == NAMES
    assert len(NAMES) >= 18


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_analysed_as_expected(analyses, name):
    expected = json.loads((golden.EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    assert golden.shown(analyses[name]) == expected


def test_the_samples_show_both_languages_channels_teams_and_outcomes(analyses):
    talks = [a.conversation for a in analyses.values()]
    assert {talk.about.language for talk in talks} == {"en", "ja"}
    assert {talk.channel for talk in talks} == {Channel.CALL, Channel.EMAIL}
    assert len({talk.about.agent for talk in talks}) == 5
    assert len({talk.about.team for talk in talks}) == 2
    assert all(talk.about.started_at for talk in talks)
    states = {o.state for a in analyses.values() for o in a.opportunities}
    assert {"met", "missed"} <= states
    assert any(all(s.value is None for s in a.scores[:1]) for a in analyses.values())


# What was written into the samples on purpose, and what an attentive reader would say of them.
PLANTED = {
    "calls-en-01-fathers-greeting": {"acknowledge_feeling", "reassure", "open_question"},
    "calls-en-02-bill-went-up": {"acknowledge_feeling", "blame", "evade"},
    "calls-en-04-late-fee": {"push_sell", "dismiss", "distress"},
    "calls-en-05-moving-abroad": {"bad_news", "explain_reason", "go_beyond"},
    "calls-en-08-alarm-pendant": {"admit_uncertainty", "commit", "reflect"},
    "calls-en-09-second-callback": {"own_fault", "apologise", "recall", "reflect"},
    "calls-ja-01-before-the-interview": {"own_fault", "bad_news", "commit", "reflect"},
    "calls-ja-02-charged-again": {"apologise", "evade", "bad_news"},
    "calls-ja-04-leaving-fee": {"push_sell", "evade", "validate", "admit_uncertainty"},
    "mail-en-04-price-rise": {"bad_news", "explain_reason", "validate"},
    "mail-ja-01-entrance-exam": {"acknowledge_feeling", "own_fault", "go_beyond", "commit"},
    "mail-ja-02-same-answer": {"apologise", "evade"},
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_planted_is_found(analyses, name):
    found = {finding.label.value for finding in analyses[name].findings}
    assert PLANTED[name] <= found


def empathy(analysis):
    return next(s for s in analysis.scores if s.criterion is Criterion.EMPATHY)


@pytest.mark.parametrize("name", ["calls-en-06-guest-network", "mail-en-03-weather-station"])
def test_a_calm_conversation_has_no_score_for_empathy(analyses, name):
    assert empathy(analyses[name]).value is None


@pytest.mark.parametrize(
    "name", ["calls-en-04-late-fee", "calls-ja-02-charged-again", "mail-ja-02-same-answer"]
)
def test_stock_phrases_meet_no_feeling(analyses, name):
    assert empathy(analyses[name]).opportunities > 0
    assert empathy(analyses[name]).met == 0


@pytest.mark.parametrize("name", ["calls-ja-01-before-the-interview", "mail-ja-01-entrance-exam"])
def test_care_that_takes_the_customer_up_meets_the_feeling(analyses, name):
    feelings = [o.state for o in analyses[name].opportunities if o.pairing == "feeling"]
    assert feelings and set(feelings) == {"met"}


def test_the_quiet_that_was_cut_in_is_a_silence(analyses):
    silences = analyses["calls-en-04-late-fee"].dynamics.silences
    assert [s.duration for s in silences] == pytest.approx([8.2], abs=0.15)


@pytest.mark.parametrize(
    ("name", "seconds"), [("calls-en-03-evening-drops", 15.2), ("calls-ja-02-charged-again", 9.4)]
)
def test_quiet_that_was_asked_for_is_a_hold(analyses, name, seconds):
    dynamics = analyses[name].dynamics
    assert [s.duration for s in dynamics.holds] == pytest.approx([seconds], abs=0.15)
    assert all(s.duration < 5 for s in dynamics.silences)


def test_talking_over_the_customer_is_put_down_to_the_agent(analyses):
    overlaps = analyses["calls-en-02-bill-went-up"].dynamics.overlaps
    assert [o.by for o in overlaps if o.duration > 1] == [Role.AGENT, Role.AGENT]
