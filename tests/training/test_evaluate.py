import numpy as np
import pytest

from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding
from coach.language.pipeline import Languages
from coach.training.data import labelled
from coach.training.evaluate import LABELS, Judgement, judge, report

SORRY = LABELS.index(Label.APOLOGISE)
UPSET = LABELS.index(Label.DISTRESS)


class Finder:
    """Finds labels where a word stands, with the probability given for it."""

    def __init__(self, **words):
        self._words = words

    def detect(self, batch):
        return [list(self._findings(context)) for context in batch]

    def _findings(self, context):
        for label, (word, p) in self._words.items():
            if Label(label).role is context.turn.role and word in context.turn.text:
                start = context.turn.text.index(word)
                yield CueFinding(context.index, Label(label), p, start, start + len(word), "test")


class SureFinder(Finder):
    """Knows besides how likely it is of labels that it does not report."""

    def probabilities(self, batch):
        return np.full((len(batch), len(LABELS)), 0.25)


def a_conversation(*lines, doubtful=()):
    """Return the labelled conversation of lines like ("A", "so sorry", "apologise", "sorry")."""
    turns = []
    for who, text, *marks in lines:
        pairs = zip(marks[::2], marks[1::2], strict=True)
        labels = [
            {"label": label, "start": text.index(words), "end": text.index(words) + len(words)}
            for label, words in pairs
        ]
        role = {"A": "agent", "C": "customer", "O": "system"}[who]
        turns.append({"role": role, "text": text, "labels": labels, "doubtful": list(doubtful)})
    return labelled({"id": "c1", "language": "en", "channel": "chat", "turns": turns})


def judged(conversations, *detectors):
    return judge(conversations, detectors, Languages())


def line_of(judgement, label):
    return next(line for line in report(judgement).lines if line.label == label)


UPSET_AND_SORRY = a_conversation(
    ("C", "it broke again and i am furious", "distress", "i am furious"),
    ("A", "i am sorry about that", "apologise", "i am sorry"),
    ("A", "sorry, what was the name?"),
    ("A", "we regret the trouble", "apologise", "we regret"),
)


def test_a_label_is_counted_turn_by_turn():
    line = line_of(judged([UPSET_AND_SORRY], Finder(apologise=("sorry", 0.9))), "apologise")
    assert line.n == 2
    decisions = line.decisions
    assert (decisions.hits, decisions.false_alarms, decisions.misses) == (1, 1, 1)
    assert line.f1.value == 0.5


def test_cues_and_moments_have_their_own_micro_f1():
    finder = Finder(apologise=("sorry", 0.9), distress=("furious", 0.8))
    table = report(judged([UPSET_AND_SORRY], finder))
    assert (table.micro_cues.value, table.micro_moments.value) == (0.5, 1.0)


def test_labels_of_the_other_speaker_do_not_count():
    judgement = judged([UPSET_AND_SORRY], Finder())
    assert np.isnan(judgement.truth[0, SORRY])
    assert judgement.truth[0, UPSET] == 1
    assert np.isnan(judgement.truth[1, UPSET])


def test_lines_of_others_are_not_judged():
    judgement = judged([a_conversation(("O", "the agent has joined"), ("A", "hi"))], Finder())
    assert judgement.truth.shape == (1, len(LABELS))


def test_a_doubtful_label_is_neither_right_nor_wrong():
    doubtful = a_conversation(("A", "sorry to say no"), doubtful=["apologise"])
    table = report(judged([doubtful], Finder(apologise=("sorry", 0.9))))
    assert table.micro_cues.value is None


def test_overlap_is_the_share_of_right_findings_that_touch_the_evidence():
    touching = a_conversation(("A", "oh sorry about that", "apologise", "sorry about that"))
    beside = a_conversation(("A", "sorry we broke it", "apologise", "broke it"))
    judgement = judged([touching, beside], Finder(apologise=("sorry", 0.9)))
    assert report(judgement).overlap.value == 0.5


def test_one_range_of_several_that_touches_is_enough():
    twice = a_conversation(("A", "sorry that it broke", "apologise", "sorry"))
    finders = Finder(apologise=("broke", 0.9)), Finder(apologise=("sorry", 0.8))
    assert report(judged([twice], *finders)).overlap.value == 1.0


def test_detectors_are_judged_together():
    finders = Finder(apologise=("sorry", 0.9)), Finder(apologise=("regret", 0.8))
    line = line_of(judged([UPSET_AND_SORRY], *finders), "apologise")
    assert (line.decisions.hits, line.decisions.misses) == (2, 0)


def test_what_is_reported_keeps_its_probability_and_the_rest_takes_the_likeliest():
    judgement = judged([UPSET_AND_SORRY], SureFinder(apologise=("sorry", 0.1)))
    assert judgement.p[:, SORRY].tolist() == [0.25, 0.1, 0.1, 0.25]


def test_rules_alone_give_nothing_to_what_they_do_not_report():
    judgement = judged([UPSET_AND_SORRY], Finder(apologise=("sorry", 0.9)))
    assert judgement.p[:, SORRY].tolist() == [0, 0.9, 0.9, 0]


def a_judgement(truth, p, found, conversation=None):
    """Return a judgement with one column of apologies and nothing else."""
    shape = (len(truth), len(LABELS))
    filled = [np.full(shape, fill) for fill in (np.nan, 0.0, 0.0, np.nan)]
    for array, values in zip(filled, (truth, p, found), strict=False):
        array[:, SORRY] = values
    groups = np.arange(len(truth)) if conversation is None else np.array(conversation)
    return Judgement(filled[0], filled[1], filled[2].astype(bool), filled[3], groups)


def test_macro_takes_labels_with_ten_turns():
    nine = a_judgement([1.0] * 9, [1.0] * 9, [1] * 9)
    ten = a_judgement([1.0] * 10, [1.0] * 10, [1] * 5 + [0] * 5)
    assert report(nine).macro.value is None
    assert report(ten).macro.value == pytest.approx(2 / 3)


def test_calibration_of_what_is_reported_is_told_apart_from_that_of_everything():
    table = report(a_judgement([1.0, 0.0, 0.0, 0.0], [0.6, 0.6, 0.0, 0.0], [1, 1, 0, 0]))
    assert table.calibration_error.value == pytest.approx(0.05)
    assert table.found_calibration_error.value == pytest.approx(0.1)


def test_intervals_are_wider_when_turns_hang_together():
    truth, found = [1.0] * 40, [1] * 20 + [0] * 20
    alone = report(a_judgement(truth, [0.5] * 40, found)).micro_cues
    together = report(a_judgement(truth, [0.5] * 40, found, np.arange(40) // 10)).micro_cues
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_the_table_is_the_same_every_time():
    judgement = judged([UPSET_AND_SORRY] * 5, Finder(apologise=("sorry", 0.9)))
    assert report(judgement) == report(judgement)
