from coach.ui.parts.player import lanes
from tests.builders import a_call

# agent 0-4 s, customer 5-9 s; ten stretches of one second
TURNS = a_call("A: hello", "C: hi").turns
AGENT_LOUD = (0.9,) * 5 + (0.1,) * 5
CUSTOMER_LOUD = (0.1,) * 5 + (0.8,) * 5


def test_the_agents_lane_is_the_channel_that_is_loud_while_they_speak():
    assert lanes((AGENT_LOUD, CUSTOMER_LOUD), TURNS, 10.0) == (AGENT_LOUD, CUSTOMER_LOUD)
    assert lanes((CUSTOMER_LOUD, AGENT_LOUD), TURNS, 10.0) == (AGENT_LOUD, CUSTOMER_LOUD)


def test_one_channel_is_dealt_out_by_turns():
    ours, theirs = lanes(((0.5,) * 10,), TURNS, 10.0)
    assert ours == (0.5,) * 5 + (0.0,) * 5
    assert theirs == (0.0,) * 5 + (0.5,) * 5


def test_turns_past_the_end_of_the_recording_are_left_out():
    ours, theirs = lanes(((0.5,) * 4,), TURNS, 4.0)
    assert ours == (0.5,) * 4
    assert theirs == (0.0,) * 4
