"""What a model's outputs mean: probabilities, and from which one on a label is reported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.conversation.codebook import Label
from coach.errors import BadSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class LabelCalibration(BaseModel):
    """How to read the output for one label: `p = sigmoid(slope * output + shift)`.

    Where a rule found the label too, `rule` is added before the sigmoid.

    Attributes:
        slope: above zero, so that a larger output never means a smaller probability.
        shift: moves all probabilities of the label, as a base rate does.
        rule: what it is worth, in log odds, that a rule found the label; never below zero.
        threshold: from this probability on the label is reported; above 1: never.

    Source: Platt 1999; both numbers are fitted on text that the model was not trained on.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    slope: float = Field(default=1.0, gt=0)
    shift: float = 0.0
    rule: float = Field(default=0.0, ge=0)
    threshold: float = Field(default=0.5, ge=0)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    labels: dict[Label, LabelCalibration]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The readings of all labels, in the order of the codebook."""

    labels: tuple[LabelCalibration, ...]

    def __post_init__(self) -> None:
        if len(self.labels) != len(Label):
            raise ValueError(f"{len(self.labels)} readings for {len(Label)} labels")

    def probabilities(self, outputs: Floats, by_rule: Floats | None = None) -> Floats:
        """Return the probabilities of a model's outputs, both (n, n_labels).

        Args:
            outputs: the larger the likelier.
            by_rule: 1 where a rule found the label, else 0; None where no rule was asked.
        """
        import numpy as np

        slope = np.array([label.slope for label in self.labels])
        shift = np.array([label.shift for label in self.labels])
        log_odds = outputs * slope + shift
        if by_rule is not None:
            log_odds = log_odds + by_rule * np.array([label.rule for label in self.labels])
        p: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -60, 60)))
        return p

    def thresholds(self) -> Floats:
        """Return from which probability on each label is reported, (n_labels,)."""
        import numpy as np

        return np.array([label.threshold for label in self.labels])


def read_calibration(path: Path) -> Calibration:
    """Return the calibration kept in a JSON file.

    Raises:
        BadSettings: the file says something impossible, or a label is missing.
    """
    try:
        kept = _File.model_validate_json(path.read_bytes())
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadSettings(f"{path}: {where or 'file'}: {first['msg']}") from None
    missing = [label for label in Label if label not in kept.labels]
    if missing:
        raise BadSettings(f"{path}: says nothing of {', '.join(missing)}")
    return Calibration(tuple(kept.labels[label] for label in Label))


def write_calibration(calibration: Calibration, path: Path) -> None:
    """Keep a calibration in a JSON file, one label a line."""
    kept = _File(labels=dict(zip(Label, calibration.labels, strict=True)))
    path.write_text(kept.model_dump_json(indent=1) + "\n", encoding="utf-8")
