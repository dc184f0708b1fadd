"""One party heard on the other's channel: how loud, and how to leave it out.

The voice detector does not care how loud a voice is: a party who is heard on the other channel
at -30 dB counts there as speech, and 1.3 s of true overlap became 59 s (measured on a synthetic
call). So a frame of speech counts for nobody while the other channel speaks much louder.

This serves the choice of what a recogniser is to hear: it looks at levels alone, frame by frame of
the voice detector, in the one pass that a survey makes over a recording of any length, and rather
keeps a frame too many. Where time itself is measured that is not enough, since a leak may come
late and two parties may really speak at once: see `coach.speakers.crosstalk`, which looks for the
delay and filters the copy out of ten minutes of sound at a time.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.audio.voice import SPEECH

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

DOMINANCE_DB = 8.0  # measured: loses 2-3 % of speech, and 1.3 s of overlap stay 2.2 s at -25 dB
TELLING_DB = -40.0  # what is quieter does no harm: to be told from here on
HOPELESS_DB = -11.0  # from here on the gate cannot tell the parties apart: at -15 dB it leaves
# 9 s of overlap where 5.5 s are true, at -10 dB 26 s (measured on a synthetic call)
_LEADS_DB = 3.0  # enough to say who speaks, where levels are taken
_SMOOTH = 5  # frames of 0.032 s: about the length of a syllable
_FEWEST = 30  # frames of one party alone that a level is taken from: a second
_TINY = 1e-12


def gated(voice: Floats, power: Floats) -> Floats:
    """Return the probabilities of speech with those of the other party's voice set to zero.

    Args:
        voice: probability of speech for each channel and frame, shape (2, n_frames).
        power: mean square of the sound, in the same shape.
    """
    import numpy as np

    lead = _lead_db(power)
    kept = voice.copy()
    kept[0, (lead < -DOMINANCE_DB) & (voice[1] >= SPEECH)] = 0.0
    kept[1, (lead > DOMINANCE_DB) & (voice[0] >= SPEECH)] = 0.0
    return np.asarray(kept, np.float32)


def crosstalk_db(voice: Floats, power: Floats) -> tuple[float | None, float | None]:
    """Return for each channel how loud the other party is heard on it, in dB of their own level.

    Measured where the other party speaks and is the louder one, less the noise there.
    None where that is not to be heard above the noise, or where nobody spoke for long enough.

    Args:
        voice: as `gated`.
        power: as `gated`.
    """
    lead = _lead_db(power)
    return (
        _heard_on(0, voice, power, (lead < -_LEADS_DB) & (voice[1] >= SPEECH)),
        _heard_on(1, voice, power, (lead > _LEADS_DB) & (voice[0] >= SPEECH)),
    )


def _heard_on(
    channel: int, voice: Floats, power: Floats, other_leads: NDArray[np.bool_]
) -> float | None:
    import numpy as np

    nobody = (voice < SPEECH).all(axis=0)
    if other_leads.sum() < _FEWEST or nobody.sum() < _FEWEST:
        return None
    floor = float(np.median(power[channel, nobody]))
    there = float(np.median(power[channel, other_leads]))
    own = float(np.median(power[1 - channel, other_leads]))
    if there < 2 * floor + _TINY:
        return None
    return 10 * math.log10((there - floor) / own)


def _lead_db(power: Floats) -> NDArray[np.float64]:
    """Return by how many dB the first channel is louder than the second, smoothed."""
    import numpy as np

    even = np.ones(_SMOOTH) / _SMOOTH
    first, second = (np.convolve(channel, even, "same")[: len(channel)] for channel in power)
    return np.asarray(10 * np.log10((first + _TINY) / (second + _TINY)))
