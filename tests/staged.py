"""Calls put together with a known truth: who speaks when, who comes in on whom, and what is a hold.

The speech is cut from the sample calls, whose words have exact times, and laid on a new clock.
Nothing of the truth is measured on the sound.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from coach.audio import decode
from coach.conversation.codebook import Role
from coach.conversation.span import Span, merge
from tests import sounds

RATE_HZ = 16_000
CALLS = Path(__file__).parents[1] / "sample_calls" / "calls"
BREATH = 0.25  # shorter gaps between words are within a stretch of speech
FADE = 160  # samples over which a cut-off voice ends
SHORT = 0.75  # what is shorter can be a backchannel
A, C = Role.AGENT, Role.CUSTOMER


@dataclass(frozen=True)
class Piece:
    """Something said: its samples, and its words as (text, start, end) from its first sample."""

    sound: np.ndarray
    words: tuple[tuple[str, float, float], ...]

    @property
    def duration(self):
        return len(self.sound) / RATE_HZ

    @property
    def text(self):
        return " ".join(word for word, _, _ in self.words)


@dataclass
class Staged:
    """A call and the truth about it.

    `said` holds (role, start, piece) in the order of time; stretches are (start, end, role).
    """

    language: str = "en"
    said: list = field(default_factory=list)
    interruptions: list = field(default_factory=list)
    backchannels: list = field(default_factory=list)
    holds: list = field(default_factory=list)
    silences: list = field(default_factory=list)
    music: list = field(default_factory=list)
    end: float = 0.5

    def say(self, role, piece, gap):
        """Add a turn `gap` seconds after the last word so far; return its start."""
        start = max(0.0, self.end + gap)
        self.said.append((role, start, piece))
        self.end = max(self.end, start + piece.duration)
        return start

    def spans(self, role):
        """Return when a side speaks."""
        return merge(
            (Span(s + a, s + max(b, a + 0.01)) for r, s, p in self.said if r is role
             for _, a, b in p.words),
            gap=BREATH,
        )  # fmt: skip

    def overlaps(self):
        """Return when both speak."""
        shared = (a.overlap(c) for a in self.spans(A) for c in self.spans(C))
        return [both for both in shared if both]

    def channels(self, *, noise_db=-62.0, seed=0, gain_db=(0.0, 0.0)):
        """Return what each side's channel holds; the agent's comes first."""
        rng = np.random.default_rng(seed)
        n = int((self.end + 0.7) * RATE_HZ)
        out = {role: np.zeros(n, np.float32) for role in (A, C)}
        for role, start, piece in self.said:
            first = int(start * RATE_HZ)
            out[role][first : first + len(piece.sound)] += piece.sound
        for start, end in self.music:
            first, last = int(start * RATE_HZ), int(end * RATE_HZ)
            out[A][first:last] += melody(end - start + 1, seed=seed)[: last - first]
        return [
            np.clip(x * 10 ** (db / 20) + rng.normal(0, 10 ** (noise_db / 20), n), -0.99, 0.99)
            .astype(np.float32)
            for x, db in zip(out.values(), gain_db, strict=True)
        ]  # fmt: skip

    def transcript(self):
        """Return the call as the object of a .transcript.json."""
        turns = []
        for role, start, piece in sorted(self.said, key=lambda item: item[1]):
            words = [
                {"text": w, "start": round(start + a, 3), "end": round(start + b, 3)}
                for w, a, b in piece.words
            ]
            joint = "" if self.language == "ja" else " "
            text = joint.join(word for word, _, _ in piece.words)
            turns.append({"role": role.value, "text": text, "start": words[0]["start"],
                          "end": words[-1]["end"], "words": words})  # fmt: skip
        return {"language": self.language, "channel": "call", "turns": turns}


@cache
def bank(language="en"):
    """Return the pieces of all sample calls: {(role, file): [pieces]}; each is one turn."""
    found = {}
    for path in sorted(CALLS.glob(f"{language}-*.transcript.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        name = path.name.removesuffix(".transcript.json")
        samples = decode(CALLS / f"{name}.ogg").data
        turns = raw["turns"]
        for role in (A, C):
            channel = _channel(samples, turns, role)
            found[role, name] = [
                _piece(samples[channel], turn) for turn in turns if turn["role"] == role.value
            ]
    return found


def staged(seed, *, language="en", n_turns=24, events=("backchannel", "interruption", "silence",
                                                      "hold", "early"),
           distinct=False):  # fmt: skip
    """Return a call of two voices with everything planted in it that `events` names.

    With `distinct` both come from one sample call, where they are never the same.
    """
    rng = np.random.default_rng(seed)
    pieces = bank(language)
    names = sorted({name for _, name in pieces})
    voices = {role: pieces[role, names[rng.integers(len(names))]] for role in (A, C)}
    if distinct:
        voices[C] = pieces[C, next(name for (_, name), own in pieces.items() if own is voices[A])]
    call, role = Staged(language), A
    for number in range(n_turns):
        other = C if role is A else A
        turn = _pick(voices[role], rng, at_least=2.5)
        event = str(rng.choice(events)) if number else ""
        _act(call, event, (role, other), turn, voices, rng)
        role = other
    return call


def _act(call, event, sides, turn, voices, rng):
    role, other = sides
    gap = float(rng.uniform(0.3, 1.2))
    last = call.said[-1] if call.said else None
    if event == "silence":
        gap = float(rng.uniform(3.1, 9.0))
        call.silences.append((call.end, call.end + gap, role))
    elif event == "hold":
        gap = float(rng.uniform(12.0, 30.0))
        call.holds.append((call.end, call.end + gap, A))
        call.music.append((call.end + 0.4, call.end + gap - 0.4))
    elif event == "early":
        gap = -float(rng.uniform(0.2, 0.35))
    elif event == "interruption" and last and last[2].duration > 2.5:
        start, end = _cut_off(call, rng)
        call.say(role, turn, start - call.end)
        call.interruptions.append((start, end, role))
        return
    start = call.say(role, turn, gap)
    if event == "backchannel":
        _listen(call, start, turn, other, voices[other], rng)


def _cut_off(call, rng):
    """Cut the last turn short as somebody comes in; return from when until when both speak."""
    role, start, piece = call.said[-1]
    words = [w for w in piece.words if w[1] > 1.2][:-1] or list(piece.words[-1:])
    word = words[int(rng.integers(len(words)))]
    end = word[2]
    come_in = max(0.6, end - float(rng.uniform(0.7, 1.4)))
    sound = piece.sound[: int(end * RATE_HZ)].copy()
    sound[-FADE:] *= np.linspace(1, 0, FADE, dtype=np.float32)
    kept = tuple(w for w in piece.words if w[2] <= end)
    call.said[-1] = (role, start, Piece(sound, kept))
    call.end = start + end
    while call.backchannels and call.backchannels[-1][1] > start + come_in - 0.5:
        gone = call.backchannels.pop()
        call.said = [s for s in call.said if s[1] != gone[0]]
    return start + come_in, start + end


def _listen(call, start, turn, other, voice, rng):
    """Let the listener say "mm-hm" while the speaker goes on."""
    small = [p for p in voice if p.duration < SHORT] or shorts(other, call.language)
    piece = small[int(rng.integers(len(small)))]
    latest = turn.duration - piece.duration - 0.8
    if latest < 1.0:
        return
    at = start + float(rng.uniform(0.8, latest))
    call.said.insert(-1, (other, at, piece))
    call.backchannels.append((at, at + piece.duration, other))


@cache
def shorts(role, language):
    """Return every short piece of a side's voices."""
    return [p for (r, _), ps in bank(language).items() for p in ps if p.duration < SHORT]


def melody(seconds, *, seed=0, level_db=-24.0):
    """Return hold music: chords of plucked strings that move on every half second."""
    rng = np.random.default_rng(seed)
    n = int(seconds * RATE_HZ)
    out = np.zeros(n)
    for first in range(0, n, RATE_HZ // 2):
        t = np.arange(min(RATE_HZ, n - first)) / RATE_HZ
        root = 220 * 2 ** (int(rng.integers(12)) / 12)
        chord = sum(
            np.sin(2 * np.pi * root * k * h * t) / h for k in (1, 1.26, 1.5) for h in (1, 2, 3)
        )
        out[first : first + len(t)] += chord * np.exp(-2 * t)
    return (out * 10 ** (level_db / 20) / np.sqrt((out**2).mean())).astype(np.float32)


def with_bleed(channels, db, *, delay=0.04):
    """Return both channels with the other one faintly in them."""
    shift, gain = int(delay * RATE_HZ), np.float32(10 ** (db / 20))
    late = [np.concatenate([np.zeros(shift, np.float32), x[:-shift]]) for x in channels]
    return [channels[0] + gain * late[1], channels[1] + gain * late[0]]


def with_lost_packets(channels, *, share=0.01, seed=0):
    """Return the channels with packets of 20 ms lost and the packet before played again."""
    rng = np.random.default_rng(seed)
    size = RATE_HZ // 50
    out = [channel.copy() for channel in channels]
    for sound in out:
        for k in np.flatnonzero(rng.random(len(sound) // size) < share):
            if k:
                sound[k * size : (k + 1) * size] = sound[(k - 1) * size : k * size]
    return out


def with_jitter(channels, *, share=0.02, seed=0, most=3):
    """Return the channels as a jitter buffer plays them: at times 20 ms late, then in time again.

    Where it waits it plays the packet before again, where it catches up it leaves one out.
    """
    rng = np.random.default_rng(seed)
    size = RATE_HZ // 50
    out = []
    for sound in channels:
        late, played = 0, sound.copy()
        for k, chance in enumerate(rng.random(len(sound) // size)):
            if chance < share and late < most:
                late += 1
            elif chance > 1 - share and late:
                late -= 1
            source = max(0, k - late) * size
            played[k * size : (k + 1) * size] = sound[source : source + size]
        out.append(played)
    return out


def write(path, channels, *, codec=None, bit_rate=None, rate_hz=RATE_HZ):
    """Write a recording at a rate and in a coding."""
    if rate_hz != RATE_HZ:
        from scipy.signal import resample_poly

        channels = [
            resample_poly(x, rate_hz, RATE_HZ).astype(np.float32).clip(-1, 1) for x in channels
        ]
    if codec is None:
        return sounds.write_wav(path, *(x.clip(-1, 1) for x in channels), rate_hz=rate_hz)
    clipped = [x.clip(-0.99, 0.99) for x in channels]
    options = {"strict": "experimental"} if codec == "vorbis" else None
    return sounds.write_coded(
        path, *clipped, codec=codec, bit_rate=bit_rate, rate_hz=rate_hz, options=options
    )


def write_gsm(path, channels, *, rate_hz=8_000):
    """Write what GSM 06.10 leaves of the channels; None where nothing here can code it.

    PyAV reads this coding and does not write it; soundfile does, one channel at a time.
    """
    try:
        import soundfile
    except ImportError:
        return None
    from scipy.signal import resample_poly

    coded = []
    for number, channel in enumerate(channels):
        one = path.with_name(f"channel-{number}.wav")
        slow = resample_poly(channel, rate_hz, RATE_HZ).clip(-1, 1)
        soundfile.write(one, slow, rate_hz, format="WAV", subtype="GSM610")
        coded.append(decode(one, rate_hz=rate_hz).data[0])
    length = min(len(sound) for sound in coded)
    return sounds.write_wav(path, *(sound[:length] for sound in coded), rate_hz=rate_hz)


def _pick(pieces, rng, *, at_least):
    long_ones = [p for p in pieces if p.duration >= at_least]
    return long_ones[int(rng.integers(len(long_ones)))]


def _piece(channel, turn):
    start, end = turn["start"], turn["end"]
    words = tuple(
        (w["text"], round(w["start"] - start, 3), round(w["end"] - start, 3)) for w in turn["words"]
    )
    sound = channel[int(start * RATE_HZ) : int((end + 0.01) * RATE_HZ)]
    return Piece(sound, words)


def _channel(samples, turns, role):
    """Return the channel that is loudest while a side speaks."""
    power = [0.0, 0.0]
    for turn in turns:
        if turn["role"] == role.value:
            first, last = int(turn["start"] * RATE_HZ), int(turn["end"] * RATE_HZ)
            for channel in (0, 1):
                power[channel] += float((samples[channel][first:last] ** 2).sum())
    return int(np.argmax(power))
