from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coach.access import OWNER, Standing, Viewer
from coach.conversation.codebook import Label
from coach.conversation.conversation import Channel
from coach.conversation.findings import Criterion
from coach.conversation.focus import Focus
from coach.errors import AccessDenied
from coach.store.comparisons import beside, cases_beside, chances, courses, focuses_of, set_focus
from coach.store.repository import Store
from tests.builders import a_call, a_finding, an_analysis

DANA = Viewer("dana", Standing.AGENT)
KIM = Viewer("kim", Standing.LEAD, frozenset({"billing"}))
SINCE = datetime(2026, 11, 2, tzinfo=UTC)
FOCUS = Focus("dana", "billing", Criterion.EMPATHY, "feeling", SINCE, "kim")


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path}/coach.db")
    keep(opened, an_analysis(id="d1", agent="dana", team="billing", started_at=SINCE, queue="new"))
    yield opened
    opened.close()


def keep(store, analysis):
    name = analysis.conversation.id
    store.save(OWNER, analysis, source=name, fingerprint=name)


def a_course(*lines, trouble=(), shown=()):
    """Return the analysis of a call with distress and cues in the turns given."""
    call = a_call(*lines, id="c", agent="dana", team="billing")
    upset = [a_finding(call, turn, "distress", call.turns[turn].text) for turn in trouble]
    cues = [a_finding(call, turn, label, call.turns[turn].text) for turn, label in shown]
    base = an_analysis(call_like())
    return replace(base, conversation=call, findings=(*upset, *cues), opportunities=())


def call_like():
    return a_call(
        "A: Hi",
        "C: My router died and I'm really upset.",
        "A: I'm sorry",
        "C: the third time!",
        "A: No.",
    )


def test_a_chance_tells_what_came_in(store):
    met, missed = chances(store, OWNER)
    assert (met.conversation, met.agent, met.team, met.queue) == ("d1", "dana", "billing", "new")
    assert (met.is_met, missed.is_met) == (True, False)
    assert (met.criterion, met.pairing, met.channel) == (
        Criterion.EMPATHY, "feeling", Channel.CALL,
    )  # fmt: skip
    assert (met.began_upset, met.n_customer_turns, met.started_at) == (True, 2, SINCE)


def test_chances_keep_to_the_viewer_and_the_criterion(store):
    keep(store, an_analysis(id="p1", agent="priya", team="technical"))
    assert {chance.agent for chance in chances(store, KIM)} == {"dana"}
    assert len(chances(store, OWNER)) == 4
    assert chances(store, OWNER, criterion=Criterion.LISTENING) == []


def test_distress_in_the_third_turn_is_no_upset_beginning(store):
    late = a_course("C: Hi", "C: It broke", "C: I am furious", "A: Oh", trouble=[2])
    moment = late.findings[0]
    chance = replace(an_analysis().opportunities[1], moment=moment, deadline=3)
    keep(store, replace(late, opportunities=(chance,)))
    (found,) = [chance for chance in chances(store, OWNER) if chance.conversation == "c"]
    assert (found.began_upset, found.n_customer_turns) == (False, 3)


def test_a_course_tells_trouble_and_what_was_done_before_the_end(store):
    keep(
        store,
        a_course(
            "C: It broke!", "A: So it broke?", "C: Yes", "A: I see", "C: Thanks", "A: Sorry again",
            trouble=[0], shown=[(1, "reflect"), (5, "apologise")],
        ),
    )  # fmt: skip
    found = next(course for course in courses(store, OWNER) if course.conversation == "c")
    assert (found.n_customer_turns, found.trouble) == (3, (True, False, False))
    assert found.behaviours == {Label.REFLECT}
    assert found.agent == "dana"


def team_of(store, n):
    for number in range(n):
        keep(store, an_analysis(id=f"x{number}", agent=f"agent {number}", team="billing"))


def test_a_lead_gets_the_tallies_of_colleagues_as_they_are(store):
    team_of(store, 1)
    found = beside(store, KIM, "dana", "billing")
    assert {(tally.agent, tally.conversation) for tally in found} == {("agent 0", "x0")}


def test_an_agent_gets_counts_of_four_colleagues_without_names(store):
    team_of(store, 3)
    assert beside(store, DANA, "dana", "billing") == []
    keep(store, an_analysis(id="y", agent="ida", team="billing", started_at=SINCE))
    found = beside(store, DANA, "dana", "billing")
    assert {tally.agent for tally in found} == {f"colleague {place}" for place in range(4)}
    assert {tally.conversation for tally in found} == {"0", "1", "2", "3"}
    assert {tally.started_at for tally in found} == {None}


def test_an_agent_gets_the_cases_of_four_colleagues_without_names(store):
    team_of(store, 4)
    found = cases_beside(store, DANA, "dana", "billing")
    assert {chance.agent for chance in found} == {f"colleague {place}" for place in range(4)}
    assert {chance.started_at for chance in found} == {None}
    assert {chance.agent for chance in cases_beside(store, KIM, "dana", "billing")} == {
        f"agent {number}" for number in range(4)
    }
    assert cases_beside(store, DANA, "agent 1", "billing") == []


def test_an_agent_gets_no_counts_of_other_teams_or_other_agents(store):
    team_of(store, 5)
    assert beside(store, DANA, "agent 1", "billing") == []
    assert beside(store, DANA, "dana", "technical") == []
    assert beside(store, DANA, "dana", None) == []


def test_a_focus_is_kept_with_who_set_it_and_the_latest_comes_first(store):
    later = replace(FOCUS, since=datetime(2026, 11, 9, tzinfo=UTC), pairing=None)
    set_focus(store, KIM, FOCUS)
    set_focus(store, KIM, later)
    assert focuses_of(store, DANA, "dana") == [later, FOCUS]
    assert focuses_of(store, Viewer("priya", Standing.AGENT)) == []


def test_an_agent_may_set_no_focus(store):
    with pytest.raises(AccessDenied, match="agent dana may not set a focus"):
        set_focus(store, DANA, FOCUS)


@pytest.mark.parametrize(
    "focus",
    [replace(FOCUS, team="technical"), replace(FOCUS, agent="nobody")],
    ids=["another team", "nobody"],
)
def test_a_lead_sets_no_focus_for_whom_they_do_not_see(store, focus):
    with pytest.raises(AccessDenied, match=f"lead kim sees no conversation of {focus.agent}"):
        set_focus(store, KIM, focus)
    assert focuses_of(store, OWNER) == []
