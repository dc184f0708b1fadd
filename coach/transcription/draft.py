"""A draft of the words by pocketsphinx: small, English alone, and never scored.

It brings its model along, so it runs where no other weights can be had. It gets one word in five to
three wrong on clean voices and hits just the words that cues hang on ("sorry" becomes "fiery"). So
every word has probability zero: it can be read and searched, and no finding rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from coach.audio.portions import Recorded
from coach.audio.survey import survey
from coach.audio.voice import FOR_WORDS
from coach.conversation.recording import Recording
from coach.conversation.transcript import Transcript, Utterance
from coach.conversation.turn import Word
from coach.errors import MissingExtra, MissingModel
from coach.transcription.base import Options
from coach.transcription.packing import Piece, Window, gather, pack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOTE = "the words are a draft by pocketsphinx, with many errors: nothing in them was scored"
_FRAMES_A_SECOND = 100
_HOW = "drafts need pocketsphinx, which is not installed: pip install 'coach[draft]'"


def build(*, max_hours: float = 4.0) -> Draft:
    """Return a transcriber.

    Args:
        max_hours: longest recording accepted.
    """
    return Draft(max_hours)


@dataclass(frozen=True, slots=True)
class Draft:
    """A transcriber whose words are to be read with care and never scored."""

    max_hours: float

    @property
    def identity(self) -> str:
        """The recogniser and its version."""
        return f"pocketsphinx {_version()}"

    def transcribe(self, recording: Recording, options: Options) -> Transcript:
        """Return the words of every channel, each with probability zero.

        Raises:
            AudioError: the recording cannot be decoded.
            MissingExtra: pocketsphinx is not installed.
            MissingModel: the recording is not in English.
        """
        language = options.language or "en"
        if language.partition("-")[0].lower() != "en":
            raise MissingModel(
                f"pocketsphinx drafts English alone, and the recording is in {language!r}: give "
                "a speech-recognition model with --asr-model"
            )
        hears = _Decoder()
        recorded = Recorded(
            recording.path, channels=recording.about.channels, max_hours=self.max_hours
        )
        found = survey(recorded)
        windows = pack([found.speech(channel, FOR_WORDS) for channel in range(found.n_channels)])
        words: dict[Piece, list[Word]] = {}
        for window, sound in gather(recorded.portions(), windows):
            for piece, word in hears.words(window, sound):
                words.setdefault(piece, []).append(word)
        utterances = (Utterance(piece.channel, tuple(said)) for piece, said in words.items())
        return Transcript(
            utterances=tuple(sorted(utterances, key=lambda u: (u.words[0].start, u.channel))),
            n_channels=found.n_channels,
            language="en" if words else None,
            by="pocketsphinx draft",
            notes=(*found.notes, NOTE),
        )


class _Decoder:
    """Pocketsphinx with the English model that comes with it."""

    def __init__(self) -> None:
        try:
            pocketsphinx = import_module("pocketsphinx")
        except ModuleNotFoundError as exc:
            raise MissingExtra(_HOW) from exc
        self._decoder = pocketsphinx.Decoder(samprate=16_000, loglevel="FATAL")

    def words(self, window: Window, sound: NDArray[np.float32]) -> Iterator[tuple[Piece, Word]]:
        """Yield what is heard in a window, with the piece that each word lies in."""
        import numpy as np

        self._decoder.start_utt()
        raw = (np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes()
        self._decoder.process_raw(raw, full_utt=True)
        self._decoder.end_utt()
        for heard in self._decoder.seg() or ():
            text = heard.word.partition("(")[0]  # "the(2)" is another way to say "the"
            if not text or not text[0].isalpha():  # "<sil>", "[NOISE]"
                continue
            start, end = heard.start_frame, heard.end_frame + 1
            piece, first, last = window.place(start / _FRAMES_A_SECOND, end / _FRAMES_A_SECOND)
            yield piece, Word(text, first, last, p=0.0)


def _version() -> str:
    try:
        return version("pocketsphinx")
    except PackageNotFoundError as exc:
        raise MissingExtra(_HOW) from exc
