"""A network that trains in a second: two thin layers over the words of the tiny tokenizer."""

from __future__ import annotations

import torch
from transformers import BertConfig, BertModel

from coach.training.network import CueNetwork
from tests.cues.tiny_model import WORDS


def a_network(*, seed=0):
    """Return an untrained network, the same for a seed."""
    torch.manual_seed(seed)
    shape = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    shape._attn_implementation = "eager"
    return CueNetwork(BertModel(shape), dropout=0.0)
