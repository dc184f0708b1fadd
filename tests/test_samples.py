"""The samples are analysed as somebody checked them by hand, and are what they say they are."""

import json

import pytest

from coach.conversation.conversation import Channel
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
