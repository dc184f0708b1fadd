import json
from zoneinfo import ZoneInfo

import pytest

from coach.conversation.codebook import Role
from coach.sources.base import Problem
from coach.sources.case_lines import read_cases

TOKYO = ZoneInfo("Asia/Tokyo")


def read(*raws):
    lines = [raw if isinstance(raw, str) else json.dumps(raw) for raw in raws]
    return list(read_cases(lines, "cases.jsonl", TOKYO))


def one(**raw):
    raw = {"id": "c1", "turns": [{"role": "agent", "text": "Hello"}]} | raw
    return read(raw)[0].conversation


@pytest.mark.parametrize("name", ["started_at", "time", "date", "timestamp"])
def test_a_time_without_a_zone_is_on_the_clock_of_the_case(name):
    began = one(**{name: "2026-11-16T10:00:00"}).about.started_at
    assert began.isoformat() == "2026-11-16T01:00:00+00:00"


@pytest.mark.parametrize(
    "turn",
    [
        {"role": "agent", "text": "Hi", "at": "2026-11-16T10:01:00+09:00"},
        {"speaker": "operator", "body": "Hi", "time": "2026-11-16 10:01"},
        {"from": "Agent", "content": "Hi", "timestamp": "10:01"},
    ],
)
def test_turns_may_say_when_in_many_ways(turn):
    (found,) = one(started_at="2026-11-16T10:00:00", turns=[turn]).turns
    assert (found.role, found.text) == (Role.AGENT, "Hi")
    assert found.sent_at.isoformat() == "2026-11-16T01:01:00+00:00"


@pytest.mark.parametrize("start", [90, 90.0, "00:01:30"])
def test_a_turn_may_say_how_far_into_the_call_it_is(start):
    (found,) = one(turns=[{"role": "agent", "text": "Hi", "start": start}]).turns
    assert found.span.start == 90.0


def test_a_line_may_hold_a_whole_case():
    raw = {"thread_id": "T", "conversations": [{"id": "a", "turns": [{"role": "c", "text": "x"}]}]}
    (found,) = read(raw)
    assert (found.conversation.id, found.conversation.about.thread_id) == ("a", "T")


def test_a_broken_line_does_not_stop_the_others():
    good = {"id": "a", "turns": [{"role": "agent", "text": "x"}]}
    broken, read_well = read("{nothing", good)
    assert isinstance(broken, Problem)
    assert "cases.jsonl, line 1: not valid JSON" in broken.sentence
    assert read_well.conversation.id == "a"


def test_a_zone_that_is_none_is_named():
    (found,) = read({"id": "a", "timezone": "Mars/Base", "turns": []})
    assert "timezone: 'Mars/Base' is not a time zone" in found.sentence


def test_a_chat_may_go_on_past_midnight():
    times = ("23:52", "23:51", "00:03", "0:04")
    turns = [{"role": "agent", "text": "Hi", "time": time} for time in times]
    found = one(started_at="2026-11-16T23:50:00", turns=turns).turns
    assert [turn.sent_at.isoformat()[:16] for turn in found] == [
        "2026-11-16T14:52", "2026-11-16T14:51", "2026-11-16T15:03", "2026-11-16T15:04",
    ]  # fmt: skip


def test_a_date_outside_all_calendars_costs_no_other_line():
    strange = {"started_at": "0001-01-01T00:00:00", "turns": [{"role": "agent", "text": "Hi"}]}
    (problem, good) = read(strange, {"id": "c2", "turns": [{"role": "agent", "text": "Hi"}]})
    assert problem.sentence == (
        "cases.jsonl, line 1: started_at: 0001-01-01T00:00:00 is no date of a conversation; "
        "leave it out if it is not known"
    )
    assert good.conversation.id == "c2"
