"""Language models of a few thousand weights, written as transformers keeps them.

One kind knows nothing; the other has learned by heart to say one text after another.
"""

from __future__ import annotations

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    GPT2Config,
    GPT2LMHeadModel,
    PreTrainedTokenizerFast,
)

END = "<end>"
_SIZE = {"n_embd": 64, "n_layer": 2, "n_head": 2, "n_positions": 512}


def write_causal(folder, texts=(), *, learns=(), chat_template=None, seed=0):
    """Write a causal model and return its folder.

    Args:
        folder: made by it.
        texts: from which its tokenizer learns words.
        learns: pairs of a prompt and what is said after it, learned by heart.
        chat_template: of the tokenizer.
        seed: of its weights.
    """
    torch.manual_seed(seed)
    tokenizer = _tokenizer([*texts, *(a + b for a, b in learns)])
    tokenizer.chat_template = chat_template
    ids = {"bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0}
    config = GPT2Config(vocab_size=len(tokenizer), resid_pdrop=0, embd_pdrop=0, attn_pdrop=0,
                        **_SIZE, **ids)  # fmt: skip
    model = GPT2LMHeadModel(config)
    for prompt, said in learns:
        _learn(model, tokenizer, prompt, said)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def write_sequence_to_sequence(folder, texts=(), *, seed=0):
    """Write a sequence-to-sequence model that knows nothing, and return its folder."""
    torch.manual_seed(seed)
    tokenizer = _tokenizer(texts)
    config = BartConfig(
        vocab_size=len(tokenizer), d_model=32, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=32,
        decoder_ffn_dim=32, max_position_embeddings=512, bos_token_id=0, eos_token_id=0,
        pad_token_id=0, decoder_start_token_id=0, forced_eos_token_id=None,
    )  # fmt: skip
    BartForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _tokenizer(texts):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=700, special_tokens=[END], show_progress=False, min_frequency=1,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
    )  # fmt: skip
    tokenizer.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=END, pad_token=END)


def _learn(model, tokenizer, prompt, said):
    asked = tokenizer(prompt)["input_ids"]
    answer = tokenizer(said)["input_ids"] + [0]
    pieces = torch.tensor([asked + answer])
    labels = torch.tensor([[-100] * len(asked) + answer])
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(300):
        loss = model(input_ids=pieces, labels=labels).loss
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        if loss.item() < 0.02:
            return
    raise AssertionError(f"not learned by heart: {loss.item():.3f}")
