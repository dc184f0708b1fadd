"""Training: all layers of the encoder and its heads, on labelled windows."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from coach.cues.encoding import Encoder
from coach.training.data import Labelled
from coach.training.examples import (
    LABELS,
    Batch,
    Example,
    batch_of,
    examples,
    groups_of_one_length,
)
from coach.training.network import CueNetwork
from coach.training.recipe import Recipe, TuneRecipe
from coach.training.variation import varied

log = logging.getLogger(__name__)

_LARGEST_STEP = 1.0
_AT_ONCE = 4096

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a network says of examples.

    Attributes:
        labels: (n_examples, n_labels), the larger the likelier.
        pieces: for each example (n_pieces of the turn, n_labels).
    """

    labels: Floats
    pieces: tuple[Floats, ...]


def finetune(
    network: CueNetwork,
    conversations: Sequence[Labelled],
    encoder: Encoder,
    recipe: Recipe,
    *,
    order: int = 0,
    threads: int = 1,
) -> CueNetwork:
    """Train a network on labelled conversations, and return it.

    The vectors of the word pieces stay as they are: what few conversations hold would move
    some words away from their like.

    Args:
        network: to be trained.
        conversations: what it learns from.
        encoder: makes windows of them.
        recipe: how to train.
        order: which of the orders in which the conversations are shown, from 0.
        threads: cores to use.
    """
    torch.set_num_threads(threads)
    tune = recipe.tune
    torch.manual_seed(tune.seed + order)
    generator = np.random.default_rng(tune.seed + order)
    network.encoder.embeddings.requires_grad_(False)
    as_written = examples(conversations, encoder)
    weights = _positive_weights(as_written, tune.most_positive_weight)
    n_steps = tune.epochs * len(list(_batches(as_written, tune, generator)))
    optimizer, schedule = _optimizer(network, tune, n_steps)
    for epoch in range(tune.epochs):
        shown = [varied(one, recipe.variation, generator) for one in conversations]
        network.train()
        losses = []
        for chosen in _batches(examples(shown, encoder), tune, generator):
            batch = _hidden(batch_of(chosen), tune, generator, encoder.mask_id)
            losses.append(_step(network, batch, weights, tune, optimizer))
            schedule.step()
        log.info("epoch %d of %d: loss %.3f", epoch + 1, tune.epochs, float(np.mean(losses)))
    return network.eval()


def _step(
    network: CueNetwork,
    batch: Batch,
    weights: Tensor,
    recipe: TuneRecipe,
    optimizer: torch.optim.Optimizer,
) -> float:
    """Learn from one batch; return its loss."""
    loss = _loss(network, batch, weights, recipe)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), _LARGEST_STEP)
    optimizer.step()
    return float(loss.item())


def outputs_of(network: CueNetwork, chosen: Sequence[Example]) -> Outputs:
    """Return what the network says of each example, in their order."""
    labels = np.zeros((len(chosen), len(LABELS)))
    pieces: list[Floats] = [np.zeros((0, len(LABELS)))] * len(chosen)
    lengths = [len(example.window.ids) for example in chosen]
    network.eval()
    for group in groups_of_one_length(lengths, most_pieces=_AT_ONCE):
        batch = batch_of([chosen[place] for place in group])
        with torch.inference_mode():
            of_labels, of_pieces = network(*_tensors(batch))
        labels[group] = of_labels.numpy()
        for row, place in enumerate(group):
            own = chosen[place].window.own
            pieces[place] = of_pieces[row, own.start : own.stop].double().numpy()
    return Outputs(labels, tuple(pieces))


def _batches(
    shown: Sequence[Example], recipe: TuneRecipe, generator: np.random.Generator
) -> Iterator[list[Example]]:
    """Yield batches of windows of about the same length, in random order."""
    mixed = [shown[place] for place in generator.permutation(len(shown))]
    lengths = [len(example.window.ids) for example in mixed]
    groups = list(groups_of_one_length(lengths, most_pieces=recipe.batch_pieces))
    for place in generator.permutation(len(groups)):
        yield [mixed[i] for i in groups[place]]


def _hidden(
    batch: Batch, recipe: TuneRecipe, generator: np.random.Generator, mask_id: int
) -> Batch:
    """Return the batch with some word pieces masked, and some turns without their past."""
    hide = (generator.random(batch.ids.shape) < recipe.masked) & (batch.own == 1)
    alone = generator.random((len(batch.ids), 1)) < recipe.without_context
    past = (batch.segments == 0) & (np.arange(batch.ids.shape[1]) > 0)
    return replace(
        batch,
        ids=np.where(hide, mask_id, batch.ids),
        mask=np.where(alone & past, 0, batch.mask),
    )


def _loss(network: CueNetwork, batch: Batch, weights: Tensor, recipe: TuneRecipe) -> Tensor:
    """Return the loss on labels, of each opinion and of both, plus that on evidence."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        reading, phrases, pieces = network.opinions(*_tensors(batch))
    truth, counts = torch.from_numpy(batch.truth), torch.from_numpy(batch.counts)
    evidence = torch.from_numpy(batch.evidence)
    entropy = nn.functional.binary_cross_entropy_with_logits
    on_labels = sum(
        share * entropy(said, truth, weight=counts, pos_weight=weights, reduction="sum")
        for said, share in ((reading, 0.5), (phrases, 0.25), ((reading + phrases) / 2, 0.5))
    )
    own = torch.from_numpy(batch.own).float().unsqueeze(-1)
    wanted = truth + recipe.negative_pieces * (1 - truth) * counts
    on_pieces = entropy(pieces, evidence, weight=own * wanted.unsqueeze(1), reduction="sum")
    return on_labels / len(truth) + recipe.piece_weight * on_pieces / own.sum()


def _positive_weights(shown: Sequence[Example], most: float) -> Tensor:
    """Return how much a positive of each label counts: more for rare ones, within bounds."""
    truth = np.stack([example.truth for example in shown])
    positives, negatives = (truth == 1).sum(0), (truth == 0).sum(0)
    weights = np.sqrt(negatives / np.maximum(positives, 1))
    return torch.from_numpy(np.clip(weights, 1, most)).float()


def _optimizer(
    network: CueNetwork, recipe: TuneRecipe, n_steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """Return AdamW with a rate for each layer, and its rise and fall over all steps."""
    groups = [
        {
            "params": [parameter],
            "lr": _rate(name, len(network.encoder.encoder.layer), recipe),
            "weight_decay": recipe.weight_decay if parameter.ndim > 1 else 0.0,
        }
        for name, parameter in network.named_parameters()
        if parameter.requires_grad
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    rising = max(1, round(recipe.warm_up * n_steps))

    def share(step: int) -> float:
        return min((step + 1) / rising, max(0.0, (n_steps - step) / (n_steps - rising + 1)))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, share)


def _rate(name: str, n_layers: int, recipe: TuneRecipe) -> float:
    """Return the learning rate of a parameter: the deeper in the encoder, the lower."""
    if not name.startswith("encoder."):
        return recipe.head_rate
    _, found, behind = name.partition(".layer.")
    layer = int(behind.partition(".")[0]) if found else n_layers - 1
    return recipe.encoder_rate * recipe.layer_decay ** (n_layers - 1 - layer)


def _tensors(batch: Batch) -> tuple[Tensor, ...]:
    arrays = (batch.ids, batch.mask, batch.segments, batch.own)
    return tuple(torch.from_numpy(array) for array in arrays)
