"""Make a model from its recipe: `python -m coach.training.make models/cues-en` (`make models`).

    data ─┬─▶ train on some writers, read the others, in turn ─▶ calibration ─┐
          └─▶ train on all, in several orders ─▶ average ─▶ network ──────────┴─▶ files

Calibrating on writers that a network has not seen tells how sure it may be of the next one.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import multiprocessing
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

from coach.cues.base import DETECTORS
from coach.cues.classifier import About
from coach.cues.contexts import contexts
from coach.cues.encoding import Encoder
from coach.language.pipeline import Languages
from coach.training.calibrate import Floats, HeldOut, calibrate
from coach.training.data import Labelled, read_all
from coach.training.examples import LABELS, PLACE, agreed_on, examples, turns_of
from coach.training.export import export
from coach.training.finetune import finetune, outputs_of
from coach.training.network import CueNetwork, new_network, start_folder
from coach.training.recipe import Recipe, read_recipe

log = logging.getLogger(__name__)

_WEIGHTS = "weights-{}.pt"
_OUTPUTS = "outputs-{}.npy"


def make(folder: Path, *, processes: int) -> None:
    """Train, calibrate and write the model of the recipe in a folder.

    The trainings know nothing of each other and run side by side, each on one core: twice as
    fast on two cores as one training after the other on both. What a training leaves is kept
    under `build/`, so that an interrupted run goes on where it was.

    Raises:
        BadSettings: the recipe is missing or says something impossible.
        MissingExtra: the packages that training needs are not installed.
    """
    recipe, conversations, encoder = _materials(folder)
    build = folder / "build" / stamp(folder, recipe)
    build.mkdir(parents=True, exist_ok=True)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_log) as pool:
        jobs = [
            pool.submit(_keep_weights, folder, build, order)
            for order in range(recipe.tune.n_averaged)
        ]
        jobs += [
            pool.submit(_keep_outputs, folder, build, place) for place in range(recipe.n_folds)
        ]
        for job in jobs:
            job.result()
    calibration = calibrate(_held_out(recipe, conversations, encoder, build), recipe.calibration)
    network = _new(recipe)
    network.load_state_dict(_averaged(build, recipe.tune.n_averaged))
    about = About(name=recipe.name, language=recipe.language, budget=recipe.budget)
    tokenizer = start_folder() / "tokenizer.json"
    export(network, folder, tokenizer=tokenizer, calibration=calibration, about=about)


def stamp(folder: Path, recipe: Recipe) -> str:
    """Return a name for all that the trainings of a recipe depend on."""
    said = recipe.model_dump_json(exclude={"calibration": True, "data": {"dense"}})
    digest = hashlib.sha256(said.encode())
    for path in sorted((folder / recipe.data.folder).glob("*.jsonl")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _keep_weights(folder: Path, build: Path, order: int) -> None:
    """Keep the weights of a network that is trained on all conversations, in one order."""
    kept = build / _WEIGHTS.format(order)
    if kept.exists():
        return
    recipe, conversations, encoder = _materials(folder)
    log.info("training on all %d conversations", len(conversations))
    network = finetune(_new(recipe), conversations, encoder, recipe, order=order)
    unfinished = kept.with_name(f"unfinished-{order}.pt")
    torch.save(network.state_dict(), unfinished)
    unfinished.replace(kept)


def _averaged(build: Path, n: int) -> dict[str, torch.Tensor]:
    """Return the mean of the weights that were kept; what is not trained is the same in all."""
    kept = [torch.load(build / _WEIGHTS.format(order), weights_only=True) for order in range(n)]
    return {
        name: sum(one[name] for one in kept) / n if first.is_floating_point() else first
        for name, first in kept[0].items()
    }


def _keep_outputs(folder: Path, build: Path, place: int) -> None:
    """Keep what a network says of one part's turns, trained on the other parts."""
    if (build / _OUTPUTS.format(place)).exists():
        return
    recipe, conversations, encoder = _materials(folder)
    manners = folds(conversations, recipe.n_folds)[place]
    log.info("holding out %s", ", ".join(sorted(manners)))
    seen = [one for one in conversations if one.manner not in manners]
    network = finetune(_new(recipe), seen, encoder, recipe)
    windows = examples([one for one in conversations if one.manner in manners], encoder)
    outputs = outputs_of(network, windows).labels
    highest = [outputs[places].max(axis=0) for places in turns_of(windows).values()]
    np.save(build / f"unfinished-{place}.npy", np.stack(highest))
    (build / f"unfinished-{place}.npy").replace(build / _OUTPUTS.format(place))


def _materials(folder: Path) -> tuple[Recipe, list[Labelled], Encoder]:
    recipe = read_recipe(folder / "recipe.toml")
    conversations = read_all(sorted((folder / recipe.data.folder).glob("*.jsonl")))
    return recipe, conversations, Encoder(start_folder() / "tokenizer.json", recipe.budget)


def _held_out(
    recipe: Recipe, conversations: Sequence[Labelled], encoder: Encoder, build: Path
) -> HeldOut:
    """Return what was kept of all parts, beside what holds for sure and what the rules find."""
    outputs, truth, by_rule, is_real = [], [], [], []
    for place, manners in enumerate(folds(conversations, recipe.n_folds)):
        unseen = [one for one in conversations if one.manner in manners]
        rows = list(turns_of(examples(unseen, encoder)))
        ruled = _by_rule(unseen)
        outputs.append(np.load(build / _OUTPUTS.format(place)))
        truth += [agreed_on(unseen[one], turn) for one, turn in rows]
        by_rule += [ruled[row] for row in rows]
        is_real += [unseen[one].manner not in recipe.data.dense for one, _ in rows]
    return HeldOut(
        np.concatenate(outputs),
        np.stack(truth).astype(float),
        np.stack(by_rule),
        np.array(is_real),
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
