import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.audio.voice import FOR_WORDS, TIGHT, Cutting, VoiceDetector, speech
from tests.sounds import noise, silence, voice


def heard(*pieces):
    detector = VoiceDetector()
    return np.concatenate([*[detector.hear(piece) for piece in pieces], detector.finish()])


@pytest.fixture(scope="module")
def call():
    sound = noise(12, seed=1, rms=0.002)
    sound[32_000:80_000] += voice(3, seed=3)
    sound[128_000:160_000] += voice(2, seed=4)
    return sound


def test_speech_is_found_where_it_is(call):
    spans = speech(heard(call), TIGHT, 12.0)
    times = [time for span in spans for time in (span.start, span.end)]
    assert (times[0], times[-1]) == (pytest.approx(2.0, abs=0.15), pytest.approx(10.0, abs=0.15))
    assert sum(span.duration for span in spans) == pytest.approx(5.0, abs=0.5)


@pytest.mark.parametrize("size", [512, 5120, 48_000, 70_001])
def test_pieces_are_heard_as_one(call, size):
    pieces = [call[start : start + size] for start in range(0, len(call), size)]
    np.testing.assert_allclose(heard(*pieces), heard(call), atol=0.02)


def test_every_frame_has_a_probability_the_last_one_too():
    assert len(heard(noise(1.01, seed=1))) == 32
    assert len(heard(silence(0))) == 0


def test_what_is_silent_is_not_looked_at_and_no_speech():
    assert not heard(silence(3)).any()
    assert speech(heard(silence(3)), TIGHT, 3.0) == []


def test_pads_share_a_short_pause():
    probabilities = np.repeat([0.9, 0.0, 0.9], [20, 10, 20])
    wide = speech(probabilities, Cutting(gap=0.1, pad=0.4, least=0.1), 1.6)
    assert [(s.start, s.end) for s in wide] == [(0.0, 0.8), (0.8, 1.6)]


def test_short_blips_are_no_speech():
    probabilities = np.repeat([0.0, 0.9, 0.0], [20, 2, 20])
    assert speech(probabilities, TIGHT, 1.344) == []


@given(
    arrays(np.float32, st.integers(0, 300), elements=st.floats(0, 1, width=32)),
    st.sampled_from([TIGHT, FOR_WORDS]),
)
def test_stretches_are_in_order_and_inside(probabilities, cutting):
    duration = len(probabilities) * 0.032
    spans = speech(probabilities, cutting, duration)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= duration + 1e-3 for edge in edges)
