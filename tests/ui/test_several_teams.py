"""Agents who changed teams: the page Agent looks at one team at a time."""

import pytest

from coach.insights.trends import Row
from coach.ui.pages import team as team_page
from tests.builders import an_analysis
from tests.ui.conftest import day, drawn, keep


@pytest.fixture
def a_change_of_team(store):
    """Dana in three teams, or none: two calls in technical, then one in billing, one in neither."""
    for number, team in enumerate(["technical", "technical", "billing", None], 1):
        date = day(20 if team == "technical" and number == 2 else number)
        keep(
            store,
            an_analysis(id=f"d{number}", agent="dana", team=team, started_at=date),
            f"{number}",
        )


@pytest.mark.parametrize(
    ("asked", "teams", "how_many", "shown"),
    [
        ({}, ["technical"], "2 conversations", "2 of 4"),
        ({"in": "billing"}, ["billing"], "1 conversation", "1 of 2"),
        ({"in": ""}, [], "1 conversation", "1 of 2"),
    ],
    ids=["the latest", "another", "none"],
)
def test_an_agent_of_several_teams_is_looked_at_in_one(
    a_change_of_team, look_at, asked, teams, how_many, shown
):
    page = look_at("agent", agent="dana", criterion="empathy", **asked)
    facts = drawn(page, "head")[0]["facts"]
    assert facts[:-1] == [*teams, how_many]
    assert drawn(page, "scorecard")[0]["cards"][0]["shown"] == shown
    assert any(line.value.startswith(f"{shown} met.") for line in page.caption)
    assert how_many.startswith(f"{len(page.dataframe[-1].value)} ")


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        (("dana", "billing"), [{"agent": "dana", "in": "billing"}]),
        (("dana", None), [{"agent": "dana", "in": ""}]),
        (("unknown", None), []),
    ],
    ids=["in a team", "in none", "nobody known"],
)
def test_a_line_of_the_team_leads_to_the_agent_in_that_team(monkeypatch, line, asked):
    found = []
    monkeypatch.setattr(team_page, "go", lambda _, **query: found.append(query))
    team_page.open_line(Row(*line, 1, {}))
    assert found == asked
