"""Cues and moments by a small encoder that was trained on labelled conversations.

A model is a folder: `model.onnx` (weights), `tokenizer.json`, `calibration.json` and
`model.json` (its name, its language and how much it reads). It runs through onnxruntime; the
packages that trained it are not needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from coach.conversation.codebook import Label, Role
from coach.conversation.findings import CueFinding
from coach.cues.base import Context
from coach.cues.calibration import Calibration, read_calibration
from coach.cues.encoding import Budget, Encoder, Window
from coach.cues.evidence import evidence
from coach.errors import BadSettings, MissingModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FOLDER = Path(__file__).parents[2] / "models" / "cues-en"
FILES = ("model.onnx", "tokenizer.json", "calibration.json", "model.json")
_NEVER = -60.0
_PIECES_AT_ONCE = 1024


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
class Outputs:
    """What the model says of one window.

    Attributes:
        labels: (n_labels,), the larger the likelier.
        pieces: (n_pieces of the turn, n_labels), the larger the likelier to be evidence.
    """

    labels: Floats
    pieces: Floats


class Classifier:
    """Finds the labels that a trained model holds for likely enough."""

    def __init__(
        self, session: Any, encoder: Encoder, calibration: Calibration, about: About
    ) -> None:
        self._session = session
        self._encoder = encoder
        self._calibration = calibration
        self._about = about
        self._labels = tuple(Label)

    def detect(self, batch: Sequence[Context]) -> list[list[CueFinding]]:
        """Return the findings of each context: at most one for each label."""
        found = []
        for context, read in zip(batch, self._read(batch), strict=True):
            found.append(list(self._findings(context, *read)))
        return found

    def probabilities(self, batch: Sequence[Context]) -> Floats:
        """Return how likely each label is, (n_contexts, n_labels), reported or not."""
        import numpy as np

        p = [
            self._probabilities(context, outputs)
            for context, (_, outputs) in zip(batch, self._read(batch), strict=True)
        ]
        return np.stack(p) if p else np.zeros((0, len(self._labels)))

    def _read(self, batch: Sequence[Context]) -> list[tuple[list[Window], list[Outputs]]]:
        """Return the windows of each context with what the model says of them."""
        windows = [self._windows(context) for context in batch]
        outputs = iter(self._run([window for several in windows for window in several]))
        return [(several, [next(outputs) for _ in several]) for several in windows]

    def _windows(self, context: Context) -> list[Window]:
        if context.language != self._about.language or context.turn.role is Role.OTHER:
            return []
        return self._encoder.windows(context.turn, context.before)

    def _run(self, windows: Sequence[Window]) -> list[Outputs]:
        """Return the model's outputs, in the order of the windows.

        Windows of like length go through together: padding costs as much as text.
        """
        outputs: dict[int, Outputs] = {}
        for places in _alike(windows):
            labels, pieces = self._session.run(None, self._inputs([windows[i] for i in places]))
            for row, place in enumerate(places):
                own = windows[place].own
                outputs[place] = Outputs(
                    labels[row].astype(float), pieces[row, own.start : own.stop].astype(float)
                )
        return [outputs[place] for place in range(len(windows))]

    def _inputs(self, windows: Sequence[Window]) -> dict[str, Any]:
        import numpy as np

        shape = len(windows), max(len(window.ids) for window in windows)
        ids, mask, segments, own = (np.zeros(shape, dtype=np.int64) for _ in range(4))
        for row, window in enumerate(windows):
            n_pieces = len(window.ids)
            ids[row, :n_pieces] = window.ids
            mask[row, :n_pieces] = 1
            segments[row, :n_pieces] = self._encoder.segments(window)
            own[row, window.own.start : window.own.stop] = 1
        return {"ids": ids, "mask": mask, "segments": segments, "own": own}

    def _probabilities(self, context: Context, outputs: Sequence[Outputs]) -> Floats:
        """Return the probability of each label: that of the window which shows it best."""
        import numpy as np

        can_be = np.array([label.role is context.turn.role for label in self._labels])
        if not outputs:
            return np.zeros(len(self._labels))
        best = np.max([one.labels for one in outputs], axis=0)
        return np.where(can_be, self._calibration.probabilities(best), 0.0)

    def _findings(
        self, context: Context, windows: Sequence[Window], outputs: Sequence[Outputs]
    ) -> Iterator[CueFinding]:
        p = self._probabilities(context, outputs)
        reported = p >= self._calibration.thresholds()
        for place, label in enumerate(self._labels):
            if reported[place] and outputs and label.role is context.turn.role:
                shown = max(range(len(outputs)), key=lambda i: outputs[i].labels[place])
                weights = _sigmoid(outputs[shown].pieces[:, place])
                start, end = evidence(context.turn.text, windows[shown].offsets, weights)
                by = f"model:{self._about.name}"
                yield CueFinding(context.index, label, float(p[place]), start, end, by)


def build(*, folder: Path = FOLDER) -> Classifier:
    """Return the detector of the model in a folder.

    Raises:
        MissingModel: a file of the model is not there.
        BadSettings: what its files say cannot be.
    """
    import onnxruntime

    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise MissingModel(f"{folder}: no model of cues here: {', '.join(missing)} missing")
    about = read_about(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    encoder = Encoder(folder / "tokenizer.json", about.budget)
    return Classifier(session, encoder, read_calibration(folder / "calibration.json"), about)


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


def _alike(windows: Sequence[Window]) -> Iterator[list[int]]:
    """Yield places of windows of like length, a thousand word pieces at a time."""
    order = sorted(range(len(windows)), key=lambda place: len(windows[place].ids))
    group: list[int] = []
    for place in order:
        if group and (len(group) + 1) * len(windows[place].ids) > _PIECES_AT_ONCE:
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _sigmoid(values: Floats) -> list[float]:
    import numpy as np

    return [float(v) for v in 1 / (1 + np.exp(-np.clip(values, -60, 60)))]
