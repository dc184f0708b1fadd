"""Cues and moments by a small encoder that was trained on labelled conversations.

A model is a folder: a network (`encoder/`, `heads.npz`), `tokenizer.json`, `calibration.json` and
`model.json` (its name, its language and how much it reads). The packages that trained it are not
needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from coach.conversation.codebook import Label, Role
from coach.conversation.findings import CueFinding
from coach.cues import network
from coach.cues.base import Context
from coach.cues.calibration import Calibration, read_calibration
from coach.cues.encoding import Budget, Encoder, Window
from coach.cues.evidence import elsewhere, evidence
from coach.cues.network import Network, Outputs
from coach.errors import BadSettings, MissingModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_BESIDE, _WITHIN = Path(__file__).parents[2] / "models", Path(__file__).parents[1] / "models"
FOLDER = (_BESIDE if _BESIDE.is_dir() else _WITHIN) / "cues-en"
"""The model that ships: beside the package in a checkout, within it once installed."""
FILES = (*network.FILES, "tokenizer.json", "calibration.json", "model.json")
LABELS: tuple[Label, ...] = tuple(Label)


class About(BaseModel):
    """What a model's `model.json` says of it.

    Attributes:
        name: stands in its findings ("model:cues-en").
        language: the turns it judges; it finds nothing in others.
        budget: how much of a conversation it reads.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    language: str
    budget: Budget


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of a turn.

    Attributes:
        windows: the turn as the model read it; at least one.
        outputs: what it says of each.
    """

    windows: tuple[Window, ...]
    outputs: tuple[Outputs, ...]

    def labels(self) -> Floats:
        """Return the output for each label: that of the window which shows it best."""
        import numpy as np

        best: Floats = np.max([one.labels for one in self.outputs], axis=0)
        return best

    def places(self, text: str, place: int) -> list[tuple[int, int]]:
        """Return the characters of the turn's text that show a label, the best place first."""
        import numpy as np

        pieces = np.concatenate([one.pieces[:, place] for one in self.outputs])
        weights = (1 / (1 + np.exp(-np.clip(pieces, -60, 60)))).tolist()
        offsets = [offset for window in self.windows for offset in window.offsets]
        best = max(range(len(self.outputs)), key=lambda i: self.outputs[i].labels[place])
        first = sum(len(window.offsets) for window in self.windows[:best])
        own = slice(first, first + len(self.windows[best].offsets))
        shown = evidence(text, offsets[own], weights[own])
        other = elsewhere(text, offsets, weights, shown)
        return [shown, other] if other else [shown]

    def support(self, start: int, end: int, place: int) -> float:
        """Return how much the likeliest word piece in `[start, end)` speaks for a label, 0..1."""
        import numpy as np

        strongest = max(
            (
                float(weight)
                for window, one in zip(self.windows, self.outputs, strict=True)
                for (first, last), weight in zip(window.offsets, one.pieces[:, place], strict=True)
                if first < end and start < last
            ),
            default=-60.0,
        )
        return float(1 / (1 + np.exp(-np.clip(strongest, -60, 60))))


class Classifier:
    """Finds the labels that a trained model holds for likely enough.

    Attributes:
        calibration: how to read its outputs.
        finder: how it signs its findings, "model:<name>".
    """

    def __init__(
        self, reader: Network, encoder: Encoder, calibration: Calibration, about: About
    ) -> None:
        self.calibration = calibration
        self.finder = f"model:{about.name}"
        self._network = reader
        self._encoder = encoder
        self._language = about.language

    def detect(self, batch: Sequence[Context]) -> list[list[CueFinding]]:
        """Return the findings of each context: one or two for each label."""
        readings = self.read(batch)
        p = self._probabilities(batch, readings)
        reported = p >= self.calibration.thresholds()
        found: list[list[CueFinding]] = [[] for _ in batch]
        for row, place in zip(*reported.nonzero(), strict=True):
            context, reading = batch[row], readings[row]
            if reading is not None and LABELS[place].role is context.turn.role:
                found[row] += [
                    CueFinding(
                        context.index, LABELS[place], float(p[row, place]), start, end, self.finder
                    )
                    for start, end in reading.places(context.turn.text, place)
                ]
        return found

    def probabilities(self, batch: Sequence[Context]) -> Floats:
        """Return how likely each label is, (n_contexts, n_labels), reported or not."""
        return self._probabilities(batch, self.read(batch))

    def read(self, batch: Sequence[Context]) -> list[Reading | None]:
        """Return what the model says of each context; None where it has nothing to say.

        That is so for turns in other languages, of others than agents and customers, and
        without a word.
        """
        windows = [self._windows(context) for context in batch]
        outputs = iter(self._network.read([window for several in windows for window in several]))
        return [
            Reading(tuple(several), tuple(next(outputs) for _ in several)) if several else None
            for several in windows
        ]

    def _probabilities(
        self, batch: Sequence[Context], readings: Sequence[Reading | None]
    ) -> Floats:
        import numpy as np

        outputs = outputs_of(batch, readings)
        return np.where(np.isneginf(outputs), 0.0, self.calibration.probabilities(outputs))

    def _windows(self, context: Context) -> list[Window]:
        if context.language != self._language or context.turn.role is Role.OTHER:
            return []
        return self._encoder.windows(context.turn, context.before)


def outputs_of(batch: Sequence[Context], readings: Sequence[Reading | None]) -> Floats:
    """Return the output for each label, (n_contexts, n_labels).

    Minus infinity where the label cannot be: nothing was read, or it is the other speaker's.
    """
    import numpy as np

    outputs = np.full((len(batch), len(LABELS)), -np.inf)
    for row, (context, reading) in enumerate(zip(batch, readings, strict=True)):
        if reading is not None:
            can_be = [label.role is context.turn.role for label in LABELS]
            outputs[row] = np.where(can_be, reading.labels(), -np.inf)
    return outputs


def build(*, folder: Path = FOLDER) -> Classifier:
    """Return the detector of the model in a folder.

    Raises:
        MissingModel: a file of the model is not there.
        BadSettings: what its files say cannot be.
    """
    missing = missing_in(folder)
    if missing:
        raise MissingModel(f"{folder}: no model of cues here: {', '.join(missing)} missing")
    about = read_about(folder)
    encoder = Encoder(folder / "tokenizer.json", about.budget)
    calibration = read_calibration(folder / "calibration.json")
    return Classifier(network.build(folder), encoder, calibration, about)


def missing_in(folder: Path) -> list[str]:
    """Return the names of those files of a model that a folder lacks."""
    return [name for name in FILES if not (folder / name).is_file()]


def read_about(folder: Path) -> About:
    """Return what a model's folder says of it.

    Raises:
        BadSettings: it says something impossible.
    """
    path = folder / "model.json"
    try:
        return About.model_validate_json(path.read_bytes())
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadSettings(f"{path}: {where or 'file'}: {first['msg']}") from None
