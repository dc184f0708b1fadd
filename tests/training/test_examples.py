"""What holds for a turn, for learning and for knowing how sure one may be."""

import numpy as np

from coach.conversation.codebook import Label
from coach.training.data import labelled
from coach.training.examples import PLACE, agreed_on, truth_of

APOLOGISE, COMMIT, WARMTH, BLAME, DISTRESS = (
    PLACE[label]
    for label in (Label.APOLOGISE, Label.COMMIT, Label.WARMTH, Label.BLAME, Label.DISTRESS)
)
TURN = {
    "role": "agent",
    "text": "So sorry. I'll ring them at two.",
    "labels": [
        {"label": "apologise", "start": 0, "end": 8},
        {"label": "commit", "start": 10, "end": 31, "reader": 2},
    ],
    "doubtful": ["warmth"],
}
ONE = labelled({"channel": "chat", "turns": [TURN]})


def test_learning_takes_what_either_reader_saw_and_leaves_doubts_out():
    truth = truth_of(ONE, 0)
    assert (truth[APOLOGISE], truth[COMMIT], truth[BLAME]) == (1, 1, 0)
    assert np.isnan(truth[[WARMTH, DISTRESS]]).all()


def test_for_sure_holds_only_what_the_first_reader_saw():
    truth = agreed_on(ONE, 0)
    assert (truth[APOLOGISE], truth[COMMIT], truth[WARMTH], truth[BLAME]) == (1, 0, 0, 0)
    assert np.isnan(truth[DISTRESS])
