import pytest

from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding
from coach.cues import classifier
from coach.cues.combined import Combined, build
from coach.cues.contexts import contexts
from coach.errors import MissingModel
from coach.language.pipeline import Languages
from tests.builders import a_chat
from tests.cues.tiny_model import a_model

LANGUAGES = Languages()


class WordRule:
    """A rule that finds one label by one word."""

    def __init__(self, label, word):
        self._label, self._word = Label(label), word

    def detect(self, batch):
        return [list(self._findings(context)) for context in batch]

    def _findings(self, context):
        text = context.turn.text
        if self._word in text and self._label.role is context.turn.role:
            start = text.index(self._word)
            end = start + len(self._word)
            yield CueFinding(context.index, self._label, 0.7, start, end, "rule:w")


@pytest.fixture
def combined(tmp_path):
    """A model by words, with a rule for apologies that is worth three in log odds."""
    folder = a_model(
        tmp_path, apologise={"rule": 3.0, "shift": -1.5, "threshold": 0.5}, distress={"shift": -5}
    )
    return Combined(WordRule("apologise", "regret"), classifier.build(folder=folder))


def found(detector, *lines, **about):
    conversation = a_chat(*lines, **about)
    return [
        (f.turn, str(f.label), conversation.turns[f.turn].text[f.start : f.end], f.by)
        for each in detector.detect(contexts(conversation, LANGUAGES))
        for f in each
    ]


def test_where_both_find_it_both_sign_and_their_words_are_joined(combined):
    assert found(combined, "A: i am so sorry we regret it") == [
        (0, "apologise", "i am so sorry we regret it", "rule:w+model:tiny")
    ]


def test_what_a_rule_marks_where_the_model_sees_little_is_left_out(combined):
    talk = "A: i am so sorry. it left the warehouse on monday. we regret it"
    assert found(combined, talk) == [
        (0, "apologise", "i am so sorry", "rule:w+model:tiny"),
    ]


def test_each_place_that_the_model_marks_takes_in_the_rules_words_there(combined):
    talk = "A: i am so sorry. it left the warehouse on monday. so sorry we regret it"
    assert sorted(found(combined, talk)) == [
        (0, "apologise", "i am so sorry", "rule:w+model:tiny"),
        (0, "apologise", "so sorry we regret it", "rule:w+model:tiny"),
    ]


def test_what_the_model_is_sure_of_stands_alone(combined):
    assert found(combined, "A: i am sorry") == [(0, "apologise", "i am sorry", "model:tiny")]


def test_a_rule_that_the_model_doubts_too_much_is_dropped(combined):
    assert found(combined, "A: we regret it") == []  # -4 - 1.5 + 3 is below even odds


def test_a_rule_may_outweigh_the_models_doubt(tmp_path):
    folder = a_model(tmp_path, apologise={"rule": 6.0})
    trusting = Combined(WordRule("apologise", "regret"), classifier.build(folder=folder))
    assert found(trusting, "A: we regret it") == [(0, "apologise", "we regret it", "rule:w")]


def test_a_model_that_is_not_sure_enough_finds_nothing(combined):
    assert found(combined, "C: furious") == []  # 4 - 5 is below even odds


def test_rules_stand_alone_in_languages_that_the_model_does_not_know(combined):
    assert found(combined, "A: regret", language="ja") == [(0, "apologise", "regret", "rule:w")]


def test_probabilities_carry_the_rules_worth(combined):
    batch = contexts(a_chat("A: sorry", "A: sorry regret", "A: regret"), LANGUAGES)
    place = list(Label).index(Label.APOLOGISE)
    p = combined.probabilities(batch)[:, place]
    assert p == pytest.approx([0.924, 0.996, 0.076], abs=0.001)  # log odds 2.5, 5.5, -2.5
    ja = contexts(a_chat("A: regret", language="ja"), LANGUAGES)
    assert combined.probabilities(ja)[0, place] == 0.7


def test_findings_have_the_probability_that_is_asked_for(combined):
    batch = contexts(a_chat("A: so sorry regret"), LANGUAGES)
    ((finding,),) = combined.detect(batch)
    assert finding.p == pytest.approx(combined.probabilities(batch).max())


def test_an_empty_batch_is_answered(combined):
    assert combined.detect([]) == []


def test_a_missing_model_is_said(tmp_path):
    with pytest.raises(MissingModel, match="no model of cues here"):
        build(folder=tmp_path)
