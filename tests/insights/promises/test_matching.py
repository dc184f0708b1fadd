"""What later words are about, and what they tell: tense, denial, praise, hours, conditions."""

import pytest

from coach.conversation.conversation import Channel
from tests.insights.promises.threads import LONDON, TOKYO, a_contact, a_ledger, states

ENGLISH = "A: We will mend the gutter by Wednesday."
JAPANESE = "A: 雨どいは水曜日までに修理いたします。"


def told(promise, *later, zone=LONDON, channel=Channel.EMAIL, now="2026-11-30T09:00"):
    """Return the states of promises made on Monday 16 November, in the order of their making."""
    made = a_contact("p", "2026-11-16T10:00", promise, channel=channel, zone=zone)
    contacts = [
        a_contact(f"l{place}", when, *lines, channel=channel, zone=zone)
        for place, (when, *lines) in enumerate(later)
    ]
    return [each.split()[0] for each in states(a_ledger(made, *contacts, now=now, zone=zone))]


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("C: The gutter was swept and hung on Tuesday.", "kept"),
        ("C: New gutter up, looks lovely. Cheers!", "kept"),
        ("C: The gutter you mended is too short.", "kept"),
        ("C: I am still without any gutter.", "broken"),
        ("C: Wednesday came and went, the gutter leaks.", "broken"),
        ("C: Could you leave the gutter for now?", "superseded"),
        ("C: The gutter was not mended till Thursday.", "late"),
        ("C: How do I order a lamp?", "cannot_tell"),
        ("C: I moved house last week.", "cannot_tell"),
        ("C: Thanks for your message.", "cannot_tell"),
    ],
)
def test_what_an_english_customer_says_of_a_promise(line, state):
    assert told(ENGLISH, ("2026-11-20T10:00", line)) == [state]


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("C: 雨どいが直っていて安心しました。", "kept"),
        ("C: 雨どい、直ってへんで。", "broken"),
        ("C: 雨どいは当面そのままにしておいてください。", "superseded"),
        ("C: ランプの在庫はありますか。", "cannot_tell"),
    ],
)
def test_what_a_japanese_customer_says_of_a_promise(line, state):
    assert told(JAPANESE, ("2026-11-20T10:00", line), zone=TOKYO) == [state]


def test_what_is_said_goes_to_the_promise_that_is_still_open():
    promise = "A: The lamp will be delivered on Tuesday and the £5 will be credited by Wednesday."
    later = ("2026-11-18T10:00", "C: The lamp is here."), ("2026-11-20T10:00", "C: Still no £5.")
    assert told(promise, *later) == ["kept", "broken"]


def test_one_part_of_a_sentence_may_say_done_and_the_other_not():
    promise = "A: The lamp will be sent on Tuesday and the shade will be sent on Wednesday."
    assert told(promise, ("2026-11-20T10:00", "C: Lamp is here, shade isn't.")) == [
        "kept",
        "broken",
    ]


@pytest.mark.parametrize(
    ("promise", "line", "state"),
    [
        ("A: If the test shows a fault, we'll swap the lamp.", "A: There is no fault.",
         "superseded"),
        ("A: If the parcel isn't found by Friday, we'll send a new one.",
         "C: The parcel has turned up!", "superseded"),
        ("A: Once the parcel is found, we'll send you a refund.",
         "A: The parcel has not been found yet.", "open"),
        ("A: Once the check is through we'll open your account.",
         "A: The check was not successful.", "superseded"),
    ],
    ids=["no fault", "found after all", "not yet", "refused"],
)  # fmt: skip
def test_what_is_said_of_a_condition_is_not_said_of_the_promise(promise, line, state):
    assert told(promise, ("2026-11-20T10:00", line)) == [state]


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("C: He turned up at eight.", "kept"),
        ("C: He came, but not until three.", "late"),
    ],
)
def test_the_hour_that_a_customer_names_counts(line, state):
    promise = "A: The fitter will come to you tomorrow at eight o'clock."
    assert told(promise, ("2026-11-17T18:00", line)) == [state]


@pytest.mark.parametrize(
    ("opening", "state"),
    [
        ("A: hello sol here from the garage", "kept"),
        ("A: hello thank you for calling how can i help", "cannot_tell"),
        ("A: good morning city garage sol speaking", "cannot_tell"),
    ],
)
def test_who_speaks_first_has_called_unless_they_pick_up(opening, state):
    promise = "A: i'll call you tomorrow before noon"
    assert told(promise, ("2026-11-17T10:00", opening), channel=Channel.CALL) == [state]


@pytest.mark.parametrize(
    "promise",
    ["A: Once the pump is in, we'll fit it the very next day.",
     "A: ポンプが届きましたら、翌日に取り付けに伺います。"],
)  # fmt: skip
def test_a_day_that_is_counted_from_a_condition_is_no_date(promise):
    assert told(promise) == ["open"]


def test_who_says_that_it_takes_longer_has_not_done_it():
    later = ("2026-11-19T10:00", "A: The gutter is taking longer than we said.")
    assert told(ENGLISH, later) == ["broken"]


def test_a_promise_of_it_is_about_what_was_promised_before():
    later = (
        ("2026-11-19T10:00", "A: I am sorry about the delay. It leaves here tomorrow."),
        ("2026-11-21T10:00", "C: The lamp came this morning."),
    )
    assert told("A: We'll ship your lamp on Tuesday.", *later) == ["late", "kept"]
