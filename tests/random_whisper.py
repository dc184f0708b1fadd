"""A Whisper model of true size that knows nothing: what it costs to run, without its weights.

numpy writes random weights in CTranslate2's format. What such a model says is noise; how long it
takes to say a given number of words is what a trained model of that size takes.
"""

from __future__ import annotations

import numpy as np
from ctranslate2.specs import whisper_spec
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

# Width, layers and heads as in Radford et al. (2022), table 1.
SIZES = {"tiny": (384, 4, 6), "base": (512, 6, 8), "small": (768, 12, 12)}
N_TOKENS, N_MELS, N_FRAMES, N_POSITIONS = 51_865, 80, 1500, 448
N_WORDS = 50_257
LANGUAGES = ("en", "ja")
CONTROL = (
    "<|endoftext|>", "<|startoftranscript|>", *(f"<|{name}|>" for name in LANGUAGES),
    *(f"<|spare{n}|>" for n in range(97)), "<|translate|>", "<|transcribe|>", "<|startoflm|>",
    "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>",
    *(f"<|{frame * 0.02:.2f}|>" for frame in range(1501)),
)  # fmt: skip


def write_random_whisper(folder, size="tiny", *, seed=0):
    """Write a model of one of the `SIZES` into a folder that is made, and return it."""
    folder.mkdir(parents=True)
    width, n_layers, n_heads = SIZES[size]
    fill = _Filler(width, np.random.default_rng(seed))
    spec = whisper_spec.WhisperSpec(n_layers, n_heads, n_layers, n_heads)
    fill.encoder(spec.encoder)
    fill.decoder(spec.decoder)
    tokenizer = _tokenizer()
    by_id = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    spec.register_vocabulary([token for token, _ in by_id])
    spec.config.suppress_ids = spec.config.suppress_ids_begin = []
    spec.config.alignment_heads = [[n_layers - 1, head] for head in range(n_heads)]
    spec.config.lang_ids = [tokenizer.token_to_id(f"<|{name}|>") for name in LANGUAGES]
    spec.validate()
    spec.optimize()
    spec.save(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def _tokenizer():
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = [f"Ġw{number}" for number in range(N_WORDS - len(letters) - 1)]
    pieces = ["", *letters, *words]
    tokenizer = Tokenizer(models.BPE({piece: n for n, piece in enumerate(pieces)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in CONTROL])
    assert tokenizer.get_vocab_size() == N_TOKENS, tokenizer.get_vocab_size()
    return tokenizer


class _Filler:
    """Random weights of a width, small enough that nothing overflows."""

    def __init__(self, width, rng):
        self.width, self._rng = width, rng

    def encoder(self, encoder):
        for convolution, n_in in ((encoder.conv1, N_MELS), (encoder.conv2, self.width)):
            convolution.weight = self._random(self.width, n_in, 3)
            convolution.bias = self._random(self.width)
        encoder.position_encodings.encodings = self._random(N_FRAMES, self.width)
        self._norm(encoder.layer_norm)
        for layer in encoder.layer:
            self._attention(layer.self_attention, (3, 1))
            self._forward(layer.ffn)

    def decoder(self, decoder):
        decoder.embeddings.weight = self._random(N_TOKENS, self.width)
        decoder.position_encodings.encodings = self._random(N_POSITIONS, self.width)
        decoder.projection.weight = self._random(N_TOKENS, self.width)
        self._norm(decoder.layer_norm)
        for layer in decoder.layer:
            self._attention(layer.self_attention, (3, 1))
            self._attention(layer.attention, (1, 2, 1))
            self._forward(layer.ffn)

    def _random(self, *shape):
        return self._rng.normal(0, 0.05, shape).astype(np.float32)

    def _norm(self, norm):
        norm.gamma, norm.beta = np.ones(self.width, np.float32), np.zeros(self.width, np.float32)

    def _linear(self, linear, n_out, n_in):
        linear.weight, linear.bias = self._random(n_out, n_in), self._random(n_out)

    def _attention(self, attention, heights):
        self._norm(attention.layer_norm)
        for linear, height in zip(attention.linear, heights, strict=True):
            self._linear(linear, height * self.width, self.width)

    def _forward(self, forward):
        self._norm(forward.layer_norm)
        self._linear(forward.linear_0, 4 * self.width, self.width)
        self._linear(forward.linear_1, self.width, 4 * self.width)
