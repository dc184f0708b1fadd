from datetime import UTC, datetime

from coach.conversation.evidence import Tally
from coach.conversation.findings import Criterion
from coach.insights.trends import Group, summarise

EMPATHY, LISTENING = Criterion.EMPATHY, Criterion.LISTENING


def tally(conversation, agent, met, n, **others):
    monday = datetime(2026, 11, 2, 23, tzinfo=UTC)
    rest = {"team": "billing", "started_at": monday, "criterion": EMPATHY} | others
    return Tally(conversation=conversation, agent=agent, met=met, opportunities=n, **rest)


def test_an_agents_line_adds_their_conversations():
    rows = summarise(
        [tally("1", "dana", 1, 2), tally("2", "dana", 2, 3), tally("3", "kim", 0, 1)], Group.AGENT
    )
    assert [(r.name, r.team, r.n_conversations) for r in rows] == [
        ("dana", "billing", 2), ("kim", "billing", 1),
    ]  # fmt: skip
    assert (rows[0].estimates[EMPATHY].met, rows[0].estimates[EMPATHY].opportunities) == (3, 5)


def test_a_calm_conversation_counts_as_one_and_changes_no_rate():
    busy = [tally("1", "dana", 6, 9)]
    with_calm = [*busy, tally("2", "dana", 0, 0)]
    before, after = summarise(busy, Group.AGENT)[0], summarise(with_calm, Group.AGENT)[0]
    assert (before.n_conversations, after.n_conversations) == (1, 2)
    assert before.estimates == after.estimates


def test_one_conversation_is_counted_once_over_its_criteria():
    rows = summarise(
        [tally("1", "dana", 1, 1), tally("1", "dana", 1, 1, criterion=LISTENING)], Group.TEAM
    )
    assert [(r.name, r.n_conversations) for r in rows] == [("billing", 1)]


def test_weeks_begin_on_monday_in_the_zone_asked_for():
    sunday_night = [tally("1", "dana", 1, 1, started_at=datetime(2026, 11, 1, 23, tzinfo=UTC))]
    assert [r.name for r in summarise(sunday_night, Group.WEEK)] == ["2026-W44"]
    assert [r.name for r in summarise(sunday_night, Group.WEEK, zone="Asia/Tokyo")] == ["2026-W45"]


def test_what_is_not_known_comes_last_and_is_called_unknown():
    rows = summarise([tally("1", None, 1, 1, team=None), tally("2", "zoe", 1, 1)], Group.AGENT)
    assert [r.name for r in rows] == ["zoe", "unknown"]
    assert summarise([tally("1", "a", 1, 1, started_at=None)], Group.WEEK)[0].name == "unknown"
