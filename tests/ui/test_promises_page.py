"""The page of promises, drawn by Streamlit from a real store."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coach.access import Standing, Viewer
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.promises import (
    Act,
    Commitment,
    Deadline,
    DeadlineKind,
    Place,
    Promise,
    PromiseState,
)
from coach.conversation.recording import About
from coach.ui.pages.promises import is_due, is_overdue
from tests.builders import a_turn, an_analysis
from tests.ui.conftest import day, drawn, keep

DANA = Viewer("dana", Standing.AGENT)


def a_mail(name, number, *lines, agent="dana", thread="T1"):
    about = About(
        name, language="en", agent=agent, team="billing", thread_id=thread, started_at=day(number)
    )
    turns = tuple(a_turn(line, sent_at=day(number)) for line in lines)
    base = an_analysis()
    talk = Conversation(about, Channel.EMAIL, turns)
    return replace(base, conversation=talk, findings=(), opportunities=())


@pytest.fixture
def promised(store):
    """A broken promise of dana, one without a date of dana's, and a kept one of priya's."""
    keep(store, a_mail("m1", 2, "A: We will refund the fee tomorrow."), "1")
    keep(store, a_mail("m2", 5, "C: The fee has still not been refunded."), "2")
    keep(store, a_mail("m3", 5, "A: I'll write to you soon.", thread="T2"), "3")
    keep(store, a_mail("m4", 5, "A: I'll post the letter today.", agent="priya", thread="T3"), "4")
    keep(store, a_mail("m5", 6, "C: The letter arrived, thanks.", agent="priya", thread="T3"), "5")
    return store


def tables(page):
    return [list(frame.value["Promise"]) for frame in page.dataframe if "Promise" in frame.value]


def test_promises_stand_under_what_became_of_them(promised, look_at):
    page = look_at("promises")
    assert [header.value for header in page.header] == [
        "Due today (0)", "Deadline past (1)", "Open (1)", "Kept, late or replaced (1)",
        "By agent",
    ]  # fmt: skip
    assert tables(page) == [
        ["We will refund the fee tomorrow"],
        ["I'll write to you soon"],
        ["I'll post the letter today"],
    ]


def test_states_and_dates_are_told_in_words(promised, look_at):
    broken, still, kept = look_at("promises").dataframe[:3]
    assert list(broken.value["State"]) == ["Broken"]
    assert list(broken.value["Due"]) == ["3 Nov 2026, 23:59"]
    assert list(still.value["Due"]) == ["no date named"]
    assert list(kept.value["State"]) == ["Kept"]


def test_agents_are_counted_by_state(promised, look_at):
    counts = look_at("promises").dataframe[-1].value
    assert list(counts["Agent"]) == ["dana", "priya"]
    assert list(counts["Broken"]) == [1, 0]
    assert list(counts["Kept"]) == [0, 1]


def test_an_agent_sees_their_own_promises_alone(promised, look_at):
    page = look_at("promises", viewer=DANA)
    assert tables(page) == [["We will refund the fee tomorrow"], ["I'll write to you soon"]]


def test_the_page_speaks_japanese(promised, look_at):
    page = look_at("promises", lang="ja")
    assert drawn(page, "head")[0]["title"] == "約束"
    assert page.header[1].value == "期限を過ぎたもの (1)"


def test_what_is_surely_broken_comes_first_and_dates_in_order(store, look_at):
    keep(store, a_mail("m1", 2, "A: We will post the form tomorrow.", thread="T1"), "1")
    keep(store, a_mail("m2", 4, "A: We will refund the fee tomorrow.", thread="T2"), "2")
    keep(store, a_mail("m3", 7, "C: The fee has still not been refunded.", thread="T2"), "3")
    keep(store, a_mail("m4", 3, "A: We will refund the rent tomorrow.", thread="T3"), "4")
    keep(store, a_mail("m5", 7, "C: The rent has still not been refunded.", thread="T3"), "5")
    overdue = look_at("promises").dataframe[0].value
    assert list(overdue["State"]) == ["Broken", "Broken", "Cannot tell"]
    assert list(overdue["Due"]) == [
        "4 Nov 2026, 23:59", "5 Nov 2026, 23:59", "3 Nov 2026, 23:59",
    ]  # fmt: skip


def test_promises_without_a_date_come_last(store, look_at):
    keep(store, a_mail("m1", 2, "A: I'll write to you soon.", thread="T1"), "1")
    keep(store, a_mail("m2", 2, "A: We will refund it by 1 December 2099.", thread="T2"), "2")
    keep(store, a_mail("m3", 2, "A: We will refund it by 1 November 2099.", thread="T3"), "3")
    still = look_at("promises").dataframe[0].value
    assert [due.split(",")[0] for due in still["Due"]] == [
        "1 Nov 2099", "1 Dec 2099", "no date named",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("minute", "lists"), [(44, (True, False)), (45, (True, False)), (46, (False, True))]
)
def test_a_promise_is_due_today_until_its_time_and_past_from_then_on(minute, lists):
    deadline = Deadline(DeadlineKind.EXACT, datetime(2026, 11, 20, 14, 45, tzinfo=UTC))
    made = Commitment(Place("m1", 0), 0, 9, "ring back", Act.CALL, None, deadline, "rule:x")
    promise, now = Promise(made, PromiseState.OPEN), datetime(2026, 11, 20, 14, minute, tzinfo=UTC)
    assert (is_due(promise, now), is_overdue(promise, now)) == lists
