"""What tests of several parts share: invented recordings, and ears that hear nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Tests run side by side: small matrices are multiplied faster by one thread than by a crowd.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# How long an example takes depends on who else uses the machine: no test looks at a clock.
settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")


@pytest.fixture(scope="session")
def scripted_model(tmp_path_factory):
    """The folder of a Whisper model that says one English script, whatever it hears."""
    from tests.tiny_whisper import write_scripted_whisper

    folder = tmp_path_factory.mktemp("models") / "scripted-en"
    return write_scripted_whisper(folder, " Thank you for calling. How can I help you today?")


@pytest.fixture(scope="session")
def scripted_japanese_model(tmp_path_factory):
    """The folder of one that takes everything for Japanese."""
    from tests.tiny_whisper import write_scripted_whisper

    folder = tmp_path_factory.mktemp("models") / "scripted-ja"
    return write_scripted_whisper(folder, "お電話ありがとう、iPadの件です。", language="ja")


@pytest.fixture(scope="session")
def two_channel_call(tmp_path_factory):
    """A recording in which channel 0 speaks from 1 to 5 s and channel 1 from 7 to 11 s."""
    from tests import sounds

    agent, customer = (sounds.noise(12, seed=seed, rms=0.001) for seed in (1, 2))
    agent[16_000:80_000] += sounds.voice(4, pitch_hz=200, seed=1)
    customer[112_000:176_000] += sounds.voice(4, pitch_hz=110, seed=2)
    return sounds.write_wav(tmp_path_factory.mktemp("calls") / "call.wav", agent, customer)


@pytest.fixture(scope="session")
def one_channel_call(tmp_path_factory):
    """A recording with one channel that speaks from 2 to 6 s."""
    from tests import sounds

    sound = sounds.silence(8)
    sound[32_000:96_000] = sounds.voice(4)
    return sounds.write_wav(tmp_path_factory.mktemp("calls") / "mono.wav", sound)


@pytest.fixture(scope="session")
def real_model():
    """A folder with trained weights, given as COACH_ASR_MODEL."""
    folder = os.environ.get("COACH_ASR_MODEL", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("needs trained weights: COACH_ASR_MODEL=folder")
    return Path(folder)
