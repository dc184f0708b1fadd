import pytest

from coach.insights.balance import Balance, listening_balance, whole_balance
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


def test_what_is_told_once_the_problem_is_understood_does_not_count():
    call = a_call(
        "C: My boiler died on Tuesday.",
        "A: So you have had no heating since Tuesday.",
        "C: Yes, and it hisses when I restart it.",
        "A: The fitter will be with you tomorrow at nine.",
    )
    found = [
        a_finding(call, 0, "problem", "My boiler died"),
        a_finding(call, 1, "reflect", "you have had no heating since Tuesday"),
        a_finding(call, 2, "problem", "it hisses"),
    ]
    assert listening_balance(call.turns, found) == Balance(back=1)
    assert whole_balance(call.turns, found) == Balance(back=1, told=1)


def test_where_no_problem_was_found_the_whole_conversation_counts():
    call = a_call("C: Hello there.", "A: You need to restart it twice.")
    assert listening_balance(call.turns, []) == whole_balance(call.turns, []) == Balance(told=1)


def test_advice_before_the_customer_has_finished_counts_as_told():
    call = a_call(
        "C: My boiler died.", "A: You need to restart it twice.", "C: I did, it still hisses."
    )
    found = [a_finding(call, 0, "problem", "died"), a_finding(call, 2, "problem", "still hisses")]
    assert listening_balance(call.turns, found) == Balance(told=1)
