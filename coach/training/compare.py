"""Simpler ways to find cues, trained on the same text: what the model has to beat.

* `words`: single words and pairs of them, weighted by how telling they are, and one logistic
  regression for each label.
* `frozen`: the encoder that training starts from, unchanged, and one logistic regression for
  each label on its average over the turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from coach.conversation.codebook import Role
from coach.conversation.findings import CueFinding
from coach.conversation.turn import Turn
from coach.cues.base import Context
from coach.cues.encoding import Encoder, Window
from coach.training.data import Labelled
from coach.training.examples import (
    LABELS,
    Example,
    batch_of,
    groups_of_one_length,
    truth_of,
)
from coach.training.network import CueNetwork

Floats = NDArray[np.float64]
Features = Callable[[Sequence[str]], Any]

_EVEN_ODDS = 0.5
_STRENGTH = 4.0
_WORDS = r"[a-z0-9']+|[?!]"
_AT_ONCE = 8192


class Linear:
    """A logistic regression for each label on some features of a turn's own text."""

    def __init__(self, features: Features, conversations: Sequence[Labelled]) -> None:
        self._features = features
        texts, truth = _turns(conversations)
        seen = features(texts)
        self._models = [_fitted(seen, truth[:, place]) for place in range(len(LABELS))]

    def probabilities(self, batch: Sequence[Context]) -> Floats:
        """Return how likely each label is, (n_contexts, n_labels)."""
        p = np.zeros((len(batch), len(LABELS)))
        if not batch:
            return p
        seen = self._features([context.turn.text for context in batch])
        for place, (label, model) in enumerate(zip(LABELS, self._models, strict=True)):
            if model is not None:
                can_be = np.array([context.turn.role is label.role for context in batch])
                p[:, place] = np.where(can_be, model.predict_proba(seen)[:, 1], 0.0)
        return p

    def detect(self, batch: Sequence[Context]) -> list[list[CueFinding]]:
        """Return what is likelier than not; the whole turn stands as evidence."""
        return [
            [
                CueFinding(context.index, label, float(p), 0, len(context.turn.text), "linear")
                for label, p in zip(LABELS, row, strict=True)
                if p > _EVEN_ODDS
            ]
            for context, row in zip(batch, self.probabilities(batch), strict=True)
        ]


def by_words(conversations: Sequence[Labelled]) -> Linear:
    """Return the detector by words and pairs of words."""
    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=_WORDS
    )
    vectorizer.fit(_turns(conversations)[0])
    return Linear(vectorizer.transform, conversations)


def by_frozen_encoder(
    network: CueNetwork, encoder: Encoder, conversations: Sequence[Labelled]
) -> Linear:
    """Return the detector by what the encoder says of a turn before any training."""

    def features(texts: Sequence[str]) -> Floats:
        seen = np.zeros((len(texts), network.encoder.config.hidden_size))
        windows = {
            place: found[0]
            for place, text in enumerate(texts)
            if (found := encoder.windows(Turn(Role.AGENT, text), ()))
        }
        for place, mean in _means(network, windows).items():
            seen[place] = mean
        return seen

    return Linear(features, conversations)


def _means(network: CueNetwork, windows: dict[int, Window]) -> dict[int, Floats]:
    """Return the encoder's states averaged over the own word pieces of each window."""
    places = list(windows)
    lengths = [len(windows[place].ids) for place in places]
    means = {}
    for group in groups_of_one_length(lengths, most_pieces=_AT_ONCE):
        batch = batch_of([_unlabelled(windows[places[i]]) for i in group])
        with torch.inference_mode():
            states = network.encoder(
                input_ids=torch.from_numpy(batch.ids), attention_mask=torch.from_numpy(batch.mask)
            ).last_hidden_state.numpy()
        own = batch.own[:, :, None]
        for row, mean in enumerate((states * own).sum(1) / own.sum(1)):
            means[places[group[row]]] = mean
    return means


def _unlabelled(window: Window) -> Example:
    nothing = np.zeros(len(LABELS), dtype=np.float32)
    return Example(0, 0, window, nothing, ())


def _turns(conversations: Sequence[Labelled]) -> tuple[list[str], NDArray[np.float32]]:
    """Return the text of every turn, and what holds for it."""
    rows = [
        (one.conversation.turns[turn].text, truth_of(one, turn))
        for one in conversations
        for turn in range(len(one.conversation.turns))
    ]
    return [text for text, _ in rows], np.stack([truth for _, truth in rows])


def _fitted(seen: Any, truth: NDArray[np.float32]) -> LogisticRegression | None:
    """Return the regression of one label; None where all cases are alike."""
    counted = np.flatnonzero(~np.isnan(truth))
    wanted = truth[counted].astype(int)
    if wanted.min() == wanted.max():
        return None
    model = LogisticRegression(C=_STRENGTH, class_weight={0: 1, 1: 2}, max_iter=500)
    return model.fit(seen[counted], wanted)
