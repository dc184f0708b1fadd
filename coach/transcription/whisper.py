"""Hear a recording with faster-whisper: each channel by itself, all on the call's clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from coach.audio.decoding import decode
from coach.conversation.recording import Recording
from coach.conversation.span import Seconds
from coach.conversation.transcript import Transcript, Utterance
from coach.conversation.turn import Word
from coach.errors import MissingModel, SetupError
from coach.transcription.base import Options
from coach.transcription.machine import Machine, choose_machine
from coach.transcription.models import find_model, weights_hash

if TYPE_CHECKING:
    import numpy as np
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment
    from faster_whisper.transcribe import Word as HeardWord
    from numpy.typing import NDArray

LEAST_SPEECH: Seconds = 0.5  # a channel with less says nothing, and Whisper would invent something
REPETITIVE = 2.4  # text that compresses better is a loop; the threshold of Radford et al. (2022)
_TEMPERATURES = (0.0, 0.2, 0.4, 0.6)  # a warmer search is tried where a colder one loops
_SPEECH_GAP_MS, _SPEECH_PAD_MS = 250, 30  # measured: these find speech to 0.05 s at both ends
_N_THREADS = 1  # measured: one process for each core with one thread each wastes least
_RATE_HZ = 16_000


def build(
    *,
    model: str = "small",
    device: str = "auto",
    compute_type: str = "auto",
    download: bool = False,
    max_hours: float = 4.0,
) -> Whisper:
    """Return a transcriber; weights are looked for and loaded when it first hears something.

    Args:
        model: a folder, a size ("small"), or a repository of the hub ("owner/name").
        device: "cpu", "cuda", or "auto" for the graphics card if there is one.
        compute_type: as CTranslate2 names it ("int8", "float16", …), or "auto".
        download: whether weights that are not here may be fetched from the hub.
        max_hours: longest recording accepted.
    """
    return Whisper(model, device, compute_type, download, max_hours)


@dataclass(frozen=True, slots=True)
class Whisper:
    """A transcriber that can be sent to another process: it holds settings, no weights."""

    model: str
    device: str
    compute_type: str
    download: bool
    max_hours: float

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
        """Return the words of every channel that speaks for half a second or more.

        Word times lie within the recording and never go back within a channel. Stretches in
        which the recogniser went round in circles are left out, and a note says so.

        Raises:
            AudioError: the recording cannot be decoded.
            MissingModel: the weights are not on this machine, or not for this language.
            SetupError: the weights cannot be loaded or run.
        """
        folder, machine = self._place()
        weights = _loaded(folder, machine)
        samples = decode(recording.path, rate_hz=_RATE_HZ, max_hours=self.max_hours)
        language, about_language = _language(options.language, weights, self.model)
        hearing = _Hearing(weights, language, options.beam, samples.duration)
        spoken = [speech_in(channel) for channel in samples.data]
        for channel in sorted(range(len(spoken)), key=lambda index: -spoken[index]):
            if spoken[channel] >= LEAST_SPEECH:
                hearing.hear(channel, samples.data[channel])
        return Transcript(
            utterances=tuple(sorted(hearing.utterances, key=lambda u: u.words[0].start)),
            n_channels=samples.n_channels,
            language=hearing.language if hearing.utterances else None,
            by=f"faster-whisper {Path(self.model).name}",
            notes=(*samples.notes, *about_language, *_unheard(spoken), *hearing.notes),
        )

    def _place(self) -> tuple[Path, Machine]:
        folder = find_model(self.model, download=self.download)
        return folder, choose_machine(self.device, self.compute_type)


def speech_in(channel: NDArray[np.float32]) -> Seconds:
    """Return how long somebody speaks in a channel of 16,000 samples per second."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=_SPEECH_GAP_MS, speech_pad_ms=_SPEECH_PAD_MS)
    found = get_speech_timestamps(channel, options, sampling_rate=_RATE_HZ)
    return float(sum(piece["end"] - piece["start"] for piece in found) / _RATE_HZ)


class _Hearing:
    """One recording on its way to a transcript; the first channel heard settles the language."""

    def __init__(
        self, weights: WhisperModel, language: str | None, beam: int, duration: Seconds
    ) -> None:
        self._weights, self._beam, self._duration = weights, beam, duration
        self.language = language
        self.utterances: list[Utterance] = []
        self.notes: list[str] = []

    def hear(self, channel: int, sound: NDArray[np.float32]) -> None:
        """Add what a channel says.

        Raises:
            SetupError: the weights cannot be run, for example for want of a library.
        """
        try:
            segments = self._segments(sound)
        except RuntimeError as exc:
            raise SetupError(f"the speech recogniser cannot be run: {exc}") from exc
        sound_ones = [s for s in segments if s.compression_ratio <= REPETITIVE]
        if len(sound_ones) < len(segments):
            self.notes.append(
                f"channel {channel}: {len(segments) - len(sound_ones)} of {len(segments)} "
                "stretches were left out, in which the recogniser repeated itself"
            )
        last = 0.0
        for segment in sound_ones:
            words = _words(segment.words or (), last, self._duration)
            if words:
                self.utterances.append(Utterance(channel, words))
                last = words[-1].start

    def _segments(self, sound: NDArray[np.float32]) -> list[Segment]:
        segments, info = self._weights.transcribe(
            sound,
            language=self.language,
            beam_size=self._beam,
            temperature=_TEMPERATURES,
            condition_on_previous_text=False,
            word_timestamps=True,
            vad_filter=True,
        )
        self.language = info.language
        return list(segments)


def _words(heard: Iterable[HeardWord], earliest: Seconds, duration: Seconds) -> tuple[Word, ...]:
    """Return words with times inside the recording that never go back.

    Where a language writes no spaces, pieces of one Latin word ("i", "Phone") are put together.
    """
    words: list[Word] = []
    for piece in heard:
        text = piece.word.strip()
        if not text:
            continue
        start = min(max(float(piece.start), earliest, 0.0), duration)
        end = min(max(float(piece.end), start), duration)
        word = Word(text, start, end, min(max(float(piece.probability), 0.0), 1.0))
        earliest = start
        goes_on = bool(words) and not piece.word[0].isspace()
        if goes_on and _is_latin(words[-1].text[-1] + text[0]):
            words[-1] = _joined(words[-1], word)
        else:
            words.append(word)
    return tuple(words)


def _joined(first: Word, second: Word) -> Word:
    p = min(first.p or 0.0, second.p or 0.0)
    return Word(first.text + second.text, first.start, second.end, p)


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _language(
    wanted: str | None, weights: WhisperModel, model: str
) -> tuple[str | None, tuple[str, ...]]:
    """Return Whisper's code of a language, None to let it find out, and what to say about it."""
    if wanted is None:
        return None, ()
    code = wanted.replace("_", "-").partition("-")[0].lower()
    known = weights.supported_languages
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
def _loaded(folder: Path, machine: Machine) -> WhisperModel:
    """Load weights once in a process.

    Raises:
        SetupError: the files are no model, or the machine refuses them.
    """
    import ctranslate2
    from faster_whisper import WhisperModel

    ctranslate2.set_random_seed(0)
    try:
        return WhisperModel(
            str(folder),
            device=machine.device,
            compute_type=machine.compute_type,
            cpu_threads=_N_THREADS,
            local_files_only=True,
        )
    except (RuntimeError, ValueError) as exc:
        raise SetupError(
            f"the speech-recognition model in {folder} cannot be loaded on {machine.device}: {exc}"
        ) from exc
