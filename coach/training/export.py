"""From a trained network to the files that ship: int8 weights, tokenizer, readings."""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from dataclasses import asdict
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from coach.cues.calibration import Calibration, write_calibration
from coach.cues.classifier import About
from coach.training.network import CueNetwork

_INPUTS = ("ids", "mask", "segments", "own")
_OUTPUTS = ("labels", "pieces")
_OPSET = 17


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
    write_weights(network, folder / "model.onnx")
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    write_calibration(calibration, folder / "calibration.json")
    said = about.model_dump() | {"budget": asdict(about.budget)}
    (folder / "model.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


def write_weights(network: CueNetwork, path: Path) -> None:
    """Write the network as ONNX with int8 weights, one scale for each output channel."""
    with tempfile.TemporaryDirectory() as folder:
        exact, prepared = Path(folder) / "exact.onnx", Path(folder) / "prepared.onnx"
        _to_onnx(network, exact)
        quant_pre_process(str(exact), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(str(prepared), str(path), per_channel=True, weight_type=QuantType.QInt8)


def _to_onnx(network: CueNetwork, path: Path) -> None:
    """Write the network as ONNX in single precision; windows and lengths stay free."""
    ids = torch.ones(2, 8, dtype=torch.int64)
    own = torch.zeros_like(ids)
    own[:, 4:] = 1
    free = {name: {0: "n", 1: "length"} for name in (*_INPUTS, "pieces")} | {"labels": {0: "n"}}
    with warnings.catch_warnings():
        # The exporter that torch recommends now needs a package more and writes the same graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            (ids, torch.ones_like(ids), own, own),
            str(path),
            input_names=list(_INPUTS),
            output_names=list(_OUTPUTS),
            dynamic_axes=free,
            opset_version=_OPSET,
            dynamo=False,
        )
