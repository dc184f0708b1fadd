"""The two engines that speak the scripts: flite for English, open_jtalk for Japanese.

flite is called as a library, because only so it tells when each word starts and ends.
"""

from __future__ import annotations

import ctypes
import functools
import importlib.util
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np  # noqa: TID253
import numpy.typing as npt  # noqa: TID253
import soundfile
import soxr
from script import Piece

Samples = npt.NDArray[np.float32]

RATE_HZ = 16_000
DICTIONARY = Path("/var/lib/mecab/dic/open-jtalk/naist-jdic")
NITECH = Path("/usr/share/hts-voice/nitech-jp-atr503-m001/nitech_jp_atr503_m001.htsvoice")
SENTENCE_END = (".", "?", "!", "。", "？", "！")
TICKS_PER_SECOND = 10_000_000  # open_jtalk counts time in units of 100 ns
MORA_ENDS = frozenset(("a", "i", "u", "e", "o", "A", "I", "U", "E", "O", "N", "cl"))
N_FIELDS = 13  # of a morpheme in its trace; the 11th is accent/moras


@dataclass(frozen=True, slots=True)
class Word:
    """A word as shown, with its start and end in seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Token:
    """The smallest unit to show: a word with its punctuation, or one Japanese character."""

    shown: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice as written in a script: its name, and factors on what it is like by itself."""

    name: str
    rate: float = 1.0  # speaks faster above 1
    pitch: float = 1.0
    size: float = 1.0  # a longer vocal tract above 1


@dataclass(frozen=True, slots=True)
class Speech:
    """One spoken sentence: samples at `RATE_HZ`, starting with its first word, and its words."""

    samples: Samples
    words: tuple[Word, ...]


def read_voice(text: str) -> Voice:
    """Returns the voice written as `name rate=1.1 pitch=0.9`."""
    name, *settings = text.split()
    return Voice(name, **{key: float(value) for key, value in (s.split("=") for s in settings)})


def say(pieces: Sequence[Piece], voice: Voice, language: str) -> list[Speech]:
    """Speaks `pieces` (without pauses and marks) sentence by sentence."""
    if language == "ja":
        return [_say_japanese(sentence, voice) for sentence in _sentences(_characters(pieces))]
    return [_say_english(sentence, voice) for sentence in _sentences(_english_words(pieces))]


def _sentences(tokens: Sequence[Token]) -> list[list[Token]]:
    sentences: list[list[Token]] = [[]]
    for token in tokens:
        sentences[-1].append(token)
        if token.shown.endswith(SENTENCE_END):
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def _english_words(pieces: Sequence[Piece]) -> list[Token]:
    tokens: list[Token] = []
    glued = False  # the piece before ended within a word
    for piece in pieces:
        pair = (piece.shown, piece.spoken)
        chunks = [pair] if piece.is_fixed else [(word, word) for word in piece.shown.split()]
        if glued and chunks and not piece.shown[0].isspace():
            shown, spoken = chunks.pop(0)
            tokens[-1] = Token(tokens[-1].shown + shown, tokens[-1].spoken + spoken)
        tokens.extend(Token(shown, spoken) for shown, spoken in chunks)
        glued = not piece.shown[-1].isspace()
    return tokens


def _characters(pieces: Sequence[Piece]) -> list[Token]:
    tokens: list[Token] = []
    for piece in pieces:
        if piece.is_fixed:
            tokens.append(Token(piece.shown, piece.spoken))
        else:
            tokens += [Token(character, character) for character in piece.shown.strip()]
    return tokens


# --- English


class _FliteVoice(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("features", ctypes.c_void_p))


class _FliteWave(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("n_samples", ctypes.c_int),
        ("n_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    )


# flite keeps the pointer to a feature's name, so the names must outlive the call
STRETCH, SHIFT = b"duration_stretch", b"f0_shift"
WORD_START = b"daughter1.R:SylStructure.daughter1.daughter1.R:Segment.p.end"
WORD_END = b"daughtern.R:SylStructure.daughtern.daughtern.end"


@functools.cache
def _flite() -> ctypes.CDLL:
    library = ctypes.CDLL("libflite.so.1", mode=ctypes.RTLD_GLOBAL)
    for part in ("usenglish", "cmulex"):
        ctypes.CDLL(f"libflite_{part}.so.1", mode=ctypes.RTLD_GLOBAL)
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_float
    library.feat_set_float.argtypes = (pointer, text, number)
    for name, result, arguments in (
        ("flite_synth_text", pointer, (text, pointer)),
        ("utt_wave", ctypes.POINTER(_FliteWave), (pointer,)),
        ("utt_relation", pointer, (pointer, text)),
        ("relation_head", pointer, (pointer,)),
        ("item_next", pointer, (pointer,)),
        ("ffeature_float", number, (pointer, text)),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    library.flite_init()
    return library


@functools.cache
def _flite_voice(name: str) -> ctypes._Pointer[_FliteVoice]:
    _flite()
    register = getattr(ctypes.CDLL(f"libflite_cmu_us_{name}.so.1"), f"register_cmu_us_{name}")
    register.restype, register.argtypes = ctypes.POINTER(_FliteVoice), (ctypes.c_char_p,)
    return register(None)  # type: ignore[no-any-return]


def _say_english(tokens: Sequence[Token], voice: Voice) -> Speech:
    spoken = " ".join(token.spoken.replace("—", "") for token in tokens)
    samples, times = _synthesise_english(spoken, voice)
    words: list[Word] = []
    for token in tokens:
        n_spoken = len(token.spoken.replace("—", "").split())
        own, times = times[:n_spoken], times[n_spoken:]
        words.append(Word(token.shown, own[0][0] * voice.size, own[-1][1] * voice.size))
    if times:
        raise ValueError(f"flite says more words than written: {spoken}")
    return _cut(samples, words)


def _synthesise_english(text: str, voice: Voice) -> tuple[Samples, list[tuple[float, float]]]:
    flite, speaker = _flite(), _flite_voice(voice.name)
    flite.feat_set_float(speaker.contents.features, STRETCH, 1 / (voice.rate * voice.size))
    flite.feat_set_float(speaker.contents.features, SHIFT, voice.pitch * voice.size)
    utterance = flite.flite_synth_text(text.encode("ascii"), speaker)
    wave = flite.utt_wave(utterance).contents
    whole: Samples = np.ctypeslib.as_array(wave.samples, (wave.n_samples,)).astype(np.float32)
    times: list[tuple[float, float]] = []
    item = flite.relation_head(flite.utt_relation(utterance, b"Token"))
    while item:
        times.append((flite.ffeature_float(item, WORD_START), flite.ffeature_float(item, WORD_END)))
        item = flite.item_next(item)
    return _resample(whole / np.float32(32768), wave.sample_rate, RATE_HZ * voice.size), times


# --- Japanese


def _say_japanese(tokens: Sequence[Token], voice: Voice) -> Speech:
    samples, morphemes = _synthesise_japanese("".join(token.spoken for token in tokens), voice)
    groups = _group(tokens, [len(surface) for surface, _, _ in morphemes])
    words: list[Word] = []
    for shown, indices in groups:
        heard = [morphemes[i] for i in indices if morphemes[i][2] > morphemes[i][1]]
        if heard:
            words.append(Word(shown, heard[0][1], heard[-1][2]))
        elif words:  # punctuation stays with the word before it
            words[-1] = Word(words[-1].text + shown, words[-1].start, words[-1].end)
    return _cut(samples, words)


def _group(tokens: Sequence[Token], lengths: Sequence[int]) -> list[tuple[str, list[int]]]:
    """Pairs shown text with the morphemes that say it, in the smallest groups that match."""
    groups: list[tuple[str, list[int]]] = []
    shown, own = "", list[int]()
    written = said = 0
    rest = iter(tokens)
    for index, length in enumerate(lengths):
        own.append(index)
        said += length
        while written < said:
            token = next(rest)
            shown += token.shown
            written += len(token.spoken)
        if written == said:
            groups.append((shown, own))
            shown, own = "", []
    if shown or next(rest, None) is not None:
        raise ValueError(f"open_jtalk read another text than {''.join(t.spoken for t in tokens)}")
    return groups


def _synthesise_japanese(text: str, voice: Voice) -> tuple[Samples, list[tuple[str, float, float]]]:
    with tempfile.TemporaryDirectory() as folder:
        wave, trace = Path(folder, "speech.wav"), Path(folder, "trace.txt")
        command = ["open_jtalk", "-x", str(DICTIONARY), "-m", str(_japanese_voice(voice.name))]
        command += ["-r", str(voice.rate), "-fm", str(12 * np.log2(voice.pitch))]
        command += ["-a", str(_all_pass(voice.size)), "-ow", str(wave), "-ot", str(trace)]
        subprocess.run(command, input=text, text=True, encoding="utf-8", check=True)  # noqa: S603
        read, rate_hz = soundfile.read(wave, dtype="float32")
        samples: Samples = read
        return _resample(samples, rate_hz, RATE_HZ), _read_trace(trace.read_text(encoding="utf-8"))


def _japanese_voice(name: str) -> Path:
    if name == "nitech":
        return NITECH
    package = importlib.util.find_spec("pyopenjtalk")
    if package is None or package.origin is None:
        raise ValueError("the voice mei comes with the package pyopenjtalk, which is not installed")
    return Path(package.origin).parent / "htsvoice" / "mei_normal.htsvoice"


def _all_pass(size: float) -> float:
    """Returns open_jtalk's warp for a vocal tract of `size`; both voices are built for 0.55."""
    return float(np.clip(0.55 + 0.35 * (1 - size), 0.4, 0.65))


def _read_trace(trace: str) -> list[tuple[str, float, float]]:
    """Returns each morpheme with its start and end; what is not heard has no length."""
    analysis, _, labels = trace.partition("[Output label]")
    moras = _mora_times(labels)
    timed: list[tuple[str, float, float]] = []
    for line in analysis.splitlines()[1:]:
        fields = line.rsplit(",", N_FIELDS - 1)
        if len(fields) < N_FIELDS or "/" not in fields[10]:
            continue
        n_moras = int(fields[10].split("/")[1])
        own, moras = moras[:n_moras], moras[n_moras:]
        start, end = (own[0][0], own[-1][1]) if own else (0.0, 0.0)
        timed.append((fields[0], start, end))
    if moras:
        raise ValueError(f"open_jtalk says {len(moras)} moras more than its analysis has")
    return timed


def _mora_times(labels: str) -> list[tuple[float, float]]:
    times: list[tuple[float, float]] = []
    start: float | None = None
    for begin, end, phone in re.findall(r"^(\d+) (\d+) [^-]*-([A-Za-z]+)\+", labels, re.MULTILINE):
        if phone in ("sil", "pau"):
            continue
        start = int(begin) / TICKS_PER_SECOND if start is None else start
        if phone in MORA_ENDS:
            times.append((start, int(end) / TICKS_PER_SECOND))
            start = None
    return times


# --- both


def _resample(samples: Samples, from_hz: float, to_hz: float) -> Samples:
    if from_hz == to_hz:
        return samples
    resampled: Samples = soxr.resample(samples, from_hz, to_hz).astype(np.float32)
    return resampled


def _cut(samples: Samples, words: Sequence[Word]) -> Speech:
    """Drops the silence before the first word and after the last one."""
    start, end = words[0].start, words[-1].end
    moved = tuple(Word(word.text, word.start - start, word.end - start) for word in words)
    return Speech(samples[int(start * RATE_HZ) : int(end * RATE_HZ)], moved)
