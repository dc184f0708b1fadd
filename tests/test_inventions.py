"""What a recogniser makes up where nobody speaks never becomes a cue."""

from dataclasses import replace

import numpy as np
import pytest

from coach.config import Settings
from coach.conversation.recording import About, Recording
from coach.conversation.transcript import Transcript, Utterance
from coach.conversation.turn import Word
from coach.errors import NothingToScore
from coach.pipeline import analyse
from coach.transcription.scripted import Scripted
from coach.transcription.whisper import build
from coach.workspace.stages import stages_from
from tests.sounds import noise, silence, tone, voice, write_wav
from tests.tiny_whisper import write_scripted_whisper

KIND = " I am so sorry about that, I understand how upsetting this is."


def music(seconds):
    rng = np.random.default_rng(7)
    notes = 220 * 2 ** (np.array([0, 2, 4, 7, 9, 12]) / 12)
    bars = (rng.choice(notes, 3) for _ in range(2 * seconds))
    return np.concatenate([sum(tone(0.5, hz, amplitude=0.1) for hz in bar) for bar in bars])


def keys(seconds):
    key = tone(0.1, 941, amplitude=0.2) + tone(0.1, 1336, amplitude=0.2)
    return np.tile(np.concatenate([key, silence(0.1)]), 5 * seconds)


@pytest.fixture(scope="module")
def kind_model(tmp_path_factory):
    """A recogniser that hears an apology in whatever it is given."""
    return write_scripted_whisper(tmp_path_factory.mktemp("models") / "kind", KIND)


@pytest.fixture
def stages(kind_model):
    whisper = build(model=str(kind_model), device="cpu")
    return replace(stages_from(Settings()), transcriber=whisper)


def a_recording(path, agent, customer):
    about = About(id="call", language="en", agent_channel=0)
    return Recording(write_wav(path, agent.astype(np.float32), customer.astype(np.float32)), about)


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(silence(20), id="silence"),
        pytest.param(noise(20, seed=3, rms=0.1), id="noise"),
        pytest.param(music(20), id="hold music"),
        pytest.param(keys(20), id="keys"),
    ],
)
def test_agent_who_never_spoke_has_no_cue(tmp_path, stages, sound):
    customer = noise(20, seed=2, rms=0.001)
    recording = a_recording(tmp_path / "call.wav", sound, customer)
    try:
        found = analyse(recording, stages)
    except NothingToScore:
        return
    assert found.findings == ()


def test_same_words_from_an_agent_who_spoke_are_a_cue(tmp_path, stages):
    recording = a_recording(tmp_path / "call.wav", voice(20), noise(20, seed=2, rms=0.001))
    labels = {finding.label.value for finding in analyse(recording, stages).findings}
    assert "apologise" in labels


@pytest.mark.parametrize(("p", "counts"), [(0.9, True), (0.3, False)])
def test_apology_that_was_hardly_heard_does_not_count_and_is_told(tmp_path, stages, p, counts):
    words = tuple(Word(text, n / 4, n / 4 + 0.2, p) for n, text in enumerate(KIND.split()))
    heard = Transcript((Utterance(0, words),), 2, "en", "scripted")
    recording = a_recording(tmp_path / "call.wav", voice(6), noise(6, seed=2, rms=0.001))
    found = analyse(recording, replace(stages, transcriber=Scripted(heard)))
    assert bool(found.findings) == counts
    told = any("since the words were heard too unsurely" in n for n in found.conversation.notes)
    assert told != counts
