from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.access import OWNER
from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.disagreement import Answer, Claim, Disagreement, Doubt, Verdict
from coach.conversation.findings import Dynamics
from coach.store.disagreements import answer, disagree, disagreements_in
from coach.store.following import places_after
from coach.workspace.disputes import disputes
from tests.builders import a_chat, a_finding
from tests.store.keeping import keep

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SORRY = "A: I am so sorry about your router, that must be upsetting."
EARLIER = ("C: My router died.", SORRY)
LATER = ("C: My router died.", "A: I am sorry to hear it.", SORRY)
WITHOUT = ("C: My router died.", "A: Restart it.")


def sorry_in(*said):
    """Return an analysis that finds every apology."""
    talk = a_chat(*said, id="c1")
    found = tuple(
        a_finding(talk, place, "apologise", "sorry")
        for place, turn in enumerate(talk.turns)
        if "sorry" in turn.text
    )
    return Analysis(talk, found, (), (), Dynamics(), "care 1 abc")


def agree_wrong(store, place):
    said = Disagreement(
        "c1", Claim(place, Label.APOLOGISE), Doubt.NOT_SAID, "", OWNER.name, AT
    )  # fmt: skip
    disagree(store, OWNER, said)
    answer(store, OWNER, said, Answer(Verdict.AGREED, "", OWNER.name, AT))


def claimed(store):
    return [said.claim.turn for said in disagreements_in(store, OWNER)]


def test_what_was_agreed_of_an_answer_stays_with_it_when_an_earlier_mail_turns_up(store):
    keep(store, sorry_in(*EARLIER))
    agree_wrong(store, 1)
    keep(store, sorry_in(*LATER))
    assert claimed(store) == [2]
    keep(store, sorry_in(*EARLIER))
    assert claimed(store) == [1]


def test_of_an_answer_that_is_gone_nothing_is_claimed_of_the_one_in_its_place(store):
    keep(store, sorry_in(*LATER))
    agree_wrong(store, 1)
    agree_wrong(store, 2)
    keep(store, sorry_in(*EARLIER))
    assert sorted(claimed(store)) == [1, 2]
    by_place = {each.said.claim.turn: each.is_gone for each in disputes(store, OWNER)}
    assert by_place == {1: False, 2: True}
    keep(store, sorry_in(*WITHOUT))
    assert sorted(claimed(store)) == [2, 3]
    assert all(each.is_gone for each in disputes(store, OWNER))


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        (["a b", "sorry about that"], ["a b", "sorry for that", "bye"], {1: 1}),
        (["first words", "other words"], ["quite", "different"], {0: 2, 1: 3}),
        (["same"], ["same"], {0: 0, 7: 1}),
    ],
    ids=["heard otherwise", "another file", "past the end"],
)
def test_turns_are_known_again_by_their_words(before, after, places):
    assert places_after(list(places), before, after) == places


@given(
    st.lists(st.sampled_from(["yes", "no", "sorry", "sorry about that"]), max_size=8),
    st.lists(st.sampled_from(["yes", "no", "sorry", "sorry for that"]), max_size=8),
    st.sets(st.integers(0, 12)),
)
def test_no_two_turns_get_one_place(before, after, places):
    found = places_after(places, before, after)
    assert found.keys() == places
    assert len(set(found.values())) == len(places)
