from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coach.conversation.conversation import Channel, Conversation
from coach.conversation.findings import Sides, Spread
from coach.conversation.recording import About
from coach.dynamics.measure import measure
from tests.builders import a_call, a_turn


def a_thread(*messages):
    """Return a mail thread of (who, hour of 2 November)."""
    turns = tuple(
        a_turn(f"{who}: x", sent_at=datetime(2026, 11, 2, hour, tzinfo=UTC) if hour else None)
        for who, hour in messages
    )
    return Conversation(About("m"), Channel.EMAIL, turns)


def test_a_delay_runs_from_the_last_message_to_the_answer():
    delays = measure(a_thread(("C", 8), ("C", 9), ("A", 11), ("C", 12), ("A", 18))).reply_delays
    assert delays == Sides(agent=Spread(4 * 3600, 6 * 3600, 2), customer=Spread(3600, 3600, 1))


def test_a_message_without_a_date_is_left_out_and_counted():
    dynamics = measure(a_thread(("C", 8), ("A", None)))
    assert dynamics.reply_delays == Sides()
    assert dynamics.quality == ("1 messages have no date and were left out of reply delays",)


def test_what_a_bot_writes_in_between_is_no_message_that_waits_for_an_answer():
    delays = measure(a_thread(("C", 8), ("O", 9), ("A", 12), ("O", 13), ("A", 15))).reply_delays
    assert delays == Sides(agent=Spread(4 * 3600, 4 * 3600, 1))


@pytest.mark.parametrize("undated", ["A", "C"])
def test_a_message_without_a_date_in_between_leaves_the_delay_unknown(undated):
    assert measure(a_thread(("C", 8), (undated, None), ("A", 18))).reply_delays == Sides()


def test_calls_are_measured_by_their_turns():
    assert measure(a_call("A: hello", "C: hi")).talk_share == Sides(0.5, 0.5)
    written = replace(a_call("A: hello", "C: hi"), channel=Channel.CHAT)
    assert measure(written).talk_share == Sides()
