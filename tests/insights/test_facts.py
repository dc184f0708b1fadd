import pytest

from coach.insights.facts import Kind, facts_of
from tests.builders import a_chat

KNOWN = [
    ("en", "My router died on Friday", {Kind.THING: "router", Kind.DATE: "Friday"}),
    ("en", "my phone bill is $1,204.50", {Kind.THING: "phone bill", Kind.AMOUNT: "$1,204.50"}),
    ("en", "I waited two weeks for our modem.", {Kind.LENGTH: "two weeks", Kind.THING: "modem"}),
    ("en", "it is 15 pounds", {Kind.AMOUNT: "15 pounds"}),
    ("en", "my name is Owen and my husband was here", {}),
    ("en", "that was two years ago, a day or so", {}),
    ("ja", "ルーターが三週間も動きません", {Kind.THING: "ルーター", Kind.LENGTH: "三週間"}),
    ("ja", "4,980円が11月5日に引き落とされました", {Kind.AMOUNT: "4,980円", Kind.DATE: "11月5日"}),
    ("ja", "メールを二年前に送りました", {}),
    ("de", "mein Router ist seit Friday kaputt", {}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "said", "expected"), KNOWN, ids=[k[1][:20] for k in KNOWN])
def test_facts_are_what_the_customer_said(language, said, expected):
    chat = a_chat(f"C: {said}", language=language)
    found = facts_of(chat, 0)
    assert {fact.kind: fact.text for fact in found} == expected
    assert all(chat.turns[f.turn].text[f.start : f.end] == f.text for f in found)


def test_the_agents_words_are_no_facts():
    assert facts_of(a_chat("A: Your bill is $22 on Friday, my router"), 0) == ()


def test_what_comes_after_the_moment_is_not_looked_at():
    chat = a_chat("C: It broke.", "A: Sorry.", "C: It cost $20.")
    assert facts_of(chat, 1) == ()
    assert [fact.text for fact in facts_of(chat, 2)] == ["$20"]


def test_the_latest_sum_counts_and_an_old_one_is_left_out():
    chat = a_chat("C: It cost $20.", "C: No, $25.")
    assert [fact.text for fact in facts_of(chat, 1)] == ["$25"]
    old = a_chat("C: My modem cost $20.", "C: Yes.", "C: No.", "C: Good.")
    assert [fact.kind for fact in facts_of(old, 3)] == [Kind.THING]
