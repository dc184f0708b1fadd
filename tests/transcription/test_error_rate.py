"""Error rates of trained weights on the samples: `COACH_ASR_MODEL=folder make test-weights`."""

import csv
import json
import logging
from pathlib import Path

import pytest

from coach.conversation.recording import About, Recording
from coach.transcription.base import Options
from coach.transcription.whisper import build
from tests.transcription.error_rate import errors, units

SAMPLES = Path(__file__).parents[2] / "sample_calls"
_log = logging.getLogger(__name__)


@pytest.mark.parametrize(
    ("said", "heard", "n"),
    [
        ("a b c", "a b c", 0),
        ("a b c", "a x c", 1),
        ("a b c", "a c", 1),
        ("a c", "a b c", 1),
        ("", "a b", 2),
        ("a b", "", 2),
        ("a b c d", "b c d e", 2),
    ],
)
def test_errors_are_the_fewest_changes(said, heard, n):
    assert errors(said.split(), heard.split()) == n


def test_case_punctuation_and_width_do_not_count():
    assert units("Hello, I'm Dana!", "en") == ["hello", "i'm", "dana"]
    assert units("はい、 ＡＢです。", "ja") == list("はいabです")


def agent_channels():
    rows = csv.DictReader((SAMPLES / "manifest.csv").read_text(encoding="utf-8").splitlines())
    return {Path(row["file"]).stem: int(row["agent_channel"] or 0) for row in rows}


def said_by(name, channel):
    raw = json.loads((SAMPLES / "calls" / f"{name}.transcript.json").read_text(encoding="utf-8"))
    role = "agent" if channel == agent_channels()[name] else "customer"
    return " ".join(turn["text"] for turn in raw["turns"] if turn["role"] == role)


def heard_on(transcript, channel):
    words = [w for u in transcript.utterances if u.channel == channel for w in u.words]
    return " ".join(word.text for word in words)


@pytest.mark.needs_weights
@pytest.mark.parametrize("language", ["en", "ja"])
def test_trained_weights_hear_the_sample_calls(real_model, language):
    """The voices are synthetic and clean, so people on telephones will be heard worse."""
    n_errors = n_said = 0
    for path in sorted((SAMPLES / "calls").glob(f"{language}-*.ogg")):
        transcript = build(model=str(real_model)).transcribe(
            Recording(path, About(id=path.stem)), Options(language=language)
        )
        for channel in range(2):
            said = units(said_by(path.stem, channel), language)
            wrong = errors(said, units(heard_on(transcript, channel), language))
            _log.info("%s channel %d: %.1f %%", path.stem, channel, 100 * wrong / len(said))
            n_errors, n_said = n_errors + wrong, n_said + len(said)
    kind = "characters" if language == "ja" else "words"
    _log.info("%s: %.1f %% of %d %s are wrong", language, 100 * n_errors / n_said, n_said, kind)
    assert n_errors < 0.4 * n_said
