"""What is shown beside the scores, counted over many conversations."""

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.disagreement import NOTHING_WRONG, Claim
from coach.conversation.findings import Dynamics
from coach.insights.apology import Part
from coach.insights.care_sums import Apologies, Course, Feedback, sum_care
from coach.rubric.criteria import read_rubric
from tests.builders import a_chat, a_finding

CARE = read_rubric()


def found_in(conversation, *found):
    findings = tuple(a_finding(conversation, *item) for item in found)
    return Analysis(conversation, findings, (), (), Dynamics(), CARE.stamp)


def of_agents(*cases, counted=None, wrong=NOTHING_WRONG):
    ids = {each.conversation.id for case in cases for each in case}
    asked = ids if counted is None else counted
    return sum_care(cases, CARE, lambda about: about.agent, asked, wrong)


def sorry(name, *, agent="dana", care_first=True):
    """A difficulty, and care and information in one order or the other."""
    care, told = "A: I'm so sorry about the lamp", "A: It is due to the pump of the lamp."
    said = [care, told] if care_first else [told, care]
    return found_in(
        a_chat("C: My lamp died and I'm furious", *said, id=name, agent=agent),
        (0, "distress", "I'm furious"),
        (1 if care_first else 2, "apologise", "I'm so sorry about the lamp"),
        (2 if care_first else 1, "explain_reason", "due to the pump"),
    )


def test_care_before_information_is_counted_with_how_soon_it_came():
    found = of_agents([sorry("one")], [sorry("two")], [sorry("three", care_first=False)])
    assert found["dana"].course == Course(3, 2, 1, 2)


def test_a_calm_conversation_counts_in_no_course():
    calm = found_in(a_chat("C: How do I pair it?", "A: Hold the button", agent="dana"))
    assert of_agents([calm])["dana"].course == Course(0, 0, None, None)


def test_apologies_are_counted_with_their_parts():
    found = of_agents([sorry("one")], [sorry("two", care_first=False)])["dana"]
    parts = {Part.REGRET: 2, Part.EXPLANATION: 1}
    assert found.apologies == Apologies(2, tuple((p, parts.get(p, 0)) for p in Part), 0)


def test_each_agent_has_a_line_of_their_own():
    found = of_agents([sorry("one")], [sorry("two", agent="kim")], [sorry("three", agent="kim")])
    assert {agent: sums.n_conversations for agent, sums in found.items()} == {"dana": 1, "kim": 2}


def test_what_went_beyond_is_counted_by_level():
    talk = a_chat(
        "C: A word of thanks", "A: There is also a way to pay less, you could also share it.",
        agent="dana",
    )  # fmt: skip
    found = of_agents([found_in(talk, (1, "go_beyond", "you could also share it"))])
    assert found["dana"].beyond == (0, 0, 1)


def test_feedback_is_told_back_in_a_later_conversation_of_the_case():
    first = found_in(
        a_chat("C: Your ironing board hinge pinches fingers", "A: Thank you, noted.",
               id="one", agent="dana"),
        (0, "feedback", "hinge pinches fingers"),
    )  # fmt: skip
    later = found_in(
        a_chat("C: Hello again", "A: The ironing board hinge that pinches fingers is changed.",
               id="two", agent="kim"),
    )  # fmt: skip
    found = of_agents([first, later])
    assert found["dana"].feedback == Feedback(1, 1, 0, 0, 1)
    assert found["kim"].feedback == Feedback(0, 0, 0, 0, 0)


def test_what_was_said_again_to_another_agent_counts_where_it_was_said_again():
    said = "C: The freezer thawed and my insulin was ruined on Sunday"
    first = found_in(a_chat(said, "A: Your postcode, please?", id="one", agent="dana"))
    again = found_in(a_chat(said, "A: One moment.", id="two", agent="kim"))
    found = of_agents([first, again])
    assert (found["dana"].said_again, found["kim"].said_again) == (0, 1)
    assert found["kim"].to_another == 1


def test_what_is_not_asked_for_is_looked_into_and_not_counted():
    found = of_agents([sorry("one")], [sorry("two")], counted={"two"})
    assert found["dana"].n_conversations == 1


def test_text_that_comes_back_is_canned():
    found = of_agents(*([sorry(str(n))] for n in range(4)))["dana"].canned
    assert {(each.n_conversations, each.n_in_all) for each in found} == {(4, 4)}


def test_what_was_agreed_to_be_wrong_counts_nowhere_and_is_told():
    wrong = {"one": {Claim(1, Label.APOLOGISE)}}
    found = of_agents([sorry("one")], [sorry("two")], wrong=wrong)["dana"]
    assert (found.apologies.n, found.course.care_first, found.left_out) == (1, 1, 1)
    assert of_agents([sorry("one")])["dana"].left_out == 0
