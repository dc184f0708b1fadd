import numpy as np
import pytest
import torch

from coach.conversation.codebook import Label
from coach.cues.calibration import Calibration, LabelCalibration
from coach.cues.classifier import About, build
from coach.cues.contexts import contexts
from coach.cues.encoding import Budget, Encoder
from coach.language.pipeline import Languages
from coach.training.examples import PLACE, examples
from coach.training.export import export
from coach.training.finetune import finetune, outputs_of
from coach.training.recipe import Recipe
from tests.builders import a_chat
from tests.cues.tiny_model import a_tokenizer
from tests.training.test_variation import a_conversation
from tests.training.tiny_network import a_network

SMALL = Budget(turn=16, before=8, each=4, n_turns=1)
RECIPE = Recipe(
    name="tiny",
    language="en",
    budget=SMALL,
    variation={"run_together": 0, "masked_names": 0, "unpunctuated": 0, "misheard": 0},
    tune={"epochs": 40, "batch_pieces": 256, "encoder_rate": 1e-3, "head_rate": 1e-2},
)
TALKS = [
    a_conversation(("C", "i am furious", "distress", "furious"), ("A", "the refund is a b")),
    a_conversation(("C", "it is c d"), ("A", "we will refund that", "commit", "will refund")),
    a_conversation(("C", "is it a b"), ("A", "i am so sorry", "apologise", "so sorry")),
    a_conversation(("A", "a b c d"), ("C", "again the refund", "problem", "again")),
] * 6


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    return a_tokenizer(tmp_path_factory.mktemp("tokenizer"))


@pytest.fixture(scope="module")
def encoder(tokenizer):
    return Encoder(tokenizer, SMALL)


@pytest.fixture(scope="module")
def trained(encoder):
    return finetune(a_network(), TALKS, encoder, RECIPE)


@pytest.fixture(scope="module")
def folder(trained, tokenizer, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    calibration = Calibration((LabelCalibration(),) * len(Label))
    about = About(name="tiny", language="en", budget=SMALL)
    export(trained, folder, tokenizer=tokenizer, calibration=calibration, about=about)
    return folder


def said_of(network, encoder, *lines):
    """Return (label, words) of what a network holds for likelier than not."""
    shown = examples([a_conversation(*lines)], encoder)
    outputs = outputs_of(network, shown)
    return [
        [str(label) for label in Label if row[PLACE[label]] > 0 and label.role == who]
        for row, who in zip(
            outputs.labels, ["agent" if w == "A" else "customer" for w, *_ in lines], strict=True
        )
    ]


def test_what_was_labelled_is_learned(trained, encoder):
    assert said_of(
        trained, encoder, ("C", "i am furious"), ("A", "i am so sorry"), ("A", "a b")
    ) == [
        ["distress"],
        ["apologise"],
        [],
    ]


def test_the_words_that_were_marked_speak_loudest(trained, encoder):
    (example,) = examples([a_conversation(("A", "i am so sorry about that"))], encoder)
    (pieces,) = outputs_of(trained, [example]).pieces
    assert pieces.shape == (6, len(Label))
    assert set(np.argsort(pieces[:, PLACE[Label.APOLOGISE]])[-2:]) == {2, 3}


def test_training_twice_gives_the_same_network(encoder):
    recipe = RECIPE.model_copy(update={"tune": RECIPE.tune.model_copy(update={"epochs": 2})})
    one, two = (finetune(a_network(), TALKS, encoder, recipe).state_dict() for _ in range(2))
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_outputs_do_not_depend_on_what_else_is_asked(trained, encoder):
    shown = examples(TALKS[:4], encoder)
    together = outputs_of(trained, shown)
    alone = [outputs_of(trained, [example]) for example in shown]
    for row, one in enumerate(alone):
        assert together.labels[row] == pytest.approx(one.labels[0], abs=1e-4)


def test_what_ships_agrees_with_what_was_trained(folder, trained, encoder):
    lines = ["C: i am furious", "A: so sorry about that", "C: ok", "A: we will refund it again"]
    batch = contexts(a_chat(*lines), Languages())
    shipped = build(folder=folder).probabilities(batch)
    shown = examples([a_conversation(*((line[0], line[3:]) for line in lines))], encoder)
    exact = 1 / (1 + np.exp(-outputs_of(trained, shown).labels))
    carried = shipped > 0
    assert carried.sum() == 2 * 6 + 2 * 23
    assert shipped[carried] == pytest.approx(exact[carried], abs=0.02)


def test_what_ships_finds_the_cues(folder):
    batch = contexts(a_chat("A: i am so sorry"), Languages())
    ((finding,),) = build(folder=folder).detect(batch)
    assert (finding.label, finding.by) == (Label.APOLOGISE, "model:tiny")
