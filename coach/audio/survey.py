"""What there is to be heard in a recording, found in one pass: voices, levels, music, faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.audio import levels
from coach.audio.crosstalk import HOPELESS_DB, TELLING_DB, crosstalk_db, gated
from coach.audio.facts import AudioFacts
from coach.audio.music import flatness, music
from coach.audio.portions import Recorded
from coach.audio.voice import FRAME, Cutting, VoiceDetector, speech
from coach.conversation.span import Seconds, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What was found in a recording.

    Attributes:
        facts: what the file declares.
        duration: seconds, with lost stretches as silence.
        voice: probability of speech in each frame of 0.032 s, shape (n_channels, n_frames); the
            other party's voice does not count. One channel where both held the same sound.
        power: mean square of the sound in each frame, in the same shape.
        crosstalk_db: for each channel how loud the other party is on it; None if not to be heard.
        music: for each channel the stretches of music or tones.
        notes: sentences for people about what is wrong with the sound.
    """

    facts: AudioFacts
    duration: Seconds
    voice: Floats
    power: Floats
    crosstalk_db: tuple[float | None, ...]
    music: tuple[tuple[Span, ...], ...]
    notes: tuple[str, ...]

    @property
    def n_channels(self) -> int:
        """One or two; fewer than are heard when both held the same sound."""
        return len(self.voice)

    def speech(self, channel: int, cutting: Cutting) -> list[Span]:
        """Return when somebody speaks on a channel."""
        return speech(self.voice[channel], cutting, self.duration)


def survey(recorded: Recorded) -> Survey:
    """Return what a pass through a recording of 16,000 samples per second finds.

    Raises:
        AudioError: it cannot be decoded, or no sound comes out of it.
    """
    import numpy as np

    probes = [_Probe() for _ in recorded.channels]
    alike = levels.Alike()
    for portion in recorded.portions():
        for probe, sound in zip(probes, portion, strict=True):
            probe.add(sound)
        alike.add(portion)
    found = [probe.found() for probe in probes]
    tracks, about = levels.decide([probe.sound for probe in probes], alike.correlation)
    voice, power, flat = (np.stack([found[n][k] for n in range(tracks)]) for k in range(3))
    heard = [tuple(music(voice[n], power[n], flat[n])) for n in range(tracks)]
    bleed = crosstalk_db(voice, power) if tracks == 2 else (None,) * tracks
    return Survey(
        recorded.facts,
        recorded.duration,
        gated(voice, power) if tracks == 2 else voice,
        power,
        bleed,
        tuple(heard),
        (*recorded.notes, *about, *_about_bleed(bleed), *_about_music(heard)),
    )


class _Probe:
    """One channel, portion by portion."""

    def __init__(self) -> None:
        self.sound = levels.Loudness()
        self._detector = VoiceDetector()
        self._voice: list[Floats] = []
        self._power: list[Floats] = []
        self._flat: list[Floats] = []

    def add(self, sound: Floats) -> None:
        import numpy as np

        self.sound.add(sound)
        self._voice.append(self._detector.hear(sound))
        whole = np.pad(sound, (0, -len(sound) % FRAME)).reshape(-1, FRAME)
        self._power.append(np.einsum("ij,ij->i", whole, whole) / np.float32(FRAME))
        self._flat.append(flatness(whole.reshape(-1)))

    def found(self) -> tuple[Floats, Floats, Floats]:
        """Return voice, power and flatness of each frame."""
        import numpy as np

        voice = np.concatenate([*self._voice, self._detector.finish()])
        return voice, np.concatenate(self._power), np.concatenate(self._flat)


def _about_bleed(bleed: Sequence[float | None]) -> tuple[str, ...]:
    return tuple(
        f"the other party is heard on channel {channel} at {db:.0f} dB of their own level"
        + (": who speaks when cannot be told well" if db >= HOPELESS_DB else "")
        for channel, db in enumerate(bleed)
        if db is not None and db >= TELLING_DB
    )


def _about_music(heard: Sequence[Sequence[Span]]) -> tuple[str, ...]:
    return tuple(
        f"channel {channel} holds {sum(s.duration for s in spans):.0f} seconds of music or tones, "
        f"first at {_clock(spans[0].start)}"
        for channel, spans in enumerate(heard)
        if spans
    )


def _clock(time: Seconds) -> str:
    minutes, seconds = divmod(int(time), 60)
    return f"{minutes}:{seconds:02d}"
