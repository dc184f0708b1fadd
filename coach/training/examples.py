"""From labelled conversations to the arrays that training and calibration work on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.conversation.codebook import Label, Role
from coach.cues.encoding import Encoder, Window
from coach.training.data import Labelled, Mark

LABELS: tuple[Label, ...] = tuple(Label)
PLACE = {label: place for place, label in enumerate(LABELS)}
_STEP = 16

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A window of a turn with what holds in it.

    Attributes:
        conversation: place of its conversation in what was given.
        turn: place of its turn in the conversation.
        window: what the network reads.
        truth: 1 holds, 0 does not, NaN does not count, (n_labels,). A label that is marked in
            another window of the same turn does not count in this one.
        evidence: for each label that holds, the places of its evidence among the window's word
            pieces.
    """

    conversation: int
    turn: int
    window: Window
    truth: Floats
    evidence: tuple[tuple[int, tuple[int, ...]], ...]


def examples(conversations: Sequence[Labelled], encoder: Encoder) -> list[Example]:
    """Return the windows of all turns by agents and customers."""
    found = []
    for place, one in enumerate(conversations):
        turns = one.conversation.turns
        for index, turn in enumerate(turns):
            if turn.role is not Role.OTHER:
                for window in encoder.windows(turn, turns[:index]):
                    truth, evidence = _truth(one, index, window)
                    found.append(Example(place, index, window, truth, evidence))
    return found


def turns_of(windows: Sequence[Example]) -> dict[tuple[int, int], list[int]]:
    """Return for each (conversation, turn) the places of its windows, in their order."""
    rows: dict[tuple[int, int], list[int]] = {}
    for place, example in enumerate(windows):
        rows.setdefault((example.conversation, example.turn), []).append(place)
    return rows


def truth_of(one: Labelled, turn: int) -> Floats:
    """Return what holds for a turn: 1 holds, 0 does not, NaN does not count, (n_labels,)."""
    role = one.conversation.turns[turn].role
    truth = np.array([0.0 if label.role is role else np.nan for label in LABELS], dtype=np.float32)
    for label in one.doubtful[turn]:
        truth[PLACE[label]] = np.nan
    for label in one.labels(turn):
        truth[PLACE[label]] = 1.0
    return truth


def agreed_on(one: Labelled, turn: int) -> Floats:
    """Return what holds for a turn by its first annotator: 1 holds, 0 does not, (n_labels,).

    What only one of two readers saw is worth learning from, but nothing to be sure of; labels of
    the other role are NaN.
    """
    role = one.conversation.turns[turn].role
    firsts = {mark.label for mark in one.marks[turn] if mark.reader == 1}
    held = [float(label in firsts) if label.role is role else np.nan for label in LABELS]
    return np.array(held, dtype=np.float32)


def _truth(
    one: Labelled, turn: int, window: Window
) -> tuple[Floats, tuple[tuple[int, tuple[int, ...]], ...]]:
    truth = truth_of(one, turn)
    evidence = []
    for label in sorted(one.labels(turn), key=LABELS.index):
        places = _places(window, [mark for mark in one.marks[turn] if mark.label is label])
        truth[PLACE[label]] = 1.0 if places else np.nan
        if places:
            evidence.append((PLACE[label], places))
    return truth, tuple(evidence)


def _places(window: Window, marks: Sequence[Mark]) -> tuple[int, ...]:
    """Return which word pieces of the window lie in one of the marks."""
    return tuple(
        window.first + place
        for place, (start, end) in enumerate(window.offsets)
        if any(start < mark.end and mark.start < end for mark in marks)
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side, padded to one length.

    Attributes:
        ids: word pieces, (n, length), like the next three.
        mask: 1 where there is a word piece.
        segments: 0 for what was said before, 1 for the turn.
        own: 1 for the turn's own word pieces.
        truth: 1 where the label holds, else 0, (n, n_labels).
        counts: 1 where the label counts, else 0, (n, n_labels).
        evidence: 1 where a word piece is evidence, (n, length, n_labels).
    """

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    segments: NDArray[np.int64]
    own: NDArray[np.int64]
    truth: Floats
    counts: Floats
    evidence: Floats


def batch_of(chosen: Sequence[Example]) -> Batch:
    """Return examples as one batch."""
    longest = max(len(example.window.ids) for example in chosen)
    shape = len(chosen), padded_length(longest)
    ids, mask, segments, own = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    evidence = np.zeros((*shape, len(LABELS)), dtype=np.float32)
    for row, example in enumerate(chosen):
        n_pieces = len(example.window.ids)
        ids[row, :n_pieces] = example.window.ids
        mask[row, :n_pieces] = 1
        segments[row, example.window.border : n_pieces] = 1
        own[row, example.window.own.start : example.window.own.stop] = 1
        for label, places in example.evidence:
            evidence[row, list(places), label] = 1
    truth = np.stack([example.truth for example in chosen])
    counts = (~np.isnan(truth)).astype(np.float32)
    return Batch(ids, mask, segments, own, np.nan_to_num(truth), counts, evidence)


def padded_length(n_pieces: int) -> int:
    """Return the length to which a window is padded: one of few.

    Every new shape costs the processor's kernels a preparation that they keep, so that batches
    of any length would take twice the time and gigabytes of memory.
    """
    return -(-n_pieces // _STEP) * _STEP


def groups_of_one_length(lengths: Sequence[int], *, most_pieces: int) -> Iterator[list[int]]:
    """Yield places whose padded lengths are the same, each group with at most so many pieces.

    Within a length the order is kept.
    """
    padded = [padded_length(length) for length in lengths]
    group: list[int] = []
    for place in np.argsort(padded, kind="stable").tolist():
        new = bool(group) and padded[place] != padded[group[0]]
        if group and (new or (len(group) + 1) * padded[place] > most_pieces):
            yield group
            group = []
        group.append(place)
    if group:
        yield group
