import numpy as np
import pytest

from coach.audio import levelled, loudness
from coach.audio.loudness import HIGHEST_DBTP
from tests.sounds import noise, silence, tone, voice


def test_the_meter_keeps_to_the_standard():
    # ITU-R BS.1770: a sine of 997 Hz at full scale on one channel is -3.01 LUFS.
    assert loudness(tone(5, 997, amplitude=1.0)[None]).lufs == pytest.approx(-3.01, abs=0.1)


def test_silence_has_no_loudness():
    assert loudness(silence(3)[None]).lufs is None
    assert loudness(silence(3)[None]).peak_dbtp is None


@pytest.mark.parametrize("amplitude", [0.1, 0.3, 1.0])
def test_speech_comes_to_one_loudness(amplitude):
    sound = np.stack([voice(6, seed=1), silence(6)]) * np.float32(amplitude)
    assert loudness(levelled(sound)).lufs == pytest.approx(-23, abs=0.3)


def test_who_was_louder_stays_louder():
    sound = np.stack([voice(6, seed=1), 0.25 * voice(6, seed=1)])
    levels = np.std(levelled(sound), axis=1)
    assert levels[0] / levels[1] == pytest.approx(4, rel=0.01)


def test_a_click_is_held_down_and_leaves_the_speech_around_it_as_loud():
    sound = (0.1 * voice(6, seed=1))[None]
    sound[0, 48_000:48_004] = [0.9, -0.9, 0.9, -0.9]
    done = loudness(levelled(sound))
    assert done.peak_dbtp <= HIGHEST_DBTP + 0.2
    assert done.lufs == pytest.approx(-23, abs=1)


def test_noise_alone_is_not_made_as_loud_as_speech():
    faint = noise(4, seed=1, rms=0.0005)[None]
    assert np.std(levelled(faint)) == pytest.approx(31.6 * np.std(faint), rel=0.01)


def test_what_is_too_short_to_measure_stays_as_it_is():
    brief = tone(0.2, 440, amplitude=0.1)[None]
    np.testing.assert_array_equal(levelled(brief), brief)
    assert levelled(np.zeros((2, 0), np.float32)).shape == (2, 0)
