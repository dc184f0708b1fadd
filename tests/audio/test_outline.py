import pytest

from coach.audio import decode, peaks
from coach.audio.outline import outline
from coach.audio.portions import Recorded
from tests.sounds import silence, tone, with_bursts, write_wav


def test_outline_is_that_of_the_whole_sound(tmp_path):
    path = write_wav(tmp_path / "call.wav", with_bursts(40, 3, 33), with_bursts(40, 20, seed=2))
    assert outline(Recorded(path), 40) == peaks(decode(path), 40)
    assert [value > 0.4 for value in outline(Recorded(path), 40)[0]].index(True) == 3


def test_same_sound_on_both_channels_has_one_outline(tmp_path):
    sound = with_bursts(4, 1)
    assert len(outline(Recorded(write_wav(tmp_path / "call.wav", sound, sound)), 9)) == 1


def test_silent_channel_has_its_outline(tmp_path):
    path = write_wav(tmp_path / "call.wav", tone(2, 300), silence(2))
    assert outline(Recorded(path), 3)[1] == (0.0, 0.0, 0.0)


def test_outline_of_nothing_is_refused(tmp_path):
    path = write_wav(tmp_path / "call.wav", tone(2, 300))
    with pytest.raises(ValueError, match="an outline needs n >= 1, got 0"):
        outline(Recorded(path), 0)
