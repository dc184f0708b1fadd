"""What is shown beside the scores: timeline, apologies, repeats, feedback, going beyond."""

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.codec import plain
from coach.conversation.disagreement import Claim
from coach.conversation.findings import Dynamics
from coach.insights.apology import Part, apologies, overdone
from coach.insights.beyond import beyond, please_confirm
from coach.insights.care import care_in
from coach.insights.feedback_loop import feedback_loops
from coach.insights.repeats import repeats
from coach.insights.timeline import timeline
from coach.rubric.criteria import read_rubric
from tests.builders import a_call, a_chat, a_finding

CARE = read_rubric()


def found_in(conversation, *found):
    findings = tuple(a_finding(conversation, *item) for item in found)
    return Analysis(conversation, findings, (), (), Dynamics(), CARE.stamp)


def test_the_timeline_counts_turns_and_seconds_from_the_first_difficulty():
    talk = a_call(
        "A: Hello", "C: My boiler died and I'm furious", "A: It is due to the pump.",
        "C: Great.", "A: I'm so sorry about the boiler",
    )  # fmt: skip
    line = timeline(
        found_in(
            talk, (1, "distress", "I'm furious"), (2, "explain_reason", "due to the pump"),
            (4, "apologise", "I'm so sorry about the boiler"),
        ),
        CARE,
    )  # fmt: skip
    assert (line.difficulty.turn, line.knowledge.turns, line.knowledge.seconds) == (1, 1, 1.0)
    assert (line.care.finding.turn, line.care.turns, line.care.seconds) == (4, 2, 11.0)
    assert line.care_came_first is False


def test_care_in_the_turn_that_also_tells_came_first():
    talk = a_call(
        "C: My boiler died and I'm furious", "A: I'm so sorry about the boiler, it is the pump."
    )
    cues = [(1, "apologise", "I'm so sorry about the boiler"), (1, "explain_reason", "the pump")]
    line = timeline(found_in(talk, (0, "distress", "I'm furious"), *cues), CARE)
    assert (line.care.turns, line.knowledge.turns, line.care_came_first) == (1, 1, True)


def test_a_stock_phrase_is_no_care_on_the_timeline():
    talk = a_call("C: My boiler died and I'm furious", "A: I apologise for the inconvenience")
    line = timeline(
        found_in(talk, (0, "distress", "I'm furious"), (1, "apologise", "I apologise")), CARE
    )
    assert (line.care, line.knowledge, line.care_came_first) == (None, None, None)


def test_a_calm_conversation_has_no_timeline():
    assert timeline(found_in(a_call("C: How do I pair it?", "A: Hold the button")), CARE) is None


def test_an_apology_is_taken_apart():
    talk = a_chat(
        "C: You charged me twice for the lamp",
        "A: I'm sorry. We ran the payment twice because the bank timed out. That was our mistake. "
        "I'll send the 74 back today. It will not happen again, we changed the run.",
    )
    [sorry] = apologies(
        found_in(
            talk, (0, "problem", "charged me twice"), (1, "apologise", "I'm sorry"),
            (1, "explain_reason", "because the bank timed out"),
            (1, "own_fault", "That was our mistake"), (1, "commit", "I'll send the 74 back today"),
            (1, "own_fault", "It will not happen again"),
        ),
        CARE,
    )  # fmt: skip
    assert [part for part, _ in sorry.parts] == list(Part)


def test_an_apology_without_a_trouble_is_none():
    talk = a_chat("C: Hello", "A: I'm sorry for the wait")
    assert apologies(found_in(talk, (1, "apologise", "I'm sorry")), CARE) == []


def test_parts_of_an_apology_are_sought_up_to_the_agents_next_turn():
    def parts_of(*between):
        talk = a_chat(
            "C: You charged me twice for the lamp", "A: I'm sorry.", *between,
            "A: I'll send the 74 back today.",
        )  # fmt: skip
        cues = [
            (0, "problem", "charged me twice"), (1, "apologise", "I'm sorry"),
            (len(talk.turns) - 1, "commit", "I'll send the 74 back today"),
        ]  # fmt: skip
        [sorry] = apologies(found_in(talk, *cues), CARE)
        return [part for part, _ in sorry.parts]

    assert parts_of("C: And?") == [Part.REGRET, Part.REPAIR]
    assert parts_of("C: And?", "A: One moment.", "C: And?") == [Part.REGRET]


def test_the_third_apology_with_nothing_new_is_flagged():
    talk = a_chat(*["C: No heat", "A: I'm sorry"] * 3)
    analysis = found_in(talk, *[(turn, "apologise", "I'm sorry") for turn in (1, 3, 5)])
    assert [finding.turn for finding in overdone(analysis, CARE)] == [5]


def test_a_sentence_that_apologises_twice_is_one_apology():
    said = "I am sorry for the wait and I do apologise for that."
    talk = a_chat("C: Where is it?", f"A: {said}", f"A: {said}", f"A: {said}")
    places = [(turn, "apologise", words) for turn in (1, 2, 3) for words in ("sorry", "apologise")]
    analysis = found_in(talk, *places)
    assert [finding.turn for finding in overdone(analysis, CARE)] == [3, 3]


AGAIN = "The blue lamp from Leeds flickers in the kitchen."


def test_a_customer_who_was_not_taken_up_and_says_it_again_repeats_themselves():
    talk = a_chat(f"C: {AGAIN}", "A: What is your postcode?", f"C: X1. {AGAIN}", "A: Thanks.")
    [again] = repeats([found_in(talk)], CARE)
    assert (again.first.turn, again.again.turn, again.same_agent) == (0, 2, True)


def test_a_single_word_takes_nothing_up():
    talk = a_chat(f"C: {AGAIN}", "A: Which lamp?", f"C: Well. {AGAIN}")
    assert [each.again.turn for each in repeats([found_in(talk)], CARE)] == [2]


def test_who_says_it_twice_before_anybody_answers_repeats_nothing():
    assert repeats([found_in(a_chat(f"C: {AGAIN}", f"C: {AGAIN}", "A: Thanks."))], CARE) == []


def test_what_was_taken_up_and_is_said_again_is_no_repeat():
    talk = a_chat(f"C: {AGAIN}", "A: So the lamp in the kitchen flickers?", f"C: Yes. {AGAIN}")
    assert repeats([found_in(talk)], CARE) == []


def test_telling_the_next_agent_again_is_a_repeat():
    first = a_chat(f"C: {AGAIN}", "A: Wait for the post.", id="one", agent="dana")
    second = a_chat(f"C: Hello. {AGAIN}", "A: Hello.", id="two", agent="kim")
    [again] = repeats([found_in(first), found_in(second)], CARE)
    assert (again.first.conversation, again.again.conversation) == ("one", "two")
    assert not again.same_agent


def test_a_feedback_is_followed_through_the_case():
    first = a_chat(
        "C: The checkout page hides the voucher field, that is bad design.",
        "A: Thank you for telling me about the voucher field, I passed it to the web team.",
        id="one",
    )
    second = a_chat(
        "C: Hello again", "A: The voucher field on the checkout page is visible now.", id="two"
    )
    case = [
        found_in(
            first, (0, "feedback", "that is bad design"),
            (1, "welcome_feedback", "Thank you for telling me about the voucher field"),
        ),
        found_in(second),
    ]  # fmt: skip
    [loop] = feedback_loops(case, CARE)
    assert (loop.thanked, loop.taken_seriously, loop.acted_on) == (True, True, True)
    assert loop.told_back == ("two", 1)


def test_feedback_that_was_passed_over_shows_nothing():
    talk = a_chat(
        "C: The checkout page hides the voucher field, bad design.", "A: Clear the cache."
    )
    [loop] = feedback_loops([found_in(talk, (0, "feedback", "bad design"))], CARE)
    assert (loop.thanked, loop.taken_seriously, loop.acted_on, loop.told_back) == (
        False, False, False, None,
    )  # fmt: skip


def test_feedback_is_answered_within_three_turns_of_the_agent():
    thanks = "Thank you for telling me about the voucher field"
    told = "C: The checkout page hides the voucher field, bad design."

    def loop_after(n_turns):
        talk = a_chat(told, *["A: Well, one moment."] * n_turns, f"A: {thanks}.")
        cues = (0, "feedback", "bad design"), (n_turns + 1, "welcome_feedback", thanks)
        [loop] = feedback_loops([found_in(talk, *cues)], CARE)
        return loop.thanked, loop.taken_seriously

    assert [loop_after(2), loop_after(3)] == [(True, True), (False, False)]


def test_all_of_it_goes_into_an_export():
    talk = a_chat("C: My boiler died and I'm furious", "A: I'm sorry about the boiler. Calm down.")
    analysis = found_in(
        talk, (0, "distress", "I'm furious"), (1, "apologise", "I'm sorry about the boiler"),
        (1, "dismiss", "Calm down"),
    )  # fmt: skip
    care = plain(care_in(analysis, CARE))
    assert care["timeline"]["care"]["turns"] == 1
    assert care["apologies"][0]["parts"][0][0] == "regret"
    assert [each["label"] for each in care["please_confirm"]] == ["dismiss"]
    assert care["repeats"] == []


def test_an_export_leaves_out_what_was_agreed_to_be_wrong_and_says_so():
    talk = a_chat("C: My boiler died and I'm furious", "A: I'm sorry about the boiler. Calm down.")
    analysis = found_in(
        talk, (0, "distress", "I'm furious"), (1, "apologise", "I'm sorry about the boiler"),
        (1, "dismiss", "Calm down"),
    )  # fmt: skip
    care = plain(care_in(analysis, CARE, wrong={Claim(1, Label.DISMISS)}))
    assert care["please_confirm"] == []
    assert [(each["turn"], each["label"]) for each in care["left_out"]] == [(1, "dismiss")]
    assert len(care["apologies"]) == 1
    assert plain(care_in(analysis, CARE))["left_out"] == []


def test_going_beyond_has_three_levels_and_selling_has_none():
    talk = a_chat(
        "C: Hi", "A: I've added a month.", "A: I've set a reminder for next time.",
        "A: There is a way to pay less, and you would save 11.", "A: I've added the Premium plan.",
    )  # fmt: skip
    analysis = found_in(
        talk, (1, "go_beyond", "I've added a month"), (2, "go_beyond", "set a reminder"),
        (3, "go_beyond", "There is a way"), (4, "go_beyond", "I've added"),
        (4, "push_sell", "Premium plan"),
    )  # fmt: skip
    assert [(each.finding.turn, each.level) for each in beyond(analysis)] == [
        (1, 1),
        (2, 2),
        (3, 3),
    ]
    assert all(please_confirm(finding) for finding in analysis.findings)


def test_a_sentence_that_goes_beyond_is_read_on_where_a_mail_program_broke_it():
    talk = a_chat(
        "C: hi",
        "A: I have put a spare key into the box for your son, and set it up\n"
        "so that you won't miss the date.",
    )
    [only] = beyond(found_in(talk, (1, "go_beyond", "I have put a spare key into the box")))
    assert only.level == 2


def test_a_turn_that_goes_beyond_in_two_places_counts_once_at_its_highest_level():
    talk = a_chat("C: Thanks.", "A: I've added a month. There is a way to keep your number.")
    analysis = found_in(
        talk, (1, "go_beyond", "I've added a month"), (1, "go_beyond", "There is a way")
    )
    (only,) = beyond(analysis)
    assert (analysis.words(only.finding), only.level) == ("There is a way", 3)
