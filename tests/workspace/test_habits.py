from dataclasses import replace

import pytest

from coach.access import OWNER, Standing, Viewer
from coach.conversation.findings import State
from coach.store.queries import Filter
from coach.workspace import Workspace
from coach.workspace.habits import habits_of
from tests.builders import a_chat, a_finding, an_analysis

KIND_REGARDS = "Sorry that your parcel broke on the way to you."


@pytest.fixture
def workspace(tmp_path):
    opened = Workspace.open(db=f"sqlite:///{tmp_path}/coach.db")
    for agent, n_met in (("dana", 1), ("kim", 9), ("lee", 9)):
        for number in range(10):
            found = a_chat_of(f"{agent}-{number}", agent, is_met=number < n_met)
            opened.store.save(OWNER, found, source=found.conversation.id, fingerprint=f"{found}")
    yield opened
    opened.store.close()


def a_chat_of(name, agent, *, is_met):
    lines = ("C: My parcel broke and I am upset!", f"A: {KIND_REGARDS}")
    chat = a_chat(*lines, id=name, agent=agent, team="billing")
    upset = a_finding(chat, 0, "distress", "I am upset")
    sorry = a_finding(chat, 1, "apologise", "Sorry that your parcel broke")
    base = an_analysis()
    chance = replace(
        base.opportunities[0], moment=upset, deadline=1,
        state=State.MET if is_met else State.MISSED, met_by=(sorry,) if is_met else (),
    )  # fmt: skip
    return replace(base, conversation=chat, findings=(upset, sorry), opportunities=(chance,))


def test_an_agent_is_held_against_the_team_also_where_the_filter_names_the_agent(workspace):
    found = habits_of(workspace, OWNER, "dana", Filter(agent="dana"))
    (behaviour,) = found.behaviours
    assert (behaviour.met, behaviour.opportunities) == (1, 10)
    assert (behaviour.level.rate, behaviour.level.n_colleagues) == (0.9, 2)


def test_agents_who_look_at_themselves_are_shown_no_colleague(workspace):
    found = habits_of(workspace, Viewer("dana", Standing.AGENT), "dana", Filter())
    (behaviour,) = found.behaviours
    assert behaviour.level.n_colleagues == 0
    assert {missed.example for missed in behaviour.missed} == {None}


def test_a_lead_of_another_team_sees_nothing(workspace):
    lead = Viewer("pat", Standing.LEAD, frozenset({"technical"}))
    found = habits_of(workspace, lead, "dana", Filter())
    assert (found.behaviours, found.repeated, dict(found.shown)) == ((), (), {})


def test_what_is_repeated_is_counted_over_the_agents_own_conversations(workspace):
    found = habits_of(workspace, OWNER, "dana", Filter())
    (repeated,) = found.repeated
    assert (repeated.n_conversations, repeated.n_in_all) == (10, 10)
    assert repeated.text == KIND_REGARDS.removesuffix(".")
    assert not found.is_cut


def test_it_says_when_not_all_were_read(workspace):
    found = habits_of(workspace, OWNER, "dana", Filter(), most=4)
    assert (found.n_read, found.is_cut, found.n_beside) == (4, True, 4)
    assert sorted(found.shown) == ["dana-0", "dana-1", "dana-2"]


def test_habits_are_worked_out_again_once_something_was_stored(workspace):
    before = habits_of(workspace, OWNER, "dana", Filter())
    assert habits_of(workspace, OWNER, "dana", Filter()) is before
    met = a_chat_of("dana-10", "dana", is_met=True)
    workspace.store.save(OWNER, met, source="x", fingerprint="x")
    (behaviour,) = habits_of(workspace, OWNER, "dana", Filter()).behaviours
    assert (behaviour.met, behaviour.opportunities) == (2, 11)


def test_what_is_kept_for_one_viewer_is_not_shown_to_another(workspace):
    habits_of(workspace, OWNER, "dana", Filter())
    lead = Viewer("pat", Standing.LEAD, frozenset({"technical"}))
    assert habits_of(workspace, lead, "dana", Filter()).n_read == 0
