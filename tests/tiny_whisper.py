"""A Whisper model that has never heard anything: it says one script, whatever it is given.

It lets tests run the true faster-whisper path (voice activity, features, beam search, word
alignment, language detection) without trained weights. numpy writes it in CTranslate2's format.
How it works: all layers add nothing, so what the decoder says depends on the position alone.

    position        0          1      2         3        4        ...
    sees            <start>    <en>   <task>    <0.00>   Thank    ...
    its encoding    <en>       -      <0.00>    Thank    you      ...    one dimension per token
    looks at        -          -      -         0.2 s    0.4 s    ...    by the time code

The encoder's output is a code of time alone (a vector that turns with the seconds), and the
decoder's cross attention at each position asks for the time at which its word is to be spoken.
"""

from __future__ import annotations

import numpy as np
from ctranslate2.specs import whisper_spec
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

WIDTH, HALF = 128, 64  # the first half holds tokens, the second the time
N_FRAMES, N_POSITIONS, N_MELS = 1500, 448, 80
FRAME = 0.02  # seconds
LANGUAGES = ("en", "ja")
PROMPT = 3  # <start> <language> <task>
CONTROL = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    *(f"<|{language}|>" for language in LANGUAGES),
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
    *(f"<|{frame * FRAME:.2f}|>" for frame in range(1501)),
)


def write_scripted_whisper(folder, script, *, language="en", seconds=3.0, english_only=False):
    """Write a model that says `script` in the first `seconds` of every window, and return it.

    Args:
        folder: where to; is made.
        script: begins with a space where its language writes spaces. At most 60
            different tokens: words, or in Japanese the bytes of the characters.
        language: what it takes every recording for.
        seconds: when the script ends; a multiple of 0.02.
        english_only: whether to make a model that knows no other language.
    """
    folder.mkdir(parents=True)
    tokenizer = _tokenizer(script, english_only)
    says = _said(tokenizer, script, seconds)
    spec = whisper_spec.WhisperSpec(1, 4, 1, 4)
    embedding = _embedding([tokenizer.token_to_id(f"<|{language}|>"), *says], tokenizer)
    _fill_encoder(spec.encoder)
    _fill_decoder(
        spec.decoder, embedding, _positions(says, embedding, tokenizer, language, seconds)
    )
    by_id = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    spec.register_vocabulary([token for token, _ in by_id])
    spec.config.suppress_ids = spec.config.suppress_ids_begin = []
    spec.config.alignment_heads = [[0, head] for head in range(2, 4)]  # those on the time code
    spec.config.lang_ids = [tokenizer.token_to_id(f"<|{name}|>") for name in LANGUAGES]
    spec.validate()
    spec.optimize()
    spec.save(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def _tokenizer(script, english_only):
    """Return a byte-level tokenizer in which every word of the script is one token."""
    letters = pre_tokenizers.ByteLevel.alphabet()
    splitter = pre_tokenizers.ByteLevel(add_prefix_space=False)
    # Whisper never says these; were they not tokens of their own, it could not say a space.
    merges = dict.fromkeys([("Ġ", "-"), ("Ġ", "'"), ("Ġ", "â")])
    for word, _ in splitter.pre_tokenize_str(script):
        if word.startswith("Ġ"):
            merges |= {(word[:end], word[end]): None for end in range(1, len(word))}
    # An empty token is CTranslate2's sign of a model that knows more than English.
    pieces = [
        "<spare>" if english_only else "",
        *sorted(letters),
        *(left + right for left, right in merges),
    ]
    tokenizer = Tokenizer(models.BPE({piece: n for n, piece in enumerate(pieces)}, list(merges)))
    tokenizer.pre_tokenizer, tokenizer.decoder = splitter, decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in CONTROL])
    return tokenizer


def _said(tokenizer, script, seconds):
    begin, end = (tokenizer.token_to_id(f"<|{time:.2f}|>") for time in (0, seconds))
    return [begin, *tokenizer.encode(script).ids, end, tokenizer.token_to_id("<|endoftext|>")]


def _embedding(says, tokenizer):
    """Return one dimension for every token that is ever said; all others are nothing."""
    embedding = np.zeros((tokenizer.get_vocab_size(), WIDTH), np.float32)
    distinct = list(dict.fromkeys(says))
    if len(distinct) > HALF:
        raise ValueError(f"a script has at most {HALF - 4} different tokens, not {len(distinct)}")
    embedding[distinct, np.arange(len(distinct))] = 1
    return embedding


def _time_code(frame):
    """Return unit vectors that are alike for near frames only, shape (..., HALF)."""
    frequencies = np.linspace(0.001, 0.15, HALF // 2)
    angle = np.asarray(frame)[..., None] * frequencies
    return np.concatenate([np.cos(angle), np.sin(angle)], -1).astype(np.float32) / np.sqrt(HALF / 2)


def _positions(says, embedding, tokenizer, language, seconds):
    positions = np.zeros((N_POSITIONS, WIDTH), np.float32)
    positions[0] = embedding[tokenizer.token_to_id(f"<|{language}|>")]
    positions[PROMPT - 1 : PROMPT - 1 + len(says)] = embedding[says]
    n_words = len(says) - 3
    times = np.linspace(0.1, seconds - 0.1, n_words + 1)
    positions[PROMPT : PROMPT + n_words + 1, HALF:] = _time_code(times / FRAME)
    return 8 * positions


def _fill_encoder(encoder):
    for convolution, width in ((encoder.conv1, N_MELS), (encoder.conv2, WIDTH)):
        convolution.weight = np.zeros((WIDTH, width, 3), np.float32)
        convolution.bias = np.zeros(WIDTH, np.float32)
    encoding = np.zeros((N_FRAMES, WIDTH), np.float32)
    encoding[:, HALF:] = 8 * _time_code(np.arange(N_FRAMES))
    encoder.position_encodings.encodings = encoding
    _fill_norm(encoder.layer_norm)
    for layer in encoder.layer:
        _fill_attention(layer.self_attention, (3, 1))
        _fill_forward(layer.ffn)


def _fill_decoder(decoder, embedding, positions):
    decoder.embeddings.weight = embedding
    decoder.position_encodings.encodings = positions
    decoder.projection.weight = embedding
    _fill_norm(decoder.layer_norm, gain=4)
    for layer in decoder.layer:
        _fill_attention(layer.self_attention, (3, 1))
        _fill_attention(layer.attention, (1, 2, 1))
        _fill_forward(layer.ffn)
        on_time = np.diag(np.r_[np.zeros(HALF), np.full(HALF, 2.0)]).astype(np.float32)
        layer.attention.linear[0].weight = on_time
        layer.attention.linear[1].weight = np.concatenate([on_time, np.zeros_like(on_time)])


def _fill_norm(norm, gain=1.0):
    norm.gamma, norm.beta = np.full(WIDTH, gain, np.float32), np.zeros(WIDTH, np.float32)


def _fill_linear(linear, n_out, n_in):
    linear.weight, linear.bias = np.zeros((n_out, n_in), np.float32), np.zeros(n_out, np.float32)


def _fill_attention(attention, heights):
    _fill_norm(attention.layer_norm)
    for linear, height in zip(attention.linear, heights, strict=True):
        _fill_linear(linear, height * WIDTH, WIDTH)


def _fill_forward(forward):
    _fill_norm(forward.layer_norm)
    _fill_linear(forward.linear_0, 4 * WIDTH, WIDTH)
    _fill_linear(forward.linear_1, WIDTH, 4 * WIDTH)
