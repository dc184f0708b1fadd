import numpy as np
import pytest

from coach.audio.crosstalk import crosstalk_db, gated
from coach.audio.portions import Recorded
from coach.audio.survey import survey
from coach.audio.voice import TIGHT
from tests.sounds import noise, silence, tone, voice, write_coded


def parties(*, bleed_db=None):
    """Two who talk in turns, 4 s each; each heard on the other's channel, 40 ms late."""
    left, right = (noise(30, seed=seed, rms=0.0001) for seed in (1, 2))
    for place in range(3):
        at = place * 10 * 16_000
        left[at : at + 64_000] += voice(4, pitch_hz=200, seed=place)
        right[at + 80_000 : at + 144_000] += voice(4, pitch_hz=110, seed=place + 9)
    if bleed_db is None:
        return left, right
    gain = 10 ** (bleed_db / 20)
    late = [np.concatenate([np.zeros(640, np.float32), s[:-640]]) for s in (left, right)]
    return left + gain * late[1], right + gain * late[0]


def surveyed(tmp_path, *channels, suffix=".wav", **coding):
    return survey(Recorded(write_coded(tmp_path / f"call{suffix}", *channels, **coding)))


def chords(seconds):
    """Hold music: three notes at a time that change every second."""
    rng = np.random.default_rng(4)
    notes = 220 * 2 ** (np.array([0, 2, 4, 7, 9, 12]) / 12)
    pieces = [
        sum(tone(1, hz, amplitude=0.1) for hz in rng.choice(notes, 3)) for _ in range(seconds)
    ]
    return np.concatenate(pieces)


def talked(found):
    return [round(sum(s.duration for s in found.speech(c, TIGHT))) for c in range(found.n_channels)]


def both_speak(found):
    first, second = (found.speech(channel, TIGHT) for channel in range(2))
    common = (a.overlap(b) for a in first for b in second)
    return sum(span.duration for span in common if span)


def test_clean_call_has_two_parties_and_no_faults(tmp_path):
    found = surveyed(tmp_path, *parties(), codec="pcm_s16le")
    assert (found.n_channels, found.notes, found.music) == (2, (), ((), ()))
    assert found.crosstalk_db == (None, None)
    assert talked(found) == [12, 12]


@pytest.mark.parametrize("bleed_db", [-30, -25, -15])
def test_other_party_on_a_channel_is_measured_and_does_not_count(tmp_path, bleed_db):
    found = surveyed(tmp_path, *parties(bleed_db=bleed_db), codec="pcm_s16le")
    assert found.crosstalk_db == pytest.approx((bleed_db, bleed_db), abs=2)
    assert talked(found) == pytest.approx([12, 12], abs=1)
    assert both_speak(found) < 1.5
    assert found.notes[0].startswith("the other party is heard on channel 0 at -")


def test_bleed_that_is_too_loud_is_told(tmp_path):
    found = surveyed(tmp_path, *parties(bleed_db=-8), codec="pcm_s16le")
    assert found.notes[0].endswith("of their own level: who speaks when cannot be told well")


def test_gate_keeps_true_overlap():
    both = np.full((2, 100), 0.9, np.float32)
    assert gated(both, np.full((2, 100), 0.01, np.float32)).min() > 0.5
    assert crosstalk_db(both, np.full((2, 100), 0.01, np.float32)) == (None, None)


def test_gate_swaps_with_the_channels():
    rng = np.random.default_rng(3)
    heard = rng.random((2, 200), dtype=np.float32)
    power = rng.random((2, 200), dtype=np.float32) ** 6
    np.testing.assert_array_equal(gated(heard[::-1], power[::-1]), gated(heard, power)[::-1])


def test_hold_music_is_found_and_is_no_speech(tmp_path):
    left, right = noise(30, seed=1, rms=0.0005), noise(30, seed=2, rms=0.0005)
    left[:48_000] += voice(3)
    right[80_000:400_000] += chords(20)
    found = surveyed(tmp_path, left, right, codec="pcm_s16le")
    assert [(s.start, s.end) for s in found.music[1]] == [pytest.approx((5.0, 25.0), abs=0.6)]
    assert found.music[0] == ()
    assert "channel 1 holds 20 seconds of music or tones, first at 0:0" in found.notes[0]


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(noise(20, seed=1, rms=0.1), id="noise"),
        pytest.param(voice(20), id="speech"),
        pytest.param(silence(20), id="silence"),
        pytest.param(np.tile(np.r_[tone(0.2, 941), silence(1.5)], 12), id="keys now and then"),
    ],
)
def test_what_is_no_music_is_not_taken_for_it(tmp_path, sound):
    assert surveyed(tmp_path, sound.astype(np.float32), codec="pcm_s16le").music == ((),)


def test_recording_of_one_channel(tmp_path):
    found = surveyed(tmp_path, voice(4), codec="pcm_s16le")
    assert (found.n_channels, found.crosstalk_db, found.notes) == (1, (None,), ())


def test_same_sound_on_both_channels_is_one(tmp_path):
    found = surveyed(tmp_path, voice(4), 0.7 * voice(4), codec="pcm_s16le")
    assert found.n_channels == 1
    assert "both channels hold the same sound (correlation 1.00)" in found.notes[0]


@pytest.mark.parametrize(("bit_rate", "n_channels"), [(12_000, 1), (32_000, 2)])
def test_codec_that_makes_one_channel_of_two_is_noticed(tmp_path, bit_rate, n_channels):
    found = surveyed(tmp_path, *parties(), suffix=".ogg", bit_rate=bit_rate)
    assert found.n_channels == n_channels


def test_silent_channel_is_named(tmp_path):
    found = surveyed(tmp_path, voice(4), silence(4), codec="pcm_s16le")
    assert (found.n_channels, found.notes) == (2, ("channel 1 is silent",))


def test_faint_and_distorted_channels_are_named(tmp_path):
    loud = np.clip(voice(4) * 12, -1, 1)
    found = surveyed(tmp_path, loud, 0.02 * voice(4, seed=2, pitch_hz=200), codec="pcm_s16le")
    assert found.notes[0] == "channel 0 was recorded too loud and is distorted (clipping)"
    assert found.notes[1].startswith("channel 1 is very quiet: its loudest moment has -54")
