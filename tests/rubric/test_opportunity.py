from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.codebook import CUES, MOMENTS, Label
from coach.conversation.conversation import Channel
from coach.conversation.findings import Criterion, CueFinding, State, Unjudged
from coach.conversation.turn import Word
from coach.rubric.opportunity import find_opportunities
from coach.rubric.score import score
from tests.builders import a_call, a_chat, a_finding
from tests.rubric.judging import CARE, judged, opportunities_of, value_of


def test_a_feeling_that_is_taken_up_is_met():
    talk = a_call(
        "C: I'm furious about the boiler", "A: No heating and a dead boiler, I'm so sorry"
    )
    found = (0, "distress", "I'm furious"), (1, "apologise", "I'm so sorry")
    assert judged(talk, *found) == {"feeling": State.MET}


def test_a_stock_phrase_that_takes_nothing_up_is_a_miss():
    talk = a_call("C: I'm furious about the boiler", "A: I understand your frustration. Name?")
    found = (
        (0, "distress", "I'm furious"),
        (1, "acknowledge_feeling", "I understand your frustration"),
    )
    assert judged(talk, *found) == {"feeling": State.MISSED}


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("You mentioned that the oven broke in your bakery", State.MET),
        (
            "You mentioned that the oven gloves and the silver membership cover gardens",
            State.MISSED,
        ),
    ],
)
def test_what_is_recalled_is_mostly_the_customers_own(said, state):
    talk = a_chat("C: I run a bakery and my oven broke", f"A: {said}.")
    found = judged(talk, (0, "problem", "my oven broke"), (1, "recall", said))
    assert found == {"heard": state}


@pytest.mark.parametrize("stop", [". ", " "], ids=["punctuated", "as a recogniser prints it"])
def test_stock_phrases_added_to_a_poor_turn_raise_nothing(stop):
    poor = (
        "restart the boiler and wait for the light and then we will see how it goes from "
        "there okay and if that is all done then ring us back"
    )
    talk = a_call("C: I'm furious the boiler died", f"A: {poor}{stop}I understand your frustration")
    found = (
        (0, "distress", "I'm furious"),
        (1, "acknowledge_feeling", "I understand your frustration"),
    )
    assert judged(talk, *found) == {"feeling": State.MISSED}


def test_care_in_a_turn_that_also_dismisses_does_not_count():
    talk = a_call("C: I'm furious about the boiler", "A: Sorry about the boiler, but calm down")
    found = (
        (0, "distress", "I'm furious"), (1, "apologise", "Sorry about the boiler"),
        (1, "dismiss", "calm down"),
    )  # fmt: skip
    assert judged(talk, *found) == {"feeling": State.MISSED}


def test_a_calm_conversation_has_no_score_for_empathy_and_not_a_zero():
    talk = a_call("C: How do I pair it?", "A: Hold the button.")
    empathy = value_of(talk, Criterion.EMPATHY, (0, "question", "How do I pair it?"))
    assert (empathy.opportunities, empathy.value) == (0, None)


def test_a_question_answered_in_plain_words_is_not_judged():
    talk = a_call("C: How do I pair it?", "A: Hold the button.")
    assert judged(talk, (0, "question", "How do I pair it?")) == {}


def test_a_question_that_is_dodged_is_missed():
    talk = a_call("C: When will it come?", "A: As soon as possible.")
    found = (0, "question", "When will it come?"), (1, "evade", "As soon as possible")
    assert judged(talk, *found) == {"straight-answer": State.MISSED}


def test_an_honest_no_scores_where_an_evasion_does_not():
    honest = a_call("C: Can I have it today?", "A: No, I can't do that, the van has left.")
    evasive = a_call("C: Can I have it today?", "A: We'll see what we can do.")
    no = value_of(
        honest, Criterion.TRANSPARENCY, (0, "question", "Can I have it today?"),
        (1, "bad_news", "I can't do that"), (1, "explain_reason", "the van has left"),
    )  # fmt: skip
    dodge = value_of(
        evasive, Criterion.TRANSPARENCY, (0, "question", "Can I have it today?"),
        (1, "evade", "We'll see what we can do"),
    )  # fmt: skip
    assert (no.met, no.opportunities) == (2, 2)
    assert (dodge.met, dodge.opportunities) == (0, 1)


def test_a_moment_after_which_the_agent_says_nothing_is_not_judged():
    call, chat = (make("A: Hello", "C: I'm furious") for make in (a_call, a_chat))
    for talk, why in ((call, Unjudged.CUT_OFF), (chat, Unjudged.UNANSWERED)):
        [cut] = opportunities_of(talk, (1, "distress", "I'm furious"))
        assert (cut.state, cut.unjudged) == (State.NOT_JUDGEABLE, why)
    empathy = value_of(call, Criterion.EMPATHY, (1, "distress", "I'm furious"))
    assert (empathy.opportunities, empathy.value) == (0, None)


def test_words_that_were_heard_badly_are_not_judged():
    talk = a_call("C: I'm furious about the boiler", "A: What is your postcode please?")
    badly = (Word("What", 6, 7, 0.3), Word("is", 7, 8, 0.4), Word("postcode", 8, 9, 0.5))
    turns = (talk.turns[0], replace(talk.turns[1], words=badly))
    [missed] = opportunities_of(talk, (0, "distress", "I'm furious"))
    [unsure] = opportunities_of(replace(talk, turns=turns), (0, "distress", "I'm furious"))
    assert (missed.state, unsure.state) == (State.MISSED, State.NOT_JUDGEABLE)
    assert unsure.unjudged is Unjudged.POOR_TRANSCRIPT


def test_keeping_the_line_open_is_neither_an_answer_nor_uses_the_window_up():
    only_mhm = a_call("C: I'm furious about the boiler", "A: mm-hm", "C: yes")
    assert judged(only_mhm, (0, "distress", "I'm furious")) == {"feeling": State.NOT_JUDGEABLE}
    lines = ["C: I'm furious about the boiler", *["A: right", "C: and so on"] * 5]
    late = a_call(*lines, "A: A dead boiler in winter, I'm so sorry")
    found = (0, "distress", "I'm furious"), (11, "apologise", "I'm so sorry")
    assert judged(late, *found) == {"feeling": State.MET}


def test_care_that_comes_after_the_window_is_late_and_counts_as_not_met():
    talk = a_call(
        "C: I'm furious about the boiler", "A: What is your name please?", "C: Kim",
        "A: And the address of the flat?", "C: Elm Road", "A: And the postcode please?",
        "C: X1", "A: A dead boiler, I'm so sorry",
    )  # fmt: skip
    found = (0, "distress", "I'm furious"), (7, "apologise", "I'm so sorry")
    [late] = opportunities_of(talk, *found)
    assert (late.state, late.met_by[0].turn, late.deadline) == (State.LATE, 7, 5)
    empathy = value_of(talk, Criterion.EMPATHY, *found)
    assert (empathy.met, empathy.opportunities) == (0, 1)


def test_care_that_comes_after_both_windows_is_a_miss():
    questions = ["A: What is your postcode please?", "C: X1"] * 6
    talk = a_call("C: I'm furious about the boiler", *questions, "A: A dead boiler, I'm so sorry")
    found = (0, "distress", "I'm furious"), (13, "apologise", "I'm so sorry")
    assert judged(talk, *found) == {"feeling": State.MISSED}


def test_seconds_close_a_window_as_turns_do_but_never_before_the_first_answer():
    lines = (
        "C: I'm furious about the boiler",
        "A: What is your postcode?",
        "A: A dead boiler, sorry",
    )
    slow = a_call(*lines, seconds_each=50.0)
    assert judged(slow, (0, "distress", "I'm furious"), (2, "apologise", "sorry")) == {
        "feeling": State.MET
    }
    slower = a_call(*lines, seconds_each=100.0)
    assert judged(slower, (0, "distress", "I'm furious"), (2, "apologise", "sorry")) == {
        "feeling": State.LATE
    }
    first = a_call(*lines[::2], gap=300.0)
    assert judged(first, (0, "distress", "I'm furious"), (1, "apologise", "sorry")) == {
        "feeling": State.MET
    }


def test_a_turn_of_stock_phrases_does_not_use_the_window_up():
    stock = ["A: I completely understand, and your call is very important to us."] * 4
    talk = a_call("C: I'm furious about the boiler", *stock, "A: A dead boiler, I'm so sorry")
    found = (0, "distress", "I'm furious"), (5, "apologise", "I'm so sorry")
    assert judged(talk, *found) == {"feeling": State.MET}


def test_care_that_takes_nothing_up_is_shown_as_generic():
    talk = a_call("C: I'm furious about the boiler", "A: I understand your frustration. Name?")
    [missed] = opportunities_of(
        talk,
        (0, "distress", "I'm furious"),
        (1, "acknowledge_feeling", "I understand your frustration"),
    )
    assert [cue.label for cue in missed.generic] == [Label.ACKNOWLEDGE_FEELING]


def test_the_third_apology_without_anything_new_meets_nothing():
    mails = a_chat(*["C: no heat, I'm furious", "A: Sorry about the heat. Kind regards"] * 3)
    mails = replace(mails, channel=Channel.EMAIL)
    found = [(turn, "distress", "I'm furious") for turn in (0, 2, 4)]
    found += [(turn, "apologise", "Sorry about the heat") for turn in (1, 3, 5)]
    states = [o.state for o in opportunities_of(mails, *found)]
    assert states == [State.MET, State.MET, State.MISSED]


def test_an_apology_with_a_new_fact_is_no_repetition():
    said = "A: Sorry about the heat, the fitter comes on Friday"
    mails = a_chat(*["C: no heat, I'm furious", said] * 3)
    mails = replace(mails, channel=Channel.EMAIL)
    found = [(turn, "distress", "I'm furious") for turn in (0, 2, 4)]
    found += [(turn, "apologise", "Sorry about the heat") for turn in (1, 3, 5)]
    found += [(turn, "set_expectation", "the fitter comes on Friday") for turn in (1, 3, 5)]
    states = [o.state for o in opportunities_of(mails, *found)]
    assert states == [State.MET, State.MET, State.MET]


def test_how_bad_news_was_told_is_kept_in_four_parts():
    talk = a_call(
        "C: I need the boiler on Friday",
        "A: I'm sorry, no boiler on Friday. The part is stuck in Rotterdam. A heater comes Monday.",
    )
    [news] = [
        o.news
        for o in opportunities_of(
            talk,
            (1, "bad_news", "no boiler on Friday"),
            (1, "explain_reason", "The part is stuck in Rotterdam"),
            (1, "set_expectation", "A heater comes Monday"),
            (1, "apologise", "I'm sorry"),
        )
    ]
    assert news.plain.label is Label.BAD_NEWS
    assert news.reason.label is Label.EXPLAIN_REASON
    assert news.feeling is None
    assert news.instead.label is Label.SET_EXPECTATION


def test_a_mail_is_answered_by_the_next_mail():
    talk = replace(
        a_chat(
            "C: I'm furious", "A: Please send photos of the crack", "C: sent", "A: Sorry, cracked"
        ),
        channel=Channel.EMAIL,
    )
    found = (0, "distress", "I'm furious"), (3, "apologise", "Sorry, cracked")
    assert judged(talk, *found) == {"feeling": State.MISSED}


def test_repeated_moments_within_a_window_are_one_opportunity():
    talk = a_call(
        "C: I'm furious", "A: What is your name please?", "C: furious!", "A: And the town?"
    )
    empathy = value_of(
        talk, Criterion.EMPATHY, (0, "distress", "I'm furious"), (2, "distress", "furious!")
    )
    assert empathy.opportunities == 1


def test_a_moment_after_the_window_is_a_new_opportunity():
    turns = ["C: I'm furious", *["A: Tell me your full name", "C: Kim Lee"] * 3, "C: furious!"]
    talk = a_call(*turns, "A: And the town?")
    empathy = value_of(
        talk, Criterion.EMPATHY, (0, "distress", "I'm furious"), (7, "distress", "furious!")
    )
    assert empathy.opportunities == 2


def test_bad_news_may_carry_its_reason_in_the_same_turn():
    talk = a_call("C: hello", "A: It's delayed because of snow")
    found = (1, "bad_news", "It's delayed"), (1, "explain_reason", "because of snow")
    assert judged(talk, *found) == {"bad-news-told-well": State.MET}


def test_findings_that_are_not_sure_are_not_scored():
    talk = a_call("C: I'm furious", "A: Name please, and the street?")
    unsure = a_finding(talk, 0, "distress", "I'm furious", p=0.4)
    assert find_opportunities(talk, [unsure], CARE) == []


def test_hiragana_is_taken_up_as_kanji_is():
    lines = "C: まったくつながらないんです", "A: まったくつながらないのは、お困りでしたね"
    talk = a_call(*lines, language="ja")
    found = (0, "distress", "まったくつながらない"), (1, "acknowledge_feeling", "お困りでしたね")
    assert judged(talk, *found) == {"feeling": State.MET}


def test_japanese_courtesy_takes_nothing_up():
    talk = a_call(
        "C: 直していただけないでしょうか、困っております",
        "A: ご迷惑をおかけしております、お待ちいただけないでしょうか",
        language="ja",
    )
    found = (0, "distress", "困っております"), (1, "apologise", "ご迷惑をおかけしております")
    assert judged(talk, *found) == {"feeling": State.MISSED}


@pytest.mark.parametrize(
    ("agent", "state"),
    [
        ("三回も修理をお願いされたのですね、申し訳ございません", State.MET),
        ("ご迷惑をおかけして申し訳ございません", State.MISSED),
    ],
    ids=["takes it up", "stock phrase"],
)
def test_japanese_care_is_judged_by_what_it_takes_up(agent, state):
    customer = "C: もう三回も修理を頼んでいるのに、腹が立ちます"
    talk = a_call(customer, f"A: {agent}", language="ja")
    found = (0, "distress", "腹が立ちます"), (1, "apologise", "申し訳ございません")
    assert judged(talk, *found) == {"feeling": state}


labels = st.sampled_from([*MOMENTS, *CUES])
marks = st.lists(st.tuples(st.integers(0, 5), labels), max_size=12)
LINES = ["C: the boiler died again", "A: sorry about the boiler", "C: when will it be mended"] * 2


@given(marks)
def test_scores_add_up_and_every_met_opportunity_shows_its_cues(marks):
    talk = a_call(*LINES)
    findings = [
        CueFinding(turn, label, 0.9, 0, 5, "rule:x")
        for turn, label in marks
        if talk.turns[turn].role is label.role
    ]
    opportunities = find_opportunities(talk, findings, CARE)
    scores = score(opportunities, CARE)
    assert sum(s.opportunities for s in scores) == sum(o.is_judged for o in opportunities)
    assert sum(s.met for s in scores) == sum(o.is_met for o in opportunities)
    for o in opportunities:
        assert o.moment in findings
        assert all(cue in findings for cue in o.met_by)
        assert not o.is_met or all(cue.turn <= o.deadline for cue in o.met_by)


@given(marks, st.randoms(use_true_random=False))
def test_the_order_of_findings_does_not_matter(marks, random):
    talk = a_call(*LINES)
    findings = [CueFinding(turn, label, 0.9, 0, 5, "r") for turn, label in set(marks)]
    shuffled = random.sample(findings, len(findings))
    assert find_opportunities(talk, findings, CARE) == find_opportunities(talk, shuffled, CARE)
