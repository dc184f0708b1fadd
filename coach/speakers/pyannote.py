"""pyannote.audio as a diariser, with weights that the user has: an optional extra."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from coach.audio.portions import Recorded
from coach.conversation.span import Span
from coach.conversation.voices import SpeakerSpan
from coach.errors import BadSettings, MissingExtra, MissingModel, SetupError

_RATE_HZ = 16_000


def build(*, most: int = 4, weights: Path | None = None) -> Pyannote:
    """Return the diariser; nothing is loaded before it is first needed.

    Args:
        most: the largest number of voices that are told apart.
        weights: the folder or config.yaml of a pyannote pipeline on this machine.

    Raises:
        BadSettings: no weights are named.
    """
    if weights is None:
        raise BadSettings(
            "the diariser pyannote needs weights of your own: set speakers.weights to the folder "
            "or config.yaml of its pipeline"
        )
    return Pyannote(weights, most)


@dataclass(frozen=True, slots=True)
class Pyannote:
    """A pipeline of pyannote.audio from this machine; nothing is fetched."""

    weights: Path
    most: int = 4

    def diarise(self, recorded: Recorded, speech: tuple[Span, ...]) -> list[SpeakerSpan]:
        """Return who speaks when, voices counted in the order in which they begin.

        Raises:
            MissingExtra: pyannote.audio is not installed.
            MissingModel: the weights are not there.
            SetupError: they cannot be loaded.
        """
        import numpy as np

        pipeline = _pipeline(self.weights)
        torch = import_module("torch")
        sound = np.concatenate([portion[:1] for portion in recorded.portions()], axis=1)
        given = {"waveform": torch.from_numpy(sound), "sample_rate": _RATE_HZ}
        found = pipeline(given, max_speakers=self.most)
        order: dict[str, int] = {}
        spans = []
        for segment, _, name in found.itertracks(yield_label=True):
            order.setdefault(name, len(order))
            if segment.end > segment.start >= 0:
                spans.append(SpeakerSpan(Span(segment.start, segment.end), order[name]))
        return sorted(spans, key=lambda one: one.span)


@lru_cache(maxsize=1)
def _pipeline(weights: Path) -> Any:
    try:
        pipeline = import_module("pyannote.audio").Pipeline
    except ImportError as exc:
        raise MissingExtra(
            "the diariser pyannote needs its package: pip install 'coach[pyannote]'"
        ) from exc
    config = weights / "config.yaml" if weights.is_dir() else weights
    if not config.is_file():
        raise MissingModel(f"{config}: there is no pyannote pipeline; set speakers.weights")
    try:
        return pipeline.from_pretrained(str(config))
    except (OSError, ValueError, RuntimeError) as exc:
        raise SetupError(f"{config}: the pyannote pipeline cannot be loaded ({exc})") from exc
