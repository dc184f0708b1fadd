"""The network of a model as it runs: its encoder in CTranslate2, what stands on it in numpy.

    word pieces ─┬─▶ encoder ─▶ states ─┬─▶ pieces: is this word evidence for the label?
                 │                      └─▶ states seen through the pieces ─▶ reading ─┐
                 └─▶ runs of one to three words ─▶ phrases ────────────────────────────┴─▶ labels

The encoder's products are of whole numbers, with a step for each word piece: what is said of a
turn does not depend on which turns go through together with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threadpoolctl import ThreadpoolController

from coach.errors import BadSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coach.cues.encoding import Window

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]
    Ints = NDArray[np.int64]

ENCODER, HEADS = "encoder", "heads.npz"
FILES = (f"{ENCODER}/model.bin", f"{ENCODER}/config.json", f"{ENCODER}/vocabulary.json", HEADS)
_PIECES_AT_ONCE = 512  # larger batches are slower: 0.7 of the speed at 2,048


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the network says of one window.

    Attributes:
        labels: (n_labels,), the larger the likelier.
        pieces: (n_pieces of the turn, n_labels), the larger the likelier to be evidence.
    """

    labels: Floats
    pieces: Floats


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands on the encoder; all arrays in single precision but `vectors`.

    Attributes:
        look: from a state to how much it shows each label, (width, n_labels).
        look_bias: of these, (n_labels,).
        read: from what a label sees to its output, (width, n_labels).
        whole: from the state of the whole window to each output, (width, n_labels).
        read_bias: of the outputs, (n_labels,).
        vectors: of all word pieces, int8, (n_words, n_directions).
        steps: what a one means in each vector, (n_words, 1).
        runs: from a word piece between its neighbours to kinds of phrases,
            (3 * n_directions, n_kinds).
        runs_bias: of these, (n_kinds,).
        phrases: from kinds of phrases to each output, (n_kinds, n_labels).
        phrases_bias: of these, (n_labels,).
    """

    look: Singles
    look_bias: Singles
    read: Singles
    whole: Singles
    read_bias: Singles
    vectors: NDArray[np.int8]
    steps: Singles
    runs: Singles
    runs_bias: Singles
    phrases: Singles
    phrases_bias: Singles

    def of_states(self, states: Singles, first: Singles, starts: Ints) -> tuple[Singles, Singles]:
        """Return what the encoder says of the labels of each window, and the pieces.

        Args:
            states: of the word pieces of all windows' turns, one after another.
            first: the first state of each window, (n_windows, width).
            starts: where each window's begin among the states.
        """
        import numpy as np

        pieces = states @ self.look + self.look_bias
        window = np.repeat(np.arange(len(starts)), np.diff([*starts, len(states)]))
        raised = np.exp(pieces - np.maximum.reduceat(pieces, starts)[window])
        share = raised / np.add.reduceat(raised, starts)[window]
        seen = np.add.reduceat(share * (states @ self.read), starts)
        return seen + first @ self.whole + self.read_bias, pieces

    def of_words(self, turns: Sequence[Sequence[int]]) -> Singles:
        """Return what the words of each turn's word pieces say of the labels."""
        import numpy as np

        gap = len(self.vectors)  # stands for no word: a row of zeros behind all others
        spaced = np.array([gap, *(one for turn in turns for one in (*turn, gap))])
        vectors = np.zeros((len(spaced), self.vectors.shape[1]), dtype=np.float32)
        is_word = spaced != gap
        vectors[is_word] = self.vectors[spaced[is_word]] * self.steps[spaced[is_word]]
        places = np.flatnonzero(is_word)
        between = np.hstack([vectors[places - 1], vectors[places], vectors[places + 1]])
        kinds = np.maximum(between @ self.runs + self.runs_bias, 0)
        starts = np.cumsum([0, *(len(turn) for turn in turns[:-1])])
        return np.maximum.reduceat(kinds, starts) @ self.phrases + self.phrases_bias


class Network:
    """Reads windows of word pieces."""

    def __init__(self, encoder: Any, heads: Heads) -> None:
        self._encoder = encoder
        self._heads = heads
        self._threads = ThreadpoolController()

    def read(self, windows: Sequence[Window]) -> list[Outputs]:
        """Return what the network says of each window, in their order.

        Windows of like length go through together: padding costs as much as text.
        """
        outputs: dict[int, Outputs] = {}
        # For products this small, threads that wait for work cost as much as the encoder.
        with self._threads.limit(limits=1, user_api="blas"):
            for places in _alike(windows):
                of_group = self._read([windows[place] for place in places])
                outputs.update(zip(places, of_group, strict=True))
        return [outputs[place] for place in range(len(windows))]

    def _read(self, windows: Sequence[Window]) -> Iterator[Outputs]:
        import numpy as np

        states = self._states(windows)
        own = np.concatenate([states[row, w.first : w.own.stop] for row, w in enumerate(windows)])
        starts = np.cumsum([0, *(len(window.own) for window in windows)])
        reading, pieces = self._heads.of_states(own, states[:, 0], starts[:-1])
        phrases = self._heads.of_words([w.ids[w.first : w.own.stop] for w in windows])
        labels = (reading + phrases) / 2
        for row, (start, end) in enumerate(pairwise(starts)):
            yield Outputs(labels[row].astype(float), pieces[start:end].astype(float))

    def _states(self, windows: Sequence[Window]) -> Singles:
        """Return the encoder's states, (n_windows, length of the longest, width)."""
        import ctranslate2
        import numpy as np

        lengths = np.array([len(window.ids) for window in windows], dtype=np.int32)
        ids = np.zeros((len(windows), int(lengths.max())), dtype=np.int32)
        segments = np.zeros_like(ids)
        for row, window in enumerate(windows):
            ids[row, : lengths[row]] = window.ids
            segments[row, window.border : lengths[row]] = 1
        view = ctranslate2.StorageView.from_array
        out = self._encoder.forward_batch(view(ids), view(lengths), segments.tolist())
        states: Singles = np.array(out.last_hidden_state)
        return states


def build(folder: Path, *, compute_type: str = "int8") -> Network:
    """Return the network whose files lie in a folder.

    Args:
        folder: holds `FILES`.
        compute_type: "int8", or "float32" for a reference: the same weights at a third of the
            speed, which say what torch would say of them.

    Raises:
        BadSettings: a file is damaged.
    """
    import ctranslate2
    import numpy as np

    try:
        encoder = ctranslate2.Encoder(
            str(folder / ENCODER), compute_type=compute_type, inter_threads=1, intra_threads=1
        )
    except (RuntimeError, ValueError) as exc:
        raise BadSettings(f"{folder / ENCODER}: not an encoder that can be read: {exc}") from None
    try:
        with np.load(folder / HEADS) as kept:
            heads = Heads(**{field.name: kept[field.name] for field in fields(Heads)})
    except (ValueError, KeyError, OSError) as exc:
        raise BadSettings(f"{folder / HEADS}: not the heads of a model: {exc}") from None
    return Network(encoder, heads)


def _alike(windows: Sequence[Window]) -> Iterator[list[int]]:
    """Yield places of windows of like length, some hundreds of word pieces at a time."""
    order = sorted(range(len(windows)), key=lambda place: len(windows[place].ids))
    group: list[int] = []
    for place in order:
        if group and (len(group) + 1) * len(windows[place].ids) > _PIECES_AT_ONCE:
            yield group
            group = []
        group.append(place)
    if group:
        yield group
