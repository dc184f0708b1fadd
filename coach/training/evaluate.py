"""How well detectors agree with annotators: `coach evaluate`, and the table of a model card.

Conversations are labelled turn by turn; a label is right when the detectors found it in a turn
that carries it. Doubtful labels count neither way. Intervals are bootstrapped over whole
conversations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from coach.conversation.codebook import CUES, MOMENTS, Label, Role
from coach.conversation.findings import CueFinding
from coach.cues.answers import only_answers
from coach.cues.base import DETECTORS, Context, Detector
from coach.cues.contexts import contexts
from coach.cues.merge import merge
from coach.language.pipeline import Languages
from coach.training.data import Labelled, Mark, read_labelled
from coach.training.examples import LABELS, PLACE, truth_of
from coach.training.measures import (
    Bools,
    Counts,
    Floats,
    Ints,
    auroc,
    calibration_error,
    counts,
    interval,
    macro,
    resamples,
)

LEAST_IN_MACRO = 10
N_DRAWS = 400
_WITH_MODEL = ("classifier", "combined")


@runtime_checkable
class KnowsProbabilities(Protocol):
    """A detector that can say how likely every label is, not only those it reports."""

    def probabilities(self, batch: Sequence[Context]) -> Floats:
        """Return (n_contexts, n_labels) in the order of `Label`."""
        ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found beside what holds; rows are turns, columns the labels in codebook order.

    Attributes:
        truth: 1 holds, 0 does not, NaN does not count.
        p: the probability given to each label.
        found: whether it was reported.
        overlaps: for what was reported and holds, 1 if its range shares a character with the
            annotated evidence and 0 if not; NaN elsewhere.
        conversation: the conversation of each row, counted from 0.
    """

    truth: Floats
    p: Floats
    found: Bools
    overlaps: Floats
    conversation: Ints

    def rows(self, chosen: Ints) -> Judgement:
        """Return the judgement of the chosen rows."""
        return Judgement(
            self.truth[chosen],
            self.p[chosen],
            self.found[chosen],
            self.overlaps[chosen],
            self.conversation[chosen],
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 90 % interval; None where it cannot be had."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One label's row of the table.

    Attributes:
        label: which one.
        n: turns that carry it.
        decisions: right and wrong decisions.
        f1: with its interval.
        auroc: how well turns that carry it rank above those that do not.
        calibration_error: expected calibration error of its probabilities.
    """

    label: Label
    n: int
    decisions: Counts
    f1: Figure
    auroc: float | None
    calibration_error: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole table.

    Attributes:
        n_conversations: how many were judged.
        n_turns: their turns by agents and customers.
        lines: one for each label that occurs or was found, in codebook order.
        micro_cues: F1 over all decisions on the agent's turns.
        micro_moments: F1 over all decisions on the customer's turns.
        macro: mean F1 of the labels with at least ten turns.
        calibration_error: over all decisions.
        found_calibration_error: over what was reported: is a "0.8" right 8 times of 10?
        overlap: share of right findings whose range overlaps the annotated evidence.
    """

    n_conversations: int
    n_turns: int
    lines: tuple[LabelLine, ...]
    micro_cues: Figure
    micro_moments: Figure
    macro: Figure
    calibration_error: Figure
    found_calibration_error: Figure
    overlap: Figure


def evaluate_files(
    paths: Sequence[Path], detectors: Sequence[str], *, model: Path | None = None
) -> dict[Path, Report]:
    """Return the table of each file of labelled conversations.

    Args:
        paths: files of labelled conversations.
        detectors: names of those that look together.
        model: the folder of the model of classifier and combined; None: the one that ships.

    Raises:
        MissingModel: a file or the model is not there.
        UnknownName: no detector has such a name.
    """
    options = {"folder": model} if model else {}
    built = [
        DETECTORS.create(name, **(options if name in _WITH_MODEL else {})) for name in detectors
    ]
    languages = Languages()
    return {path: report(judge(read_labelled(path), built, languages)) for path in paths}


def judge(
    conversations: Sequence[Labelled], detectors: Sequence[Detector], languages: Languages
) -> Judgement:
    """Return what the detectors, taken together, find beside what the annotators marked."""
    batch: list[Context] = []
    rows: list[tuple[int, int]] = []
    for place, one in enumerate(conversations):
        for context in contexts(one.conversation, languages):
            if context.turn.role is not Role.OTHER:
                batch.append(context)
                rows.append((place, context.index))
    found_by_row = _answering(_found(batch, detectors), rows, conversations)
    p = _probabilities(batch, detectors, found_by_row)
    truth, found, overlaps = (np.full(p.shape, fill) for fill in (np.nan, 0.0, np.nan))
    for row, (place, turn) in enumerate(rows):
        one = conversations[place]
        truth[row] = truth_of(one, turn)
        for finding in found_by_row[row]:
            found[row, PLACE[finding.label]] = 1.0
            if finding.label in one.labels(turn):
                overlap = _overlaps(finding, one.marks[turn])
                overlaps[row, PLACE[finding.label]] = np.fmax(
                    overlaps[row, PLACE[finding.label]], overlap
                )
    conversation = np.array([place for place, _ in rows], dtype=np.int64)
    return Judgement(truth, p, found.astype(bool), overlaps, conversation)


def report(judgement: Judgement, *, seed: int = 0) -> Report:
    """Return the table of a judgement; the seed is that of the bootstrap."""
    draws = resamples(judgement.conversation, n_draws=N_DRAWS, seed=seed)
    drawn = [judgement.rows(draw) for draw in draws]
    n = np.nansum(judgement.truth, axis=0).astype(int)
    seen = [place for place in range(len(LABELS)) if n[place] or judgement.found[:, place].any()]
    common = [place for place in range(len(LABELS)) if n[place] >= LEAST_IN_MACRO]

    def macro_of(j: Judgement) -> float | None:
        return macro([_label_f1(j, place) for place in common])

    return Report(
        n_conversations=len(set(judgement.conversation.tolist())),
        n_turns=len(judgement.conversation),
        lines=tuple(_line(judgement, drawn, place) for place in seen),
        micro_cues=_figure(_micro_cues, judgement, drawn),
        micro_moments=_figure(_micro_moments, judgement, drawn),
        macro=_figure(macro_of, judgement, drawn),
        calibration_error=_figure(_pooled_error, judgement, drawn),
        found_calibration_error=_figure(_found_error, judgement, drawn),
        overlap=_figure(_overlap, judgement, drawn),
    )


def _found(batch: list[Context], detectors: Sequence[Detector]) -> list[list[CueFinding]]:
    by_detector = [detector.detect(batch) for detector in detectors]
    return [merge([f for found in each for f in found]) for each in zip(*by_detector, strict=True)]


def _answering(
    found: list[list[CueFinding]],
    rows: Sequence[tuple[int, int]],
    conversations: Sequence[Labelled],
) -> list[list[CueFinding]]:
    """Return the findings of each row without what stands for nothing where it stands."""
    of_each: list[list[CueFinding]] = [[] for _ in conversations]
    for (place, _), findings in zip(rows, found, strict=True):
        of_each[place] += findings
    kept = {
        (place, finding.turn, finding.label)
        for place, one in enumerate(conversations)
        for finding in only_answers(of_each[place], one.conversation.turns)
    }
    return [
        [finding for finding in findings if (place, turn, finding.label) in kept]
        for (place, turn), findings in zip(rows, found, strict=True)
    ]


def _probabilities(
    batch: list[Context], detectors: Sequence[Detector], found: list[list[CueFinding]]
) -> Floats:
    """Return the probability of each label: of the finding, else the likeliest any gives."""
    p = np.zeros((len(batch), len(LABELS)))
    for detector in detectors:
        if isinstance(detector, KnowsProbabilities):
            p = np.maximum(p, detector.probabilities(batch))
    for row, findings in enumerate(found):
        best: dict[Label, float] = {}
        for finding in findings:
            best[finding.label] = max(best.get(finding.label, 0.0), finding.p)
        for label, value in best.items():
            p[row, PLACE[label]] = value
    return p


def _overlaps(finding: CueFinding, marks: Sequence[Mark]) -> float:
    same = [mark for mark in marks if mark.label is finding.label]
    return float(any(finding.start < mark.end and mark.start < finding.end for mark in same))


def _line(judgement: Judgement, drawn: list[Judgement], place: int) -> LabelLine:
    truth, p = judgement.truth[:, place], judgement.p[:, place]
    return LabelLine(
        label=LABELS[place],
        n=int(np.nansum(truth)),
        decisions=counts(truth, judgement.found[:, place]),
        f1=_figure(lambda j: _label_f1(j, place), judgement, drawn),
        auroc=auroc(truth, p),
        calibration_error=calibration_error(truth, p),
    )


def _figure(
    measure: Callable[[Judgement], float | None], judgement: Judgement, drawn: list[Judgement]
) -> Figure:
    ends = interval([measure(one) for one in drawn]) or (None, None)
    return Figure(measure(judgement), *ends)


def _label_f1(judgement: Judgement, place: int) -> float | None:
    return counts(judgement.truth[:, place], judgement.found[:, place]).f1


def _micro_cues(judgement: Judgement) -> float | None:
    return _micro(judgement, CUES)


def _micro_moments(judgement: Judgement) -> float | None:
    return _micro(judgement, MOMENTS)


def _micro(judgement: Judgement, labels: Sequence[Label]) -> float | None:
    columns = [PLACE[label] for label in labels]
    return counts(judgement.truth[:, columns], judgement.found[:, columns]).f1


def _pooled_error(judgement: Judgement) -> float | None:
    return calibration_error(judgement.truth.ravel(), judgement.p.ravel())


def _found_error(judgement: Judgement) -> float | None:
    return calibration_error(judgement.truth[judgement.found], judgement.p[judgement.found])


def _overlap(judgement: Judgement) -> float | None:
    known = judgement.overlaps[~np.isnan(judgement.overlaps)]
    return float(known.mean()) if known.size else None
