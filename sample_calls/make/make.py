"""Makes the sample calls and mails from the scripts beside this file.

Not needed to run the product: what it makes is in the folder above. What it needs itself is in
README.md.
"""

from __future__ import annotations

import csv
import json
import logging
import subprocess
import tempfile
import tomllib
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np  # noqa: TID253
import soundfile
from mails import write_threads
from script import MANNERS, Piece, Script, ScriptTurn, read_script
from voices import RATE_HZ, Samples, Voice, Word, read_voice, say

HERE = Path(__file__).parent
SAMPLES = HERE.parent
SPEECH_DB, NOISE_DB = -22.0, -62.0  # RMS against full scale
SENTENCE_GAP = (0.18, 0.36)
AFTER_MARK = 0.06  # a backchannel sets in just after the word before the mark
TAIL = 0.7
COLUMNS = ("file", "agent", "team", "started_at", "language", "agent_channel", "queue")

log = logging.getLogger("make")


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn with its samples at `RATE_HZ`; words and marks in seconds from its first sample."""

    samples: Samples
    words: tuple[Word, ...]
    marks: tuple[float, ...]

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / RATE_HZ


@dataclass(frozen=True, slots=True)
class PlacedTurn:
    """A spoken turn and where it starts on the call's clock."""

    role: str
    start: float
    spoken: SpokenTurn

    @property
    def end(self) -> float:
        """Where it ends on the call's clock."""
        return self.start + self.spoken.duration


def main() -> None:
    """Makes all calls and all mails, and the manifest over both."""
    agents = tomllib.loads((HERE / "agents.toml").read_text(encoding="utf-8"))
    (SAMPLES / "calls").mkdir(exist_ok=True)
    scripts = [read_script(path) for path in sorted((HERE / "calls").glob("*.txt"))]
    # flite draws on one stream of random numbers, so each call gets a process of its own
    with ProcessPoolExecutor(mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        rows = []
        for row in pool.map(make_call, scripts, [agents] * len(scripts)):
            log.info("made %s", row["file"])
            rows.append(row)
    rows += write_threads(HERE / "mail", SAMPLES / "mail", agents)
    _write_manifest(rows)


def make_call(script: Script, agents: dict[str, dict[str, str]]) -> dict[str, str]:
    """Writes one call's sound and transcript and returns its row of the manifest."""
    random = np.random.default_rng(zlib.crc32(script.name.encode()))
    agent = agents[script.head["agent"]]
    voices = {"agent": agent["voice"], "customer": script.head["customer_voice"]}
    language = script.head["language"]
    spoken = [
        _speak(turn, read_voice(voices[turn.role]), language, random) for turn in script.turns
    ]
    placed = _place(script.turns, spoken)
    stereo = _mix(placed, int(script.head["agent_channel"]), random)
    target = SAMPLES / "calls" / f"{script.name}.ogg"
    _encode(stereo, target)
    sidecar = target.with_suffix(".transcript.json")
    sidecar.write_text(_transcript(placed, language), encoding="utf-8")
    return _row(script, agent["team"])


def _row(script: Script, team: str) -> dict[str, str]:
    head = {key: value for key, value in script.head.items() if key in COLUMNS}
    return {"file": f"calls/{script.name}.ogg", "team": team} | head


def _speak(
    turn: ScriptTurn, voice: Voice, language: str, random: np.random.Generator
) -> SpokenTurn:
    """Speaks one turn: sentences with short gaps, pauses, and when each mark is reached."""
    parts: list[Samples] = []
    words: list[Word] = []
    clock = 0.0
    for pieces, pause in _stretches(turn):
        for speech in say(pieces, voice, language):
            words += [Word(w.text, w.start + clock, w.end + clock) for w in speech.words]
            gap = random.uniform(*SENTENCE_GAP)
            parts += [speech.samples, np.zeros(int(gap * RATE_HZ), np.float32)]
            clock += (len(parts[-2]) + len(parts[-1])) / RATE_HZ
        if pause:
            parts.append(np.zeros(int(pause * RATE_HZ), np.float32))
            clock += len(parts[-1]) / RATE_HZ
    samples = np.concatenate(parts)[: int(words[-1].end * RATE_HZ) + 1]
    level_db = SPEECH_DB + MANNERS[turn.manner]
    return SpokenTurn(_level(samples, level_db), tuple(words), _marks(turn, words))


def _stretches(turn: ScriptTurn) -> Iterator[tuple[list[Piece], float]]:
    """Yields the pieces of `turn` between pauses, each with the pause that follows it."""
    pieces: list[Piece] = []
    for piece in turn.pieces:
        if piece.pause is not None:
            yield pieces, piece.pause
            pieces = []
        elif not piece.is_mark:
            pieces.append(piece)
    if any(piece.shown.strip() for piece in pieces):
        yield pieces, 0.0


def _marks(turn: ScriptTurn, words: Iterable[Word]) -> tuple[float, ...]:
    """Returns when each mark of `turn` is reached: at the end of the word before it."""
    words = list(words)
    reached = np.cumsum([_n_letters(word.text) for word in words])
    marks: list[float] = []
    written = 0
    for piece in turn.pieces:
        written += _n_letters(piece.shown)
        if piece.is_mark:
            marks.append(words[int(np.searchsorted(reached, written))].end + AFTER_MARK)
    return tuple(marks)


def _n_letters(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _level(samples: Samples, target_db: float) -> Samples:
    """Returns `samples` with the RMS of their speech at `target_db`.

    Speech is every frame of 20 ms that is less than 40 dB below the loudest one.
    """
    frame = RATE_HZ // 50
    power = (samples[: len(samples) // frame * frame].reshape(-1, frame) ** 2).mean(axis=1)
    speech = power[power > power.max() * 1e-4].mean()
    louder: Samples = samples * np.float32(10 ** (target_db / 20) / np.sqrt(speech))
    return np.clip(louder, -0.95, 0.95)


def _place(turns: Iterable[ScriptTurn], spoken: Iterable[SpokenTurn]) -> list[PlacedTurn]:
    """Puts the turns on the call's clock: after the last word so far, or at the next open mark."""
    placed: list[PlacedTurn] = []
    open_marks: list[float] = []
    for turn, speech in zip(turns, spoken, strict=True):
        floor_end = max((other.end for other in placed), default=0.0)
        start = open_marks.pop(0) if turn.gap is None else max(floor_end + turn.gap, 0.0)
        open_marks += [start + mark for mark in speech.marks]
        placed.append(PlacedTurn(turn.role, start, speech))
    return sorted(placed, key=lambda turn: turn.start)


def _mix(placed: Iterable[PlacedTurn], agent_channel: int, random: np.random.Generator) -> Samples:
    """Returns the call, shape (n_samples, 2), with comfort noise on both channels."""
    placed = list(placed)
    length = int((max(turn.end for turn in placed) + TAIL) * RATE_HZ)
    stereo = np.zeros((length, 2), np.float32)
    for turn in placed:
        channel = agent_channel if turn.role == "agent" else 1 - agent_channel
        first = int(turn.start * RATE_HZ)
        stereo[first : first + len(turn.spoken.samples), channel] += turn.spoken.samples
    stereo += random.normal(0, 10 ** (NOISE_DB / 20), stereo.shape).astype(np.float32)
    return np.clip(stereo, -0.99, 0.99)


def _encode(stereo: Samples, target: Path) -> None:
    """Writes Ogg Opus, bit-exact, so that the same scripts make the same files.

    24 kbit/s is the least at which the channels stay apart: at 22 one leaks into the other at
    -51 dB, at 20 at -33 dB.
    """
    with tempfile.TemporaryDirectory() as folder:
        wave = Path(folder, "call.wav")
        soundfile.write(wave, stereo, RATE_HZ, subtype="PCM_16")
        options = "-c:a libopus -b:a 24k -application voip -frame_duration 60 -map_metadata -1"
        options += " -fflags +bitexact -flags:a +bitexact"
        command = ["ffmpeg", "-v", "error", "-y", "-i", str(wave), *options.split(), str(target)]
        subprocess.run(command, check=True)  # noqa: S603


def _transcript(placed: Iterable[PlacedTurn], language: str) -> str:
    """Returns the transcript as JSON, one turn on three lines."""
    lines = [f'{{"language": "{language}", "channel": "call", "turns": [']
    lines.append(",\n".join(_turn_json(turn, language) for turn in placed))
    return "\n".join([*lines, "]}", ""])


def _turn_json(turn: PlacedTurn, language: str) -> str:
    words = [_word_json(word, turn.start) for word in turn.spoken.words]
    text = ("" if language == "ja" else " ").join(word.text for word in turn.spoken.words)
    head = {"role": turn.role, "text": text, "start": words[0]["start"], "end": words[-1]["end"]}
    first = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{first},\n "words": {json.dumps(words, ensure_ascii=False)}}}'


def _word_json(word: Word, turn_start: float) -> dict[str, str | float]:
    start, end = (round(turn_start + time, 2) for time in (word.start, word.end))
    return {"text": word.text, "start": start, "end": end}


def _write_manifest(rows: Iterable[dict[str, str]]) -> None:
    with (SAMPLES / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
