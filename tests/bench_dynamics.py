"""How well timing is heard, against calls of known truth: `make bench-dynamics`.

Every condition plays the same calls: a rate, a coding, noise, cross-talk, lost packets. No words
are given: all is heard. The last lines give the error of telling voices apart on one channel.
"""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from coach.batch.local import physical_cores
from coach.conversation.recording import About, Recording
from coach.dynamics.measure import measure
from coach.speakers.activity import Listening
from coach.speakers.diarise import Clustering
from coach.speakers.sound import Sound, without_words
from tests import staged
from tests.bench_voices import error_of

NEAR = 0.5  # seconds within which a found event is the planted one


@dataclass(frozen=True)
class Condition:
    """What is done to the sound of every call."""

    name: str
    rate_hz: int = 16_000
    codec: str | None = None
    suffix: str = ".wav"
    bit_rate: int | None = None
    noise_db: float = -62.0
    bleed_db: float | None = None
    lost: float = 0.0
    jitter: float = 0.0
    gain_db: tuple[float, float] = (0.0, 0.0)


COLUMNS = (
    "condition", "border ms", "overlap s (true)", "off", "worst call", "silences", "holds",
    "interruptions", "backchannels", "taken for interr.", "talk share off",
)  # fmt: skip
CONDITIONS = (
    Condition("8 kHz", 8_000),
    Condition("16 kHz"),
    Condition("44.1 kHz", 44_100),
    Condition("48 kHz", 48_000),
    Condition("mu-law 8 kHz", 8_000, "pcm_mulaw"),
    Condition("GSM 8 kHz", 8_000, "gsm"),
    Condition("MP3 32 kbit/s", 16_000, "libmp3lame", ".mp3", 32_000),
    Condition("Opus 24 kbit/s", 16_000, "libopus", ".ogg", 24_000),
    Condition("Vorbis", 16_000, "vorbis", ".ogg", 48_000),
    Condition("noise -45 dBFS", 8_000, noise_db=-45.0),
    Condition("noise -35 dBFS", 8_000, noise_db=-35.0),
    Condition("customer 12 dB fainter", 8_000, gain_db=(0.0, -12.0)),
    Condition("1 % of packets lost", 8_000, lost=0.01),
    Condition("jitter up to 60 ms", 8_000, jitter=0.02),
    Condition("bleed -40 dB", 8_000, bleed_db=-40.0),
    Condition("bleed -30 dB", 8_000, bleed_db=-30.0),
    Condition("bleed -20 dB", 8_000, bleed_db=-20.0),
    Condition("bleed -20 dB, mu-law", 8_000, "pcm_mulaw", bleed_db=-20.0),
    Condition("bleed -15 dB", 8_000, bleed_db=-15.0),
    Condition("bleed -10 dB", 8_000, bleed_db=-10.0),
    Condition("bleed -20 dB, Opus", 16_000, "libopus", ".ogg", 24_000, bleed_db=-20.0),
    Condition("bleed -6 dB", 8_000, bleed_db=-6.0),
)


@dataclass
class Score:
    """What came out of one condition, summed over its calls."""

    borders: list[float] = field(default_factory=list)
    overlap: float = 0.0
    true_overlap: float = 0.0
    errors: list[float] = field(default_factory=list)  # of the overlap of each call
    refused: int = 0
    silences: list[int] = field(default_factory=lambda: [0, 0, 0])  # found, planted, invented
    holds: list[int] = field(default_factory=lambda: [0, 0, 0])
    interruptions: list[int] = field(default_factory=lambda: [0, 0, 0])
    backchannels: list[int] = field(default_factory=lambda: [0, 0, 0])
    backchannels_as_interruptions: int = 0
    talk_share: list[float] = field(default_factory=list)

    def add(self, call, found, voices):
        """Take in one call."""
        for role, channel in zip((staged.A, staged.C), voices.channels, strict=True):
            self.borders += border_errors(call.spans(role), channel)
        true = {role: sum(s.duration for s in call.spans(role)) for role in (staged.A, staged.C)}
        share = true[staged.A] / sum(true.values())
        self.talk_share.append(abs(found.talk_share.agent - share))
        _count(self.silences, call.silences, found.silences)
        _count(self.holds, call.holds, found.holds)
        if found.overlaps is None:
            self.refused += 1
            return
        overlap = sum(o.duration for o in found.overlaps)
        true_overlap = sum(o.duration for o in call.overlaps() if o.duration >= 0.2)
        self.overlap, self.true_overlap = self.overlap + overlap, self.true_overlap + true_overlap
        self.errors.append(overlap / true_overlap - 1)
        _count(self.interruptions, call.interruptions, found.interruptions)
        _count(self.backchannels, call.backchannels, found.backchannels)
        self.backchannels_as_interruptions += sum(
            any(i.by is by and abs(i.start - start) < NEAR for i in found.interruptions)
            for start, _, by in call.backchannels
        )


def border_errors(true, found):
    """Return how far each true begin and end is from the nearest one found."""
    errors = []
    for side in ("start", "end"):
        near = np.array([getattr(span, side) for span in found] or [np.inf])
        errors += [float(np.abs(near - getattr(span, side)).min()) for span in true]
    return errors


def of_condition(condition, calls, folder):
    """Return the score of one condition."""
    score = Score()
    for number, call in enumerate(calls):
        channels = call.channels(noise_db=condition.noise_db, seed=number,
                                 gain_db=condition.gain_db)  # fmt: skip
        if condition.bleed_db is not None:
            channels = staged.with_bleed(channels, condition.bleed_db)
        if condition.lost:
            channels = staged.with_lost_packets(channels, share=condition.lost, seed=number)
        if condition.jitter:
            channels = staged.with_jitter(channels, share=condition.jitter, seed=number)
        path = folder / f"call{condition.suffix}"
        write = staged.write_gsm if condition.codec == "gsm" else staged.write
        options = {} if condition.codec == "gsm" else {"codec": condition.codec,
                                                       "bit_rate": condition.bit_rate}  # fmt: skip
        if write(path, channels, rate_hz=condition.rate_hz, **options) is None:
            return None
        score.add(call, *heard(path))
    return score


def heard(path):
    """Return the dynamics and the voices of a recording, without any word."""
    recording = Recording(path, About("bench", agent_channel=0))
    sound = Sound(path, Listening(), 4.0)
    talk = without_words(recording, sound, Clustering(), "the bench gives none")
    return measure(talk, sound.voices), sound.voices


def error_of_voices(call, folder, *, seed):
    """Return the diarisation error rate of a call on one channel (NIST, no collar)."""
    first, second = call.channels(seed=seed)
    path = staged.write(folder / "mono.wav", [first + second], rate_hz=8_000)
    return error_of(path, [call.spans(role) for role in (staged.A, staged.C)])[0]


def _count(tally, planted, found):
    starts = [one.start for one in found]
    hits = [any(abs(start - begin) < NEAR for start in starts) for begin, _, _ in planted]
    begins = [begin for begin, _, _ in planted]
    tally[0] += sum(hits)
    tally[1] += len(planted)
    tally[2] += sum(all(abs(start - begin) >= NEAR for begin in begins) for start in starts)


def calls_of(n_calls):
    """Return half of the calls in each language; of three, one is full of backchannels."""
    return [
        staged.staged(n, language=language, n_turns=44, events=("backchannel",))
        if n % 3 == 2
        else staged.staged(n, language=language)
        for n in range(n_calls // 2)
        for language in ("en", "ja")
    ]


def scored(condition, n_calls):
    """Return the score of one condition, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return of_condition(condition, calls_of(n_calls), Path(folder))


def main(n_calls=6):
    """Print the table."""
    table = Table(box=None, pad_edge=False)
    for column in COLUMNS:
        table.add_column(column, justify="right" if column != "condition" else "left")
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(physical_cores(), mp_context=get_context("spawn")) as pool,
    ):
        scores = pool.map(scored, CONDITIONS, repeat(n_calls))
        for condition, score in zip(CONDITIONS, scores, strict=True):
            table.add_row(condition.name, *(_cells(score) if score else ["not to be had"]))
        errors = [error_of_voices(staged.staged(n, language=language, distinct=True), Path(folder),
                                  seed=n)
                  for n in range(n_calls // 2) for language in ("en", "ja")]  # fmt: skip
    console = Console(highlight=False, width=170)
    console.print(table)
    console.print("silences, holds, …: found of planted (+ invented)")
    console.print(
        f"voices of one channel: error median {np.median(errors):.3f}, "
        f"from {min(errors):.3f} to {max(errors):.3f} in {len(errors)} calls"
    )


def _cells(score):
    border = 1000 * np.median(score.borders)
    overlap = [f"{score.overlap:.1f} ({score.true_overlap:.1f})",
               f"{score.overlap / (score.true_overlap or 1) - 1:+.0%}",
               f"{max(score.errors, key=abs, default=0):+.0%}"]  # fmt: skip
    tallies = (score.silences, score.holds, score.interruptions, score.backchannels)
    found = [f"{hit}/{planted} +{invented}" for hit, planted, invented in tallies]
    if score.refused:
        overlap, found[2:] = [f"refused {score.refused}", "–", "–"], ["–", "–"]
    return [f"{border:.0f}", *overlap, *found,
            str(score.backchannels_as_interruptions), f"{max(score.talk_share):.3f}"]  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6)
