import pickle
from pathlib import Path

import pytest

from coach.conversation.recording import About, Recording
from coach.errors import AudioError, MissingModel, SetupError
from coach.transcription.base import Options
from coach.transcription.transcribers import TRANSCRIBERS
from coach.transcription.whisper import build
from tests.sounds import noise, silence, tone, voice, write_coded, write_wav
from tests.tiny_whisper import write_scripted_whisper

SCRIPT = "Thank you for calling. How can I help you today?"


def recording_of(path):
    return Recording(path, About(id=path.stem))


@pytest.fixture
def whisper(scripted_model):
    return build(model=str(scripted_model), device="cpu")


def said(utterance):
    return " ".join(word.text for word in utterance.words)


@pytest.fixture(scope="module")
def long_call(tmp_path_factory):
    """A call in which channel 0 speaks from 1 to 21 s and channel 1 from 22 to 42 s."""
    agent, customer = (noise(44, seed=seed, rms=0.001) for seed in (1, 2))
    agent[16_000:336_000] += voice(20, pitch_hz=200, seed=1)
    customer[352_000:672_000] += voice(20, pitch_hz=110, seed=2)
    return write_wav(tmp_path_factory.mktemp("calls") / "long.wav", agent, customer)


@pytest.mark.parametrize("batch", [1, 2])
def test_each_channel_is_heard_by_itself_on_one_clock(scripted_model, long_call, batch):
    whisper = build(model=str(scripted_model), device="cpu", batch=batch)
    transcript = whisper.transcribe(recording_of(long_call), Options(language="en"))
    assert transcript.n_channels == 2
    first, second = (
        [u for u in transcript.utterances if u.channel == channel] for channel in (0, 1)
    )
    assert " ".join(said(u) for u in first) == " ".join(said(u) for u in second) == SCRIPT
    assert first[0].words[0].start == pytest.approx(0.9, abs=0.2)  # where the voice begins
    assert second[0].words[0].start == pytest.approx(21.9, abs=0.2)
    assert transcript.notes == ()


def test_two_short_channels_are_heard_in_one_window_and_kept_apart(tmp_path, two_channel_call):
    folder = write_scripted_whisper(tmp_path / "slow", " Thank you for calling us.", seconds=9.0)
    whisper = build(model=str(folder), device="cpu")
    transcript = whisper.transcribe(recording_of(two_channel_call), Options(language="en"))
    said_by = {u.channel: said(u) for u in transcript.utterances}
    assert said_by[0].startswith("Thank you")
    assert said_by[1].endswith("us.")
    for utterance in transcript.utterances:
        begins, ends = ((0.8, 5.3), (6.8, 11.3))[utterance.channel]
        assert all(begins <= w.start <= w.end <= ends for w in utterance.words)


def test_word_times_go_forward_within_the_recording(whisper, two_channel_call):
    transcript = whisper.transcribe(recording_of(two_channel_call), Options())
    for utterance in transcript.utterances:
        times = [time for word in utterance.words for time in (word.start, word.end)]
        assert times == sorted(times)
        assert 0 <= times[0] < times[-1] <= 12.0
        assert all(word.p > 0.9 for word in utterance.words)


def test_language_is_found_when_none_is_given(whisper, two_channel_call):
    assert whisper.transcribe(recording_of(two_channel_call), Options()).language == "en"


def test_japanese_is_found_and_its_words_are_whole(scripted_japanese_model, one_channel_call):
    whisper = build(model=str(scripted_japanese_model), device="cpu")
    transcript = whisper.transcribe(recording_of(one_channel_call), Options())
    words = [word.text for word in transcript.utterances[0].words]
    assert transcript.language == "ja"
    assert "".join(words) == "お電話ありがとう、iPadの件です。"
    assert "iPad" in words


@pytest.mark.parametrize("language", ["EN", "en-GB", "en_US"])
def test_region_of_a_language_does_not_matter(whisper, one_channel_call, language):
    transcript = whisper.transcribe(recording_of(one_channel_call), Options(language=language))
    assert (transcript.language, transcript.notes) == ("en", ())


def test_language_that_the_model_does_not_know_is_looked_for(whisper, one_channel_call):
    transcript = whisper.transcribe(recording_of(one_channel_call), Options(language="tlh"))
    assert transcript.language == "en"
    assert transcript.notes == (
        "the recogniser does not know the language 'tlh' and looked for itself",
    )


def test_one_channel_is_heard(whisper, one_channel_call):
    transcript = whisper.transcribe(recording_of(one_channel_call), Options())
    assert transcript.n_channels == 1
    assert [(u.channel, said(u)) for u in transcript.utterances] == [(0, SCRIPT)]


def test_wider_search_hears_the_same(whisper, one_channel_call):
    narrow, wide = (
        whisper.transcribe(recording_of(one_channel_call), Options(beam=beam)) for beam in (1, 5)
    )
    assert narrow.utterances == wide.utterances


def test_same_sound_on_both_channels_is_heard_once(whisper, tmp_path):
    sound = voice(3)
    path = write_wav(tmp_path / "call.wav", sound, sound)
    transcript = whisper.transcribe(recording_of(path), Options())
    assert transcript.n_channels == 1
    assert len(transcript.utterances) == 1
    assert "treated as one" in transcript.notes[0]


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(silence(5), id="silence"),
        pytest.param(noise(5, seed=3, rms=0.05), id="noise"),
        pytest.param(tone(5, 440), id="a tone"),
    ],
)
def test_what_is_no_speech_has_no_words(whisper, tmp_path, sound):
    path = write_wav(tmp_path / "call.wav", sound)
    transcript = whisper.transcribe(recording_of(path), Options())
    assert (transcript.utterances, transcript.language) == ((), None)
    assert transcript.notes[-1].startswith("channel 0 was not transcribed: under 0.5 seconds")


def test_stretch_that_repeats_itself_is_left_out(tmp_path, one_channel_call):
    folder = write_scripted_whisper(tmp_path / "loop", " thank you" * 30)
    transcript = build(model=str(folder), device="cpu").transcribe(
        recording_of(one_channel_call), Options()
    )
    assert transcript.utterances == ()
    assert transcript.notes == ("60 words were left out in which the recogniser repeated itself",)


def test_compressed_telephone_sound_is_heard(whisper, tmp_path):
    path = write_coded(tmp_path / "call.wav", voice(4, rate_hz=8000), rate_hz=8000)
    assert said(whisper.transcribe(recording_of(path), Options()).utterances[0]) == SCRIPT


def test_recording_that_cannot_be_decoded_is_told(whisper, tmp_path):
    (tmp_path / "call.wav").write_bytes(b"")
    with pytest.raises(AudioError, match=r"call\.wav: is empty"):
        whisper.transcribe(recording_of(tmp_path / "call.wav"), Options())


def test_recording_over_the_limit_is_told(scripted_model, one_channel_call):
    whisper = build(model=str(scripted_model), device="cpu", max_hours=0.001)
    with pytest.raises(AudioError, match=r"set sources\.max_hours"):
        whisper.transcribe(recording_of(one_channel_call), Options())


def test_missing_weights_are_told_before_the_recording_is_opened(tmp_path):
    whisper = build(model=str(tmp_path / "nothing"))
    with pytest.raises(MissingModel, match="does not exist"):
        whisper.transcribe(recording_of(Path("no-such-call.wav")), Options())


def test_weights_that_are_none_are_told(tmp_path, scripted_model, one_channel_call):
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        (tmp_path / name).write_bytes((scripted_model / name).read_bytes())
    (tmp_path / "model.bin").write_bytes(b"not a model at all")
    with pytest.raises(SetupError, match="cannot be loaded on cpu"):
        build(model=str(tmp_path), device="cpu").transcribe(
            recording_of(one_channel_call), Options()
        )


def test_english_model_refuses_another_language(tmp_path, scripted_model, one_channel_call):
    folder = write_scripted_whisper(tmp_path / "small.en", " Hello.", english_only=True)
    whisper = build(model=str(folder), device="cpu")
    with pytest.raises(MissingModel, match=r"small\.en hears English alone.*is in 'ja'"):
        whisper.transcribe(recording_of(one_channel_call), Options(language="ja"))


def test_transcriber_crosses_to_another_process_without_weights(whisper, one_channel_call):
    whisper.transcribe(recording_of(one_channel_call), Options())
    assert len(pickle.dumps(whisper)) < 1000
    assert pickle.loads(pickle.dumps(whisper)) == whisper


def test_registry_builds_it_from_settings(scripted_model):
    whisper = TRANSCRIBERS.create("whisper", model=str(scripted_model), device="cpu")
    assert whisper.identity.startswith("faster-whisper ")
    assert whisper.identity.endswith(" int8")
