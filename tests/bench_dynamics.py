"""How well timing is heard, against calls of known truth: `make bench-dynamics`.

Every condition plays the same calls: a rate, a coding, noise, cross-talk, lost packets. No words
are given: all is heard. The last lines give the error of telling voices apart on one channel.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from coach.conversation.recording import About, Recording
from coach.dynamics.measure import measure
from coach.speakers.activity import Listening, mask_of
from coach.speakers.diarise import Clustering
from coach.speakers.sound import Sound, without_words
from tests import staged

NEAR = 0.5  # seconds within which a found event is the planted one
FRAMES = 100  # per second, where time is counted


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
    gain_db: tuple[float, float] = (0.0, 0.0)


COLUMNS = (
    "condition", "border ms (median, p90)", "overlap s (true)", "silences", "holds",
    "interruptions", "backchannels", "taken for interr.", "talk share off",
)  # fmt: skip
CONDITIONS = (
    Condition("16 kHz"),
    Condition("8 kHz", 8_000),
    Condition("mu-law 8 kHz", 8_000, "pcm_mulaw"),
    Condition("GSM 8 kHz", 8_000, "gsm"),
    Condition("MP3 32 kbit/s", 16_000, "libmp3lame", ".mp3", 32_000),
    Condition("Opus 24 kbit/s", 16_000, "libopus", ".ogg", 24_000),
    Condition("Vorbis", 16_000, "vorbis", ".ogg", 48_000),
    Condition("noise -45 dBFS", 8_000, noise_db=-45.0),
    Condition("noise -35 dBFS", 8_000, noise_db=-35.0),
    Condition("customer 12 dB fainter", 8_000, gain_db=(0.0, -12.0)),
    Condition("1 % of packets lost", 8_000, lost=0.01),
    Condition("bleed -40 dB", 8_000, bleed_db=-40.0),
    Condition("bleed -30 dB", 8_000, bleed_db=-30.0),
    Condition("bleed -20 dB, mu-law", 8_000, "pcm_mulaw", bleed_db=-20.0),
    Condition("bleed -15 dB", 8_000, bleed_db=-15.0),
    Condition("bleed -20 dB, Opus", 16_000, "libopus", ".ogg", 24_000, bleed_db=-20.0),
    Condition("bleed -6 dB", 8_000, bleed_db=-6.0),
)


@dataclass
class Score:
    """What came out of one condition, summed over its calls."""

    borders: list[float] = field(default_factory=list)
    overlap: float = 0.0
    true_overlap: float = 0.0
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
        self.overlap += sum(o.duration for o in found.overlaps)
        self.true_overlap += sum(o.duration for o in call.overlaps() if o.duration >= 0.2)
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
    sound = Sound(path, Listening(), 4.0)
    spans, n = sound.speakers(Clustering()), int(sound.listened.voices.duration * FRAMES) + 2
    true = [_mask(call.spans(role), n) for role in (staged.A, staged.C)]
    n_found = max(one.speaker for one in spans) + 1
    guess = [_mask([s.span for s in spans if s.speaker == k], n) for k in range(max(n_found, 2))]
    return min(_error(true, [guess[k] for k in order], guess)
               for order in permutations(range(len(guess)), 2))  # fmt: skip


def _error(true, matched, guess):
    n_true, n_guess = np.sum(true, axis=0), np.sum(guess, axis=0)
    right = sum(np.minimum(t, m).sum() for t, m in zip(true, matched, strict=True))
    return float((np.maximum(n_true, n_guess).sum() - right) / n_true.sum())


def _mask(spans, n):
    return mask_of([(round(s.start * FRAMES), round(s.end * FRAMES)) for s in spans], n).astype(int)


def _count(tally, planted, found):
    starts = [one.start for one in found]
    hits = [any(abs(start - begin) < NEAR for start in starts) for begin, _, _ in planted]
    begins = [begin for begin, _, _ in planted]
    tally[0] += sum(hits)
    tally[1] += len(planted)
    tally[2] += sum(all(abs(start - begin) >= NEAR for begin in begins) for start in starts)


def main(n_calls=6):
    """Print the table."""
    calls = [staged.staged(n, language=language) for n in range(n_calls // 2)
             for language in ("en", "ja")]  # fmt: skip
    table = Table(box=None, pad_edge=False)
    for column in COLUMNS:
        table.add_column(column, justify="right" if column != "condition" else "left")
    with tempfile.TemporaryDirectory() as folder:
        for condition in CONDITIONS:
            score = of_condition(condition, calls, Path(folder))
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
    borders = 1000 * np.percentile(score.borders, [50, 90])
    overlap = f"{score.overlap:.1f} ({score.true_overlap:.1f})"
    tallies = (score.silences, score.holds, score.interruptions, score.backchannels)
    found = [f"{hit}/{planted} +{invented}" for hit, planted, invented in tallies]
    if score.refused:
        overlap, found[2:] = f"refused {score.refused}", ["–", "–"]
    return [f"{borders[0]:.0f}, {borders[1]:.0f}", overlap, *found,
            str(score.backchannels_as_interruptions), f"{max(score.talk_share):.3f}"]  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6)
