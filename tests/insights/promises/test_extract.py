import pytest

from coach.conversation.conversation import Channel
from tests.insights.promises.threads import TOKYO, a_contact, a_ledger


def promised(text, channel=Channel.CALL):
    contact = a_contact("c", "2026-11-18T10:00", f"A: {text}", channel=channel)
    found = a_ledger(contact, now="2026-11-18T10:00")
    return [text[p.made.start : p.made.end] for p in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Right. I'll call you back tomorrow by three.", ["I'll call you back tomorrow by three"]),
        ("Someone will ring you.", ["Someone will ring you"]),
        ("You'll have it by Friday.", ["You'll have it by Friday"]),
        ("The parcel will be sent on Monday.", ["The parcel will be sent on Monday"]),
        (
            "so i'll ring you tomorrow by three okay anything else today",
            ["i'll ring you tomorrow by three"],
        ),
        (
            "I'll refund the fee today and send you a letter by Friday.",
            ["I'll refund the fee today", "send you a letter by Friday"],
        ),
        (
            "I'll check with the depot and call you back tomorrow.",
            ["I'll check with the depot and call you back tomorrow"],
        ),
        (
            "I'm chasing the insurer today and will ring you before six.",
            ["and will ring you before six"],
        ),
        (
            "We'll have the pump mended by Friday and send it back to you.",
            ["We'll have the pump mended by Friday and send it back to you"],
        ),
        (
            "Our fitter will come on Friday and change the pump.",
            ["Our fitter will come on Friday and change the pump"],
        ),
        ("No problem, will email it over by 4pm.", ["will email it over by 4pm"]),
        ("you'll need to only close the phone once it has finished", []),
        ("失礼しました、直します。", []),
        (
            "We'll send the charger by Wednesday and the battery by Friday.",
            ["We'll send the charger by Wednesday", "the battery by Friday"],
        ),
        (
            "充電器は水曜までに、電池は金曜までに発送いたします。",
            ["充電器は水曜までに", "電池は金曜までに発送いたします"],
        ),
        (
            "修理は来週の月曜から火曜までに、弊社の者が伺います。",
            ["修理は来週の月曜から火曜までに、弊社の者が伺います"],
        ),
        (
            "I'll call you between the 3rd and the 5th.",
            ["I'll call you between the 3rd and the 5th"],
        ),
        ("本日中に折り返しご連絡いたします。", ["本日中に折り返しご連絡いたします"]),
        ("3営業日以内に返金いたします。", ["3営業日以内に返金いたします"]),
        ("確認のうえ改めてご連絡いたします。", ["確認のうえ改めてご連絡いたします"]),
        (
            "本日交換品を発送し、番号は明日メールでお知らせします。",
            ["本日交換品を発送し", "番号は明日メールでお知らせします"],
        ),
    ],
)
def test_promises_are_found_with_their_words(text, words):
    assert promised(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Let me check that for you.",
        "I'll just pull up your account.",
        "We'll do our best to have it there by Friday.",
        "I can send you a new one tomorrow.",
        "If you like, I'll send you the link.",
        "Shall I book an engineer for Monday?",
        "Refunds are normally paid within five days.",
        "You will need to send us the form by Friday.",
        'You wrote "we will call you on Monday".',
        "お調べいたします。少々お待ちください。",
        "再発防止に努めてまいります。",
        "よろしければ、新しいものをお送りいたします。",
        "明日お電話してもよろしいでしょうか。",
        "通常、返金は5営業日以内に行います。",
        "明日までに書類をご返送ください。",
    ],
)
def test_what_only_sounds_like_a_promise_is_none(text):
    assert promised(text) == []


def test_a_customer_promises_nothing():
    contact = a_contact("c", "2026-11-18T10:00", "C: I'll call you back tomorrow.")
    assert a_ledger(contact) == ()


def test_a_promise_said_again_is_one():
    contact = a_contact(
        "c", "2026-11-18T10:00", "A: We'll credit the £12 by Friday.", "C: Friday?",
        "A: Yes, we'll credit the £12 by Friday.", channel=Channel.CALL,
    )  # fmt: skip
    assert [p.made.place.turn for p in a_ledger(contact)] == [0]


def test_what_a_mail_quotes_is_not_promised_again():
    text = "Done.\n\nOn Fri, 13 Nov 2026 at 09:12, Ben wrote:\n> I'll call you on Monday."
    assert promised(text, Channel.EMAIL) == []


def test_a_condition_is_told_with_its_words():
    contact = a_contact(
        "c", "2026-11-18T10:00", "A: 部品が届き次第、お電話いたします。", zone=TOKYO
    )
    (promise,) = a_ledger(contact, zone=TOKYO)
    assert (promise.made.condition, promise.made.deadline.kind) == ("部品が届き次第", "conditional")


def test_a_promise_is_due_when_it_says_and_not_at_the_time_of_its_reason():
    said = "A: Since your last lesson ends at nine, I'll set it for nine thirty."
    (promise,) = a_ledger(a_contact("c", "2026-11-18T10:00", said), now="2026-11-18T10:00")
    assert f"{promise.made.deadline.at:%m-%d %H:%M}" == "11-19 09:30"
