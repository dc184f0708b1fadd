"""A call's sound as a browser plays it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from coach.audio.clips import content_hash, playable
from coach.audio.encoding import appearing
from coach.audio.outline import outline
from coach.audio.portions import Recorded
from coach.config import Settings
from coach.conversation.analysis import Analysis

_N_PEAKS = 1500


@dataclass(frozen=True, slots=True)
class Playable:
    """A recording as a browser plays it.

    Attributes:
        path: the file.
        peaks: for each channel, its outline in 0..1.
        duration: seconds.
    """

    path: Path
    peaks: tuple[tuple[float, ...], ...]
    duration: float


def playable_of(settings: Settings, analysis: Analysis) -> Playable | None:
    """Return a call's sound for the browser; None where there is none (any more).

    Peaks are kept in the cache by the recording's content.

    Raises:
        AudioError: the recording cannot be decoded.
        SetupError: the cache cannot be written.
    """
    media, path = analysis.conversation.media, recording_of(settings, analysis)
    if media is None or path is None:
        return None
    folder = settings.cache / "audio"
    channels = analysis.conversation.about.channels
    kept = folder / f"{'-'.join([content_hash(media), *map(str, channels)])}.peaks.json"
    if kept.is_file():
        raw = json.loads(kept.read_text(encoding="utf-8"))
    else:
        recorded = Recorded(media, channels=channels, max_hours=settings.sources.max_hours)
        raw = {"peaks": outline(recorded, _N_PEAKS), "duration": recorded.duration}
        with appearing(kept) as unfinished:
            unfinished.write_text(json.dumps(raw), encoding="utf-8")
    drawn = tuple(tuple(channel) for channel in raw["peaks"])
    return Playable(path, drawn, raw["duration"])


def recording_of(settings: Settings, analysis: Analysis) -> Path | None:
    """Return a call's sound as a file that browsers play; None where there is none (any more).

    Raises:
        AudioError: the recording cannot be decoded.
    """
    media = analysis.conversation.media
    if media is None or not media.is_file():
        return None
    channels = analysis.conversation.about.channels
    return playable(media, settings.cache / "audio", channels=channels)
