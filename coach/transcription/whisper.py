"""Hear a recording with faster-whisper: speech alone, closely packed, on the call's clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.portions import Recorded
from coach.audio.survey import Survey, survey
from coach.audio.voice import FOR_WORDS, FRAME_SECONDS
from coach.conversation.recording import Recording
from coach.conversation.span import Seconds, Span
from coach.conversation.transcript import Transcript, Utterance
from coach.conversation.turn import Word
from coach.errors import MissingModel
from coach.transcription.base import Options
from coach.transcription.guards import Said, believable
from coach.transcription.hearing import Ears, load
from coach.transcription.machine import Machine, choose_machine
from coach.transcription.models import find_model, weights_hash
from coach.transcription.packing import Window, gather, pack, shares

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

LEAST_SPEECH: Seconds = 0.5  # a channel with less says nothing, and Whisper would invent something
_RATE_HZ = 16_000
_WHY = {
    "silence": "where nobody speaks",
    "loop": "in which the recogniser repeated itself",
    "invention": "that recognisers are known to make up",
}


def build(  # noqa: PLR0913 - the settings of the section asr
    *,
    model: str = "small",
    device: str = "auto",
    compute_type: str = "auto",
    download: bool = False,
    max_hours: float = 4.0,
    batch: int | None = None,
    threads: int | None = None,
) -> Whisper:
    """Return a transcriber; weights are looked for and loaded when it first hears something.

    Args:
        model: a folder, a size ("small"), or a repository of the hub ("owner/name").
        device: "cpu", "cuda", or "auto" for the graphics card if there is one.
        compute_type: as CTranslate2 names it ("int8", "float16", …), or "auto".
        download: whether weights that are not here may be fetched from the hub.
        max_hours: longest recording accepted.
        batch: windows that are heard together; None for what suits the device.
        threads: processor threads; None for one.
    """
    return Whisper(model, device, compute_type, download, max_hours, batch, threads)


@dataclass(frozen=True, slots=True)
class Whisper:
    """A transcriber that can be sent to another process: it holds settings, no weights."""

    model: str
    device: str
    compute_type: str
    download: bool
    max_hours: float
    batch: int | None = None
    threads: int | None = None

    @property
    def identity(self) -> str:
        """The weights and how they are calculated with.

        Raises:
            MissingModel: the weights are not on this machine.
            BadSettings: this machine cannot calculate as asked.
        """
        folder, machine = self._place()
        return f"faster-whisper {weights_hash(folder)} {machine.compute_type}"

    def transcribe(self, recording: Recording, options: Options) -> Transcript:
        """Return the words of every channel in which somebody speaks for half a second or more.

        Word times lie within the speech in which they were heard and never go back within a
        channel. What the recogniser made up is left out, and notes say how much that was.

        Raises:
            AudioError: the recording cannot be decoded.
            MissingModel: the weights are not on this machine, or not for this language.
            SetupError: the weights cannot be loaded or run.
        """
        folder, machine = self._place()
        weights = loaded(folder, machine)
        recorded = Recorded(
            recording.path, channels=recording.about.channels, max_hours=self.max_hours
        )
        found = survey(recorded)
        language, about_language = _language(options.language, weights, self.model)
        speech = [found.speech(channel, FOR_WORDS) for channel in range(found.n_channels)]
        spoken = [sum(span.duration for span in spans) for spans in speech]
        heard = [
            spans if enough >= LEAST_SPEECH else []
            for spans, enough in zip(speech, spoken, strict=True)
        ]
        hearing = _Hearing(
            Ears(weights, beam=options.beam, glossary=options.glossary), found, language
        )
        hearing.hear(recorded, pack(heard), batch=machine.batch)
        return Transcript(
            utterances=hearing.utterances(),
            n_channels=found.n_channels,
            language=hearing.language if hearing.said else None,
            by=f"faster-whisper {Path(self.model).name}",
            notes=(*found.notes, *about_language, *_unheard(spoken), *hearing.notes(options)),
        )

    def _place(self) -> tuple[Path, Machine]:
        folder = find_model(self.model, download=self.download)
        machine = choose_machine(self.device, self.compute_type)
        return folder, machine.with_wishes(n_threads=self.threads, batch=self.batch)


class _Hearing:
    """One recording on its way to a transcript."""

    def __init__(self, ears: Ears, found: Survey, language: str | None) -> None:
        self._ears, self._survey = ears, found
        self._refused: Counter[str] = Counter()
        self.language = language
        self.said: list[Said] = []

    def hear(self, recorded: Recorded, windows: Sequence[Window], *, batch: int) -> None:
        """Listen to all windows, a few at a time; the first few settle the language."""
        waiting = gather(recorded.portions(), windows)
        for n_together in shares(len(windows), batch):
            group = list(islice(waiting, n_together))
            sounds = [sound for _, sound in group]
            if self.language is None:
                self.language = self._ears.language_of(max(sounds, key=len))
            for (window, _), heard in zip(
                group, self._ears.hear(sounds, self.language), strict=True
            ):
                self.said += believable(window, heard, self._voice, self._refused)

    def utterances(self) -> tuple[Utterance, ...]:
        """Return the words of each stretch of speech, by start time."""
        in_order = sorted(
            self.said, key=lambda one: (one.piece.channel, one.piece.span, one.word.start)
        )
        pieces = groupby(in_order, key=lambda one: one.piece)
        found = (Utterance(piece.channel, tuple(_joined(said))) for piece, said in pieces)
        return tuple(sorted(found, key=lambda u: (u.words[0].start, u.channel)))

    def notes(self, options: Options) -> tuple[str, ...]:
        """Return what to say about words that were left out, and hints that were not heeded."""
        n_over = len(options.glossary) - len(self._ears.hints)
        return (
            *(
                f"{n} words were left out {_WHY[why]}"
                for why, n in sorted(self._refused.items())
                if n
            ),
            *(
                (f"the last {n_over} terms of the glossary are more than the recogniser can take",)
                if n_over
                else ()
            ),
        )

    def _voice(self, channel: int, span: Span) -> float:
        first, last = int(span.start / FRAME_SECONDS), int(span.end / FRAME_SECONDS) + 1
        return float(self._survey.voice[channel, first:last].max(initial=0.0))


def _joined(said: Iterable[Said]) -> Iterator[Word]:
    """Yield words; where a language writes no spaces, pieces of a Latin word are put together."""
    last: Word | None = None
    for one in said:
        if last and not one.opens and _is_latin(last.text[-1] + one.word.text[0]):
            p = min(last.p or 0.0, one.word.p or 0.0)
            last = Word(last.text + one.word.text, last.start, max(last.end, one.word.end), p)
            continue
        if last:
            yield last
        last = one.word
    if last:
        yield last


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _language(
    wanted: str | None, weights: WhisperModel, model: str
) -> tuple[str | None, tuple[str, ...]]:
    """Return Whisper's code of a language, None to let it find out, and what to say about it."""
    known = weights.supported_languages
    if wanted is None:
        return ("en" if known == ["en"] else None), ()
    code = wanted.replace("_", "-").partition("-")[0].lower()
    if code in known:
        return code, ()
    if known == ["en"]:
        raise MissingModel(
            f"the speech-recognition model {model} hears English alone, and the recording is in "
            f"{wanted!r}: give one that hears more with --asr-model or COACH_ASR_MODEL"
        )
    return None, (f"the recogniser does not know the language {wanted!r} and looked for itself",)


def _unheard(spoken: Sequence[Seconds]) -> tuple[str, ...]:
    return tuple(
        f"channel {channel} was not transcribed: under {LEAST_SPEECH} seconds of it are speech"
        for channel, seconds in enumerate(spoken)
        if seconds < LEAST_SPEECH
    )


@lru_cache(maxsize=1)
def loaded(folder: Path, machine: Machine) -> WhisperModel:
    """Return weights, loaded once in a process.

    Raises:
        SetupError: the files are no model, or the machine refuses them.
    """
    return load(folder, machine)
