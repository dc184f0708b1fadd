"""What is known of the errors of the detectors that are set."""

from __future__ import annotations

from collections.abc import Sequence

from coach.cues.classifier import FOLDER
from coach.insights.agreement import FILE, Errors, read_agreement

_WITH_MODEL = frozenset({"classifier", "combined"})


def uses_model(detectors: Sequence[str]) -> bool:
    """Whether one of these detectors asks the model of the cues."""
    return not _WITH_MODEL.isdisjoint(detectors)


def errors_of(detectors: Sequence[str]) -> Errors:
    """Return the measured errors: the model's, where one looks and was measured, else the rules'.

    Raises:
        BadSettings: the file that says it is broken.
    """
    of_model = FOLDER / FILE
    has_model = uses_model(detectors) and of_model.is_file()
    return read_agreement(of_model if has_model else None).criteria
