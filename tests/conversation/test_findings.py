from dataclasses import replace

import pytest

from coach.conversation.codebook import CODEBOOK, CUES, MOMENTS, Family, Label, Role
from coach.conversation.findings import Criterion, CueFinding, Opportunity, Score, State
from tests.builders import an_analysis

SORRY = CueFinding(1, Label.APOLOGISE, 0.9, 0, 5, "rule:x")


def test_every_label_stands_in_the_codebook_once():
    assert set(CODEBOOK) == set(Label)
    assert (len(MOMENTS), len(CUES)) == (6, 23)


def test_moments_are_the_customers_and_cues_the_agents():
    assert {label.role for label in MOMENTS} == {Role.CUSTOMER}
    assert {label.role for label in CUES} == {Role.AGENT}
    assert Label.BLAME.family is Family.AGAINST


@pytest.mark.parametrize(
    "change",
    [{"turn": -1}, {"start": 5}, {"start": -1}, {"p": 1.2}],
    ids=["turn", "empty", "before the text", "probability"],
)
def test_an_impossible_finding_is_refused(change):
    with pytest.raises(ValueError, match=r"needs 0 <= turn|lies in 0\.\.1"):
        replace(SORRY, **change)


@pytest.mark.parametrize(
    ("state", "met_by"),
    [(State.MET, ()), (State.LATE, ()), (State.MISSED, (SORRY,)), (State.NOT_JUDGEABLE, ())],
)
def test_met_means_that_a_cue_met_it(state, met_by):
    with pytest.raises(ValueError, match="does not go with"):
        Opportunity(Criterion.EMPATHY, "feeling", SORRY, state, met_by, 3)


def test_more_met_than_there_was_is_refused():
    with pytest.raises(ValueError, match="2 of 1 opportunities"):
        Score(Criterion.EMPATHY, met=2, opportunities=1)


def test_an_analysis_refuses_findings_outside_its_text():
    analysis = an_analysis()
    beyond = replace(SORRY, end=10_000)
    with pytest.raises(ValueError, match="points past the end of turn 1"):
        replace(analysis, findings=(beyond,), opportunities=())
    with pytest.raises(ValueError, match="points at turn 99 of 5"):
        replace(analysis, findings=(replace(SORRY, turn=99),), opportunities=())


def test_a_finding_gives_its_words():
    analysis = an_analysis()
    assert analysis.words(analysis.findings[0]) == "I'm really upset"
