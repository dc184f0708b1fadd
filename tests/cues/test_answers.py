from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding
from coach.cues.answers import only_answers
from tests.builders import a_chat


def dodges(*lines, asked):
    """Return the turns of the dodges that are kept, of one in every turn of the agent."""
    turns = a_chat(*lines).turns
    found = [CueFinding(place, Label.QUESTION, 0.9, 0, 1, "rule:x") for place in asked]
    found += [
        CueFinding(place, Label.EVADE, 0.9, 0, 1, "rule:x")
        for place, line in enumerate(lines)
        if line.startswith("A")
    ]
    return [one.turn for one in only_answers(found, turns) if one.label is Label.EVADE]


def test_a_dodge_follows_a_question():
    assert dodges("C: when is it back?", "A: soon, we hope", asked=[0]) == [1]
    assert dodges("C: it is so slow", "A: we do our best", asked=[]) == []
    assert dodges("A: we value you", "C: when?", asked=[1]) == []


def test_a_question_in_any_of_the_last_messages_counts():
    assert dodges("C: when?", "C: i have waited long", "A: soon", asked=[0]) == [2]


def test_a_question_that_something_else_followed_does_not():
    lines = ("C: when?", "A: on monday", "C: thanks", "A: we always try our best")
    assert dodges(*lines, asked=[0]) == [1]


def test_agent_and_others_between_question_and_dodge_do_not_part_them():
    assert dodges("C: when?", "O: please hold", "A: one moment", "A: soon", asked=[0]) == [2, 3]


def test_other_labels_need_no_question():
    turns = a_chat("A: so sorry").turns
    found = [CueFinding(0, Label.APOLOGISE, 0.9, 0, 2, "rule:x")]
    assert only_answers(found, turns) == found
