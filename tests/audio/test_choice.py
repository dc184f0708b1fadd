import numpy as np
import pytest

from coach.audio import Recorded, cut, decode, playable, probe, survey
from coach.audio.choice import choose
from coach.audio.voice import TIGHT
from coach.errors import AudioError
from tests.sounds import noise, silence, tone, voice, write_coded, write_wav


@pytest.fixture(scope="module")
def agent():
    return with_voice(1, pitch_hz=200, seed=1)


@pytest.fixture(scope="module")
def customer():
    return with_voice(7, pitch_hz=110, seed=2)


def with_voice(at, *, pitch_hz, seed):
    sound = noise(12, seed=seed, rms=0.0002)
    sound[at * 16_000 : (at + 4) * 16_000] += voice(4, pitch_hz=pitch_hz, seed=seed)
    return sound


@pytest.mark.parametrize(
    ("suffix", "codec"), [(".wav", "pcm_s16le"), (".flac", None), (".ogg", "libopus")]
)
def test_of_three_tracks_the_mix_is_left_out(tmp_path, agent, customer, suffix, codec):
    mix = (agent + customer) / 2
    path = write_coded(tmp_path / f"call{suffix}", agent, mix, customer, codec=codec)
    assert probe(path).n_channels == 3
    chosen = choose(path)
    assert chosen.channels == (0, 2)
    assert chosen.notes == (
        "channels 0 and 2 of 3 are heard (called 0 and 1 elsewhere): 1 follows from others",
    )


def test_of_four_tracks_silence_and_copies_are_left_out(tmp_path, agent, customer):
    path = write_coded(tmp_path / "call.flac", silence(12), agent, customer, 0.5 * agent)
    assert choose(path).channels == (1, 2)
    assert choose(path).notes == (
        "channels 1 and 2 of 4 are heard (called 0 and 1 elsewhere): 0 is silent, "
        "3 follows from others",
    )


def test_of_six_tracks_those_without_speech_are_left_out(tmp_path, agent, customer):
    hiss, dial = noise(12, seed=5, rms=0.01), tone(12, 440, amplitude=0.2)
    path = write_coded(tmp_path / "call.flac", agent, customer, hiss, silence(12), dial, agent)
    assert probe(path).n_channels == 6
    assert choose(path).channels == (0, 1)
    assert choose(path).notes == (
        "channels 0 and 1 of 6 are heard: 2 holds no speech, 3 is silent, 4 holds no speech, "
        "5 follows from others",
    )


def test_one_party_among_many_tracks_is_heard_alone(tmp_path, agent):
    path = write_wav(tmp_path / "call.wav", silence(12), agent, silence(12))
    assert choose(path).channels == (1,)
    assert decode(path).data.shape == (1, 192_000)


def test_more_than_eight_tracks_can_be_told_apart(tmp_path, agent, customer):
    tracks = [silence(12)] * 10
    tracks[3], tracks[9] = customer, agent
    path = write_wav(tmp_path / "call.wav", *tracks)
    samples = decode(path)
    np.testing.assert_allclose(samples.data, np.stack([customer, agent]), atol=1e-4)


def test_silence_on_all_tracks_is_told(tmp_path):
    path = write_wav(tmp_path / "call.wav", *[silence(2)] * 3)
    assert decode(path).notes == (
        "channel 0 of 3 is heard: 1 is silent, 2 is silent",
        "the recording is silent: nothing in it is louder than -60 dBFS",
    )


def test_three_parties_are_refused_with_the_way_out(tmp_path, agent, customer):
    path = write_wav(tmp_path / "room.wav", agent, silence(12), customer, with_third())
    sentence = (
        r"room\.wav: people speak on 3 of its 4 channels \(0, 2 and 3\), where one or two can be "
        "heard; say which with --channels 0,2, or channels in the manifest"
    )
    with pytest.raises(AudioError, match=sentence):
        choose(path)


def with_third():
    return with_voice(3, pitch_hz=150, seed=3)


def test_channels_that_are_asked_for_are_heard_in_that_order(tmp_path, agent, customer):
    path = write_wav(tmp_path / "room.wav", agent, with_third(), customer)
    recorded = Recorded(path, channels=(2, 0))
    sound = np.concatenate(list(recorded.portions()), axis=1)
    np.testing.assert_allclose(sound, np.stack([customer, agent]), atol=1e-4)
    assert recorded.notes == (
        "channels 2 and 0 of 3 are heard (called 0 and 1 elsewhere), as was asked for",
    )


def test_one_of_two_channels_can_be_asked_for(tmp_path, agent, customer):
    path = write_wav(tmp_path / "call.wav", agent, customer)
    np.testing.assert_allclose(decode(path, channels=(1,)).data[0], customer, atol=1e-4)
    assert choose(path, (0, 1)).notes == ()


def test_a_channel_that_is_not_there_is_refused(tmp_path, agent, customer):
    path = write_wav(tmp_path / "call.wav", agent, customer)
    sentence = r"call\.wav: has 2 channels, counted from 0, and so no channel 2 or 4; correct"
    with pytest.raises(AudioError, match=sentence):
        choose(path, (2, 4))


def test_a_file_that_changed_is_listened_to_again(tmp_path, agent, customer):
    path = write_wav(tmp_path / "call.wav", agent, customer, silence(12))
    assert choose(path).channels == (0, 1)
    write_wav(path, silence(13), np.pad(agent, (0, 16_000)), np.pad(customer, (0, 16_000)))
    assert choose(path).channels == (1, 2)


def test_what_is_found_counts_the_channels_that_are_heard(tmp_path, agent, customer):
    path = write_wav(tmp_path / "call.wav", silence(12), agent, customer)
    found = survey(Recorded(path))
    spoken = [found.speech(channel, TIGHT)[0].start for channel in range(found.n_channels)]
    assert spoken == pytest.approx([1, 7], abs=0.15)
    assert found.notes[0].startswith("channels 1 and 2 of 3 are heard")


def test_clips_hold_the_channels_that_were_heard(tmp_path, agent, customer):
    path = write_wav(tmp_path / "call.wav", silence(12), agent, customer)
    np.testing.assert_allclose(cut(path, 2, 3).data[0], agent[32_000:48_000], atol=1e-4)
    only = cut(path, 8, 9, channels=(2,))
    np.testing.assert_allclose(only.data, customer[None, 128_000:144_000], atol=1e-4)


def test_browsers_get_the_channels_that_were_heard(tmp_path, agent, customer):
    path = write_wav(tmp_path / "call.wav", silence(12), agent, customer)
    copy = playable(path, tmp_path / "cache")
    assert probe(copy).n_channels == 2
    assert playable(path, tmp_path / "cache") == copy
    assert probe(playable(path, tmp_path / "cache", channels=(1,))).n_channels == 1
