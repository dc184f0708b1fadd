"""What the shipped rubric takes for care, bad news and feedback, where it is easily mistaken."""

import pytest

from coach.conversation.findings import State
from tests.builders import a_call, a_chat
from tests.rubric.judging import judged, opportunities_of


def test_a_question_about_what_was_borne_meets_it_and_one_about_the_product_does_not():
    customer = "C: The boiler died and my kids are freezing"
    states = []
    for asked in ("Are the kids somewhere warm?", "Which boiler is it?"):
        talk = a_call(customer, f"A: {asked}")
        found = (0, "impact", "my kids are freezing"), (1, "clarify", asked)
        states.append(judged(talk, *found)["what-it-does"])
    assert states == [State.MET, State.MISSED]


def test_a_question_that_misses_is_not_shown_as_generic_care():
    talk = a_call("C: The boiler died, I'm furious", "A: Which boiler is it?")
    found = (0, "distress", "I'm furious"), (1, "clarify", "Which boiler is it?")
    assert next(o for o in opportunities_of(talk, *found)).generic == ()


def test_care_leans_on_the_sentence_before_it_that_told_what_was_borne():
    talk = a_call("C: I waited ten days for the boiler", "A: You waited ten days. That's awful.")
    found = (0, "distress", "I waited ten days"), (1, "acknowledge_feeling", "That's awful")
    assert judged(talk, *found) == {"feeling": State.MET}


def test_what_follows_this_is_or_miss_is_not_taken_for_a_name():
    talk = a_chat("C: I'm furious, I'll miss my wedding", "A: I'm sorry about your wedding.")
    found = (0, "distress", "I'm furious"), (1, "apologise", "I'm sorry about your wedding")
    assert judged(talk, *found) == {"feeling": State.MET}


def test_a_short_japanese_answer_is_an_answer():
    talk = a_call("C: 眠れないんです", "A: 大変でしたね。", language="ja")
    found = (0, "distress", "眠れない"), (1, "acknowledge_feeling", "大変でしたね")
    assert judged(talk, *found) == {"feeling": State.MISSED}


@pytest.mark.parametrize(
    ("language", "asked", "no"),
    [
        ("en", "Can I have it today?", "No."),
        ("ja", "今日届きますか。", "できません。"),
        ("ja", "返金できますか。", "無理です。"),
    ],
)
def test_a_bare_no_is_bad_news_that_lacks_its_reason(language, asked, no):
    talk = a_call(f"C: {asked}", f"A: {no}", language=language)
    assert judged(talk, (1, "bad_news", no)) == {"bad-news-told-well": State.MISSED}


def test_a_bare_no_with_its_reason_in_the_next_turn_is_told_well():
    talk = a_call("C: Can I have it today?", "A: No.", "C: Why?", "A: The van left at noon.")
    found = (1, "bad_news", "No."), (3, "explain_reason", "The van left at noon")
    assert judged(talk, *found) == {"bad-news-told-well": State.MET}


def test_an_excuse_that_refuses_nothing_is_no_news():
    talk = a_call("C: Can I have it today?", "A: Unfortunately that's our policy.")
    assert judged(talk, (1, "bad_news", "Unfortunately that's our policy")) == {}


def test_praise_asks_for_nothing_and_cannot_be_missed():
    talk = a_call(
        "C: The clerk was rude. You've been great, thanks!", "A: You're welcome, bye now."
    )
    assert judged(talk, (0, "feedback", "You've been great")) == {}
    assert judged(talk, (0, "feedback", "The clerk was rude")) == {"feedback-welcome": State.MISSED}


@pytest.mark.parametrize(
    ("broken", "states"),
    [
        (
            "checking what I ordered and when,\nbut it never shows",
            {"feedback-welcome": State.MISSED},
        ),
        (
            "checking what I ordered and when, but it never shows",
            {"feedback-welcome": State.MISSED},
        ),
        ("checking.\nBut it never shows", {}),
        ("checking what I ordered and when\n\nBut it never shows", {}),
    ],
    ids=["wrapped", "one line", "stop", "paragraph"],
)
def test_praise_is_read_on_over_the_lines_that_a_mail_program_broke(broken, states):
    talk = a_chat(f"C: Your app is great for {broken} me the refund.", "A: Which phone is it?")
    assert judged(talk, (0, "feedback", "Your app is great")) == states


@pytest.mark.parametrize(
    "answer", ["crème brûlée", "creme brulee", "cre\u0300me bru\u0302le\u0301e"]
)
def test_words_with_accents_are_taken_up(answer):
    talk = a_chat("C: My crème brûlée never came, I'm upset.", f"A: Sorry about your {answer}")
    found = (0, "distress", "I'm upset"), (1, "apologise", "Sorry about")
    assert judged(talk, *found) == {"feeling": State.MET}
