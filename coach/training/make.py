"""Make a model from its recipe: `python -m coach.training.make models/cues-en` (`make models`).

    data ─┬─▶ train on some writers, read the others, in turn ─▶ calibration ─┐
          └─▶ train on all ───────────────────────────────────▶ network ──────┴─▶ files

Calibrating on writers that a network has not seen tells how sure it may be of the next one.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from coach.cues.base import DETECTORS
from coach.cues.classifier import About
from coach.cues.contexts import contexts
from coach.cues.encoding import Encoder
from coach.language.pipeline import Languages
from coach.training.calibrate import Floats, HeldOut, calibrate
from coach.training.data import Labelled, read_all
from coach.training.examples import LABELS, PLACE, examples, truth_of, turns_of
from coach.training.export import export
from coach.training.finetune import finetune, outputs_of
from coach.training.network import CueNetwork, new_network, start_folder
from coach.training.recipe import Recipe, read_recipe

log = logging.getLogger(__name__)


def make(folder: Path, *, processes: int) -> None:
    """Train, calibrate and write the model of the recipe in a folder.

    The trainings know nothing of each other and run side by side, each on one core: twice as
    fast on two cores as one training after the other on both.

    Raises:
        BadSettings: the recipe is missing or says something impossible.
        MissingExtra: the packages that training needs are not installed.
    """
    recipe = read_recipe(folder / "recipe.toml")
    tokenizer = start_folder() / "tokenizer.json"
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_log) as pool:
        whole = pool.submit(_weights_of_all, folder)
        parts = [pool.submit(_read_part, folder, place) for place in range(recipe.n_folds)]
        held_out = _joined([part.result() for part in parts])
        calibration = calibrate(held_out, recipe.calibration)
        network = _new(recipe)
        network.load_state_dict(
            {name: torch.from_numpy(values) for name, values in whole.result().items()}
        )
    about = About(name=recipe.name, language=recipe.language, budget=recipe.budget)
    export(network, folder, tokenizer=tokenizer, calibration=calibration, about=about)


def _weights_of_all(folder: Path) -> dict[str, NDArray[Any]]:
    """Return the weights of the network that was trained on all conversations."""
    recipe, conversations, encoder = _materials(folder)
    log.info("training on all %d conversations", len(conversations))
    network = finetune(_new(recipe), conversations, encoder, recipe)
    return {name: values.numpy() for name, values in network.state_dict().items()}


def _read_part(folder: Path, place: int) -> HeldOut:
    """Return what a network says of one part's conversations, trained on the other parts."""
    recipe, conversations, encoder = _materials(folder)
    manners = folds(conversations, recipe.n_folds)[place]
    log.info("holding out %s", ", ".join(sorted(manners)))
    seen = [one for one in conversations if one.manner not in manners]
    network = finetune(_new(recipe), seen, encoder, recipe)
    unseen = [one for one in conversations if one.manner in manners]
    return held_out(network, unseen, encoder, dense=recipe.data.dense)


def _materials(folder: Path) -> tuple[Recipe, list[Labelled], Encoder]:
    recipe = read_recipe(folder / "recipe.toml")
    conversations = read_all(sorted((folder / recipe.data.folder).glob("*.jsonl")))
    return recipe, conversations, Encoder(start_folder() / "tokenizer.json", recipe.budget)


def _joined(parts: Sequence[HeldOut]) -> HeldOut:
    return HeldOut(
        np.concatenate([part.outputs for part in parts]),
        np.concatenate([part.truth for part in parts]),
        np.concatenate([part.by_rule for part in parts]),
        np.concatenate([part.is_real for part in parts]),
    )


def folds(conversations: Sequence[Labelled], n_folds: int) -> list[frozenset[str]]:
    """Return the manners that are held out together, so that all parts are of about one size.

    Raises:
        ValueError: there are fewer manners than parts.
    """
    sizes = Counter(one.manner for one in conversations for _ in one.conversation.turns)
    if len(sizes) < n_folds:
        raise ValueError(f"{n_folds} parts need as many files of conversations, got {len(sizes)}")
    parts: list[set[str]] = [set() for _ in range(n_folds)]
    for manner, _ in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        smallest = min(parts, key=lambda part: sum(sizes[name] for name in part))
        smallest.add(manner)
    return [frozenset(part) for part in parts]


def held_out(
    network: CueNetwork, unseen: Sequence[Labelled], encoder: Encoder, *, dense: Sequence[str]
) -> HeldOut:
    """Return what a network says of the turns of conversations that it was not trained on."""
    windows = examples(unseen, encoder)
    outputs = outputs_of(network, windows).labels
    rows = turns_of(windows)
    ruled = _by_rule(unseen)
    truth = np.stack([truth_of(unseen[place], turn) for place, turn in rows]).astype(float)
    return HeldOut(
        np.stack([outputs[places].max(axis=0) for places in rows.values()]),
        truth,
        np.stack([ruled[row] for row in rows]),
        np.array([unseen[place].manner not in dense for place, _ in rows]),
    )


def _by_rule(conversations: Sequence[Labelled]) -> dict[tuple[int, int], Floats]:
    """Return for each (conversation, turn) 1 where a rule finds the label, (n_labels,)."""
    languages, rules = Languages(), DETECTORS.create("rules")
    found: dict[tuple[int, int], Floats] = {}
    for place, one in enumerate(conversations):
        batch = contexts(one.conversation, languages)
        for context, findings in zip(batch, rules.detect(batch), strict=True):
            row = found[place, context.index] = np.zeros(len(LABELS))
            row[[PLACE[finding.label] for finding in findings]] = 1.0
    return found


def _new(recipe: Recipe) -> CueNetwork:
    return new_network(dropout=recipe.tune.dropout, seed=recipe.tune.seed)


def _log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(message)s")


def main() -> None:
    """Make the model of the folder named on the command line."""
    parser = argparse.ArgumentParser(description="Make a model of cues from its recipe.")
    parser.add_argument("folder", type=Path, help="holds recipe.toml; the model is written here")
    parser.add_argument("--processes", type=int, default=2, help="trainings at a time")
    given = parser.parse_args()
    _log()
    make(given.folder, processes=given.processes)


if __name__ == "__main__":
    main()
