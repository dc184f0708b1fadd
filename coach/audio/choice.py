"""Which channels of a recording are heard, where it has more than two.

Call recorders write a track for each line, a mix of all, and tracks that stay empty. Those are
wanted from which all the others follow:

    track 0   agent             heard
    track 1   nothing           silent
    track 2   customer          heard
    track 3   both, mixed       follows from 0 and 2
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.decoding import RATE_HZ
from coach.audio.laying import Laying
from coach.audio.levels import SAME, SILENCE_DB, Loudness
from coach.audio.opening import probe
from coach.audio.voice import TIGHT, VoiceDetector, speech
from coach.conversation.recording import Channels
from coach.conversation.span import Seconds
from coach.errors import AudioError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Products = NDArray[np.float64]

_LEAST_SPEECH: Seconds = 0.5  # a channel with less is no party's
_UNEXPLAINED = 1 - SAME**2  # share of power; so that one channel explains another as it is the same


@dataclass(frozen=True, slots=True)
class Choice:
    """The channels that are heard, and what to say about that.

    Attributes:
        channels: of the file, counted from 0, in the order in which they are heard; one or two.
        notes: a sentence where others were left out.
    """

    channels: Channels
    notes: tuple[str, ...] = ()


def choose(path: Path, wanted: Channels = ()) -> Choice:
    """Return which channels of a recording to hear: as asked for, else the parties'.

    One or two channels are heard as they are. Of more, silent ones are left out, those on which
    nobody speaks, and those that follow from the others: copies and mixes.

    Args:
        path: the recording.
        wanted: channels that somebody asked for, counted from 0; empty where nobody did.

    Raises:
        AudioError: as `probe`; there is no such channel; or more than two parties are left.
    """
    n_channels = probe(path).n_channels
    if wanted:
        return _as_asked(path, wanted, n_channels)
    if n_channels <= 2:
        return Choice(tuple(range(n_channels)))
    status = path.stat()
    return _by_sound(path, n_channels, (status.st_size, status.st_mtime_ns))


def _as_asked(path: Path, wanted: Channels, n_channels: int) -> Choice:
    lacking = [str(channel) for channel in wanted if channel >= n_channels]
    if lacking:
        raise AudioError(
            f"{path}: has {n_channels} channels, counted from 0, and so no channel "
            f"{' or '.join(lacking)}; correct --channels, or channels in the manifest"
        )
    if wanted == tuple(range(n_channels)):
        return Choice(wanted)
    return Choice(wanted, (f"{_heard(wanted, n_channels)}, as was asked for",))


@lru_cache(maxsize=256)
def _by_sound(path: Path, n_channels: int, _version: tuple[int, int]) -> Choice:
    """Listen to all channels once; asked again about the same file, answer from memory."""
    listening = _Listening(n_channels)
    for portion in Laying(path, range(n_channels), RATE_HZ, math.inf).portions():
        listening.hear(portion)
    able = listening.parties()
    found = explaining(able, listening.products)
    if found is None:
        raise AudioError(
            f"{path}: people speak on {len(able)} of its {n_channels} channels ({_list(able)}), "
            f"where one or two can be heard; say which with --channels {able[0]},{able[1]}, or "
            "channels in the manifest"
        )
    left = [channel for channel in range(n_channels) if channel not in found]
    why = [f"{n} {'follows from others' if n in able else listening.lacks(n)}" for n in left]
    return Choice(found, (f"{_heard(found, n_channels)}: {', '.join(why)}",))


def explaining(able: Sequence[int], products: Products) -> Channels | None:
    """Return the one or two channels from which all others follow; None where more are needed.

    Of several such pairs it is the one least alike: two parties, and not one of them and the mix.

    Args:
        able: the channels among which to choose, at least one.
        products: mean products of every two channels, shape (n_channels, n_channels).
    """
    for size in (1, 2):
        fitting = [
            chosen
            for chosen in combinations(able, size)
            if all(_unexplained(n, chosen, products) < _UNEXPLAINED for n in able)
        ]
        if fitting:
            return min(fitting, key=lambda chosen: round(_alike(chosen, products), 2))
    return None


def _unexplained(channel: int, by: Channels, products: Products) -> float:
    """Return the share of a channel's power that no weighted sum of others gives."""
    import numpy as np

    if channel in by:
        return 0.0
    among, across = products[np.ix_(by, by)], products[list(by), channel]
    weights = np.linalg.lstsq(among, across, rcond=None)[0]
    return float(1 - across @ weights / products[channel, channel])


def _alike(chosen: Channels, products: Products) -> float:
    first, last = chosen[0], chosen[-1]
    power = products[first, first] * products[last, last]
    return float(abs(products[first, last]) / power**0.5) if first != last else 0.0


class _Listening:
    """What is on each of many channels, portion by portion."""

    def __init__(self, n_channels: int) -> None:
        import numpy as np

        self.products: Products = np.zeros((n_channels, n_channels))
        self._sounds = [Loudness(RATE_HZ) for _ in range(n_channels)]
        self._detectors = [VoiceDetector() for _ in range(n_channels)]
        self._spoken: list[Seconds] = [0.0] * n_channels

    def hear(self, portion: Floats) -> None:
        """Take in what comes next, shape (n_channels, n_samples)."""
        import numpy as np

        level = portion - portion.mean(axis=1, keepdims=True, dtype=np.float64)
        self.products += level @ level.T
        for n, sound in enumerate(portion):
            self._sounds[n].add(sound)
            heard = self._detectors[n].hear(sound)
            spans = speech(heard, TIGHT, portion.shape[1] / RATE_HZ)
            self._spoken[n] += sum(span.duration for span in spans)

    def parties(self) -> list[int]:
        """Return the channels on which somebody speaks; where none is, one that is not silent."""
        n_channels = range(len(self._sounds))
        speaking = [n for n in n_channels if self._spoken[n] >= _LEAST_SPEECH]
        audible = [n for n in n_channels if self._sounds[n].loudest_db >= SILENCE_DB]
        return speaking or audible[:1] or [0]

    def lacks(self, channel: int) -> str:
        """Return why a channel is no party's."""
        silent = self._sounds[channel].loudest_db < SILENCE_DB
        return "is silent" if silent else "holds no speech"


def _heard(channels: Channels, n_channels: int) -> str:
    """Return which channels are heard, and how they are called from then on."""
    verb = "channels {} of {} are heard" if len(channels) > 1 else "channel {} of {} is heard"
    sentence = verb.format(_list(channels), n_channels)
    if channels == tuple(range(len(channels))):
        return sentence
    return f"{sentence} (called {_list(range(len(channels)))} elsewhere)"


def _list(channels: Sequence[int]) -> str:
    return " and ".join(filter(None, [", ".join(map(str, channels[:-1])), str(channels[-1])]))
