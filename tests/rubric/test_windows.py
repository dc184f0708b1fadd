from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coach.conversation.findings import State
from tests.builders import a_call, a_chat, a_turn
from tests.rubric.judging import judged


def test_a_promise_made_later_does_not_turn_a_plain_answer_into_a_late_one():
    talk = a_call(
        "C: What does the router cost?", "A: It is forty pounds, to be paid monthly.",
        "C: Fine.", "A: It comes with a cable and a stand.",
        "C: Good.", "A: The case is black or white, whichever you like.",
        "C: White.", "A: I'll send the white router on Friday.",
    )  # fmt: skip
    asked = (0, "question", "What does the router cost?")
    later = (7, "commit", "I'll send the white router on Friday")
    assert judged(talk, asked, later) == judged(talk, asked) == {}


def test_a_question_that_is_dodged_and_answered_after_the_window_is_late():
    talk = a_call(
        "C: When will it come?", "A: We'll see what the warehouse says.",
        "C: When?", "A: The depot is busy with parcels.",
        "C: When?", "A: The drivers have long rounds.",
        "C: When?", "A: On Friday before noon.",
    )  # fmt: skip
    found = (
        (0, "question", "When will it come?"), (1, "evade", "We'll see what the warehouse says"),
        (7, "set_expectation", "On Friday before noon"),
    )  # fmt: skip
    assert judged(talk, *found) == {"straight-answer": State.LATE}


@pytest.mark.parametrize(
    ("greeted", "cared", "state"),
    [(5, 14, State.MET), (5, 16, State.LATE), (40, 41, State.MET), (40, 56, State.LATE)],
    ids=["in time", "late", "after a queue", "late after it"],
)
def test_who_takes_over_a_waiting_chat_may_greet_first(greeted, cared, state):
    began = datetime(2026, 11, 16, 9, tzinfo=UTC)
    lines = (
        (0, "C: My boiler broke and I am upset."),
        (greeted, "A: Good morning, Dana here, thank you for waiting."),
        (cared, "A: A dead boiler, I am so sorry."),
    )
    turns = tuple(a_turn(line, sent_at=began + timedelta(minutes=n)) for n, line in lines)
    talk = replace(a_chat("C: hi"), turns=turns)
    found = (0, "distress", "I am upset"), (2, "apologise", "I am so sorry")
    assert judged(talk, *found) == {"feeling": state}
