"""How well the voices of one channel are told apart: `python -m tests.bench voices`.

The sample calls are mixed down to one channel; the truth is in the times of their words. The error
is NIST's diarisation error rate without a collar: seconds missed, invented, or given to the wrong
voice, by seconds spoken. Where both speak one voice is missed, whatever is found.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import numpy as np

from coach.audio import decode
from coach.conversation.span import Span, merge
from coach.speakers.activity import Listening, mask_of
from coach.speakers.diarise import Clustering
from coach.speakers.sound import Sound
from tests.sounds import write_coded

CALLS = Path(__file__).parents[1] / "sample_calls" / "calls"
FRAMES = 100  # per second
BREATH = 0.25  # shorter gaps between words are within a stretch of speech
RATE_HZ = 8000
Line = tuple[str, float, str]


def of_voices() -> Iterator[Line]:
    """The error of each language's samples, and how often the right number of voices is found."""
    for language in ("en", "ja"):
        found = [_of_sample(path) for path in sorted(CALLS.glob(f"{language}-*.ogg"))]
        errors = [error for error, _ in found]
        yield f"voices of one channel, {language}, median error", float(np.median(errors)), "DER"
        yield f"voices of one channel, {language}, worst of {len(errors)}", max(errors), "DER"
        right = sum(n == 2 for _, n in found) / len(found)
        yield f"voices of one channel, {language}, two found", 100 * right, "% of calls"


def _of_sample(path: Path) -> tuple[float, int]:
    raw = json.loads(path.with_suffix(".transcript.json").read_text(encoding="utf-8"))
    true = [
        merge(
            (Span(w["start"], max(w["end"], w["start"] + 0.01))
             for turn in raw["turns"] if turn["role"] == role for w in turn["words"]),
            gap=BREATH,
        )
        for role in ("agent", "customer")
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        both = decode(path, rate_hz=RATE_HZ).data.sum(axis=0)
        mono = write_coded(Path(folder) / "mono.wav", both / 2, codec="pcm_mulaw", rate_hz=RATE_HZ)
        return error_of(mono, true)


def error_of(path: Path, true: list[list[Span]]) -> tuple[float, int]:
    """Return the diarisation error rate of a recording of one channel, and the voices found."""
    sound = Sound(path, Listening(), 4.0)
    spans = sound.speakers(Clustering())
    n_frames = int(sound.listened.voices.duration * FRAMES) + 2
    n_found = max(one.speaker for one in spans) + 1
    masks = [_mask(own, n_frames) for own in true]
    guess = [
        _mask([one.span for one in spans if one.speaker == voice], n_frames)
        for voice in range(max(n_found, len(true)))
    ]
    orders = permutations(range(len(guess)), len(true))
    return min(_error(masks, [guess[k] for k in order], guess) for order in orders), n_found


def _error(true: list[np.ndarray], matched: list[np.ndarray], guess: list[np.ndarray]) -> float:
    n_true, n_guess = np.sum(true, axis=0), np.sum(guess, axis=0)
    right = sum(np.minimum(t, m).sum() for t, m in zip(true, matched, strict=True))
    return float((np.maximum(n_true, n_guess).sum() - right) / n_true.sum())


def _mask(spans: list[Span], n_frames: int) -> np.ndarray:
    ranges = [(round(span.start * FRAMES), round(span.end * FRAMES)) for span in spans]
    return mask_of(ranges, n_frames).astype(int)
