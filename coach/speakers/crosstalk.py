"""What leaks from one channel into the other, and who really speaks.

A detector of speech is blind to loudness: a leak of -30 dB is as much speech to it as the voice
itself, and a call with 1 s of overlap comes out with a minute of it. So the leak is first taken
away as far as it is a late and faint copy of the other channel, and of what is left only speech
counts that is louder than the rest of the leak.

This serves the measuring of time, in frames of 0.01 s. `coach.audio.crosstalk` does a coarser
thing for the recogniser, which must not lose the begin of a word and has no use for cleaned sound:
it gates the frames of the survey by level alone. One for both would either run filters over
recordings that are only transcribed, or measure overlap by a gate that takes a late echo for
speech.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.conversation.span import Seconds
from coach.speakers.activity import FRAME, RATE_HZ, floor_of, levels_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coach.speakers.activity import Levels, Mask

    Sound = NDArray[np.float32]

_LONGEST_DELAY: Seconds = 0.4  # of an echo in telephony that people still bear; ITU-T G.131
_N_TAPS = 256  # 16 ms: the copy and the colour that a handset gives it
_BEFORE = 64  # taps before the copy's main delay
_BLOCK = 1 << 20  # samples that are correlated together, to bound memory
_ALIKE = 6.0  # a copy stands out of the chance correlation by this factor
_LOUDER_DB = 3.0
_STEADY = 1e-3  # added to the equations' diagonal: one part in a thousand
_SMOOTH: Seconds = 0.15
_AROUND: Seconds = 0.06  # how far from its delay the rest of a leak is looked for
_HEARD_DB = 3.0  # a leak must lift the other channel's floor by this much to be heard at all
_SHARE = 35.0  # percentile: low, since now and then both really speak
_LEAST_FRAMES = 100
_STEP = 2  # frames between the delays that are tried


@dataclass(frozen=True, slots=True)
class Leak:
    """How one channel is heard in the other.

    Attributes:
        db: its loudness there, in dB against its own channel.
        delay: seconds by which it comes later.
    """

    db: float
    delay: Seconds


def take_copy_away(victim: Sound, talker: Sound) -> tuple[Sound, Leak | None]:
    """Return `victim` without the late copy of `talker` in it, and what that copy was like.

    The delay is where both correlate most; the copy's colour is the least-squares filter of 16 ms
    around it (Haykin, Adaptive Filter Theory, chapter on Wiener filters).

    Args:
        victim: a channel, 16,000 samples per second.
        talker: the other channel, of the same length.
    """
    import numpy as np
    from scipy.linalg import solve_toeplitz
    from scipy.signal import oaconvolve

    reach = round(_LONGEST_DELAY * RATE_HZ)
    across, alone = _correlations(victim, _where_louder(talker, victim), reach)
    alike = np.abs(across)
    if alone[0] <= 0 or alike.max() <= 0 or alike.max() < _ALIKE * np.median(alike) / 0.6745:
        return victim, None
    first = max(0, int(alike.argmax()) - _BEFORE)
    taps = min(_N_TAPS, reach - first)
    row = alone[:taps].copy()
    row[0] *= 1 + _STEADY
    copy_filter = solve_toeplitz(row, across[first : first + taps])
    late = np.concatenate([np.zeros(first, np.float32), talker])[: len(talker)]
    copy = np.asarray(oaconvolve(late, copy_filter)[: len(late)], np.float32)
    share = float((copy**2).mean(dtype=np.float64) / (talker**2).mean(dtype=np.float64))
    return victim - copy, Leak(10 * math.log10(share), (first + _BEFORE) / RATE_HZ)


def _where_louder(talker: Sound, victim: Sound) -> Sound:
    """Return `talker` where it is the louder one, and silence elsewhere.

    Music on hold repeats itself, and so does its copy: without this it passes for a leak.
    """
    import numpy as np

    louder = levels_of(talker) > levels_of(victim) + _LOUDER_DB
    hop = round(FRAME * RATE_HZ)
    kept = np.zeros_like(talker)
    n_whole = len(louder) * hop
    kept[:n_whole] = talker[:n_whole] * np.repeat(louder, hop)
    return kept


def _correlations(
    victim: Sound, talker: Sound, reach: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the correlation at delays 0..reach: of victim with talker, and of talker itself."""
    import numpy as np
    from scipy.fft import irfft, next_fast_len, rfft

    across, alone = np.zeros(reach), np.zeros(reach)
    size = next_fast_len(min(_BLOCK, len(victim)) + reach)
    for start in range(0, len(victim), _BLOCK):
        said = rfft(talker[start : start + _BLOCK].astype(np.float64), size)
        heard = rfft(victim[start : start + _BLOCK + reach].astype(np.float64)[:size], size)
        across += irfft(heard * said.conj(), size)[:reach]
        alone += irfft(said * said.conj(), size)[:reach]
    return across, alone


def leak_into(victim: Levels, talker: Levels, speech: tuple[Mask, Mask]) -> Leak | None:
    """Return how `talker` is still heard in `victim`; None where it is not.

    Args:
        victim: loudness of the channel that may hold a leak.
        talker: loudness of the channel that may leak.
        speech: in which frames the detector hears speech in (victim, talker).
    """
    import numpy as np

    if speech[1].sum() < _LEAST_FRAMES:
        return None
    floor = floor_of(victim, speech[0] | speech[1])
    loud = speech[1] & (talker > np.median(talker[speech[1]]))
    found: list[tuple[float, Leak | None]] = []
    for delay in range(0, round(_LONGEST_DELAY / FRAME), _STEP):
        late = np.flatnonzero(loud[: len(loud) - delay])
        if len(late) >= _LEAST_FRAMES / 2:
            found.append(_leak(victim[late + delay], talker[late], floor, delay * FRAME))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _leak(heard: Levels, said: Levels, floor: float, delay: Seconds) -> tuple[float, Leak | None]:
    """Return how unsteady a leak is at a delay (at the right one it is steadiest), and the leak."""
    import numpy as np

    low, high = np.percentile(heard - said, [10, 60])
    if np.percentile(heard, _SHARE) < floor + _HEARD_DB:
        return float(high - low), None
    power = np.maximum(10 ** (heard / 10) - 10 ** (floor / 10), 1e-12)
    return float(high - low), Leak(float(np.percentile(10 * np.log10(power) - said, _SHARE)), delay)


def without_leak(
    speech: Mask, own: Levels, other: Levels, leak: Leak | None, margin_db: float
) -> Mask:
    """Return the frames of `speech` that are louder than what leaks in from the other channel."""
    import numpy as np
    from scipy.ndimage import maximum_filter1d

    if leak is None:
        return speech
    delay, around = round(leak.delay / FRAME), round(_AROUND / FRAME)
    late = np.concatenate([np.full(delay, other.min(), other.dtype), other])[: len(other)]
    said = maximum_filter1d(_smooth(late), 2 * around + 1, mode="nearest")
    kept: Mask = speech & (_smooth(own) > said + leak.db + margin_db)
    return kept


def _smooth(levels: Levels) -> NDArray[np.float32]:
    import numpy as np
    from scipy.ndimage import uniform_filter1d

    power = uniform_filter1d(10 ** (levels.astype(np.float64) / 10), round(_SMOOTH / FRAME))
    smoothed: NDArray[np.float32] = (10 * np.log10(np.maximum(power, 1e-12))).astype(np.float32)
    return smoothed
