import numpy as np
import pytest

from coach.audio import decode
from coach.audio import portions as subject
from coach.audio.portions import Recorded
from coach.errors import AudioError
from tests.sounds import damage, noise, silence, tone, with_bursts, write_coded, write_wav


def whole(recorded):
    return np.concatenate(list(recorded.portions()), axis=1)


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".flac", ".ogg"])
def test_portions_put_together_are_what_decoding_gives(tmp_path, suffix):
    sound = noise(70, seed=1, rms=0.1), noise(70, seed=2, rms=0.1)
    path = write_coded(tmp_path / f"call{suffix}", *sound, bit_rate=64_000)
    recorded = Recorded(path)
    sizes = [portion.shape for portion in recorded.portions()]
    assert sizes[:2] == [(2, 512_000), (2, 512_000)]
    np.testing.assert_array_equal(whole(recorded), decode(path).data)
    assert recorded.duration == pytest.approx(70.0, abs=0.05)


@pytest.mark.parametrize("suffix", [".mp3", ".ogg", ".flac"])
def test_holes_are_silence_and_are_told(tmp_path, suffix):
    path = write_coded(tmp_path / f"call{suffix}", with_bursts(84, 10, 70), bit_rate=64_000)
    damage(path, 0.4, 0.6)
    recorded = Recorded(path)
    np.testing.assert_array_equal(whole(recorded), decode(path).data)
    assert recorded.duration == pytest.approx(84.0, abs=0.2)
    assert "of 84.0 seconds could be decoded; what is missing counts" in recorded.notes[0]


def test_hole_longer_than_a_portion_is_silence(tmp_path):
    import av

    path = tmp_path / "call.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        for start in (0, 100):
            sound = (tone(1, 300) * 32767).astype(np.int16).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(sound, "s16", "mono")
            frame.sample_rate, frame.pts = 16_000, start * 16_000
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    sound = whole(Recorded(path))[0]
    assert np.flatnonzero(sound[20_000:])[0] == pytest.approx(1_580_000, abs=10)
    assert len(sound) == 101 * 16_000


def test_long_recording_is_decoded_anew_and_not_kept(tmp_path, monkeypatch):
    path = write_wav(tmp_path / "call.wav", noise(100, seed=1))
    monkeypatch.setattr(subject, "KEPT", 40.0)
    recorded = Recorded(path)
    first, second = list(recorded.portions()), list(recorded.portions())
    assert first[0] is not second[0]
    np.testing.assert_array_equal(np.concatenate(first, 1), np.concatenate(second, 1))


def test_short_recording_is_kept(tmp_path):
    recorded = Recorded(write_wav(tmp_path / "call.wav", noise(40, seed=1)))
    first, second = list(recorded.portions()), list(recorded.portions())
    assert [a is b for a, b in zip(first, second, strict=True)] == [True, True]


def test_too_long_or_soundless_recordings_are_refused(tmp_path):
    path = write_wav(tmp_path / "call.wav", silence(10))
    with pytest.raises(AudioError, match=r"hours is longer than the 0\.0 hours accepted"):
        Recorded(path, max_hours=0.001)
    path.write_bytes(path.read_bytes()[:44])
    with pytest.raises(AudioError, match=r"call\.wav: "):
        list(Recorded(path).portions())
