from importlib.metadata import version

import pytest

from coach.config import Settings
from coach.cues.classifier import FOLDER
from coach.workspace import examine


@pytest.fixture
def settings(tmp_path):
    return Settings(db=f"sqlite:///{tmp_path / 'coach.db'}")


def found(settings, **places):
    return {check.name: check for check in examine(settings, **places)}


def test_what_runs_the_model_and_where_it_lies_are_named(settings):
    checks = found(settings)
    assert checks["onnxruntime"].says == version("onnxruntime")
    model = checks["English cue model"]
    assert (model.is_there, model.says) == (True, str(FOLDER))


@pytest.mark.parametrize(
    ("detectors", "is_there"), [(("combined",), False), (("rules",), None)], ids=["asked", "unused"]
)
def test_a_missing_model_is_a_defect_only_where_it_is_asked(
    settings, tmp_path, detectors, is_there
):
    settings = settings.model_copy(update={"detectors": detectors})
    model = found(settings, cues=tmp_path)["English cue model"]
    assert model.is_there is is_there
    assert "heads.npz, tokenizer.json, calibration.json, model.json missing in" in model.says
    assert str(tmp_path) in model.says


@pytest.mark.parametrize(
    ("package", "extra"),
    [("typst", "pdf"), ("pocketsphinx", "draft"), ("pyannote.audio", "pyannote")],
)
def test_every_extra_is_there_or_says_how_to_get_it(settings, package, extra):
    check = found(settings)[package]
    assert check.is_there or f"pip install 'coach[{extra}]'" in check.says
    assert check.is_there is not False
