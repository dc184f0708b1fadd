"""What hearing a call costs: ours against plain faster-whisper, and against a mono mix in batches.

`make bench` prints it. The model is one of true size with random weights that is made to say three
tokens for each second of speech, so that every way does the work that trained weights would do and
says the same number of words; with COACH_ASR_MODEL=folder it is that model, as it is. Every way
writes words with times, starts from the file, takes one thread, and runs in a process of its own.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
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

CALLS = Path(__file__).parents[1] / "sample_calls" / "calls"
TOKENS_A_SECOND = 3.0  # of English speech, in Whisper's tokens
SIZE = os.environ.get("COACH_BENCH_SIZE", "base")
N_CALLS = int(os.environ.get("COACH_BENCH_CALLS", "3"))
Line = tuple[str, float, str]
Way = tuple[Callable[[Path], None], Any]  # what hears a call, and the faster-whisper model in it
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
        pooled: whether its environment is that of Coach's processes, where several hear.
    """

    name: str
    way: Callable[[Path], Way]
    count: Count
    pooled: bool = False


def of_hearing() -> Iterator[Line]:
    """CPU seconds for each second of call, every way in a process of its own, taking turns."""
    ways = manners()
    costs = costs_of(ways)
    for manner, cost in zip(ways, costs, strict=True):
        yield f"hearing, {manner.name}", cost, "CPU s/s of call"
    for manner, cost in zip(ways[1:], costs[1:], strict=True):
        yield f"{manner.name}, by ours", cost / costs[0], "times"


def cost_of_ours() -> float:
    """Return what hearing a call costs, in CPU seconds for each second of call."""
    return costs_of(manners()[:1])[0]


def manners() -> tuple[Manner, ...]:
    """Return all ways, that of several processes of Coach first."""
    return (
        Manner("ours: several calls", _ours, _packed, pooled=True),
        Manner("ours: one call, in the command's own process", _ours, _packed),
        Manner("plain, int8, beam one", partial(_plain, beam_size=1), _end_to_end),
        Manner("plain, int8, its own beam of five", partial(_plain, beam_size=5), _end_to_end),
        Manner("plain, float32, beam one", partial(_plain, beam_size=1, arithmetic="float32"),
               _end_to_end),
        Manner("whisperX's way, int8: mono mix, batched", _mono_batched, _mixed),
    )  # fmt: skip


def costs_of(ways: Sequence[Manner]) -> list[float]:
    """Return CPU seconds for each second of call; all ways hear a call before the next one."""
    calls = sorted(CALLS.glob("*.ogg"))[:N_CALLS]
    with _weights() as (folder, is_real), ExitStack() as stack:
        pools = [stack.enter_context(_process_of(manner, folder, is_real)) for manner in ways]
        for pool in pools:
            pool.submit(_costs, calls[0]).result()  # loads what is loaded once
        found = [[pool.submit(_costs, call).result() for pool in pools] for call in calls]
    lengths = [survey(Recorded(call)).duration for call in calls]
    return [sum(costs) / sum(lengths) for costs in zip(*found, strict=True)]


def _process_of(manner: Manner, folder: Path, is_real: bool) -> ProcessPoolExecutor:
    """Return a process, begun in its environment, that hears calls in one manner."""
    name, value = MEMORY
    before = os.environ.pop(name, None)
    if manner.pooled:
        os.environ[name] = value
    try:
        pool = ProcessPoolExecutor(
            1,
            mp_context=get_context("spawn"),
            initializer=_begin,
            initargs=(manner, folder, is_real),
        )
        pool.submit(int).result()
    finally:
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before
    return pool


@dataclass(frozen=True)
class _Begun:
    """What one process hears with."""

    hear: Callable[[Path], None]
    count: Count
    forced: Forced | None


_begun: list[_Begun] = []


def _begin(manner: Manner, folder: Path, is_real: bool) -> None:
    (hear, model), forced = manner.way(folder), None
    if not is_real:
        model.model = forced = Forced(model.model)
    _begun.append(_Begun(hear, manner.count, forced))


def _costs(call: Path) -> float:
    """Return CPU seconds of one call, in the process that hears it."""
    begun = _begun[0]
    return _cpu(begun.hear, begun.count, call, survey(Recorded(call)), begun.forced)


def of_windows() -> Iterator[Line]:
    """How many windows are encoded for all sample calls."""
    found = [survey(Recorded(call)) for call in sorted(CALLS.glob("*.ogg"))]
    yield "windows, plain", sum(2 * -int(-one.duration // 30) for one in found), "for all samples"
    ours = sum(len(pack([one.speech(c, FOR_WORDS) for c in range(2)])) for one in found)
    yield "windows, ours", ours, "for all samples"
    turns = sum(len(one.speech(channel, TIGHT)) for one in found for channel in range(2))
    yield "windows, one for each stretch of speech", turns, "for all samples"


@contextmanager
def _weights() -> Iterator[tuple[Path, bool]]:
    """Yield a folder of weights, and whether they were trained."""
    real = os.environ.get("COACH_ASR_MODEL")
    if real:
        yield find_model(real), True
        return
    with tempfile.TemporaryDirectory() as folder:
        yield write_random_whisper(Path(folder) / SIZE, SIZE), False


def _cpu(
    hear: Callable[[Path], None], count: Count, call: Path, found: Survey, forced: Forced | None
) -> float:
    """Return CPU seconds of one call; random weights say as much in all, whatever the windows."""
    if forced:
        n_windows, spoken = (
            count(call, found),
            sum(span.duration for channel in range(2) for span in found.speech(channel, TIGHT)),
        )
        forced.n_tokens = max(1, round(TOKENS_A_SECOND * spoken / n_windows))
        forced.n_windows = 0
    before = time.process_time()
    hear(call)
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


def _ours(folder: Path) -> Way:
    whisper = build(model=str(folder), device="cpu", compute_type="int8")

    def hear(call: Path) -> None:
        whisper.transcribe(Recording(call, About(id="call")), Options(language="en"))

    return hear, loaded(folder, choose_machine("cpu", "int8"))


def _plain(folder: Path, *, beam_size: int, arithmetic: str = "int8") -> Way:
    from faster_whisper.audio import decode_audio

    model = _as_it_comes(folder, arithmetic)

    def hear(call: Path) -> None:
        for channel in decode_audio(str(call), split_stereo=True):
            segments, _ = model.transcribe(
                channel, language="en", beam_size=beam_size, word_timestamps=True,
                without_timestamps=True,  # else random weights jump about in time
            )  # fmt: skip
            list(segments)

    return hear, model


def _mono_batched(folder: Path) -> Way:
    from faster_whisper import BatchedInferencePipeline
    from faster_whisper.audio import decode_audio

    model = _as_it_comes(folder, "int8")
    pipeline = BatchedInferencePipeline(model)

    def hear(call: Path) -> None:
        segments, _ = pipeline.transcribe(
            decode_audio(str(call)), language="en", beam_size=1, batch_size=8, word_timestamps=True
        )
        list(segments)

    return hear, model


def _as_it_comes(folder: Path, arithmetic: str) -> Any:
    """Return faster-whisper's own model, with one thread like all ways."""
    from faster_whisper import WhisperModel

    return WhisperModel(
        str(folder), device="cpu", compute_type=arithmetic, cpu_threads=1, local_files_only=True
    )
