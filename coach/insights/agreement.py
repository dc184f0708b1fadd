"""How well detectors see what was met, and what that does to a rate.

Detectors overlook some care and see some where there is none. How often was measured on
conversations that people labelled: the same opportunities were judged once by the people's cues
and once by the detectors'. A rate's interval then holds both what was seen and what may have
been there: the true rate is (seen - false alarms) / (found - false alarms) (Rogan & Gladen
1978), with all three as unsure as their counts make them.

It is the same detector for everybody, so errors move all agents alike and no order among them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.conversation.codebook import Label
from coach.conversation.findings import Criterion
from coach.errors import BadSettings
from coach.insights.pooling import Floats

FILE = "agreement.json"
_N_DRAWS = 4000
_SEED = 11
_LEAST_INSIGHT = 0.05  # detectors that find care hardly more often where there is some tell nothing


class _Edge(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DetectionError(_Edge):
    """Opportunities that people judged, counted by what the detectors made of them.

    Attributes:
        found: met, and seen to be.
        overlooked: met, and not seen to be.
        imagined: not met, and seen to be.
        seen_missed: not met, and not seen to be.
    """

    found: int = Field(ge=0)
    overlooked: int = Field(ge=0)
    imagined: int = Field(ge=0)
    seen_missed: int = Field(ge=0)


class Decisions(_Edge):
    """Turns that people labelled, counted by what the detectors made of them.

    Attributes:
        right: found, and there.
        wrong: found, and not there.
        overlooked: there, and not found.
    """

    right: int = Field(ge=0)
    wrong: int = Field(ge=0)
    overlooked: int = Field(ge=0)

    @property
    def precision(self) -> float | None:
        """Share of what was found that is there; None if nothing was found."""
        n = self.right + self.wrong
        return self.right / n if n else None

    @property
    def recall(self) -> float | None:
        """Share of what is there that was found; None if there is nothing."""
        n = self.right + self.overlooked
        return self.right / n if n else None


class Agreement(_Edge):
    """What was measured of some detectors.

    Attributes:
        detectors: their names.
        source: what they were measured on.
        command: what measures it again.
        criteria: the opportunities of each criterion.
        labels: the decisions on each label.
    """

    detectors: tuple[str, ...]
    source: str
    command: str
    criteria: dict[Criterion, DetectionError]
    labels: dict[Label, Decisions]


Errors = Mapping[Criterion, DetectionError]


def read_agreement(path: Path | None = None) -> Agreement:
    """Return what was measured of detectors.

    Args:
        path: the file that lies with a model; None: that of the rules that ship.

    Raises:
        BadSettings: it cannot be read, or is no such file.
    """
    shown = str(path or f"coach/insights/{FILE}")
    try:
        text = path.read_text("utf-8") if path else _shipped()
        return Agreement.model_validate(json.loads(text))
    except (OSError, ValueError) as exc:
        reason = str(exc).splitlines()[0] if not isinstance(exc, ValidationError) else _first(exc)
        raise BadSettings(
            f"{shown}: {reason}; write it with `python -m coach.training.agreement`"
        ) from exc


def _shipped() -> str:
    return (files("coach.insights") / FILE).read_text("utf-8")


def _first(exc: ValidationError) -> str:
    error = exc.errors(include_url=False)[0]
    return f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"


def corrected(density: Floats, edges: Floats, error: DetectionError) -> Floats:
    """Return draws of the true rate, given what is known of the rate as it is seen.

    Args:
        density: (n_cells,) of the rate as seen; sums to one.
        edges: (n_cells + 1,) borders of the cells.
        error: of the detectors.
    """
    rng = np.random.default_rng(_SEED)
    below = np.concatenate(([0.0], np.cumsum(density)))
    at = (np.arange(_N_DRAWS) + 0.5) / _N_DRAWS
    seen = np.interp(rng.permutation(at) * below[-1], below, edges)
    found = rng.beta(error.found + 0.5, error.overlooked + 0.5, _N_DRAWS)
    alarms = rng.beta(error.imagined + 0.5, error.seen_missed + 0.5, _N_DRAWS)
    insight = found - alarms
    true = (seen - alarms) / np.maximum(insight, _LEAST_INSIGHT)
    return np.asarray(np.where(insight > _LEAST_INSIGHT, np.clip(true, 0, 1), rng.random(_N_DRAWS)))
