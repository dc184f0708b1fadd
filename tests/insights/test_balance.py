import pytest

from coach.insights.balance import Balance, listening_balance
from tests.builders import a_call, a_finding

SAYS = [
    ("reflect", "So the first parcel came and the second one never did.", Balance(back=1)),
    ("open_question", "What happened then, when you rang them?", Balance(open=1)),
    ("clarify", "Is it both of them or only the phone?", Balance(closed=1)),
    ("explain_reason", "That is because the store booked it wrongly.", Balance(told=1)),
    ("apologise", "I am very sorry about all of that.", Balance()),
]


@pytest.mark.parametrize(("label", "text", "expected"), SAYS, ids=[s[0] for s in SAYS])
def test_a_sentence_is_one_act(label, text, expected):
    call = a_call(f"A: {text}")
    assert listening_balance(call.turns, [a_finding(call, 0, label, text)]) == expected


def test_what_nobody_labelled_is_told_or_asked_and_short_words_are_neither():
    call = a_call("A: You need to restart it twice. Did you restart it already? Mm-hm, okay.")
    assert listening_balance(call.turns, []) == Balance(told=1, closed=1)


def test_only_the_agents_sentences_count():
    call = a_call("C: You need to restart it twice.", "A: はい、二回再起動してくださいませ。")
    assert listening_balance(call.turns, []) == Balance(told=1)


def test_japanese_questions_are_questions_without_a_question_mark():
    call = a_call("A: ランプは何色に光っておりますか。", language="ja")
    assert listening_balance(call.turns, []) == Balance(closed=1)


def test_without_a_sentence_there_is_no_balance():
    assert listening_balance(a_call("A: Mm-hm.", "C: It broke down.").turns, []).value is None


def test_saying_back_and_inviting_stand_against_asking_and_telling():
    assert Balance(back=1, open=1, closed=1, told=5).value == -0.5
    assert Balance(back=2).value == 1
