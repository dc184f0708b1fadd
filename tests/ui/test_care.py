"""What the conversation page says beside the scores."""

import pytest

from coach.conversation.analysis import Analysis
from coach.conversation.findings import Dynamics
from coach.rubric.criteria import read_rubric
from coach.rubric.opportunity import find_opportunities
from coach.ui import text
from coach.ui.parts import care
from tests.builders import a_call, a_finding

CARE = read_rubric()
TALK = a_call(
    "C: My boiler died and I'm furious", "A: I understand your frustration.",
    "C: So what?", "A: The pump cannot be repaired, sorry about the boiler.", "A: Calm down.",
)  # fmt: skip
FOUND = tuple(
    a_finding(TALK, *item)
    for item in (
        (0, "distress", "I'm furious"), (1, "acknowledge_feeling", "I understand your frustration"),
        (3, "bad_news", "The pump cannot be repaired"), (3, "apologise", "sorry about the boiler"),
        (4, "dismiss", "Calm down"),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("catalogue", "texts", "expected"),
    [
        (
            text.ENGLISH, care.ENGLISH,
            [
                "First care that took the customer up: answer 2, 11 s after the first difficulty",
                "First solution or information: answer 2, 11 s after the first difficulty",
                "Sentences that say back or invite: 1; that tell or ask closed questions: 0",
                "Parts of the apology “sorry about the boiler”: regret",
                "Could have been said to anybody: “I understand your frustration”",
                "Bad news “The pump cannot be repaired”: plain, feeling met",
                "Please confirm: Plays it down, “Calm down”",
            ],
        ),
        (
            text.JAPANESE, care.JAPANESE,
            [
                "お客様の事情に触れた最初の配慮：2回目の応答（最初の困りごとから11秒後）",
                "最初の解決策・情報：2回目の応答（最初の困りごとから11秒後）",
                "言い直し・促しの文：1、説明・限定質問の文：0",
                "お詫び「sorry about the boiler」に含まれる要素：遺憾の意",
                "どのお客様にも言える言葉：「I understand your frustration」",
                "悪い知らせ「The pump cannot be repaired」：率直、気持ちへの配慮",
                "ご確認ください：軽くあしらう「Calm down」",
            ],
        ),
    ],
    ids=["English", "Japanese"],
)  # fmt: skip
def test_it_says_how_care_went_in_the_language_of_the_page(catalogue, texts, expected):
    chances = tuple(find_opportunities(TALK, FOUND, CARE))
    analysis = Analysis(TALK, FOUND, chances, (), Dynamics(), CARE.stamp)
    assert care.sentences(analysis, CARE, catalogue, texts) == expected


def test_a_calm_conversation_says_nothing():
    talk = a_call("C: How do I pair it?", "A: Hold the button.")
    analysis = Analysis(talk, (), (), (), Dynamics(), CARE.stamp)
    assert care.sentences(analysis, CARE, text.ENGLISH, care.ENGLISH) == []


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Thank you, I've passed the loud beep on to the team.",
         "Feedback “the beep is far too loud”: thanked, taken seriously, acted on or passed on"),
        ("Which model is it?", "Feedback “the beep is far too loud”: nothing found that followed"),
    ],
    ids=["taken up", "passed over"],
)  # fmt: skip
def test_it_says_what_became_of_feedback(answer, told):
    talk = a_call("C: One thing, the beep is far too loud.", f"A: {answer}")
    found = [a_finding(talk, 0, "feedback", "the beep is far too loud")]
    if "passed" in answer:
        found.append(a_finding(talk, 1, "welcome_feedback", "passed the loud beep on to the team"))
    analysis = Analysis(talk, tuple(found), (), (), Dynamics(), CARE.stamp)
    assert told in care.sentences(analysis, CARE, text.ENGLISH, care.ENGLISH)


def test_going_beyond_is_said_once_in_one_line_and_with_its_request_to_confirm():
    talk = a_call("C: It drops.", "A: I added a reminder\nfor you.", "A: And a fan, and a lamp.")
    words = [(1, "a reminder\nfor you"), (2, "a fan"), (2, "a lamp")]
    found = tuple(a_finding(talk, turn, "go_beyond", each) for turn, each in words)
    analysis = Analysis(talk, found, (), (), Dynamics(), CARE.stamp)
    told = care.sentences(analysis, CARE, text.ENGLISH, care.ENGLISH)
    assert [each for each in told if "confirm" in each] == [
        "Beyond what was asked, please confirm: “a reminder for you”, foresees the next need",
        "Beyond what was asked, please confirm: “a fan”, more than asked",
    ]


def test_going_beyond_that_also_sells_is_left_to_be_confirmed():
    talk = a_call("C: It drops.", "A: I added a fan, and you should buy the lamp.")
    found = (a_finding(talk, 1, "go_beyond", "a fan"), a_finding(talk, 1, "push_sell", "the lamp"))
    analysis = Analysis(talk, found, (), (), Dynamics(), CARE.stamp)
    told = care.sentences(analysis, CARE, text.ENGLISH, care.ENGLISH)
    assert [each for each in told if "confirm" in each] == [
        "Please confirm: Goes beyond, “a fan”",
        "Please confirm: Pushes a sale, “the lamp”",
    ]
