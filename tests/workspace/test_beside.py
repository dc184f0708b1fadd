from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coach.access import OWNER, Standing, Viewer
from coach.store.queries import Filter
from coach.workspace import Workspace
from coach.workspace.beside import beside_scores
from tests.builders import a_chat, an_analysis

SAID = "C: The freezer thawed and my insulin was ruined on Sunday"


@pytest.fixture
def workspace(tmp_path):
    """A case that went from dana to kim, where the customer said the same again."""
    opened = Workspace.open(db=f"sqlite:///{tmp_path}/coach.db")
    for number, agent in enumerate(("dana", "kim"), start=1):
        began = datetime(2026, 11, number, tzinfo=UTC)
        chat = a_chat(
            SAID, "A: Your postcode, please?", id=agent, agent=agent, team="cold",
            thread_id="case", started_at=began,
        )  # fmt: skip
        found = replace(an_analysis(), conversation=chat, findings=(), opportunities=())
        opened.store.save(OWNER, found, source=agent, fingerprint=agent)
    yield opened
    opened.store.close()


def again(found):
    return {name: sums.said_again for (name, _), sums in found.sums.items()}


def test_each_agent_has_a_line_with_the_team(workspace):
    found = beside_scores(workspace, OWNER, "agent", Filter())
    assert set(found.sums) == {("dana", "cold"), ("kim", "cold")}
    assert again(found) == {"dana": 0, "kim": 1}


def test_the_rest_of_the_case_is_looked_into_and_not_counted(workspace):
    assert again(beside_scores(workspace, OWNER, "agent", Filter(agent="kim"))) == {"kim": 1}


def test_only_the_latest_are_read_and_that_is_said(workspace):
    found = beside_scores(workspace, OWNER, "agent", Filter(), most=1)
    assert (again(found), found.n_read, found.is_cut) == ({"kim": 1}, 1, True)


def test_an_agent_sees_only_what_is_theirs(workspace):
    found = beside_scores(workspace, Viewer("kim", Standing.AGENT), "agent", Filter())
    assert again(found) == {"kim": 0}


def test_weeks_begin_in_the_zone_of_the_settings(workspace):
    found = beside_scores(workspace, OWNER, "week", Filter())
    assert {name for name, _ in found.sums} == {"2026-W44", "2026-W45"}
