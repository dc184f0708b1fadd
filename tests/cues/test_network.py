"""The network that ships: what it says fast is what it says exactly, whoever else is asked.

That what it says exactly is what torch says is held by tests/training/test_finetune.py.
"""

import numpy as np
import pytest

from coach.cues import network
from coach.cues.calibration import read_calibration
from coach.cues.classifier import FOLDER, read_about
from coach.cues.encoding import Encoder
from coach.training.data import read_labelled

N_CONVERSATIONS = 12


@pytest.fixture(scope="module")
def windows():
    encoder = Encoder(FOLDER / "tokenizer.json", read_about(FOLDER).budget)
    talks = list(read_labelled(FOLDER / "data" / "mail.jsonl"))[:N_CONVERSATIONS]
    return [
        window
        for talk in talks
        for place, turn in enumerate(talk.conversation.turns)
        for window in encoder.windows(turn, talk.conversation.turns[:place])
    ]


@pytest.fixture(scope="module")
def fast():
    return network.build(FOLDER)


def probabilities(reader, windows):
    labels = np.stack([one.labels for one in reader.read(windows)])
    return read_calibration(FOLDER / "calibration.json").probabilities(labels)


def test_fast_and_exact_agree(fast, windows):
    exact = network.build(FOLDER, compute_type="float32")
    apart = np.abs(probabilities(fast, windows) - probabilities(exact, windows))
    assert apart.mean() < 0.002
    assert np.quantile(apart, 0.98) < 0.02
    assert apart.max() < 0.1


def test_what_is_said_of_a_window_does_not_depend_on_the_others(fast, windows):
    together = probabilities(fast, windows)
    alone = np.concatenate([probabilities(fast, [window]) for window in windows[:20]])
    assert together[:20] == pytest.approx(alone, abs=1e-4)


def test_nothing_is_said_of_nothing(fast):
    assert fast.read([]) == []
