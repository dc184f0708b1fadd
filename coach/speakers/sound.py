"""The sound of one recording: listened to at most once, when it is first needed."""

from __future__ import annotations

import logging
from functools import cached_property
from pathlib import Path

from coach.audio.portions import Recorded
from coach.conversation.conversation import Conversation
from coach.conversation.recording import Channels, Recording
from coach.conversation.transcript import Transcript
from coach.conversation.voices import SpeakerSpan, Voices
from coach.errors import AudioError, NothingToScore
from coach.speakers.activity import Listening
from coach.speakers.base import Diariser
from coach.speakers.listen import Listened, listen
from coach.speakers.separate import separated
from coach.speakers.turns import conversation_from, from_sound

_log = logging.getLogger(__name__)


class Sound:
    """A recording that can be asked who speaks when."""

    def __init__(
        self, path: Path, listening: Listening, max_hours: float, *, channels: Channels = ()
    ) -> None:
        self.path, self.channels = path, channels
        self._listening, self._max_hours = listening, max_hours

    @classmethod
    def of(
        cls, source: Conversation | Recording, listening: Listening, max_hours: float
    ) -> Sound | None:
        """Return the sound of a recording, or of a call that was heard in one that is there."""
        path = source.path if isinstance(source, Recording) else source.media
        if path is None or not path.is_file():
            return None
        return cls(path, listening, max_hours, channels=source.about.channels)

    @cached_property
    def recorded(self) -> Recorded:
        """The sound itself.

        Raises:
            AudioError: it cannot be decoded.
        """
        return Recorded(self.path, channels=self.channels, max_hours=self._max_hours)

    @cached_property
    def listened(self) -> Listened:
        """Who speaks when, and what is wrong with the sound.

        Raises:
            AudioError: it cannot be decoded.
        """
        return listen(self.recorded, self._listening)

    @property
    def voices(self) -> Voices | None:
        """Who speaks when; None where the recording cannot be decoded."""
        return self._whole.voices if self._whole else None

    @cached_property
    def _whole(self) -> Listened | None:
        try:
            return self.listened
        except AudioError as exc:
            _log.info("timing is taken from the transcript: %s", exc)
            return None

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what is wrong with the sound; none where it cannot be decoded."""
        return self._whole.notes if self._whole else ()

    def speakers(self, diariser: Diariser) -> list[SpeakerSpan]:
        """Return who speaks when: on two channels the channel, on one the voice.

        Raises:
            AudioError: the recording cannot be decoded.
        """
        voices = self.listened.voices
        if voices.n_channels == 1:
            return diariser.diarise(self.recorded, voices.channels[0])
        spans = (SpeakerSpan(s, n) for n, spoken in enumerate(voices.channels) for s in spoken)
        return sorted(spans, key=lambda one: one.span)


def by_voices(
    recording: Recording, transcript: Transcript, sound: Sound, diariser: Diariser
) -> Conversation:
    """Return the conversation of a transcript; the voices of one channel are told apart.

    Raises:
        NothingToScore: no word was heard.
    """
    if transcript.n_channels != 1 or not transcript.utterances:
        return conversation_from(recording, transcript)
    spans = sound.speakers(diariser)
    return conversation_from(recording, separated(transcript, spans), is_estimated=True)


def without_words(
    recording: Recording, sound: Sound, diariser: Diariser, reason: str
) -> Conversation:
    """Return a conversation of which the timing alone is known.

    Raises:
        AudioError: the recording cannot be decoded.
        NothingToScore: nobody speaks in it.
    """
    listened = sound.listened
    if not listened.voices.speech:
        why = "; ".join([*listened.notes, reason])
        raise NothingToScore(f"{recording.path}: no speech is heard in it ({why})")
    why = f"words were not scored, only timing was measured: {reason}"
    n_channels = listened.voices.n_channels
    return from_sound(recording, sound.speakers(diariser), n_channels, why=why)
