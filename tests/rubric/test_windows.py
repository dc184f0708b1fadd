from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coach.conversation.findings import State
from tests.builders import a_chat, a_turn
from tests.rubric.judging import judged


@pytest.mark.parametrize(
    ("broken", "states"),
    [
        (
            "checking what I ordered and when,\nbut it never shows",
            {"feedback-welcome": State.MISSED},
        ),
        (
            "checking what I ordered and when, but it never shows",
            {"feedback-welcome": State.MISSED},
        ),
        ("checking.\nBut it never shows", {}),
        ("checking what I ordered and when\n\nBut it never shows", {}),
    ],
    ids=["wrapped", "one line", "stop", "paragraph"],
)
def test_praise_is_read_on_over_the_lines_that_a_mail_program_broke(broken, states):
    talk = a_chat(f"C: Your app is great for {broken} me the refund.", "A: Which phone is it?")
    assert judged(talk, (0, "feedback", "Your app is great")) == states


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


@pytest.mark.parametrize(
    "answer", ["crème brûlée", "creme brulee", "cre\u0300me bru\u0302le\u0301e"]
)
def test_words_with_accents_are_taken_up(answer):
    talk = a_chat("C: My crème brûlée never came, I'm upset.", f"A: Sorry about your {answer}")
    found = (0, "distress", "I'm upset"), (1, "apologise", "Sorry about")
    assert judged(talk, *found) == {"feeling": State.MET}
