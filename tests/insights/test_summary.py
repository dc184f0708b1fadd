from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.insights.summary import Part, summarise_many, summarise_one
from tests.builders import a_call, a_finding, an_analysis


def an_analysed(name, *lines, found=(), language="en"):
    call = a_call(*lines, id=name, language=language)
    findings = tuple(a_finding(call, turn, label, words, p=p) for turn, label, words, p in found)
    return replace(an_analysis(), conversation=call, findings=findings, opportunities=())


PARCEL = an_analysed(
    "parcel",
    "A: Hello.",
    "C: Hi. My parcel never came to me. It is for my mum.",
    "A: I will call the depot today. You will have it on Friday.",
    "C: Good, thank you so much!",
    "A: Bye.",
    found=[
        (1, "problem", "My parcel never came", 0.8),
        (1, "impact", "for my mum", 0.9),
        (2, "commit", "I will call the depot today", 0.9),
        (2, "set_expectation", "on Friday", 0.8),
    ],
)


def told(summary):
    return [(said.part, said.turn, said.text) for said in summary]


def test_a_summary_tells_problem_what_mattered_what_was_promised_and_the_end():
    assert told(summarise_one(PARCEL)) == [
        (Part.PROBLEM, 1, "My parcel never came to me."),
        (Part.MATTERED, 1, "It is for my mum."),
        (Part.PROMISED, 2, "I will call the depot today."),
        (Part.PROMISED, 2, "You will have it on Friday."),
        (Part.ENDED, 3, "Good, thank you so much!"),
    ]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_line_leads_back_to_its_words(grown, language):
    _, analyses = grown
    chosen = [a for a in analyses if a.conversation.about.language == language][:20]
    by_id = {a.conversation.id: a.conversation for a in chosen}
    lines = [said for a in chosen for said in summarise_one(a)] + [*summarise_many(chosen)]
    assert lines
    for said in lines:
        text = by_id[said.conversation].turns[said.turn].text
        assert text[said.start : said.end] == said.text


def test_without_a_found_problem_the_customers_first_sentence_stands():
    plain = an_analysed("plain", "C: Hi. I would like a copy.", "A: Here.", "C: It works now.")
    assert told(summarise_one(plain)) == [
        (Part.PROBLEM, 0, "I would like a copy."), (Part.ENDED, 2, "It works now."),
    ]  # fmt: skip


def test_nothing_is_told_twice():
    both = an_analysed(
        "both", "C: I am stuck without my pump.",
        found=[(0, "impact", "I am stuck", 0.9), (0, "problem", "stuck without my pump", 0.9)],
    )  # fmt: skip
    parts = [said.part for said in summarise_one(both)]
    assert parts == [Part.PROBLEM, Part.MATTERED]


def test_japanese_is_cut_into_its_own_sentences():
    call = an_analysed(
        "ja", "C: もしもし。荷物がまだ届きません。困っています。",
        found=[(0, "problem", "荷物がまだ届きません", 0.9)], language="ja",
    )  # fmt: skip
    assert told(summarise_one(call))[0] == (Part.PROBLEM, 0, "荷物がまだ届きません。")


def about(name, text):
    return an_analysed(name, f"C: {text}", found=[(0, "problem", text, 0.9)])


MANY = [
    about("a", "The parcel never came."),
    about("b", "The bill went up again."),
    about("c", "My bill went up."),
    about("d", "Your bill went up twice."),
]


def test_what_many_said_comes_first_with_how_many():
    first, second = summarise_many(MANY, limit=2)
    assert "bill" in first.text
    assert first.n_alike == 3
    assert (second.text, second.n_alike) == ("The parcel never came.", 1)


@given(st.permutations(MANY))
def test_the_order_of_conversations_changes_nothing(order):
    assert summarise_many(order) == summarise_many(MANY)
