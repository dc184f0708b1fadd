import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.codebook import Label
from coach.conversation.evidence import Moment
from coach.conversation.findings import Criterion, CueFinding, Opportunity, State
from coach.insights.sentences import n_words
from coach.insights.suggest import MOST_WORDS, TEMPLATES, quoted, said_back, suggest
from tests.builders import a_chat, an_analysis

TURNED = {"you", "your", "yours", "yourself", "are", "were", "you're", "you've", "you'll"}
MENTION = {"you", "also", "mentioned", "and", "i", "keep", "that", "in", "view", "your"}
SAID = st.lists(
    st.sampled_from(
        ["my", "router", "I", "was", "you", "charged", "$22", "twice,", "Friday.",
         "two weeks", "um,",
         "we", "waited", "\n", "“why”", "it's", "October 10"]
    ),
    min_size=1,
    max_size=40,
).map(" ".join)  # fmt: skip


def a_moment(label, *lines, language="en", words=None):
    chat = a_chat(*lines, language=language)
    text = chat.turns[-1].text
    start = text.index(words) if words else 0
    found = CueFinding(len(lines) - 1, label, 0.9, start, start + len(words or text), "rule:test")
    chance = Opportunity(Criterion.EMPATHY, "feeling", found, State.MISSED, (), len(lines) - 1)
    from dataclasses import replace

    analysis = replace(an_analysis(), conversation=chat, findings=(found,), opportunities=(chance,))
    return Moment(analysis, chance)


def words_of(text):
    return set(re.findall(r"[a-z0-9$']+", text.lower().replace("’", "'")))


@given(st.sampled_from(list(TEMPLATES["en"])), SAID.filter(str.strip))
def test_nothing_is_in_a_suggestion_that_the_template_or_the_customer_did_not_say(label, said):
    found = suggest(a_moment(label, f"C: {said}"))
    template = words_of(TEMPLATES["en"][label])
    assert words_of(found.text) <= template | words_of(said) | TURNED | MENTION


@given(st.text(alphabet=string.ascii_letters + " ,.あのを。\n", min_size=1), st.data())
def test_a_quote_lies_in_the_turn_and_is_short(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = quoted(text, start, end)
    assert 0 <= first <= last <= len(text)
    assert len(re.findall(r"[A-Za-z]+", text[first:last])) <= 2 * MOST_WORDS


def test_both_languages_have_a_template_for_every_kind_of_moment():
    openings = {label for label in Label if label.family == "moment"} | {Label.BAD_NEWS}
    assert set(TEMPLATES["en"]) == set(TEMPLATES["ja"]) == openings


def test_a_feeling_is_met_with_what_was_said_and_the_facts_around_it():
    moment = a_moment(
        Label.DISTRESS, "C: My router died, I need it on Friday.", "A: Right.",
        "C: Um, I am really worried now!", words="Um, I am really worried now",
    )  # fmt: skip
    found = suggest(moment)
    assert found.text == (
        "You said “I am really worried now”. I can see why, and I am sorry. "
        "You also mentioned your router and Friday: I keep that in view. "
        "What I will do now: … You will hear from me by …"
    )
    assert [fact.text for fact in found.facts] == ["router", "Friday"]
    assert found.by == "template"


def test_a_problem_is_said_back_from_the_customers_side():
    found = suggest(a_moment(Label.PROBLEM, "C: So I was charged for my old line and I'm stuck."))
    assert found.text == (
        "Let me say it back, to be sure: you were charged for your old line and you're stuck. "
        "Is that right, or is there more?"
    )


def test_japanese_is_quoted_as_it_was_said():
    said = "C: あの、ルーターが三週間も動かなくて、本当に困っているんです。"
    found = suggest(a_moment(Label.DISTRESS, said, language="ja", words="本当に困っているんです"))
    assert found.text == (
        "「本当に困っているんです」とのこと、そうお感じになるのはもっともです。申し訳ございません。"
        "ルーター、三週間のことも承知しております。これから…いたします。…までにご連絡いたします。"
    )


def test_a_fact_in_the_quote_is_not_said_twice():
    found = suggest(a_moment(Label.IMPACT, "C: My rent goes out on Friday"))
    assert found.text.count("Friday") == 1


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("my own modem's mine", "your own modem's yours"),
        ("we've lost our line", "you've lost your line"),
        ("I wasn't told", "you weren't told"),
        ("you charged me", "“you charged me”"),
    ],
)
def test_a_clause_is_turned_to_the_customers_side(clause, expected):
    assert said_back(clause) == expected


def test_a_quote_whose_every_letter_is_a_word_comes_to_an_end():
    start, end = quoted("㍿" * 60, 0, 60)
    assert n_words("㍿" * 60) > MOST_WORDS >= n_words("㍿" * (end - start)) > 0


def test_evidence_that_says_too_little_is_quoted_with_its_sentence():
    text = "Hello. I need to know why it failed. Bye."
    start, end = quoted(text, text.index("why"), text.index("why") + 3)
    assert text[start:end] == "I need to know why it failed"


def test_a_language_without_templates_gets_no_suggestion():
    assert suggest(a_moment(Label.DISTRESS, "C: Ich bin wütend", language="de")) is None
