import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.sources.quoted import own_words

GMAIL = "On Mon, Nov 16, 2026 at 10:30 AM Dana Whitlock <dana@larkmoor.example>"
OUTLOOK = "From: Dana <dana@larkmoor.example>\nSent: Monday, 16 November 2026 10:30\nTo: Tom\n"


@pytest.mark.parametrize(
    "quote",
    [
        "> It broke twice.\n>> Really?\n> Yes.",
        f"{GMAIL} wrote:\n\n> It broke.\n> Twice.",
        f"{GMAIL}\nwrote:\n> It broke.",
        f"{GMAIL} wrote:\n\nIt broke.\nTwice.",
        f"________________________________\n{OUTLOOK}Subject: RE: Router\n\nIt broke.",
        "*From:* Dana\n*Sent:* Monday\n*Subject:* Router\n\nIt broke.",
        f"-----Original Message-----\n{OUTLOOK}\nIt broke.",
        "---------- Forwarded message ---------\nIt broke.",
        "Begin forwarded message:\n\nIt broke.",
        "2026年11月16日(月) 10:30 佐伯 ゆい <yui@larkmoor.example>:\n\n> 壊れました。",
        "2026年11月16日(月) 10:30 佐伯 ゆい <yui@larkmoor.example>:\n\n壊れました。",
        "2026/11/16 10:30、佐伯 ゆいのメール：\n\n＞ 壊れました。",
        "佐伯さんは書きました:\n> 壊れました。",
        "-----元のメッセージ-----\n差出人: 佐伯\n壊れました。",
        "差出人: 佐伯 <yui@larkmoor.example>\n送信日時: 2026年\n宛先: a\n件名: RE:\n\n壊れた",
        "差出人：佐伯\n送信日時：2026年11月16日\n件　名：RE:\n\n壊れた",
        "転送されたメッセージ:\n\n壊れた",
    ],
)
def test_quoted_mail_is_left_out(quote):
    assert own_words(f"Thank you, that works.\n\n{quote}\n") == "Thank you, that works."


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nTom Baker\nBakery",
        "--\nTom Baker\nTel: 555 0100",
        "Best regards,\nDana Whitlock\nSenior Customer Care Specialist\nLarkmoor Broadband Ltd.",
        "Thanks,\nTom",
        "Kind regards\n\nDana\n\nThis e-mail is confidential. If it is not for you, delete it.",
        "敬具\n佐伯 ゆい",
        "──────────────\nラークムア株式会社\n佐伯 ゆい\n電話 03-1234-5678\n──────────────",
        "*-*-*-*-*-*-*-*\n佐伯 ゆい\nyui@larkmoor.example",
        "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.ms/x>",
        "iPhoneから送信",
    ],
)
def test_signatures_are_left_out(signature):
    assert own_words(f"It broke twice.\n\n{signature}\n") == "It broke twice."


@pytest.mark.parametrize(
    "text",
    [
        "I compared:\nFrom: the first floor\nit works",
        "There are two:\n--\nthe old and the new one.",
        "Please call me.\n\nThank you",
        "Thanks\n\nOne more thing: can you call me?",
        "Best wishes to your mother.\nShe was so kind.",
        "Thanks,\nTom\n\nPS the router still blinks",
        "次の通りです。\n------------\n1. 電話で確認します。\n------------\nお願いします。",
        "On Monday your colleague wrote: it will work",
        "2026-11-16 10:30 it broke:\nall of it",
        "Original message boards are great",
        "I am at home:\n- Monday\n- Tuesday\n\nThe phone is 555 0100.",
    ],
)
def test_own_words_stay(text):
    assert own_words(text) == text


def test_answers_between_quoted_lines_stay():
    text = (
        "Hello Tom,\n\n> When will it arrive?\nTomorrow before noon.\n\n"
        "As you wrote:\n> And the refund?\nI refunded it today.\n\nBest regards,\nDana\n"
    )
    assert own_words(text) == "Hello Tom,\n\nTomorrow before noon.\n\nI refunded it today."


def test_line_ends_of_all_systems_and_blank_lines_are_evened_out():
    assert own_words("\r\n\nOne  \r\nTwo\r\r\r\r\nThree\n\n") == "One\nTwo\n\nThree"


def test_a_mail_of_nothing_but_a_quote_has_no_words():
    assert own_words(f"{OUTLOOK}Subject: x\n\nIt broke.") == ""


HOSTILE = {
    "on": ("On " * 60_000, 179_999),
    "quote marks": (">" * 300_000, 0),
    "on wrote": ("On Mon, wrote: " * 10_000, 149_999),
    "line ends": ("\n" * 300_000, 0),
    "dashes": ("-" * 300_000, 300_000),
    "headers": ("From: a\n" * 20_000, 0),
    "attributions": ("On 2026 <a@b> wrote:\n> x\n" * 10_000, 0),
    "attributions alone": ("x wrote:\n" * 20_000, 179_999),
    "addresses": ("a@" * 100_000, 200_000),
    "signatures": ("-- \n" * 50_000, 149_930),
    "closings": ("Best regards,\n" * 10_000, 139_901),
    "spaces": (" " * 300_000, 0),
}


@pytest.mark.parametrize(("body", "n_left"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_mail_is_read_to_the_end(body, n_left):
    assert len(own_words(body)) == n_left
    assert own_words(f"It broke.\n\n{body}").startswith("It broke.")


@given(
    st.lists(
        st.sampled_from(["It broke.", "> x", "", "Thanks,", "-- ", "From: x", "To: y", "----"])
    )
)
def test_only_whole_lines_are_left_out_and_their_order_stays(lines):
    own = own_words("\n".join(lines)).split("\n")
    rest = iter(line.rstrip() for line in lines)
    assert own == [""] or all(line in rest for line in own)


@given(st.text(alphabet="Onwrote: <>@2026-_\n差出人：", max_size=300))
def test_any_text_is_cleaned_twice_as_once_or_further(text):
    once = own_words(text)
    assert len(own_words(once)) <= len(once) <= len(text)
