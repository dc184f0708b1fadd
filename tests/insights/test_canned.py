import pytest

from coach.conversation.analysis import Analysis
from coach.conversation.conversation import Channel
from coach.conversation.findings import Dynamics
from coach.insights.canned import canned_in, find_canned
from tests.builders import a_call, a_chat

STOCK = "We are sorry for any trouble that the delay of your order {n} may have caused you."
STOCK_JA = "このたびは第{n}便の遅れでご迷惑をおかけしましたことを深くお詫び申し上げます。"


def bare(conversation):
    return Analysis(conversation, (), (), (), Dynamics(), "care 2 abc")


def mails(template, n, agent="dana", make=a_chat):
    said = [(f"C: where is it, case {i}?", f"A: {template.format(n=i)}") for i in range(n)]
    return [bare(make(*said[i], id=f"{agent}{i}", agent=agent)) for i in range(n)]


@pytest.mark.parametrize("template", [STOCK, STOCK_JA], ids=["English", "Japanese"])
def test_a_text_that_differs_by_a_number_is_found_with_how_often_it_was_said(template):
    other = mails("Your blue lamp number {n} left our Leeds depot in a van at noon.", 0)
    [canned] = find_canned([*mails(template, 5), *other])
    assert (canned.agent, canned.n_conversations, canned.n_in_all) == ("dana", 5, 5)
    assert canned.channel is Channel.CHAT
    place = canned.places[0]
    assert (place.conversation, place.turn, place.start) == ("dana0", 1, 0)


def test_numbers_are_taken_for_one_another():
    [canned] = find_canned(mails("Parcel {n} of order {n} goes on van {n} on day {n}.", 3))
    assert canned.n_conversations == 3


def test_texts_of_ones_own_are_not_canned():
    own = [
        "The lamp left Leeds this morning and reaches you on Friday at the latest.",
        "Your fitter called in sick, so I moved the visit to the week after Easter.",
        "I checked both invoices and the second one was indeed a mistake of ours.",
    ]
    held = [
        bare(a_chat("C: hello", f"A: {text}", id=str(n), agent="dana"))
        for n, text in enumerate(own)
    ]
    assert find_canned(held) == []


def test_short_courtesies_are_left_out():
    assert find_canned(mails("Thank you. Kind regards, Dana", 6)) == []


@pytest.mark.parametrize(
    "said",
    [
        "Good morning, thank you for calling Hill Heating, my name is Dana, how can I help?",
        "good morning thank you for calling hill heating my name is dana how can i help you today",
        "Is there anything else that I can help you with this afternoon?",
        "Please do not hesitate to contact us if you have any further questions about this.",
        "We wish you and your family a very pleasant weekend, kind regards from all of us.",
        "お電話ありがとうございます、丘の上暖房サポートセンターの大沢でございます。",
        "平素より格別のお引き立てを賜り、誠に厚く御礼申し上げます。",
        "引き続き何卒よろしくお願い申し上げます。",
    ],
)
@pytest.mark.parametrize("make", [a_chat, a_call], ids=["chat", "call"])
def test_a_greeting_or_a_sign_off_is_not_canned_however_long(said, make):
    assert find_canned(mails(said.replace("{", ""), 6, make=make)) == []


@pytest.mark.parametrize(
    "said",
    [
        "Hello Tom, we are sorry for any trouble caused by the delay.",
        "This is because the van broke down on the ring road.",
        "お世話になっております、ご不便をおかけしており誠に申し訳ございません。",
    ],
)
def test_what_follows_a_greeting_is_still_canned(said):
    [canned] = find_canned(mails(said, 4))
    assert canned.n_conversations == 4


def test_each_agent_and_each_channel_is_counted_apart():
    two = [*mails(STOCK, 4), *mails(STOCK, 3, agent="kim"), *mails(STOCK, 2, agent="lee")]
    calls = mails(STOCK, 3, make=a_call)
    counts = [(c.agent, c.channel.value, c.n_conversations) for c in find_canned([*two, *calls])]
    assert counts == [("dana", "chat", 4), ("dana", "call", 3), ("kim", "chat", 3)]


def test_twice_in_one_conversation_is_one_conversation():
    said = STOCK.format(n=7)
    held = [
        bare(a_chat("C: hello", f"A: {said}", "C: so?", f"A: {said}", id=str(n), agent="d"))
        for n in range(2)
    ]
    assert find_canned(held) == []
    [canned] = find_canned(held, least=2)
    assert (canned.n_conversations, len(canned.places)) == (2, 4)


def test_each_conversation_has_its_texts_with_its_own_places_and_how_often_in_all():
    found = canned_in(find_canned(mails(STOCK, 3)))
    assert set(found) == {"dana0", "dana1", "dana2"}
    [canned] = found["dana1"]
    assert (canned.n_conversations, canned.n_in_all) == (3, 3)
    assert [(place.conversation, place.turn, place.start) for place in canned.places] == [
        ("dana1", 1, 0)
    ]


def test_where_nothing_comes_back_no_conversation_has_any():
    assert canned_in([]) == {}
