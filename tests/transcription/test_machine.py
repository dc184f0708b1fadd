import ctranslate2
import pytest

from coach.errors import BadSettings
from coach.transcription.machine import Machine, choose_machine

needs_no_card = pytest.mark.skipif(
    ctranslate2.get_cuda_device_count() > 0, reason="this machine has a graphics card"
)


def test_processor_calculates_in_whole_numbers():
    assert choose_machine("cpu") == Machine("cpu", "int8")


@needs_no_card
def test_auto_is_the_processor_where_there_is_no_card():
    assert choose_machine("auto").device == "cpu"


@needs_no_card
def test_card_that_is_not_there_is_told():
    with pytest.raises(BadSettings, match=r"asr\.device is cuda, and this machine has no graphics"):
        choose_machine("cuda")


def test_unknown_device_is_refused():
    with pytest.raises(BadSettings, match=r"asr\.device is auto, cpu or cuda, not 'tpu'"):
        choose_machine("tpu")


@pytest.mark.parametrize("compute_type", ["float16", "int7"])
def test_arithmetic_that_cannot_be_had_is_told(compute_type):
    with pytest.raises(
        BadSettings, match=rf"{compute_type}' cannot be had on cpu; there are: auto"
    ):
        choose_machine("cpu", compute_type)


def test_arithmetic_that_was_asked_for_is_taken():
    assert choose_machine("cpu", "float32") == Machine("cpu", "float32")
