"""How measured values are written, on a screen and in a model's card."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.training.evaluate import Figure

SUMMARY = (
    ("micro-F1, agent cues", "micro_cues"),
    ("micro-F1, customer moments", "micro_moments"),
    ("macro-F1, labels with n ≥ 10", "macro"),
    ("ranges overlap the evidence", "overlap"),
    ("ECE, all labels of all turns", "calibration_error"),
    ("ECE, what was reported", "found_calibration_error"),
)
"""Title and field of `Report` of each figure over all labels."""


def number(value: float | None) -> str:
    """Return a value with two decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}"


def span(figure: Figure) -> str:
    """Return the interval of a figure in brackets; nothing where there is none."""
    return "" if figure.low is None else f"[{number(figure.low)}, {number(figure.high)}]"


def with_span(figure: Figure) -> str:
    """Return a figure with its interval."""
    return f"{number(figure.value)} {span(figure)}".rstrip()
