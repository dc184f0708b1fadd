from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.codebook import Label
from coach.conversation.disagreement import (
    Claim,
    as_agreed,
    claims_of,
    found_wrong,
    rests_on,
    without,
)
from coach.conversation.findings import Criterion, News, Score, State, Unjudged
from tests.builders import an_analysis

MET = Claim(1, Label.DISTRESS, "feeling")
MISSED = Claim(3, Label.DISTRESS, "feeling")
SORRY = Claim(2, Label.APOLOGISE)


def empathy(analysis):
    return analysis.scores[0]


@pytest.mark.parametrize(
    ("wrong", "score"),
    [
        ((), Score(Criterion.EMPATHY, 1, 2)),
        ((MISSED,), Score(Criterion.EMPATHY, 1, 1)),
        ((MET,), Score(Criterion.EMPATHY, 0, 1)),
        ((Claim(3, Label.DISTRESS),), Score(Criterion.EMPATHY, 1, 1)),
        ((SORRY,), Score(Criterion.EMPATHY, 0, 1)),
        ((Claim(0, Label.DISTRESS, "feeling"),), Score(Criterion.EMPATHY, 1, 2)),
    ],
    ids=["nothing", "opportunity", "met one", "its moment", "all that met it", "elsewhere"],
)
def test_what_was_agreed_to_be_wrong_is_left_out(wrong, score):
    assert empathy(as_agreed(an_analysis(), wrong)) == score


def test_what_is_left_out_counts_nowhere_and_remembers_how_it_was_judged():
    left = as_agreed(an_analysis(), {MISSED}).opportunities[1]
    assert (left.state, left.unjudged) == (State.NOT_JUDGEABLE, Unjudged.LEFT_OUT)
    assert left.before.state is State.MISSED


def test_a_cue_beside_another_that_met_it_leaves_it_met():
    base = an_analysis()
    other = replace(base.findings[1], label=Label.ACKNOWLEDGE_FEELING)
    both = replace(base.opportunities[0], met_by=(base.findings[1], other))
    found = replace(base, opportunities=(both,), findings=(*base.findings, other))
    assert as_agreed(found, {SORRY}).opportunities[0].is_met


@given(st.sets(st.sampled_from([MET, MISSED, SORRY])), st.sets(st.sampled_from([MET, MISSED])))
def test_only_what_is_agreed_now_matters(earlier, now):
    base = an_analysis()
    assert as_agreed(as_agreed(base, earlier), now) == as_agreed(base, now)
    assert as_agreed(as_agreed(base, earlier), ()) == base


def test_an_opportunity_rests_on_itself_its_moment_and_what_met_it():
    met, missed = an_analysis().opportunities
    assert all(rests_on(met, {claim}) for claim in (MET, Claim(1, Label.DISTRESS), SORRY))
    assert not rests_on(missed, {MET, SORRY})


def test_every_finding_and_opportunity_is_a_claim_with_a_name_of_its_own():
    names = {claim.name for claim in claims_of(an_analysis())}
    assert names == {
        "1.distress", "2.apologise", "3.distress", "1.distress.feeling", "3.distress.feeling",
    }  # fmt: skip
    assert {Claim.named(name) for name in names} == claims_of(an_analysis())


@pytest.mark.parametrize("name", ["", "x.distress", "1", "1.unheard_of"])
def test_what_names_no_claim_is_refused(name):
    with pytest.raises(ValueError, match=r"invalid literal|is not a valid"):
        Claim.named(name)


def test_findings_agreed_to_be_wrong_can_be_taken_out():
    kept = without(an_analysis(), {SORRY}).findings
    assert [finding.turn for finding in kept] == [1, 3]


def test_what_was_left_out_says_how_it_was_judged_before():
    missed = an_analysis().opportunities[1]
    with pytest.raises(ValueError, match="says how it was judged before"):
        replace(missed, state=State.NOT_JUDGEABLE, unjudged=Unjudged.LEFT_OUT)


def test_with_a_finding_goes_what_rested_on_it():
    analysis = an_analysis()
    met, missed = analysis.opportunities
    generic = replace(analysis, opportunities=(replace(met, generic=met.met_by), missed))
    left = without(as_agreed(generic, {SORRY, MISSED}), {SORRY, MISSED})
    assert left.opportunities == ()
    [kept, _] = without(generic, {SORRY}).opportunities
    assert kept.generic == ()


def test_a_wrong_cue_is_not_shown_beside_the_right_one_that_met_it():
    base = an_analysis()
    sorry = base.findings[1]
    other = replace(sorry, label=Label.ACKNOWLEDGE_FEELING)
    both = replace(
        base.opportunities[0], met_by=(sorry, other), news=News(feeling=sorry, reason=other)
    )
    found = replace(base, opportunities=(both,), findings=(*base.findings, other))
    [left] = without(as_agreed(found, {SORRY}), {SORRY}).opportunities
    assert (left.met_by, left.news) == ((other,), News(reason=other))


def test_the_findings_agreed_to_be_wrong_are_told_apart_from_opportunities():
    assert [f.label for f in found_wrong(an_analysis(), {SORRY, MISSED})] == [Label.APOLOGISE]
