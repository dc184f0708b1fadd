"""Rules and a trained model as one detector.

Neither overrules the other: that a rule found a label counts as much, in log odds, as it proved
to be worth on text that neither had seen. What is found says who found it, and shows the words that
model and rules agree on best. Where the model has nothing to say, rules stand alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from coach.conversation.findings import CueFinding
from coach.cues import classifier, rules
from coach.cues.base import Context, Detector
from coach.cues.classifier import LABELS, Classifier, Reading, outputs_of
from coach.cues.evidence import NEARLY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_PLACE = {label: place for place, label in enumerate(LABELS)}


class Combined:
    """Finds what rules and model together hold for likely enough."""

    def __init__(self, by_rules: Detector, model: Classifier) -> None:
        self._rules = by_rules
        self._model = model

    def detect(self, batch: Sequence[Context]) -> list[list[CueFinding]]:
        """Return the findings of each context, in the order of the batch."""
        by_rule, readings = self._rules.detect(batch), self._model.read(batch)
        p = self._probabilities(batch, by_rule, readings)
        alone = self._probabilities(batch, [[] for _ in batch], readings)
        return [
            list(by_rule[row])
            if reading is None
            else self._findings(batch[row], by_rule[row], reading, p[row], alone[row])
            for row, reading in enumerate(readings)
        ]

    def probabilities(self, batch: Sequence[Context]) -> Floats:
        """Return how likely each label is, (n_contexts, n_labels), reported or not."""
        return self._probabilities(batch, self._rules.detect(batch), self._model.read(batch))

    def _probabilities(
        self,
        batch: Sequence[Context],
        by_rule: Sequence[Sequence[CueFinding]],
        readings: Sequence[Reading | None],
    ) -> Floats:
        """Return the probabilities; those of the rules where the model has nothing to say."""
        import numpy as np

        ruled, alone = np.zeros((len(batch), len(LABELS))), np.zeros((len(batch), len(LABELS)))
        for row, findings in enumerate(by_rule):
            for finding in findings:
                ruled[row, _PLACE[finding.label]] = 1.0
                alone[row, _PLACE[finding.label]] = finding.p
        outputs = outputs_of(batch, readings)
        p = np.where(
            np.isneginf(outputs), 0.0, self._model.calibration.probabilities(outputs, ruled)
        )
        silent = np.array([reading is None for reading in readings], dtype=bool)
        return np.where(silent[:, None], alone, p)

    def _findings(
        self,
        context: Context,
        ruled: Sequence[CueFinding],
        reading: Reading,
        p: Floats,
        alone: Floats,
    ) -> list[CueFinding]:
        """Return what is likely enough; the model signs what it would have found alone."""
        least = self._model.calibration.thresholds()
        found = []
        for place, label in enumerate(LABELS):
            if p[place] < least[place] or label.role is not context.turn.role:
                continue
            same = [finding for finding in ruled if finding.label is label]
            by_model = [
                CueFinding(context.index, label, float(p[place]), start, end, self._model.finder)
                for start, end in reading.places(context.turn.text, place)
            ]
            found += _in_words(by_model, same, reading, place, agreed=alone[place] >= least[place])
        return found


def _in_words(
    by_model: Sequence[CueFinding],
    by_rules: Sequence[CueFinding],
    reading: Reading,
    place: int,
    *,
    agreed: bool,
) -> list[CueFinding]:
    """Return the findings of one label with their words.

    What rules mark where the model looks becomes one with what it marks. What they mark
    elsewhere stands beside it where the model takes those words for nearly as telling; else it
    is left out, since a label needs the words that show it best.
    """
    joined = [_joined(one, by_rules, agreed=agreed) for one in by_model]
    best = by_model[0]
    by = best.by if agreed or not _touching(best, by_rules) else ""
    least = NEARLY * reading.support(best.start, best.end, place)
    return joined + [
        replace(one, p=best.p, by=_signed([one.by, by]))
        for one in by_rules
        if not _touching(one, by_model) and reading.support(one.start, one.end, place) >= least
    ]


def _joined(by_model: CueFinding, by_rules: Sequence[CueFinding], *, agreed: bool) -> CueFinding:
    """Return what the model marks, widened by what rules mark there."""
    touching = _touching(by_model, by_rules)
    by = by_model.by if agreed or not touching else ""
    return replace(
        by_model,
        start=min([by_model.start, *(one.start for one in touching)]),
        end=max([by_model.end, *(one.end for one in touching)]),
        by=_signed([*(one.by for one in touching or by_rules), by]),
    )


def _touching(finding: CueFinding, others: Sequence[CueFinding]) -> list[CueFinding]:
    return [one for one in others if one.start < finding.end and finding.start < one.end]


def _signed(names: Sequence[str]) -> str:
    """Return each name once, in their order."""
    return "+".join(dict.fromkeys(name for name in names if name))


def build(*, folder: Path = classifier.FOLDER) -> Combined:
    """Return the detector of the rules that ship and of the model in a folder.

    Raises:
        MissingModel: a file of the model is not there.
        BadSettings: what its files, or those of the rules, say cannot be.
    """
    return Combined(rules.build(), classifier.build(folder=folder))
