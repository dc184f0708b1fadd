import wave

import numpy as np
import pytest

from coach.audio import decode
from coach.errors import AudioError
from tests.sounds import (
    bursts_in,
    damage,
    noise,
    shorten,
    silence,
    tone,
    with_bursts,
    write_coded,
    write_wav,
)


@pytest.fixture(scope="module")
def two_parties():
    return with_bursts(20, 2, 15, seed=1), with_bursts(20, 8, 18, seed=2)


@pytest.mark.parametrize("suffix", [".mp3", ".ogg", ".flac", ".m4a", ".wav"])
def test_sound_lies_where_it_was_spoken(tmp_path, two_parties, suffix):
    samples = decode(write_coded(tmp_path / f"call{suffix}", *two_parties, bit_rate=64_000))
    assert samples.data.dtype == np.float32
    assert (samples.n_channels, samples.rate_hz, samples.notes) == (2, 16_000, ())
    assert samples.duration == pytest.approx(20.0, abs=0.05)
    assert bursts_in(samples.data[0]) == pytest.approx([2, 15], abs=0.02)
    assert bursts_in(samples.data[1]) == pytest.approx([8, 18], abs=0.02)


def test_samples_come_at_the_rate_asked_for(tmp_path):
    path = write_wav(tmp_path / "call.wav", tone(3, 300, rate_hz=8000), rate_hz=8000)
    assert decode(path).data.shape == (1, 48_000)
    assert decode(path, rate_hz=8000).data.shape == (1, 24_000)


def test_wav_comes_back_sample_by_sample(tmp_path):
    left, right = noise(2, seed=1, rms=0.1), noise(2, seed=2, rms=0.1)
    samples = decode(write_wav(tmp_path / "call.wav", left, right))
    np.testing.assert_allclose(samples.data, np.stack([left, right]), atol=1e-4)


@pytest.mark.parametrize("suffix", [".mp3", ".ogg", ".flac", ".m4a"])
def test_damage_in_the_middle_does_not_shift_later_speech(tmp_path, two_parties, suffix):
    path = write_coded(tmp_path / f"call{suffix}", *two_parties, bit_rate=64_000)
    samples = decode(damage(path, 0.5, 0.6))
    assert bursts_in(samples.data[0]) == pytest.approx([2, 15], abs=0.06)
    assert bursts_in(samples.data[1]) == pytest.approx([8, 18], abs=0.06)
    assert samples.duration == pytest.approx(20.0, abs=0.1)
    assert "of 20.0 seconds could be decoded" in samples.notes[0]


@pytest.mark.parametrize("suffix", [".mp3", ".flac", ".wav"])
def test_cut_off_recording_is_decoded_as_far_as_it_goes(tmp_path, two_parties, suffix):
    path = shorten(write_coded(tmp_path / f"call{suffix}", *two_parties, bit_rate=64_000), 0.5)
    samples = decode(path)
    assert samples.duration == pytest.approx(10.0, abs=0.3)
    assert bursts_in(samples.data[1]) == pytest.approx([8], abs=0.02)
    assert samples.notes[0].startswith(f"only {samples.duration:.1f} of 20.0 seconds could be")


def test_cut_off_ogg_says_that_its_end_lacks(tmp_path, two_parties):
    samples = decode(shorten(write_coded(tmp_path / "call.ogg", *two_parties), 0.5))
    assert bursts_in(samples.data[1]) == pytest.approx([8], abs=0.02)
    assert samples.notes == ("the file stops before its end: the recording may be cut off",)


def test_stretch_that_the_file_leaves_out_is_silence(tmp_path):
    import av

    path = tmp_path / "call.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        for start in (0, 5):
            sound = (with_bursts(1, 0.5) * 32767).astype(np.int16).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(sound, "s16", "mono")
            frame.sample_rate, frame.pts = 16_000, start * 16_000
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    samples = decode(path)
    assert bursts_in(samples.data[0]) == [0.5, 5.5]
    assert not samples.data[0, 17_000:79_000].any()
    assert samples.notes[0].startswith("only 2.0 of 6.0 seconds could be decoded")


def test_silent_recording_says_so(tmp_path):
    samples = decode(write_wav(tmp_path / "call.wav", silence(2), silence(2)))
    assert samples.data.shape == (2, 32_000)
    assert samples.notes == ("the recording is silent: nothing in it is louder than -60 dBFS",)


def test_silent_channel_is_named(tmp_path):
    samples = decode(write_wav(tmp_path / "call.wav", with_bursts(2, 1), silence(2)))
    assert samples.n_channels == 2
    assert samples.notes == ("channel 1 is silent",)


def test_same_sound_on_both_channels_counts_as_one(tmp_path):
    mono = with_bursts(3, 1)
    samples = decode(write_wav(tmp_path / "call.wav", mono, 0.5 * mono))
    assert samples.n_channels == 1
    assert samples.facts.n_channels == 2
    assert "both channels hold the same sound (correlation 1.00)" in samples.notes[0]


def test_ten_hours_are_refused_before_decoding(tmp_path):
    path = tmp_path / "long.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000))
    content = bytearray(path.read_bytes())
    size = 36_000 * 16_000
    content[4:8], content[40:44] = (size + 36).to_bytes(4, "little"), size.to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(
        AudioError,
        match=r"10\.0 hours is longer than the 4\.0 hours accepted; set sources\.max_hours",
    ):
        decode(path)


def test_undeclared_length_is_watched_while_decoding(tmp_path):
    path = write_coded(tmp_path / "call.aac", tone(30, 300), codec="aac")
    with pytest.raises(AudioError, match=r"hours is longer than the 0\.0 hours"):
        decode(path, max_hours=0.005)


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_header_without_sound_is_refused(tmp_path, suffix):
    path = write_coded(
        tmp_path / f"call{suffix}", silence(0.0001), codec="pcm_s16le" if suffix == ".wav" else None
    )
    path.write_bytes(path.read_bytes()[:44] if suffix == ".wav" else path.read_bytes()[:8000])
    with pytest.raises(AudioError, match=r"call\.\w+: "):
        decode(path)


def test_random_bytes_are_refused(tmp_path):
    path = tmp_path / "call.mp3"
    path.write_bytes(np.random.default_rng(5).bytes(60_000))
    with pytest.raises(AudioError, match=r"call\.mp3: "):
        decode(path)


def test_tags_in_another_charset_do_no_harm(tmp_path):
    path = write_wav(tmp_path / "call.wav", tone(1, 300))
    title = "通話録音".encode("shift_jis")
    body = b"INFOINAM" + len(title).to_bytes(4, "little") + title
    content = path.read_bytes() + b"LIST" + len(body).to_bytes(4, "little") + body
    path.write_bytes(content[:4] + (len(content) - 8).to_bytes(4, "little") + content[8:])
    assert decode(path).duration == pytest.approx(1.0)


def test_samples_that_are_no_numbers_are_silence(tmp_path):
    import av

    sound = with_bursts(2, 1).reshape(1, -1)
    sound[0, 100:200] = np.nan
    path = tmp_path / "call.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_f32le", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(sound, "flt", "mono")
        frame.sample_rate, frame.pts = 16_000, 0
        container.mux(stream.encode(frame))
    data = decode(path).data[0]
    assert not data[100:200].any()
    assert bursts_in(data) == [1.0]
