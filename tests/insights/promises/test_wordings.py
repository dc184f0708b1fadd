"""Ways of promising in others' names, of things, and what only sounds like it."""

import pytest

from coach.conversation.conversation import Channel
from tests.insights.promises.threads import TOKYO, a_contact, a_ledger, states


def acts(text, channel=Channel.CHAT):
    contact = a_contact("c", "2026-11-16T10:00", f"A: {text}", channel=channel, zone=TOKYO)
    return [str(p.made.act) for p in a_ledger(contact, now="2026-11-16T10:00", zone=TOKYO)]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("My manager's going to ring you tomorrow.", "call"),
        ("One of the guys is gonna drop by tomorrow afternoon.", "visit"),
        ("I've asked my colleague to ring you on Thursday before noon.", "call"),
        ("My colleague has promised to call you on Monday.", "call"),
        ("Our developers will get back to you shortly.", "inform"),
        ("The crane will go out to you on Tuesday.", "send"),
        ("An email confirming this will follow shortly.", "write"),
        ("The technician's visit has been moved to Thursday at 10.", "visit"),
        ("We shall let you have a written answer by Friday.", "write"),
        ("I'll make sure a crew comes out on Saturday.", "visit"),
        ("i wil ring you tommorow at 3", "call"),
        ("what we're gonna do is we're gonna send a man out thursday", "visit"),
        ("You should have it by Friday at the latest.", "send"),
        ("You can count on us to refund it by Friday.", "refund"),
        ("I'm having the papers couriered on Friday.", "send"),
        ("I've made a note to call you on Friday.", "call"),
        ("I'll take the late fee off for you.", "refund"),
        ("i'll tell the web team the page loops", "escalate"),
        ("We'll pay the difference.", "refund"),
        ("I'll have a word with the driver.", "escalate"),
        ("We'll share it with our airport leaders.", "escalate"),
        ("Let me see. New pair goes out tomorrow.", "replace"),
        ("I've asked the duty manager to come up and see you.", "visit"),
        ("The station manager is coming aboard to speak with you.", "visit"),
        ("You'll get the £95 back.", "refund"),
        ("Sorry. I send you the label.", "send"),
        ("We won't start before eight.", "other"),
        ("水曜日の正午までに出荷されます", "send"),
        ("金曜日までには口座に振り込まれます", "refund"),
        ("来週の月曜に伺うことになっております", "visit"),
        ("責任者から明日連絡させるようにいたします", "inform"),
        ("担当より改めてご連絡が参ります", "inform"),
        ("明日担当からお送りするようにいたします", "send"),
    ],
)
def test_a_promise_in_others_names_or_of_a_thing_is_found(text, act):
    assert acts(text) == [act]


@pytest.mark.parametrize(
    "text",
    [
        "The money is going to be back within three days?",
        "Our shop will be closed on Monday.",
        "Your subscription will renew on 1 December.",
        "The train will leave at 5 pm.",
        "The reservation is booked for 7 pm tomorrow.",
        "Customers will receive a letter by Friday.",
        "You will need to send the form by Friday.",
        "I'll just put you through.",
        "I will close this chat if there is nothing else.",
        "We won't refund the fee.",
        "You should have it by Friday.",
        "I'd call you back by three.",
        "We will not charge you for this.",
        "The driver leaves at nine.",
        "They'll get to it when they get to it.",
        "調査報告書を添付にてお送りいたします",
        "承認されましたのでご報告いたします",
        "火曜日は定休日とさせていただきます",
    ],
)
def test_what_comes_about_or_is_said_at_once_is_no_promise(text):
    assert acts(text, Channel.EMAIL) == []


def test_what_arrived_is_the_thing_that_is_named():
    made = a_contact(
        "p",
        "2026-11-09T10:00",
        "A: The charger will go out to you by Wednesday, "
        "and the replacement battery will be sent by Friday.",
    )
    came = a_contact("l", "2026-11-12T10:00", "C: Charger arrived this morning.")
    assert states(a_ledger(made, came)) == ["kept l.0", "cannot_tell"]


@pytest.mark.parametrize(
    ("promise", "called", "state"),
    [
        ("A: i'll ring you back at four", "2026-11-16T16:02", "kept l.0"),
        ("A: i'll ring you back at four", "2026-11-16T16:10", "late l.0"),
        ("A: i'll ring you back by four", "2026-11-16T16:02", "late l.0"),
    ],
)
def test_a_minute_counts_until_an_hour_and_not_at_an_hour(promise, called, state):
    made = a_contact("p", "2026-11-16T10:00", promise, channel=Channel.CALL)
    call = a_contact("l", called, "A: hi it's joe again about the loan", channel=Channel.CALL)
    assert states(a_ledger(made, call)) == [state]
