import numpy as np
import pytest
from scipy.signal import correlate

from coach.audio import cut, decode, playable, probe, write_sound
from coach.audio.clips import is_playable
from coach.conversation.span import Span
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


@pytest.fixture(scope="module")
def parties(call):
    return cut(call, 4.7, 8.3)


@pytest.mark.parametrize("name", ["clip.ogg", "clip.opus", "clip.wav", "clip.m4a"])
def test_clip_keeps_both_channels_and_the_time_between_them(tmp_path, parties, name):
    assert write_sound(tmp_path / name, 2, [parties.data]) == 57_600
    clip = decode(tmp_path / name)
    assert clip.n_channels == 2
    assert clip.duration == pytest.approx(3.6, abs=0.065)  # AAC fills its last frame, of 0.064 s
    assert bursts_in(clip.data[0]) == pytest.approx([0.8], abs=0.02)
    assert bursts_in(clip.data[1]) == pytest.approx([2.3], abs=0.02)


@pytest.mark.parametrize("name", ["clip.ogg", "clip.m4a"])
def test_sound_in_pieces_is_written_as_if_it_were_one(tmp_path, parties, name):
    pieces = [parties.data[:, :777], parties.data[:, 777:20_000], parties.data[:, 20_000:]]
    write_sound(tmp_path / name, 2, pieces)
    assert bursts_in(decode(tmp_path / name).data[1]) == pytest.approx([2.3], abs=0.02)


def test_m4a_is_aac_that_browsers_play(tmp_path, parties):
    write_sound(tmp_path / "clip.m4a", 1, [parties.only(1).data])
    facts = probe(tmp_path / "clip.m4a")
    assert (facts.codec, facts.n_channels, is_playable(facts)) == ("aac", 1, True)


def test_clip_begins_at_the_very_sample(call):
    clip, whole = cut(call, 4.7, 8.3), decode(call)
    assert (clip.start, clip.end) == (4.7, pytest.approx(8.3))
    np.testing.assert_allclose(clip.data, whole.data[:, 75_200:132_800], atol=1e-4)


@pytest.mark.parametrize("suffix", [".ogg", ".flac", ".m4a", ".mp3", ".wav"])
def test_late_clip_holds_what_the_whole_recording_holds_there(tmp_path, suffix):
    sound = with_bursts(30, 22, seed=1), with_bursts(30, 25, seed=2)
    call = write_coded(tmp_path / f"call{suffix}", *sound, bit_rate=64_000)
    clip = cut(call, 19.7, 26.3).data[0]
    whole = decode(call).data[0, 315_200:420_800]
    similarity = correlate(clip, whole) / (np.linalg.norm(clip) * np.linalg.norm(whole))
    assert similarity.argmax() == len(whole) - 1  # not one sample early or late
    assert similarity.max() > 0.98  # AAC fills noise with noise, anew each time


@pytest.mark.parametrize("name", ["clip.ogg", "clip.m4a"])
def test_parties_stay_apart_in_a_small_clip(tmp_path, name):
    left, right = tone(3, 300), tone(3, 1700)
    left[24_000:] = 0
    right[:24_000] = 0
    write_sound(tmp_path / name, 2, [np.stack([left, right])])
    data = decode(tmp_path / name).data
    assert np.std(data[1, 2000:20_000]) < 0.02 * np.std(data[0, 2000:20_000])
    assert np.std(data[0, 28_000:46_000]) < 0.02 * np.std(data[1, 28_000:46_000])


def test_small_clip_is_small(tmp_path, call):
    write_sound(tmp_path / "clip.ogg", 2, [cut(call, 0.7, 11.3).data])
    assert 20_000 < (tmp_path / "clip.ogg").stat().st_size < 50_000


def test_clip_ends_where_the_recording_does(call):
    clip = cut(call, 0, 30)
    assert (clip.data.shape, clip.end) == ((2, 192_000), 12.0)


def test_clip_of_a_damaged_recording_keeps_its_time(tmp_path):
    path = write_coded(tmp_path / "call.flac", with_bursts(20, 15, seed=1))
    clip = cut(damage(path, 0.5, 0.6), 8, 16)
    assert bursts_in(clip.data[0]) == pytest.approx([7], abs=0.02)
    assert clip.data.shape == (1, 128_000)


def test_a_part_of_a_clip_keeps_the_recordings_clock(call):
    part = cut(call, 4, 9).between(6.5, 20)
    assert (part.start, part.end) == (6.5, 9.0)
    assert bursts_in(part.data[1]) == pytest.approx([0.5], abs=0.02)


def test_muted_words_are_silence_on_all_channels(call):
    clip = cut(call, 4, 9).muted([Span(5.4, 5.8), Span(8.5, 12)])
    assert not clip.data[:, 22_400:28_800].any()
    assert not clip.data[:, 72_000:].any()
    assert clip.data[:, 28_900:71_900].any(axis=1).all()
    assert bursts_in(clip.data[0]) == []
    assert bursts_in(clip.data[1]) == pytest.approx([3], abs=0.02)


def test_a_clip_does_not_click(tmp_path):
    call = write_wav(tmp_path / "call.wav", tone(3, 300))
    data = cut(call, 1.0003, 2.0009).muted([Span(1.3, 1.6)]).faded().data[0]
    steps = np.abs(np.diff(data, prepend=0, append=0))
    assert steps.max() <= 1.05 * np.abs(np.diff(tone(1, 300))).max()


def test_clip_past_the_end_is_refused(call):
    with pytest.raises(AudioError, match=r"call\.wav: ends before 40\.0 seconds, where a clip"):
        cut(call, 40, 45)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 4), (-1, 2)])
def test_impossible_stretch_is_refused(call, start, end):
    with pytest.raises(ValueError, match=r"a clip needs 0 <= start < end"):
        cut(call, start, end)


def test_unknown_suffix_is_refused(tmp_path, parties):
    with pytest.raises(ValueError, match=r"written as \.ogg, \.opus, \.m4a, \.wav, not as \.mp3"):
        write_sound(tmp_path / "clip.mp3", 2, [parties.data])


def test_folder_that_cannot_be_written_is_told(tmp_path, parties):
    (tmp_path / "clips").write_text("a file where a folder should be")
    with pytest.raises(SetupError, match=r"clip\.ogg: cannot be written"):
        write_sound(tmp_path / "clips" / "clip.ogg", 2, [parties.data])


def test_a_file_is_replaced_whole(tmp_path, parties):
    to = tmp_path / "clip.wav"
    write_sound(to, 2, [parties.data[:, :1600]])
    write_sound(to, 2, [parties.data])
    assert decode(to).duration == pytest.approx(3.6, abs=0.001)
    assert list(tmp_path.iterdir()) == [to]


def test_a_file_that_is_not_finished_does_not_appear(tmp_path, parties):
    def breaking_off():
        yield parties.data
        raise AudioError("the next recording is broken")

    with pytest.raises(AudioError, match="the next recording"):
        write_sound(tmp_path / "reel.ogg", 2, breaking_off())
    assert list(tmp_path.iterdir()) == []


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
