"""A model of cues that fits on a page: one number for each word and label, the largest wins.

It is a real model: real word pieces, real weights run by onnxruntime, real files in a folder.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

from coach.conversation.codebook import Label

_WORDS = (
    "[PAD] [UNK] [CLS] [SEP] [MASK] agent customer : . , ! ? sorry furious refund will we i am so "
    "about that it the is again a b c d e f"
)
WORDS = _WORDS.split()
SPEAKS_FOR = {"sorry": "apologise", "furious": "distress", "refund": "commit"}


def a_tokenizer(folder: Path) -> Path:
    """Return a word-piece tokenizer's file, made in the folder."""
    vocabulary = {word: place for place, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    path = folder / "tokenizer.json"
    tokenizer.save(str(path))
    return path


def a_model(folder: Path, **calibration) -> Path:
    """Return the folder of a model that finds three labels by one word each.

    Args:
        folder: where to put it; it exists.
        calibration: by label, what its reading says other than slope 1, shift 0, threshold 0.5.
    """
    a_tokenizer(folder)
    onnx.save(_graph(), folder / "model.onnx")
    about = {"name": "tiny", "language": "en"}
    about["budget"] = {"turn": 12, "before": 8, "each": 4, "n_turns": 2}
    (folder / "model.json").write_text(json.dumps(about), encoding="utf-8")
    labels = {label.value: calibration.get(label.value, {}) for label in Label}
    (folder / "calibration.json").write_text(json.dumps({"labels": labels}), encoding="utf-8")
    return folder


def _graph() -> onnx.ModelProto:
    """Look up each word's row; a label's output is the largest over the turn's own words."""
    weights = np.full((len(WORDS), len(Label)), -4.0, dtype=np.float32)
    for word, label in SPEAKS_FOR.items():
        weights[WORDS.index(word), list(Label).index(Label(label))] = 4.0
    constants = {
        "weights": weights,
        "far": np.array(100.0, dtype=np.float32),
        "last": np.array([2], dtype=np.int64),
        "pieces_axis": np.array([1], dtype=np.int64),
    }
    nodes = [
        helper.make_node("Gather", ["weights", "ids"], ["pieces"]),
        helper.make_node("Cast", ["own"], ["is_own"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["is_own", "last"], ["wide"]),
        helper.make_node("Mul", ["wide", "far"], ["lifted"]),
        helper.make_node("Add", ["pieces", "lifted"], ["high"]),
        helper.make_node("ReduceMax", ["high", "pieces_axis"], ["top"], keepdims=0),
        helper.make_node("Sub", ["top", "far"], ["labels"]),
    ]
    shape = ["n", "length"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, shape)
        for name in ("ids", "mask", "segments", "own")
    ]
    outputs = [
        helper.make_tensor_value_info("labels", TensorProto.FLOAT, ["n", len(Label)]),
        helper.make_tensor_value_info("pieces", TensorProto.FLOAT, [*shape, len(Label)]),
    ]
    held = [numpy_helper.from_array(array, name) for name, array in constants.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, held)
    opset = [helper.make_opsetid("", 18)]
    return helper.make_model(graph, opset_imports=opset, ir_version=9)
