from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.codebook import Label
from coach.conversation.evidence import Moment
from coach.conversation.findings import Criterion, CueFinding, Opportunity, State
from coach.insights.behaviour import (
    LEVEL,
    best_of,
    clearest,
    example_for,
    find_behaviours,
    moments_of,
    situation,
)
from tests.builders import a_chat, a_finding, an_analysis
from tests.planted import FEELING, LOST


def a_moment(name, agent, *, met, said="My parcel is late!", pairing="feeling", p=0.9, **about):
    chat = a_chat(f"C: {said}", "A: Sorry that it is late.", id=name, agent=agent,
                  **({"team": "billing"} | about))  # fmt: skip
    upset = CueFinding(0, Label.DISTRESS, p, 0, len(said), "rule:test")
    sorry = a_finding(chat, 1, "apologise", "Sorry")
    state = State.MET if met else State.MISSED
    chance = Opportunity(Criterion.EMPATHY, pairing, upset, state, (sorry,) if met else (), 1)
    analysis = replace(
        an_analysis(), conversation=chat, findings=(upset, sorry), opportunities=(chance,)
    )
    return Moment(analysis, chance)


def moments(agent, n_met, n, **others):
    return [a_moment(f"{agent}-{i}", agent, met=i < n_met, **others) for i in range(n)]


COLLEAGUES = [*moments("ben", 9, 10), *moments("cat", 9, 10)]


def test_gap_opportunities_and_confidence_make_the_weight():
    (found,) = find_behaviours([*moments("ann", 2, 10), *COLLEAGUES], "ann")
    assert (found.met, found.opportunities) == (2, 10)
    assert (found.level.rate, found.level.n_colleagues) == (0.9, 2)
    assert found.gap == pytest.approx(0.7)
    assert found.confidence > 0.99
    assert found.weight == pytest.approx(0.7 * 10 * found.confidence)


def test_below_eight_opportunities_no_behaviour_is_named():
    assert find_behaviours([*moments("ann", 0, 7), *COLLEAGUES], "ann") == ()


def test_an_agent_at_the_level_gets_none():
    assert find_behaviours([*moments("ann", 9, 10), *COLLEAGUES], "ann") == ()


def test_one_colleague_is_no_team_and_the_fixed_level_holds():
    (found,) = find_behaviours([*moments("ann", 2, 10), *moments("ben", 9, 10)], "ann")
    assert (found.level.rate, found.level.n_colleagues) == (LEVEL, 0)
    (found,) = find_behaviours(moments("ann", 4, 10), "ann", level=0.5)
    assert found.gap == pytest.approx(0.1)
    assert not found.is_sure


def test_other_teams_and_unknown_agents_are_no_level():
    elsewhere = [*moments("ben", 9, 10, team="faults"), *moments("cat", 9, 10, team="faults")]
    unknown = moments(None, 10, 10)
    (found,) = find_behaviours([*moments("ann", 2, 10), *elsewhere, *unknown], "ann")
    assert found.level.n_colleagues == 0


def test_many_moments_of_one_conversation_make_it_no_surer():
    one = a_moment("same", "ann", met=False)
    spread = find_behaviours(moments("ann", 0, 8), "ann")[0]
    heaped = find_behaviours([one] * 8, "ann")[0]
    assert heaped.confidence < spread.confidence


def test_a_second_behaviour_is_named_only_where_it_is_sure():
    first = moments("ann", 0, 20)
    unsure = moments("ann", 6, 10, pairing="understood")
    sure = moments("ann", 1, 10, pairing="understood")
    assert [f.pairing for f in find_behaviours([*first, *unsure], "ann")] == ["feeling"]
    assert [f.pairing for f in find_behaviours([*first, *sure], "ann")] == ["feeling", "understood"]


def test_the_best_moment_has_the_most_kinds_of_cues_then_the_surest():
    plain, sure = a_moment("a", "ann", met=True, p=0.7), a_moment("b", "ann", met=True)
    warm = a_finding(plain.analysis.conversation, 1, "acknowledge_feeling", "that it is late")
    rich = replace(plain.opportunity, met_by=(*plain.opportunity.met_by, warm))
    assert best_of([plain, sure]) is sure
    assert best_of([sure, Moment(plain.analysis, rich)]).opportunity is rich
    assert best_of([a_moment("c", "ann", met=False)]) is None


def test_the_clearest_missed_moments_are_sure_and_of_different_conversations():
    surest, sure = a_moment("a", "ann", met=False), a_moment("b", "ann", met=False, p=0.6)
    assert clearest([sure, surest, surest, a_moment("c", "ann", met=True)], 5) == [surest, sure]
    assert clearest([sure, surest], 1) == [surest]


def test_an_example_is_a_colleagues_in_the_nearest_words():
    missed = a_moment("m", "ann", met=False, said="My parcel never came and I am furious!")
    near = a_moment("n", "ben", met=True, said="The parcel never came, I'm furious about it!")
    far = a_moment("f", "cat", met=True, said="The bill is wrong and I am furious!")
    own = a_moment("o", "ann", met=True, said="My parcel never came and I am furious!")
    poor = a_moment("p", "ben", met=False, said="My parcel never came and I am furious!")
    found, likeness = example_for(missed, [far, own, poor, near])
    assert found is near
    assert 0.5 < likeness <= 1


def test_an_example_is_in_the_same_language_about_the_same_kind_of_moment():
    missed = a_moment("m", "ann", met=False)
    others = [
        a_moment("j", "ben", met=True, language="ja"),
        a_moment("p", "ben", met=True, pairing="heard"),
        a_moment("w", "ben", met=True, said="ルーターの料金"),
    ]
    assert example_for(missed, others) is None


def test_a_situation_holds_what_the_customer_said_up_to_the_moment():
    analysis = an_analysis()
    late = Moment(analysis, analysis.opportunities[1])
    assert situation(late) == "I'm really upset It is the third time!"


def test_what_cannot_be_judged_counts_nowhere():
    poor = a_moment("x", "ann", met=False)
    assert poor.opportunity.is_judged
    assert list(moments_of([poor.analysis])) == [poor]


@given(st.permutations([*moments("ann", 3, 9), *COLLEAGUES[:8], *COLLEAGUES[12:]]))
def test_the_order_of_moments_changes_nothing(order):
    assert find_behaviours(order, "ann") == find_behaviours(sorted(order, key=repr), "ann")


@pytest.mark.parametrize(
    ("agent", "kind"),
    [("ann", FEELING), ("cat", LOST), ("aoi", FEELING)],
    ids=["english feeling", "english confusion", "japanese feeling"],
)
def test_the_planted_weakness_is_found_with_its_counts(grown, agent, kind):
    garden, analyses = grown
    found = find_behaviours(planted(analyses), agent)
    assert found[0].pairing == kind
    assert (found[0].met, found[0].opportunities) == garden.counts(agent, kind)
    assert found[0].level.n_colleagues == (3 if agent != "aoi" else 2)
    assert found[0].is_sure


@pytest.mark.parametrize("agent", ["ann", "cat", "aoi"])
def test_missed_moments_come_with_help_that_fits(grown, agent):
    garden, analyses = grown
    found = find_behaviours(planted(analyses), agent)[0]
    assert garden.truth[found.best.analysis.conversation.id][1] == "met"
    for missed in found.missed:
        about = missed.moment.analysis.conversation.about
        assert about.agent == agent
        assert garden.truth[about.id][1] in {"missed", "canned"}
        said, like = (m.analysis.conversation for m in (missed.moment, missed.example))
        assert like.about.agent != agent
        assert said.turns[0].text == like.turns[0].text
        assert missed.suggestion.language == about.language


def planted(analyses):
    """Return the moments whose truth is known; the same words may open others besides."""
    return [m for m in moments_of(analyses) if m.opportunity.pairing in {FEELING, LOST}]
