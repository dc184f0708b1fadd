import numpy as np
import pytest

from coach.conversation.codebook import Label
from coach.cues.calibration import (
    Calibration,
    LabelCalibration,
    read_calibration,
    write_calibration,
)
from coach.errors import BadSettings

PLAIN = Calibration((LabelCalibration(),) * len(Label))


def test_an_output_of_zero_is_even_odds():
    assert PLAIN.probabilities(np.zeros((1, len(Label)))).tolist() == [[0.5] * len(Label)]


def test_slope_and_shift_move_the_probability():
    reading = LabelCalibration(slope=0.5, shift=1.0)
    p = Calibration((reading,) * len(Label)).probabilities(np.full((1, len(Label)), 2.0))
    assert p[0, 0] == pytest.approx(0.8808, abs=1e-4)  # 1 / (1 + exp(-2))


def test_extreme_outputs_stay_probabilities():
    p = PLAIN.probabilities(np.array([[-1e9] * len(Label), [1e9] * len(Label)]))
    assert (p >= 0).all()
    assert (p <= 1).all()


def test_a_calibration_comes_back_from_its_file(tmp_path):
    readings = tuple(
        LabelCalibration(slope=1 + place / 10, shift=-place, threshold=0.3) for place in range(29)
    )
    write_calibration(Calibration(readings), tmp_path / "calibration.json")
    assert read_calibration(tmp_path / "calibration.json") == Calibration(readings)


def test_thresholds_come_in_codebook_order():
    readings = [LabelCalibration()] * len(Label)
    readings[2] = LabelCalibration(threshold=0.8)
    assert Calibration(tuple(readings)).thresholds()[:4].tolist() == [0.5, 0.5, 0.8, 0.5]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("{", "file: Invalid JSON", id="no json"),
        pytest.param('{"labels": {"joy": {}}}', "labels.joy", id="no such label"),
        pytest.param(
            '{"labels": {"warmth": {"slope": -1}}}', "slope: Input should be greater", id="slope"
        ),
        pytest.param('{"labels": {"distress": {}}}', "says nothing of impact, problem", id="few"),
    ],
)
def test_a_broken_file_is_refused(tmp_path, content, message):
    path = tmp_path / "calibration.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadSettings, match=message):
        read_calibration(path)


def test_a_reading_for_each_label():
    with pytest.raises(ValueError, match="1 readings for 29 labels"):
        Calibration((LabelCalibration(),))
