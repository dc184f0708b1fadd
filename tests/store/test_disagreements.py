from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from coach.access import OWNER, Standing, Viewer
from coach.conversation.codebook import Label
from coach.conversation.disagreement import (
    Answer,
    Claim,
    Disagreement,
    Disputed,
    Doubt,
    Verdict,
)
from coach.conversation.findings import Criterion, Score, State, Unjudged
from coach.errors import AccessDenied, InputError, StoreUnavailable
from coach.store import queries
from coach.store.comparisons import chances
from coach.store.corrections import save_scores
from coach.store.disagreements import answer, disagree, disagreements_in, take_back
from coach.store.queries import Filter
from coach.store.repository import Store
from coach.workspace.disputes import disputed, disputed_by, disputes
from tests.builders import an_analysis

DANA = Viewer("dana", Standing.AGENT)
PRIYA = Viewer("priya", Standing.AGENT)
KIM = Viewer("kim", Standing.LEAD, frozenset({"billing"}))
LEE = Viewer("lee", Standing.LEAD, frozenset({"technical"}))
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
MISSED = Claim(3, Label.DISTRESS, "feeling")
SORRY = Claim(2, Label.APOLOGISE)
SAID = Disagreement("d1", MISSED, Doubt.WAS_MET, "I rang back at once.", "dana", AT)
AGREED = Answer(Verdict.AGREED, "So it was.", "kim", AT)
STAYS = Answer(Verdict.STAYS, "", "kim", AT)


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path}/coach.db")
    for name, agent, team in (("d1", "dana", "billing"), ("p1", "priya", "technical")):
        keep(opened, an_analysis(id=name, agent=agent, team=team))
    yield opened
    opened.close()


def keep(store, analysis):
    name = analysis.conversation.id
    store.save(OWNER, analysis, source=name, fingerprint=name)


def the_score(store):
    return store.load(OWNER, ["d1"])["d1"].scores[0]


def test_a_disagreement_comes_back_as_it_went_in_and_changes_no_score(store):
    disagree(store, DANA, SAID)
    assert disagreements_in(store, DANA) == [SAID]
    assert the_score(store) == Score(Criterion.EMPATHY, 1, 2)


def test_an_answer_comes_back_too(store):
    disagree(store, DANA, SAID)
    answer(store, KIM, SAID, STAYS)
    assert disagreements_in(store, DANA) == [replace(SAID, answer=STAYS)]
    assert the_score(store) == Score(Criterion.EMPATHY, 1, 2)


def test_what_is_agreed_is_left_out_of_every_figure_until_it_is_opened_again(store):
    disagree(store, DANA, SAID)
    answer(store, KIM, SAID, AGREED)
    mine = Filter(agent="dana")
    assert the_score(store) == Score(Criterion.EMPATHY, 1, 1)
    assert [t.opportunities for t in queries.tallies(store, OWNER, mine)] == [1, 0]
    assert [chance.is_met for chance in chances(store, OWNER, mine)] == [True]
    assert queries.moments(store, OWNER, mine, state=State.MISSED, limit=9) == []
    left = store.load(OWNER, ["d1"])["d1"].opportunities[1]
    assert left.unjudged is Unjudged.LEFT_OUT
    answer(store, KIM, SAID, None)
    assert store.load(OWNER, ["d1"])["d1"].opportunities[1].state is State.MISSED
    assert the_score(store) == Score(Criterion.EMPATHY, 1, 2)


def test_a_finding_that_is_agreed_to_be_wrong_counts_nowhere(store):
    said = replace(SAID, claim=SORRY, doubt=Doubt.NOT_SHOWN)
    disagree(store, DANA, said)
    answer(store, KIM, said, AGREED)
    assert the_score(store) == Score(Criterion.EMPATHY, 0, 1)
    assert queries.label_counts(store, DANA) == {Label.DISTRESS: 2}
    assert queries.sightings(store, DANA, Label.APOLOGISE, limit=9) == []
    assert len(queries.sightings(store, OWNER, Label.APOLOGISE, limit=9)) == 1


def test_scoring_again_undoes_no_agreement(store):
    disagree(store, DANA, SAID)
    answer(store, KIM, SAID, AGREED)
    again = an_analysis(id="d1", agent="dana", team="billing")
    keep(store, again)
    assert the_score(store) == Score(Criterion.EMPATHY, 1, 1)
    save_scores(store, OWNER, replace(again, rubric="care 2 def"))
    assert the_score(store) == Score(Criterion.EMPATHY, 1, 1)
    assert [dispute.state for dispute in disputes(store, DANA)] == ["agreed"]


def test_what_scoring_again_no_longer_claims_is_settled_and_not_lost(store):
    disagree(store, DANA, SAID)
    base = an_analysis(id="d1", agent="dana", team="billing")
    keep(store, replace(base, opportunities=base.opportunities[:1]))
    assert [dispute.state for dispute in disputes(store, DANA)] == ["gone"]
    assert disputes(store, DANA, only_open=True) == []


def test_a_disagreement_is_taken_back_by_its_author_and_the_score_returns(store):
    disagree(store, DANA, SAID)
    answer(store, KIM, SAID, AGREED)
    with pytest.raises(AccessDenied, match="dana alone may take back"):
        take_back(store, KIM, SAID)
    take_back(store, DANA, SAID)
    assert disagreements_in(store, OWNER) == []
    assert the_score(store) == Score(Criterion.EMPATHY, 1, 2)


@pytest.mark.parametrize(
    ("viewer", "sees"), [(OWNER, True), (KIM, True), (DANA, True), (LEE, False), (PRIYA, False)]
)
def test_who_sees_a_conversation_sees_what_is_said_against_it(store, viewer, sees):
    disagree(store, DANA, SAID)
    assert bool(disagreements_in(store, viewer)) is sees
    assert bool(disputes(store, viewer)) is sees


def test_agents_do_not_answer_and_leads_answer_for_their_team_alone(store):
    disagree(store, DANA, SAID)
    with pytest.raises(AccessDenied, match="agent dana may not answer a disagreement"):
        answer(store, DANA, SAID, replace(AGREED, by="dana"))
    with pytest.raises(InputError, match=r"lee sees no disagreement of dana with 3\.distress"):
        answer(store, LEE, SAID, replace(AGREED, by="lee"))


def test_a_lead_does_not_answer_what_they_said_themselves(store):
    own = replace(SAID, by="kim")
    disagree(store, KIM, own)
    for answered in (AGREED, None):
        with pytest.raises(AccessDenied, match="kim may not answer what kim said; another lead"):
            answer(store, KIM, own, answered)
    assert disagreements_in(store, KIM) == [own]
    ann = Viewer("ann", Standing.LEAD, frozenset({"billing"}))
    answer(store, ann, own, replace(AGREED, by="ann"))
    assert the_score(store) == Score(Criterion.EMPATHY, 1, 1)


def test_the_owner_answers_what_they_said_themselves(store):
    own = replace(SAID, by="owner")
    disagree(store, OWNER, own)
    answer(store, OWNER, own, replace(AGREED, by="owner"))
    assert the_score(store) == Score(Criterion.EMPATHY, 1, 1)


def test_nobody_speaks_in_the_name_of_others(store):
    with pytest.raises(AccessDenied, match="kim may not disagree in the name of dana"):
        disagree(store, KIM, SAID)
    disagree(store, DANA, SAID)
    with pytest.raises(AccessDenied, match="kim may not answer in the name of lee"):
        answer(store, KIM, SAID, replace(AGREED, by="lee"))


@pytest.mark.parametrize(
    "said",
    [
        replace(SAID, conversation="p1"),
        replace(SAID, conversation="nowhere"),
        replace(SAID, claim=Claim(0, Label.DISTRESS)),
    ],
    ids=["of a colleague", "nowhere", "not found"],
)
def test_there_is_nothing_to_disagree_with_that_one_does_not_see(store, said):
    with pytest.raises(InputError, match=r"to disagree with; a claim is turn\.label"):
        disagree(store, DANA, said)


def test_it_is_said_once_and_briefly(store):
    with pytest.raises(InputError, match="at most 300 characters, not of 301"):
        disagree(store, DANA, replace(SAID, words="x" * 301))
    disagree(store, DANA, SAID)
    with pytest.raises(InputError, match=r"has disagreed with 3\.distress\.feeling before"):
        disagree(store, DANA, replace(SAID, doubt=Doubt.OTHER))


def test_the_scorecard_learns_how_many_opportunities_are_disputed(store):
    disagree(store, DANA, SAID)
    disagree(store, KIM, replace(SAID, by="kim", claim=Claim(3, Label.DISTRESS)))
    disagree(store, DANA, replace(SAID, claim=SORRY))
    assert disputed(store, DANA)[Criterion.EMPATHY] == Disputed(2, 0)
    answer(store, KIM, SAID, AGREED)
    assert disputed(store, DANA)[Criterion.EMPATHY] == Disputed(1, 1)
    assert disputed(store, PRIYA)[Criterion.EMPATHY] == Disputed()


def test_lines_are_told_how_many_of_their_opportunities_are_disputed(store):
    disagree(store, DANA, SAID)
    disagree(store, PRIYA, replace(SAID, conversation="p1", by="priya"))
    answer(store, KIM, SAID, AGREED)
    by_agent = disputed_by(disputes(store, KIM), lambda about: about.agent)
    assert by_agent == {"dana": {Criterion.EMPATHY: Disputed(0, 1)}}
    by_team = disputed_by(disputes(store, OWNER), lambda about: about.team)
    assert by_team["technical"] == {Criterion.EMPATHY: Disputed(1, 0)}


def test_a_line_whose_disagreements_were_all_answered_with_stays_has_nothing_beside_it(store):
    disagree(store, DANA, SAID)
    answer(store, KIM, SAID, STAYS)
    assert disputed_by(disputes(store, KIM), lambda about: about.agent) == {}


def test_an_answer_by_which_nothing_can_be_scored_is_not_kept(store):
    disagree(store, DANA, SAID)
    refuse = "CREATE TRIGGER full BEFORE INSERT ON scores BEGIN SELECT RAISE(ABORT, 'full'); END"
    with store.writing() as connection:
        connection.execute(text(refuse))
    with pytest.raises(StoreUnavailable, match="full"):
        answer(store, KIM, SAID, AGREED)
    assert disagreements_in(store, DANA) == [SAID]
