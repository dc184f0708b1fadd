"""Recordings for tests, made from numbers: known sounds at known times, in every coding."""

from __future__ import annotations

import struct
import wave

import av
import numpy as np

RATE_HZ = 16_000


def silence(seconds, *, rate_hz=RATE_HZ):
    return np.zeros(round(seconds * rate_hz), np.float32)


def noise(seconds, *, seed, rms=0.01, rate_hz=RATE_HZ):
    rng = np.random.default_rng(seed)
    return rng.normal(0, rms, round(seconds * rate_hz)).astype(np.float32)


def tone(seconds, hz, *, amplitude=0.5, rate_hz=RATE_HZ):
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    return (amplitude * np.sin(2 * np.pi * hz * t)).astype(np.float32)


def with_bursts(seconds, *times, seed=0, rate_hz=RATE_HZ):
    """Return faint noise with a loud fifth of a second of 1 kHz at each time."""
    sound = noise(seconds, seed=seed, rate_hz=rate_hz)
    for time in times:
        start = round(time * rate_hz)
        sound[start : start + rate_hz // 5] += tone(0.2, 1000, rate_hz=rate_hz)
    return sound


def bursts_in(channel, *, rate_hz=RATE_HZ):
    """Return the seconds at which loud bursts begin, to a hundredth."""
    size = rate_hz // 100
    frames = np.abs(channel[: len(channel) // size * size]).reshape(-1, size).max(axis=1)
    loud = np.flatnonzero(frames > 0.2)
    first = np.diff(loud, prepend=-100) > 10
    return [round(float(index) / 100, 2) for index in loud[first]]


def voice(seconds, *, pitch_hz=120, seed=0, rate_hz=RATE_HZ):
    """Return something that a voice activity detector takes for speech: gliding vowels.

    A pulse train at a wavering pitch through three resonances that move from vowel to vowel,
    opened and closed four times a second.
    """
    from scipy.signal import lfilter

    n = round(seconds * rate_hz)
    rng = np.random.default_rng(seed)
    t = np.arange(n) / rate_hz
    pitch = pitch_hz * (1 + 0.1 * np.sin(2 * np.pi * 0.7 * t) + 0.02 * rng.normal(size=n))
    pulses = (np.diff(np.floor(np.cumsum(pitch) / rate_hz), prepend=0) > 0).astype(float)
    vowels = [(730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480)]
    sound = np.zeros(n)
    for number, start in enumerate(range(0, n, rate_hz // 8)):
        piece = slice(start, start + rate_hz // 8)
        out = pulses[piece] + 0.01 * rng.normal(size=len(pulses[piece]))
        for hz in vowels[rng.integers(4) if number % 2 else number // 2 % 4]:
            radius = np.exp(-np.pi * 90 / rate_hz)
            out = lfilter([1], [1, -2 * radius * np.cos(2 * np.pi * hz / rate_hz), radius**2], out)
        sound[piece] = out
    sound *= 0.55 + 0.45 * np.sin(2 * np.pi * 4 * t)
    return (0.3 * sound / np.abs(sound).max()).astype(np.float32)


def write_wav(path, *channels, rate_hz=RATE_HZ):
    """Write 16-bit WAV with the standard library alone, and return its path."""
    samples = (np.stack(channels).T * 32767).round().astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.tobytes())
    return path


CODECS = {
    ".mp3": "libmp3lame",
    ".ogg": "libopus",
    ".flac": "flac",
    ".m4a": "aac",
    ".wav": "pcm_mulaw",
}


def write_coded(path, *channels, codec=None, bit_rate=None, rate_hz=RATE_HZ, options=None):
    """Write a recording in the coding that goes with the suffix, or another, with PyAV."""
    layout = {1: "mono", 2: "stereo", 3: "3.0", 4: "4.0", 6: "5.1"}[len(channels)]
    samples = (np.stack(channels).T.reshape(1, -1) * 32767).round().astype(np.int16)
    with av.open(str(path), "w") as container:
        codec = codec or CODECS[path.suffix]
        stream = container.add_stream(codec, rate=rate_hz, layout=layout, options=options or {})
        if bit_rate:
            stream.bit_rate = bit_rate
        frame = av.AudioFrame.from_ndarray(samples, "s16", layout)
        frame.sample_rate, frame.pts = rate_hz, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def write_gsm(path, *, n_blocks=100, seed=0):
    """Write a WAV in the GSM coding of old call recorders, 0.04 s of chatter to a block.

    PyAV reads it and does not write it; each block of 65 bytes stands for some sound, whatever
    is in it.
    """
    sound = np.random.default_rng(seed).bytes(65 * n_blocks)
    form = struct.pack("<HHIIHHHH", 0x31, 1, 8000, 1625, 65, 0, 2, 320)
    fact = b"fact" + struct.pack("<II", 4, 320 * n_blocks)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form + fact
    body = b"WAVE" + chunks + b"data" + struct.pack("<I", len(sound)) + sound
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    return path


def damage(path, start, end, *, seed=0):
    """Overwrite a part of a file, given as fractions of its length, with random bytes."""
    content = bytearray(path.read_bytes())
    first, last = int(start * len(content)), int(end * len(content))
    content[first:last] = np.random.default_rng(seed).bytes(last - first)
    path.write_bytes(content)
    return path


def shorten(path, keep):
    """Keep the first part of a file, a fraction of its length."""
    path.write_bytes(path.read_bytes()[: int(keep * path.stat().st_size)])
    return path
