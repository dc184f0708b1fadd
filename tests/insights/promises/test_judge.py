from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.conversation.conversation import Channel
from tests.insights.promises.threads import TOKYO, a_contact, a_ledger, states

PROMISE = a_contact("p", "2026-11-16T10:00", "A: We will refund the £12 by Wednesday.")


@pytest.mark.parametrize(
    ("later", "state"),
    [
        (("2026-11-18T09:00", "C: Thanks, the refund arrived this morning."), "kept l.0"),
        (("2026-11-19T18:00", "C: The refund came on Tuesday, thanks."), "kept l.0"),
        (("2026-11-19T18:00", "C: The refund finally arrived today."), "late l.0"),
        (("2026-11-19T09:00", "C: I still haven't had my refund."), "broken l.0"),
        (("2026-11-17T09:00", "C: I still haven't had my refund."), "cannot_tell"),
        (("2026-11-17T09:00", "C: Please cancel the refund, I'll keep it."), "superseded l.0"),
        (("2026-11-17T09:00", "A: We will refund the £12 by Friday."), "superseded l.0"),
        (("2026-11-19T09:00", "C: How do I change my ring tone?"), "cannot_tell"),
    ],
    ids=["in time", "told later", "late", "not done", "not yet due", "withdrawn", "re-dated", "-"],
)
def test_what_came_later_settles_a_promise(later, state):
    assert states(a_ledger(PROMISE, a_contact("l", *later)))[0] == state


def test_a_promise_is_open_until_its_deadline():
    assert states(a_ledger(PROMISE, now="2026-11-18T23:59")) == ["open"]
    assert states(a_ledger(PROMISE, now="2026-11-19T00:00")) == ["cannot_tell"]


def test_missed_then_re_dated_and_done_is_late():
    found = a_ledger(
        PROMISE,
        a_contact("n", "2026-11-19T09:00", "C: No refund yet.", "A: We will refund it tomorrow."),
        a_contact("d", "2026-11-20T08:00", "A: The £12 has been refunded today."),
    )
    assert states(found) == ["late d.0", "kept d.0"]


def test_the_agents_own_call_keeps_the_promise_to_call():
    made = a_contact("p", "2026-11-17T10:00", "A: 15時までに私からお電話します。",
                     channel=Channel.CALL, zone=TOKYO)  # fmt: skip
    call = ("A: 先ほどの件でお電話いたしました。",)
    in_time = a_contact("l", "2026-11-17T14:50", *call, channel=Channel.CALL, zone=TOKYO)
    after = a_contact("l", "2026-11-17T15:20", *call, channel=Channel.CALL, zone=TOKYO)
    assert states(a_ledger(made, in_time, zone=TOKYO)) == ["kept l.0"]
    assert states(a_ledger(made, after, zone=TOKYO)) == ["late l.0"]


def test_a_call_that_falls_into_a_thread_of_mails_is_read_between_them():
    first = a_contact("m", "2026-11-16T10:00", "C: My router is dead.", "A: That is a pity.")
    thanks = a_contact("l", "2026-11-20T08:00", "C: You rang me on Thursday as you said, thanks.")
    thread = replace(first, turns=(*first.turns, *thanks.turns))
    call = a_contact("p", "2026-11-18T10:00", "C: It is still dead.",
                     "A: I will ring you tomorrow by noon.", channel=Channel.CALL)  # fmt: skip
    assert states(a_ledger(thread, call)) == states(a_ledger(call, thread)) == ["kept m.2"]


def test_turns_of_a_conversation_keep_their_order_whatever_their_dates():
    made = a_contact("m", "2026-11-17T10:00", "A: We will refund the £12 by Wednesday.")
    ahead = a_contact("l", "2026-11-16T09:00", "C: Thanks, the refund has arrived.")
    undated = replace(ahead.turns[0], sent_at=None)
    for turn in (ahead.turns[0], undated):
        assert states(a_ledger(replace(made, turns=(*made.turns, turn)))) == ["kept m.1"]


def test_a_condition_that_is_gone_supersedes():
    made = a_contact(
        "p", "2026-11-11T10:00", "A: Once the walnut desk is back, we'll send you one."
    )
    gone = a_contact("l", "2026-11-12T10:00", "A: I'm afraid the walnut desk was discontinued.")
    assert states(a_ledger(made, gone)) == ["superseded l.0"]


THREAD = (
    PROMISE,
    a_contact("n", "2026-11-19T09:00", "C: No refund yet.", "A: We will refund it tomorrow."),
    a_contact("d", "2026-11-20T08:00", "A: The £12 has been refunded today."),
    a_contact("e", "2026-11-20T08:30", "A: I'll write to you on Monday.", "C: Thank you."),
)


@settings(max_examples=15)
@given(st.permutations(THREAD))
def test_the_order_in_which_conversations_are_given_is_no_matter(contacts):
    assert a_ledger(*contacts) == a_ledger(*THREAD)


VISIT = a_contact("p", "2026-11-16T10:00", "A: A plumber will come on Wednesday at nine.")
CODE = a_contact("p", "2026-11-18T09:00", "C: The door code?", "A: I'll send you the code by ten.")
LOCK = a_contact("p", "2026-11-16T10:00", "A: We will refund the deposit by Tuesday.")


@pytest.mark.parametrize(
    ("made", "later", "state"),
    [
        (VISIT, ("2026-11-18T12:00", "C: The plumber's been and it works now."), "kept l.0"),
        (VISIT, ("2026-11-18T12:00", "A: The plumber has been to you."), "kept l.0"),
        (CODE, ("2026-11-18T14:00", "A: Really sorry, 4471#."), "late l.0"),
        (CODE, ("2026-11-18T14:00", "A: We are open until 9pm."), "cannot_tell"),
        (LOCK, ("2026-11-18T14:00", "C: The laundry card still hasn't come."), "cannot_tell"),
        (LOCK, ("2026-11-18T14:00", "C: The deposit still hasn't come."), "broken l.0"),
        (LOCK, ("2026-11-18T14:00", "C: I don't eat meat, is that a problem?"), "cannot_tell"),
        (LOCK, ("2026-11-18T14:00", "C: Your deposit was paid on 2 November."), "cannot_tell"),
    ],
    ids=[
        "works now",
        "told by agent",
        "bare code",
        "an hour",
        "another",
        "itself",
        "of self",
        "before",
    ],
)
def test_only_what_was_promised_and_missed_is_late_or_broken(made, later, state):
    assert states(a_ledger(made, a_contact("l", *later)))[0] == state


def test_a_call_is_superseded_where_the_customer_asks_for_a_letter():
    made = a_contact("p", "2026-11-16T10:00", "A: I will phone you on Wednesday.")
    asked = a_contact("l", "2026-11-17T10:00", "C: Please send a letter instead.", "A: Of course.")
    assert states(a_ledger(made, asked))[0] == "superseded l.0"
