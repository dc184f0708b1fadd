import numpy as np
import pytest
from scipy.signal import correlate

from coach.audio import cut, decode, playable, probe
from coach.errors import AudioError, SetupError
from tests.sounds import (
    bursts_in,
    damage,
    noise,
    tone,
    with_bursts,
    write_coded,
    write_gsm,
    write_wav,
)


@pytest.fixture(scope="module")
def call(tmp_path_factory):
    path = tmp_path_factory.mktemp("calls") / "call.wav"
    return write_wav(path, with_bursts(12, 5.5, seed=1), with_bursts(12, 7, seed=2))


@pytest.mark.parametrize("name", ["clip.ogg", "clip.opus", "clip.wav"])
def test_clip_keeps_both_channels_and_the_time_between_them(tmp_path, call, name):
    clip = decode(cut(call, 5, 8, tmp_path / name))
    assert clip.n_channels == 2
    assert clip.duration == pytest.approx(3.6, abs=0.03)
    assert bursts_in(clip.data[0]) == pytest.approx([0.8], abs=0.02)
    assert bursts_in(clip.data[1]) == pytest.approx([2.3], abs=0.02)


def test_clip_begins_at_the_very_sample(tmp_path, call):
    clip = decode(cut(call, 5, 8, tmp_path / "clip.wav"))
    whole = decode(call)
    np.testing.assert_allclose(clip.data, whole.data[:, 75_200:132_800], atol=1e-4)


@pytest.mark.parametrize("suffix", [".ogg", ".flac", ".m4a", ".mp3", ".wav"])
def test_late_clip_holds_what_the_whole_recording_holds_there(tmp_path, suffix):
    sound = with_bursts(30, 22, seed=1), with_bursts(30, 25, seed=2)
    call = write_coded(tmp_path / f"call{suffix}", *sound, bit_rate=64_000)
    clip = decode(cut(call, 20, 26, tmp_path / "clip.wav")).data[0]
    whole = decode(call).data[0, 315_200:420_800]
    similarity = correlate(clip, whole) / (np.linalg.norm(clip) * np.linalg.norm(whole))
    assert similarity.argmax() == len(whole) - 1  # not one sample early or late
    assert similarity.max() > 0.98  # AAC fills noise with noise, anew each time


def test_parties_stay_apart_in_a_small_clip(tmp_path):
    left, right = tone(4, 300), tone(4, 1700)
    left[32_000:] = 0
    right[:32_000] = 0
    call = write_wav(tmp_path / "call.wav", left, right)
    data = decode(cut(call, 0.5, 3.5, tmp_path / "clip.ogg", margin=0)).data
    assert np.std(data[1, 2000:20_000]) < 0.02 * np.std(data[0, 2000:20_000])
    assert np.std(data[0, 28_000:46_000]) < 0.02 * np.std(data[1, 28_000:46_000])


def test_small_clip_is_small(tmp_path, call):
    size = cut(call, 1, 11, tmp_path / "clip.ogg").stat().st_size
    assert 20_000 < size < 50_000


def test_margin_ends_where_the_recording_does(tmp_path, call):
    clip = decode(cut(call, 0.1, 30, tmp_path / "clip.wav"))
    assert clip.duration == pytest.approx(12.0, abs=0.001)


def test_clip_of_a_damaged_recording_keeps_its_time(tmp_path):
    path = write_coded(tmp_path / "call.flac", with_bursts(20, 15, seed=1))
    clip = decode(cut(damage(path, 0.5, 0.6), 8, 16, tmp_path / "clip.wav", margin=0))
    assert bursts_in(clip.data[0]) == pytest.approx([7], abs=0.02)
    assert clip.duration == pytest.approx(8.0, abs=0.001)


def test_clip_past_the_end_is_refused(tmp_path, call):
    with pytest.raises(AudioError, match=r"call\.wav: ends before 40\.0 seconds, where a clip"):
        cut(call, 40, 45, tmp_path / "clip.ogg")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 4), (-1, 2)])
def test_impossible_stretch_is_refused(tmp_path, call, start, end):
    with pytest.raises(ValueError, match=r"a clip needs 0 <= start < end"):
        cut(call, start, end, tmp_path / "clip.ogg")


def test_unknown_suffix_is_refused(tmp_path, call):
    with pytest.raises(ValueError, match=r"written as \.ogg, \.opus, \.wav, not as \.mp3"):
        cut(call, 1, 2, tmp_path / "clip.mp3")


def test_folder_that_cannot_be_written_is_told(tmp_path, call):
    (tmp_path / "clips").write_text("a file where a folder should be")
    with pytest.raises(SetupError, match=r"clip\.ogg: cannot be written"):
        cut(call, 1, 2, tmp_path / "clips" / "clip.ogg")


def test_clip_is_replaced_whole(tmp_path, call):
    to = tmp_path / "clip.wav"
    cut(call, 1, 2, to)
    cut(call, 1, 4, to)
    assert decode(to).duration == pytest.approx(3.6, abs=0.001)
    assert list(tmp_path.iterdir()) == [to]


@pytest.mark.parametrize("suffix", [".mp3", ".ogg", ".flac", ".m4a"])
def test_what_browsers_play_is_played_itself(tmp_path, suffix):
    path = write_coded(tmp_path / f"call{suffix}", tone(1, 300))
    assert playable(path, tmp_path / "cache") == path
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("codec", ["pcm_mulaw", "pcm_alaw", "adpcm_ima_wav"])
def test_telephone_coding_is_made_playable_once(tmp_path, codec):
    sound = with_bursts(6, 4, rate_hz=8000), noise(6, seed=2, rate_hz=8000)
    path = write_coded(tmp_path / "call.wav", *sound, codec=codec, rate_hz=8000)
    copy = playable(path, tmp_path / "cache")
    assert (probe(copy).codec, probe(copy).n_channels) == ("opus", 2)
    assert bursts_in(decode(copy).data[0]) == pytest.approx([4], abs=0.02)
    written = copy.stat().st_mtime_ns
    assert playable(path, tmp_path / "cache") == copy
    assert copy.stat().st_mtime_ns == written


def test_gsm_is_made_playable(tmp_path):
    path = write_gsm(tmp_path / "call.wav", n_blocks=100)
    assert (probe(path).codec, probe(path).duration) == ("gsm_ms", pytest.approx(4.0, abs=0.05))
    copy = playable(path, tmp_path / "cache")
    assert probe(copy).codec == "opus"
    assert decode(copy).duration == pytest.approx(4.0, abs=0.05)
