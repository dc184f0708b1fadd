"""The whole way from a recipe to the files that ship, on a handful of conversations."""

import json

import pytest

from coach.cues import combined
from coach.cues.contexts import contexts
from coach.language.pipeline import Languages
from coach.training import make as making
from coach.training.data import labelled
from coach.training.recipe import Recipe

RECIPE = """
name = "tiny"
language = "en"
n_folds = 2
[tune]
epochs = 1
"""


def write(folder, name, *texts):
    said = [{"role": "agent", "text": text, "labels": []} for text in texts]
    (folder / f"{name}.jsonl").write_text(json.dumps({"id": name, "turns": said}) + "\n")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "recipe.toml").write_text(RECIPE)
    write(tmp_path / "data", "one", "so sorry about the delay", "which cable is it")
    write(tmp_path / "data", "other", "it comes tomorrow", "one moment")
    return tmp_path


def test_a_model_is_made_and_read(folder):
    making.make(folder, processes=2)
    one = labelled({"turns": [{"role": "agent", "text": "so sorry about the delay"}]})
    batch = contexts(one.conversation, Languages())
    assert combined.build(folder=folder).probabilities(batch).shape == (1, 29)


def test_what_was_trained_is_not_trained_again(folder, monkeypatch):
    build = folder / "build"
    build.mkdir()
    (build / "weights-0.pt").write_bytes(b"kept")
    monkeypatch.setattr(making, "finetune", None)
    making._keep_weights(folder, build, 0)
    assert (build / "weights-0.pt").read_bytes() == b"kept"


def test_the_stamp_follows_the_text_and_not_the_calibration(folder):
    recipe = Recipe(name="tiny", language="en")
    before = making.stamp(folder, recipe)
    careless = Recipe(name="tiny", language="en", calibration={"least_precision": 0.5})
    assert making.stamp(folder, careless) == before
    write(folder / "data", "third", "hello")
    assert making.stamp(folder, recipe) != before


def test_parts_hold_out_whole_files_of_about_one_size():
    conversations = [
        labelled({"turns": [{"role": "agent", "text": "hello"}] * n}, manner=manner)
        for manner, n in (("a", 4), ("b", 3), ("c", 2), ("d", 1))
    ]
    assert making.folds(conversations, 2) == [{"a", "d"}, {"b", "c"}]
    with pytest.raises(ValueError, match="3 parts need as many files"):
        making.folds(conversations[:2], 3)
