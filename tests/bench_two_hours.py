"""What it takes to go through a recording of two hours: `python -m tests.bench two_hours`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.bench_hearing import CALLS, Line
from tests.sounds import write_coded


def of_two_hours() -> Iterator[Line]:
    """Memory and CPU time of going through a call of two hours, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = _two_hours(Path(folder) / "call.wav")
        bare = in_process("import faster_whisper, ctranslate2, numpy, av, onnxruntime")
        through = (
            "from pathlib import Path; from coach.audio import Recorded, survey; "
            "import faster_whisper, ctranslate2; "
            "from coach.transcription.memory import keep_memory; keep_memory(); "
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
