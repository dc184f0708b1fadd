from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coach.access import OWNER, Standing, Viewer
from coach.config import Settings
from coach.conversation.findings import Criterion, Score
from coach.errors import AccessDenied
from coach.insights.effect import Outcome
from coach.store.queries import Filter
from coach.workspace import (
    Focus,
    Workspace,
    agents_side_by_side,
    effects,
    set_focus,
    what_works,
)
from tests.builders import an_analysis

EMPATHY = Criterion.EMPATHY
DANA = Viewer("dana", Standing.AGENT)
KIM = Viewer("kim", Standing.LEAD, frozenset({"billing"}))


@pytest.fixture
def workspace(tmp_path):
    """Six agents of one team with ten conversations each; dana met every opportunity."""
    found = Workspace.open(Settings(db=f"sqlite:///{tmp_path}/coach.db"))
    for agent in ("dana", "a", "b", "c", "d", "e"):
        for number in range(10):
            started_at = datetime(2026, 11, 2 + number, tzinfo=UTC)
            base = an_analysis(
                id=f"{agent} {number}", agent=agent, team="billing", started_at=started_at
            )
            score = Score(EMPATHY, 2 if agent == "dana" else number % 2, 2)
            name = f"{agent} {number}"
            found.store.save(OWNER, replace(base, scores=(score,)), source=name, fingerprint=name)
    yield found
    found.store.close()


def test_agent_and_lead_read_the_same_rate_wherever_it_stands(workspace):
    (own,) = agents_side_by_side(workspace, DANA, Filter(agent="dana"))
    (of_lead,) = agents_side_by_side(workspace, KIM, Filter(agent="dana"))
    of_team = {line.row.name: line for line in agents_side_by_side(workspace, KIM)}
    rates = [line.row.estimates[EMPATHY].rate for line in (own, of_lead, of_team["dana"])]
    assert rates == pytest.approx([rates[0]] * 3)
    assert 0.8 < rates[0] < 1


def test_agent_and_lead_read_the_same_adjusted_rate(workspace):
    for number in range(200):
        name = f"more {number}"
        base = an_analysis(id=name, agent="abcde"[number % 5], team="billing")
        workspace.store.save(OWNER, base, source=name, fingerprint=name)
    adjusted = [
        agents_side_by_side(workspace, viewer, Filter(agent="dana"))[0].adjusted[EMPATHY]
        for viewer in (DANA, KIM)
    ]
    assert adjusted[0].rate == pytest.approx(adjusted[1].rate)
    assert adjusted[0].low < adjusted[0].rate < adjusted[0].high


def test_an_agent_is_not_told_how_they_stand_beside_the_others(workspace):
    (own,) = agents_side_by_side(workspace, DANA, Filter(agent="dana"))
    (of_lead,) = agents_side_by_side(workspace, KIM, Filter(agent="dana"))
    assert own.standings[EMPATHY] is None
    assert of_lead.standings[EMPATHY].rank == 1


def test_an_agent_sees_nobody_else(workspace):
    assert [line.row.name for line in agents_side_by_side(workspace, DANA)] == ["dana"]
    assert agents_side_by_side(workspace, DANA, Filter(agent="a")) == []
    assert effects(workspace, DANA, "a") == []


def test_what_works_is_for_those_who_see_teams(workspace):
    assert what_works(workspace, KIM) == []
    with pytest.raises(AccessDenied, match="agent dana may not see teams"):
        what_works(workspace, DANA)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_focus_at_the_end_of_all_calendars_is_too_early_to_say(workspace, year):
    since = datetime(year, 1 if year == 1 else 12, 31, tzinfo=UTC)
    set_focus(workspace, KIM, Focus("dana", "billing", EMPATHY, None, since, "kim"))
    assert [effect.outcome for effect in effects(workspace, KIM, "dana")] == [Outcome.TOO_EARLY]


@pytest.mark.parametrize("team", ["", None])
def test_an_agent_of_a_team_without_a_name_has_a_line(workspace, team):
    stored = an_analysis(id="f 1", agent="f", team=team)
    workspace.store.save(OWNER, stored, source="f 1", fingerprint="f 1")
    (line,) = agents_side_by_side(workspace, OWNER, Filter(agent="f"))
    assert (line.row.name, line.row.team) == ("f", None)
