"""From a trained network to the files that ship: int8 encoder, heads, tokenizer, readings."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.converters import TransformersConverter
from numpy.typing import NDArray
from transformers import BertModel, PreTrainedTokenizerFast

from coach.cues.calibration import Calibration, write_calibration
from coach.cues.classifier import About
from coach.cues.network import ENCODER, HEADS, Heads
from coach.training.network import CueNetwork

_UNKNOWN = "[UNK]"
_REACH = 3  # a run of words is read as a word between its neighbours


def export(
    network: CueNetwork,
    folder: Path,
    *,
    tokenizer: Path,
    calibration: Calibration,
    about: About,
) -> None:
    """Write all that inference needs into a folder; what was there under these names is replaced.

    Args:
        network: trained.
        folder: where the model will be read from; it exists.
        tokenizer: the file of the tokenizer that the network was trained with.
        calibration: how to read its outputs.
        about: what the folder says of it.
    """
    write_network(network, folder, tokenizer=tokenizer)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    write_calibration(calibration, folder / "calibration.json")
    said = about.model_dump() | {"budget": asdict(about.budget)}
    (folder / "model.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


def write_network(network: CueNetwork, folder: Path, *, tokenizer: Path) -> None:
    """Write the weights: the encoder's with a step for each row, and the heads."""
    network.eval()
    _write_encoder(network.encoder, folder / ENCODER, tokenizer)
    np.savez(folder / HEADS, **asdict(heads(network)))


def heads(network: CueNetwork) -> Heads:
    """Return what stands on the encoder, as it runs without the packages of training."""
    phrases = network.phrases
    return Heads(
        look=_array(network.pieces.weight.T),
        look_bias=_array(network.pieces.bias),
        read=_array(network.weight.T),
        whole=_array(network.whole.weight.T),
        read_bias=_array(network.whole.bias + network.bias),
        vectors=phrases.vectors.numpy(),
        steps=_array(phrases.steps),
        runs=np.concatenate([_run(one.weight) for one in phrases.runs], axis=1),
        runs_bias=np.concatenate([_array(one.bias) for one in phrases.runs]),
        phrases=_array(phrases.labels.weight.T),
        phrases_bias=_array(phrases.labels.bias),
    )


def _run(kernel: Any) -> NDArray[np.float32]:
    """Return runs of one length as a matrix over a word between its neighbours.

    Args:
        kernel: of their convolution, (n_kinds, width, length).
    """
    n_kinds, width, length = kernel.shape
    over = np.zeros((_REACH, width, n_kinds), dtype=np.float32)
    before = 1 - length // 2  # a run of one word has no neighbour before it
    over[before : before + length] = _array(kernel).transpose(2, 1, 0)
    return over.reshape(_REACH * width, n_kinds)


def _write_encoder(encoder: BertModel, folder: Path, tokenizer: Path) -> None:
    encoder.config.position_embedding_type = "absolute"  # the only kind; the converter asks
    with tempfile.TemporaryDirectory() as passing:
        encoder.save_pretrained(passing)
        # The converter names the word pieces by the tokenizer that lies beside the weights.
        words = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
            tokenizer_file=str(tokenizer), unk_token=_UNKNOWN
        )
        words.save_pretrained(passing)
        converter = TransformersConverter(passing)
        converter.convert(str(folder), quantization="int8", force=True)


def _array(tensor: Any) -> NDArray[np.float32]:
    array: NDArray[np.float32] = tensor.detach().contiguous().numpy()
    return array
