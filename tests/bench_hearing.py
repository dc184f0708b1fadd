"""What hearing a call costs: ours against plain faster-whisper, and against a mono mix in batches.

`make bench` prints it. The model is one of true size with random weights that is made to say three
tokens for each second of speech, so that every way does the work that trained weights would do and
says the same number of words; with COACH_ASR_MODEL=folder it is that model, as it is. Every way
writes words with times, starts from the file, takes one thread, and runs in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from coach.audio import Recorded, Survey, survey
from coach.audio.voice import FOR_WORDS, TIGHT
from coach.batch.local import MEMORY
from coach.conversation.recording import About, Recording
from coach.transcription.base import Options
from coach.transcription.machine import choose_machine
from coach.transcription.models import find_model
from coach.transcription.packing import pack
from coach.transcription.whisper import build, loaded
from tests.random_whisper import write_random_whisper
from tests.sounds import write_coded

CALLS = Path(__file__).parents[1] / "sample_calls" / "calls"
TOKENS_A_SECOND = 3.0  # of English speech, in Whisper's tokens
SIZE = os.environ.get("COACH_BENCH_SIZE", "base")
N_CALLS = int(os.environ.get("COACH_BENCH_CALLS", "3"))
Line = tuple[str, float, str]
Way = Callable[[Path], None]
Count = Callable[[Path, Survey], int]


@dataclass
class Forced:
    """A CTranslate2 model that says a fixed number of words in every window, at their true cost."""

    model: Any
    n_tokens: int = 1
    n_windows: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.model, name)

    def generate(self, features: Any, prompts: Any, **options: Any) -> list[SimpleNamespace]:
        self.n_windows += len(prompts)
        # CTranslate2 says at most half of its longest length, and what the prompt leaves of it.
        longest = self.n_tokens + max(self.n_tokens, len(prompts[0]) - 1)
        options |= {"max_length": longest, "suppress_tokens": _ALL_BUT_WORDS}
        found = self.model.generate(features, prompts, **options)
        assert {len(one.sequences_ids[0]) for one in found} == {self.n_tokens}
        rng = np.random.default_rng(0)
        return [
            SimpleNamespace(
                sequences_ids=[rng.integers(1_000, 50_000, self.n_tokens).tolist()],
                scores=[-0.2],
                no_speech_prob=0.0,
            )
            for _ in found
        ]

    def align(
        self, features: Any, start: Any, tokens: Any, n_frames: Any, **options: Any
    ) -> list[SimpleNamespace]:
        """Spread the words over the window: where the last one ends, the plain way goes on."""
        found = self.model.align(features, start, tokens, n_frames, **options)
        lengths = n_frames if isinstance(n_frames, list) else [n_frames] * len(tokens)
        return [
            SimpleNamespace(
                text_token_probs=one.text_token_probs,
                alignments=[
                    (place, place * ((n + 1) // 2) // len(said)) for place in range(len(said) + 1)
                ],
            )
            for one, said, n in zip(found, tokens, lengths, strict=True)
        ]


_ALL_BUT_WORDS = list(range(50_257, 51_865))


@dataclass(frozen=True)
class Manner:
    """A way to hear a call, and how it is measured.

    Attributes:
        name: in the table.
        way: from the folder of the weights to what hears a call.
        count: how many windows it encodes.
        tuned: whether its process takes memory as Coach's processes do.
    """

    name: str
    way: Callable[[Path], Way]
    count: Count
    tuned: bool = False


def of_hearing() -> Iterator[Line]:
    """CPU seconds for each second of call, every way in a process of its own."""
    ours, as_it_comes, plain, beam_five, mixed = (_in_its_process(manner) for manner in manners())
    yield "hearing, ours: speech packed, both channels", ours, "CPU s/s of call"
    yield "hearing, ours with memory as it comes", as_it_comes, "CPU s/s of call"
    yield "hearing, plain, both channels from end to end", plain, "CPU s/s of call"
    yield "hearing, plain with its own beam of five", beam_five, "CPU s/s of call"
    yield "hearing, whisperX's way: mono mix, batched", mixed, "CPU s/s of call"
    yield "plain by ours", plain / ours, "times"
    yield "plain by ours with memory as it comes", plain / as_it_comes, "times"
    yield "plain with beam five by ours", beam_five / ours, "times"
    yield "whisperX's way by ours", mixed / ours, "times"


def cost_of_ours() -> float:
    """Return what hearing a call costs, in CPU seconds for each second of call."""
    return _in_its_process(manners()[0])


def manners() -> tuple[Manner, ...]:
    """Return all ways."""
    return (
        Manner("ours", _ours, _packed, tuned=True),
        Manner("ours, memory as it comes", _ours, _packed),
        Manner("plain", partial(_plain, beam_size=1), _end_to_end),
        Manner("plain, beam five", partial(_plain, beam_size=5), _end_to_end),
        Manner("mixed", _mono_batched, _mixed),
    )


def _in_its_process(manner: Manner) -> float:
    """Return CPU seconds for each second of call."""
    name, value = MEMORY
    before = os.environ.pop(name, None)
    if manner.tuned:
        os.environ[name] = value
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return pool.submit(_cost_of, manner).result()
    finally:
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before


def _cost_of(manner: Manner) -> float:
    calls = sorted(CALLS.glob("*.ogg"))[:N_CALLS]
    with _weights() as (folder, forced):
        way, found = manner.way(folder), {call: survey(Recorded(call)) for call in calls}
        _cpu(way, manner.count, calls[0], found[calls[0]], forced)  # loads what is loaded once
        cost = sum(_cpu(way, manner.count, call, found[call], forced) for call in calls)
    return cost / sum(one.duration for one in found.values())


def of_windows() -> Iterator[Line]:
    """How many windows are encoded for all sample calls."""
    found = [survey(Recorded(call)) for call in sorted(CALLS.glob("*.ogg"))]
    yield "windows, plain", sum(2 * -int(-one.duration // 30) for one in found), "for all samples"
    ours = sum(len(pack([one.speech(c, FOR_WORDS) for c in range(2)])) for one in found)
    yield "windows, ours", ours, "for all samples"
    turns = sum(len(one.speech(channel, TIGHT)) for one in found for channel in range(2))
    yield "windows, one for each stretch of speech", turns, "for all samples"


@contextmanager
def _weights() -> Iterator[tuple[Path, Forced | None]]:
    real = os.environ.get("COACH_ASR_MODEL")
    if real:
        yield find_model(real), None
        return
    with tempfile.TemporaryDirectory() as folder:
        path = write_random_whisper(Path(folder) / SIZE, SIZE)
        model = loaded(path, choose_machine("cpu", "int8"))
        model.model = forced = Forced(model.model)
        yield path, forced


def _cpu(way: Way, count: Count, call: Path, found: Survey, forced: Forced | None) -> float:
    """Return CPU seconds of one call; random weights say as much in all, whatever the windows."""
    if forced:
        n_windows, spoken = (
            count(call, found),
            sum(span.duration for channel in range(2) for span in found.speech(channel, TIGHT)),
        )
        forced.n_tokens = max(1, round(TOKENS_A_SECOND * spoken / n_windows))
        forced.n_windows = 0
    before = time.process_time()
    way(call)
    cost = time.process_time() - before
    assert not forced or forced.n_windows == n_windows, (forced.n_windows, n_windows)
    return cost


def _packed(_call: Path, found: Survey) -> int:
    return len(pack([found.speech(channel, FOR_WORDS) for channel in range(2)]))


def _end_to_end(_call: Path, found: Survey) -> int:
    return 2 * -int(-found.duration // 30)


def _mixed(call: Path, _found: Survey) -> int:
    from faster_whisper.audio import decode_audio
    from faster_whisper.vad import VadOptions, collect_chunks, get_speech_timestamps

    sound = decode_audio(str(call))
    options = VadOptions(max_speech_duration_s=30, min_silence_duration_ms=160)
    return len(collect_chunks(sound, get_speech_timestamps(sound, options), max_duration=30)[0])


def _ours(folder: Path) -> Callable[[Path], None]:
    whisper = build(model=str(folder), device="cpu", compute_type="int8")

    def hear(call: Path) -> None:
        whisper.transcribe(Recording(call, About(id="call")), Options(language="en"))

    return hear


def _plain(folder: Path, *, beam_size: int) -> Callable[[Path], None]:
    from faster_whisper.audio import decode_audio

    model = loaded(folder, choose_machine("cpu", "int8"))

    def hear(call: Path) -> None:
        for channel in decode_audio(str(call), split_stereo=True):
            segments, _ = model.transcribe(
                channel, language="en", beam_size=beam_size, word_timestamps=True,
                without_timestamps=True,  # else random weights jump about in time
            )  # fmt: skip
            list(segments)

    return hear


def _mono_batched(folder: Path) -> Callable[[Path], None]:
    from faster_whisper import BatchedInferencePipeline
    from faster_whisper.audio import decode_audio

    pipeline = BatchedInferencePipeline(loaded(folder, choose_machine("cpu", "int8")))

    def hear(call: Path) -> None:
        segments, _ = pipeline.transcribe(
            decode_audio(str(call)), language="en", beam_size=1, batch_size=8, word_timestamps=True
        )
        list(segments)

    return hear


def of_two_hours() -> Iterator[Line]:
    """Memory and CPU time of going through a call of two hours, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = _two_hours(Path(folder) / "call.wav")
        bare = in_process("import faster_whisper, ctranslate2, numpy, av, onnxruntime")
        through = (
            "from pathlib import Path; from coach.audio import Recorded, survey; "
            "import faster_whisper, ctranslate2; "
            "from coach.audio.voice import FOR_WORDS; "
            "from coach.transcription.packing import gather, pack; "
            f"recorded = Recorded(Path({str(path)!r})); found = survey(recorded); "
            "windows = pack([found.speech(c, FOR_WORDS) for c in range(2)]); "
            "assert recorded.duration > 7190, recorded.duration; "
            "n = sum(1 for _ in gather(recorded.portions(), windows)); assert n > 100, n"
        )
        cost = in_process(through)
        yield "two hours, memory at most", cost.peak_mb, "MB"
        yield "two hours, of it libraries alone", bare.peak_mb, "MB"
        yield "two hours, until all windows are cut", cost.seconds, "CPU s"


def _two_hours(path: Path) -> Path:
    """Write the sample calls one after the other until two hours are full, in the coding µ-law."""
    from coach.audio import decode

    sounds = [decode(call, rate_hz=8000).data for call in sorted(CALLS.glob("*.ogg"))]
    once = np.concatenate([sound for sound in sounds if len(sound) == 2], axis=1)
    whole = np.tile(once, 7200 * 8000 // once.shape[1] + 1)[:, : 7200 * 8000]
    return write_coded(path, *whole, codec="pcm_mulaw", rate_hz=8000)


@dataclass(frozen=True)
class Cost:
    """What a process took: CPU seconds, and the most memory that it ever held."""

    seconds: float
    peak_mb: float


def in_process(code: str) -> Cost:
    """Return what running some Python costs in a process of its own (on Linux)."""
    told = (  # the peak that getrusage gives is never below that of the process that started it
        f"{code}\nimport json, re, sys, time\n"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]\n"
        "json.dump([time.process_time(), int(peak) / 1024], sys.stdout)"
    )
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    return Cost(*json.loads(done.stdout))
