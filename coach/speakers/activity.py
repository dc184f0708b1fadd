"""When somebody speaks in a channel.

Silero's detector tells speech from other sounds and blurs its borders; loudness has sharp
borders and cannot tell speech. So the detector finds the stretches and loudness moves their ends
to where the voice sets in and dies away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.conversation.span import Seconds, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Levels = NDArray[np.float32]

RATE_HZ = 16_000
FRAME: Seconds = 0.01  # the grid on which activity is kept
_WINDOW: Seconds = 0.02  # over which loudness is taken
_QUIETEST_DB = -90.0
_REACH: Seconds = 0.24  # measured: the detector is seldom further from a border than this
_ABOVE_FLOOR_DB = 5.0  # measured: at 8 dB noise of -45 dBFS hides 6 ms more of each begin and end
_FAINT_ENDS: Seconds = 0.02  # of a voice, below that level; measured: begins were found 23 ms late
# and ends 24 ms early (medians), which made overlaps a tenth too short
_BELOW_SPEECH_DB = 32.0  # what is fainter than this below the stretch's own loudness is no part
_FAINT_DB = 20.0  # our choice: raised and quiet speech lie some 15 dB apart
_STEADY = 3  # frames in a row that a voice must last to have set in
_SURE = 0.4  # Silero's probability; at its usual 0.5 one 「はい」 in four is not heard
_LEAST: Seconds = 0.08  # shorter stretches are clicks
# A short word as loud as the rest is believed at less: in noise of -45 dBFS the detector gave one
# 「はい」 of 0.3 s from 0.19 to 0.63, 29 dB above the noise, and half of them were lost.
_HALF_SURE = 0.15
_AS_LOUD_DB = 6.0
_SHORT_WORD: tuple[Seconds, Seconds] = (0.1, 1.0)


@dataclass(frozen=True, slots=True)
class Listening:
    """How speech is looked for in order to measure turn-taking.

    Wider gaps and pads suit recognition and ruin this: with 2 s and 0.4 s a call with one overlap
    had nine.

    Attributes:
        silence_ms: a pause that ends a stretch of speech.
        pad_ms: what the detector adds at both ends.
        dominance_db: how much louder than its own leakage a channel must be to count as speech.
    """

    silence_ms: int = 250
    pad_ms: int = 30
    dominance_db: float = 8.0


def levels_of(channel: NDArray[np.float32]) -> Levels:
    """Return the loudness of each hundredth of a second in dB of full scale.

    Args:
        channel: float32, 16,000 samples per second.
    """
    import numpy as np

    hop, reach = int(FRAME * RATE_HZ), int(_WINDOW * RATE_HZ)
    n_frames = len(channel) // hop
    summed = np.concatenate([[0.0], np.cumsum(np.square(channel, dtype=np.float64))])
    starts = np.clip(np.arange(n_frames) * hop + hop // 2 - reach // 2, 0, None)
    ends = np.minimum(starts + reach, len(channel))
    power = (summed[ends] - summed[starts]) / np.maximum(ends - starts, 1)
    decibels = 10 * np.log10(np.maximum(power, 10 ** (_QUIETEST_DB / 10)))
    return np.asarray(decibels, np.float32)


def speech_in(
    channel: NDArray[np.float32], levels: Levels, listening: Listening, voice: Levels
) -> list[tuple[int, int]]:
    """Return stretches of speech as half-open ranges of frames, sharp at both ends.

    Args:
        channel: float32, 16,000 samples per second.
        levels: its loudness in each frame.
        listening: how speech is looked for.
        voice: the survey's probability of speech in each frame, for short words.
    """
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    if not len(levels):
        return []
    options = VadOptions(
        threshold=_SURE,
        min_silence_duration_ms=listening.silence_ms,
        speech_pad_ms=listening.pad_ms,
    )
    hop = int(FRAME * RATE_HZ)
    found = get_speech_timestamps(channel, options, sampling_rate=RATE_HZ)
    rough = [(piece["start"] // hop, min(-(-piece["end"] // hop), len(levels))) for piece in found]
    floor = floor_of(levels, mask_of(rough, len(levels)))
    rough = sorted([*rough, *_short_words(rough, levels, floor, voice)])
    sharp = joined(_sharpened(rough, levels, floor), gap=listening.silence_ms / 1000)
    return _loud_enough(sharp, levels)


def _short_words(
    found: list[tuple[int, int]], levels: Levels, floor: float, voice: Levels
) -> list[tuple[int, int]]:
    """Return what lies apart from the speech found, is as loud, and is half taken for speech."""
    if not found:
        return []
    usual = _usual(found, levels)
    loud = levels > max(floor + 2 * _ABOVE_FLOOR_DB, usual - _FAINT_DB)
    speech = mask_of(found, len(levels))
    least, most = (round(length / FRAME) for length in _SHORT_WORD)
    return [
        (start, end)
        for start, end in ranges_of(loud)
        if least <= end - start <= most
        and not speech[max(0, start - 1) : end + 1].any()
        and _loudness(levels, start, end) > usual - _AS_LOUD_DB
        and voice[start:end].max() >= _HALF_SURE
    ]


def _loud_enough(ranges: list[tuple[int, int]], levels: Levels) -> list[tuple[int, int]]:
    """Return the stretches that are not far fainter than what else is said in the channel."""
    if not ranges:
        return []
    least = _usual(ranges, levels) - _FAINT_DB
    return [(start, end) for start, end in ranges if _loudness(levels, start, end) > least]


def _usual(ranges: list[tuple[int, int]], levels: Levels) -> float:
    """Return how loud a channel usually is where somebody speaks, in dB."""
    import numpy as np

    loudness = [_loudness(levels, start, end) for start, end in ranges]
    return float(np.median(np.repeat(loudness, [end - start for start, end in ranges])))


def _loudness(levels: Levels, start: int, end: int) -> float:
    import numpy as np

    return float(np.percentile(levels[start:end], 90))


def floor_of(levels: Levels, speech: Mask) -> float:
    """Return how loud a channel is while nobody speaks in it, in dB."""
    import numpy as np

    quiet = levels[~speech]
    enough = quiet if len(quiet) >= 50 else levels
    return float(np.percentile(enough, 15))


def mask_of(ranges: list[tuple[int, int]], n_frames: int) -> Mask:
    """Return for each frame whether a range holds it."""
    import numpy as np

    mask = np.zeros(n_frames, bool)
    for start, end in ranges:
        mask[start:end] = True
    return mask


def ranges_of(mask: Mask) -> list[tuple[int, int]]:
    """Return the half-open ranges of frames in which a mask holds."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def joined(ranges: list[tuple[int, int]], *, gap: Seconds) -> list[tuple[int, int]]:
    """Return ranges with the gaps closed that are shorter than `gap`; clicks are dropped."""
    out: list[tuple[int, int]] = []
    for start, end in ranges:
        if out and start - out[-1][1] < gap / FRAME:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return [(start, end) for start, end in out if end - start >= _LEAST / FRAME]


def spans_of(ranges: list[tuple[int, int]]) -> tuple[Span, ...]:
    """Return ranges of frames as spans of time."""
    return tuple(Span(start * FRAME, end * FRAME) for start, end in ranges if start < end)


def _sharpened(rough: list[tuple[int, int]], levels: Levels, floor: float) -> list[tuple[int, int]]:
    import numpy as np

    out = []
    reach = int(_REACH / FRAME)
    for place, (start, end) in enumerate(rough):
        loud = _loudness(levels, start, end) if end > start else floor
        least = max(floor + _ABOVE_FLOOR_DB, loud - _BELOW_SPEECH_DB)
        before = rough[place - 1][1] if place else 0
        after = rough[place + 1][0] if place + 1 < len(rough) else len(levels)
        first, last = max(start - reach, before), min(end + reach, after)
        loud_frames = _lasting(levels[first:last] > least)
        if not loud_frames.any():
            out.append((start, end))
            continue
        hits = np.flatnonzero(loud_frames)
        begin = first + int(hits[0])
        stop = first + int(hits[-1]) + 1
        first, last = begin - round(_FAINT_ENDS / FRAME), stop + round(_FAINT_ENDS / FRAME)
        out.append((max(first, start - reach, before), min(last, end + reach, after)))
    return out


def _lasting(mask: Mask) -> Mask:
    """Return a mask without what holds for too few frames in a row."""
    kept = [(start, end) for start, end in ranges_of(mask) if end - start >= _STEADY]
    return mask_of(kept, len(mask))
