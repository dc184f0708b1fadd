import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.audio import AudioFacts, Samples, peaks
from coach.audio.levels import correlation, loudness_db
from tests.sounds import noise, silence, tone


def samples_of(*channels):
    facts = AudioFacts(None, len(channels), 16_000, "pcm_s16le", "wav")
    return Samples(np.stack(channels).astype(np.float32), 16_000, facts)


@pytest.mark.parametrize(
    ("sound", "level"),
    [
        pytest.param(tone(1, 500, amplitude=1.0), -3.01, id="full scale sine"),
        pytest.param(tone(1, 500, amplitude=0.01), -43.01, id="quiet sine"),
        pytest.param(np.full(16_000, 0.3, np.float32), -math.inf, id="an offset is no sound"),
        pytest.param(silence(1), -math.inf, id="silence"),
        pytest.param(silence(0), -math.inf, id="nothing"),
        pytest.param(tone(0.05, 500, amplitude=1.0), -3.01, id="shorter than a frame"),
    ],
)
def test_loudness(sound, level):
    assert loudness_db(sound, 16_000) == pytest.approx(level, abs=0.05)


def test_one_word_in_an_hour_is_loud_enough():
    sound = silence(200)
    sound[1_000_000:1_008_000] = tone(0.5, 500, amplitude=0.1)
    assert loudness_db(sound, 16_000) == pytest.approx(-23.01, abs=0.05)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param(tone(1, 300), 0.2 * tone(1, 300), 1.0, id="same"),
        pytest.param(tone(1, 300), -tone(1, 300), -1.0, id="turned over"),
        pytest.param(noise(1, seed=1), noise(1, seed=2), 0.0, id="two parties"),
        pytest.param(noise(1, seed=1) + 0.5, noise(1, seed=2) + 0.5, 0.0, id="shared offset"),
        pytest.param(noise(1, seed=1), silence(1), 0.0, id="one silent"),
    ],
)
def test_correlation(left, right, expected):
    assert correlation(np.stack([left, right])) == pytest.approx(expected, abs=0.03)


def test_peaks_follow_the_loudest_sample_of_each_stretch():
    left = np.array([0.1, -0.5, 0.2, 0.0, 0.0, 0.25, -0.75, 0.0])
    assert peaks(samples_of(left, -left / 5), 4) == (
        (0.5, 0.2, 0.25, 0.75),
        (0.1, 0.04, 0.05, 0.15),
    )


def test_more_peaks_than_samples_repeat_them():
    assert peaks(samples_of(np.array([0.5, 0.25])), 4) == ((0.5, 0.5, 0.25, 0.25),)


@pytest.mark.parametrize(("n_samples", "n"), [(0, 5), (5, 0)])
def test_peaks_of_nothing_are_refused(n_samples, n):
    with pytest.raises(
        ValueError, match=f"peaks need a sample and n >= 1, got {n_samples} and {n}"
    ):
        peaks(samples_of(np.zeros(n_samples)), n)


@given(
    arrays(np.float32, st.integers(1, 200), elements=st.floats(-1, 1, width=32)),
    st.integers(1, 300),
)
def test_highest_peak_is_the_loudest_sample(channel, n):
    outline = peaks(samples_of(channel), n)[0]
    assert len(outline) == n
    assert max(outline) == pytest.approx(float(np.abs(channel).max()), abs=1e-4)
