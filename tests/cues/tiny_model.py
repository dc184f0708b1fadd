"""A model of cues that fits on a page: one number for each word and label, the largest wins.

It is a real model: real word pieces, real weights run by CTranslate2, real files in a folder.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
from ctranslate2.specs import TransformerEncoderModelSpec, TransformerEncoderSpec
from ctranslate2.specs.common_spec import EmbeddingsMerge
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

from coach.conversation.codebook import Label
from coach.cues.network import ENCODER, HEADS, Heads

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
    _write_network(folder)
    about = {"name": "tiny", "language": "en"}
    about["budget"] = {"turn": 12, "before": 8, "each": 4, "n_turns": 2}
    (folder / "model.json").write_text(json.dumps(about), encoding="utf-8")
    labels = {label.value: calibration.get(label.value, {}) for label in Label}
    (folder / "calibration.json").write_text(json.dumps({"labels": labels}), encoding="utf-8")
    return folder


def _write_network(folder: Path) -> None:
    """Write an encoder whose states are the words themselves, and heads that look words up."""
    n_words = len(WORDS)
    says = np.full((n_words, len(Label)), -4.0, dtype=np.float32)
    for word, label in SPEAKS_FOR.items():
        says[WORDS.index(word), list(Label).index(Label(label))] = 4.0
    each = np.eye(n_words, dtype=np.float32)
    none = np.zeros(len(Label), dtype=np.float32)
    heads = Heads(
        look=says,
        look_bias=none,
        read=says,
        whole=np.zeros_like(says),
        read_bias=none,
        vectors=each.astype(np.int8),
        steps=np.ones((n_words, 1), dtype=np.float32),
        runs=np.vstack([np.zeros_like(each), each, np.zeros_like(each)]),
        runs_bias=np.zeros(n_words, dtype=np.float32),
        phrases=says + 4.0,
        phrases_bias=none - 4.0,
    )
    np.savez(folder / HEADS, **asdict(heads))
    (folder / ENCODER).mkdir(exist_ok=True)
    spec = _encoder(each)
    spec.save(str(folder / ENCODER))


def _encoder(words: np.ndarray) -> TransformerEncoderModelSpec:
    """Return an encoder with one layer that adds nothing."""
    width = words.shape[1]
    encoder = TransformerEncoderSpec(
        num_layers=1,
        num_heads=1,
        no_final_norm=True,
        num_source_embeddings=2,
        embeddings_merge=EmbeddingsMerge.ADD,
    )
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = words
    encoder.embeddings[1].weight = np.zeros((2, width), dtype=np.float32)
    encoder.position_encodings.encodings = np.zeros((64, width), dtype=np.float32)
    (layer,) = encoder.layer
    for linear, n_out in (
        (layer.self_attention.linear[0], 3 * width),
        (layer.self_attention.linear[1], width),
        (layer.ffn.linear_0, width),
        (layer.ffn.linear_1, width),
    ):
        linear.weight = np.zeros((n_out, width), dtype=np.float32)
        linear.bias = np.zeros(n_out, dtype=np.float32)
    for norm in (layer.self_attention.layer_norm, layer.ffn.layer_norm):
        norm.gamma = np.ones(width, dtype=np.float32)
        norm.beta = np.zeros(width, dtype=np.float32)
    spec = TransformerEncoderModelSpec(encoder)
    spec.register_vocabulary(WORDS)
    spec.config.unk_token = "[UNK]"
    spec.validate()
    return spec
