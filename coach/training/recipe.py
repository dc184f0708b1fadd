"""What a model is made of and how: `recipe.toml` in its folder, read and checked."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.conversation.codebook import Label
from coach.cues.encoding import Budget
from coach.errors import BadSettings


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DataRecipe(_Section):
    """What is learned from.

    Attributes:
        folder: where the labelled conversations lie, beside the recipe.
        dense: manners that are denser in rare labels than real talk; they teach, and say
            nothing about base rates.
    """

    folder: str = "data"
    dense: tuple[str, ...] = ()


class TuneRecipe(_Section):
    """How the encoder is trained.

    Attributes:
        seed: makes two runs on one machine alike.
        n_averaged: trainings on all conversations, each in another order, whose weights are
            averaged: steadier than any one of them (Wortsman et al. 2022, model soups).
        epochs: times that each conversation is seen.
        batch_pieces: word pieces in a batch, padding included.
        encoder_rate: learning rate of the encoder's last layer.
        layer_decay: each layer below learns at this share of the one above it.
        head_rate: learning rate of what stands on the encoder.
        warm_up: share of the steps in which the rate rises.
        dropout: share of the encoder's outputs dropped.
        weight_decay: of AdamW, for matrices.
        piece_weight: weight of the loss on evidence against that on labels.
        negative_pieces: weight of word pieces for labels that do not hold.
        most_positive_weight: cap on how much more a positive counts than a negative.
        masked: share of word pieces hidden, so that no single word decides.
        without_context: share of turns shown without what was said before.
    """

    seed: int = 0
    n_averaged: int = Field(default=1, ge=1)
    epochs: int = Field(default=4, ge=1)
    batch_pieces: int = Field(default=2048, ge=256)
    encoder_rate: float = Field(default=6e-5, gt=0)
    layer_decay: float = Field(default=0.9, gt=0, le=1)
    head_rate: float = Field(default=1e-3, gt=0)
    warm_up: float = Field(default=0.08, ge=0, lt=1)
    dropout: float = Field(default=0.1, ge=0, lt=1)
    weight_decay: float = Field(default=0.01, ge=0)
    piece_weight: float = Field(default=1.5, ge=0)
    negative_pieces: float = Field(default=0.1, ge=0)
    most_positive_weight: float = Field(default=3.0, ge=1)
    masked: float = Field(default=0.05, ge=0, lt=1)
    without_context: float = Field(default=0.1, ge=0, le=1)


class VariationRecipe(_Section):
    """How conversations are changed each time that they are shown.

    Attributes:
        run_together: share whose messages are joined to longer turns.
        most_words: longest turn made that way.
        masked_names: share whose names are masked.
        unpunctuated: share shown as a recogniser would have written them.
        misheard: share shown with every tenth word misheard.
    """

    run_together: float = Field(default=0.4, ge=0, le=1)
    most_words: int = Field(default=70, ge=1)
    masked_names: float = Field(default=0.15, ge=0, le=1)
    unpunctuated: float = Field(default=0.25, ge=0, le=1)
    misheard: float = Field(default=0.1, ge=0, le=1)


class CalibrationRecipe(_Section):
    """How outputs become decisions.

    Attributes:
        careful: labels that are reported only where `least_precision` is reached, because
            they are held against somebody.
        least_precision: share of reported careful labels that must hold on held-out text.
    """

    careful: tuple[Label, ...] = (Label.DISMISS, Label.BLAME, Label.EVADE, Label.PUSH_SELL)
    least_precision: float = Field(default=0.8, gt=0, le=1)


class Recipe(_Section):
    """All that makes a model.

    Attributes:
        name: of the model, as it stands in its findings.
        language: of the conversations.
        n_folds: parts into which the writers are split to calibrate on unseen ones.
    """

    name: str
    language: str
    n_folds: int = Field(default=3, ge=2)
    budget: Budget = Budget()
    data: DataRecipe = DataRecipe()
    variation: VariationRecipe = VariationRecipe()
    tune: TuneRecipe = TuneRecipe()
    calibration: CalibrationRecipe = CalibrationRecipe()


def read_recipe(path: Path) -> Recipe:
    """Return the recipe in a TOML file.

    Raises:
        BadSettings: there is none, or it says something impossible.
    """
    try:
        return Recipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise BadSettings(f"{path}: there is no recipe here") from None
    except tomllib.TOMLDecodeError as exc:
        raise BadSettings(f"{path}: not valid TOML: {exc}") from None
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadSettings(f"{path}: {where}: {first['msg']}, got {first['input']!r}") from None
