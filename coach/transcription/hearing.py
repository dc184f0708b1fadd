"""Windows of speech to words: faster-whisper, batched where the machine has something of it.

Encoding costs a processor least window by window (its cache is small), decoding costs it least for
several windows at a time; measured on one core with the size "base", 8 windows together against
one by one: encoding 1.2 times as dear, decoding 0.6 times. A graphics card does both at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.conversation.span import Seconds
from coach.errors import SetupError
from coach.transcription.machine import Machine
from coach.transcription.memory import keep_memory
from coach.transcription.packing import RATE_HZ, WINDOW

if TYPE_CHECKING:
    import numpy as np
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

# Text that compresses better is a loop, and words that are less likely were guessed: then a warmer
# search is tried. All three from Radford et al. (2022), section 4.5.
REPETITIVE, UNLIKELY = 2.4, -1.0
_WARMER = (0.2, 0.4, 0.6)
_SLOT = int(WINDOW * RATE_HZ)
_SLOT_FRAMES = 3000  # of Whisper's features
_MOST_HINTS = 200  # tokens; Whisper heeds 223 of what is put before a window


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word in its window.

    Attributes:
        text: as the recogniser writes it, with the space before it where there is one.
        start: seconds from the window's start; not always within it.
        end: seconds.
        p: the recogniser's probability.
    """

    text: str
    start: Seconds
    end: Seconds
    p: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What the recogniser made of one window.

    Attributes:
        words: in order.
        log_p: mean log probability of its tokens.
        no_speech: the recogniser's probability that nobody speaks at all.
        compression: how well the text compresses; a loop compresses well.
    """

    words: tuple[HeardWord, ...] = ()
    log_p: float = 0.0
    no_speech: float = 0.0
    compression: float = 0.0

    @property
    def is_doubtful(self) -> bool:
        """Whether it went round in circles, or guessed."""
        return self.compression > REPETITIVE or self.log_p < UNLIKELY


class Ears:
    """Loaded weights and how they listen."""

    def __init__(self, weights: WhisperModel, *, beam: int, glossary: Sequence[str] = ()) -> None:
        self._weights, self._beam = weights, beam
        self.hints = _fitting(weights, glossary)

    def language_of(self, sound: Floats) -> str:
        """Return Whisper's code of the language that is spoken in a window."""
        return str(self._run(self._weights.detect_language, sound)[0])

    def hear(self, sounds: Sequence[Floats], language: str) -> list[Heard]:
        """Return what is said in each window; a doubtful one is heard again, alone and warmer.

        Args:
            sounds: of at most 30 seconds each, 16,000 samples per second; they are batched.
            language: Whisper's code.

        Raises:
            SetupError: the weights cannot be run, for example for want of a library.
        """
        heard = self._run(self._batched, sounds, language)
        return [
            self._run(self._again, sound, language, first) if first.is_doubtful else first
            for sound, first in zip(sounds, heard, strict=True)
        ]

    def _batched(self, sounds: Sequence[Floats], language: str) -> list[Heard]:
        from faster_whisper import BatchedInferencePipeline

        clips = [
            {"start": slot * WINDOW, "end": slot * WINDOW + len(sound) / RATE_HZ}
            for slot, sound in enumerate(sounds)
        ]
        segments, _ = BatchedInferencePipeline(self._weights).transcribe(
            _side_by_side(sounds),
            clip_timestamps=clips,
            batch_size=len(sounds),
            temperature=0.0,
            **self._manner(language),
        )
        heard = [Heard() for _ in sounds]
        for segment in segments:
            slot = segment.seek // _SLOT_FRAMES
            heard[slot] = _together(heard[slot], segment, slot * WINDOW)
        return heard

    def _again(self, sound: Floats, language: str, first: Heard) -> Heard:
        """Return what a warmer search hears, if that is less doubtful."""
        import ctranslate2

        ctranslate2.set_random_seed(
            0
        )  # the same window is heard the same way, whatever came before
        segments, _ = self._weights.transcribe(
            sound,
            temperature=_WARMER,
            condition_on_previous_text=False,
            **self._manner(language),
        )
        second = Heard()
        for segment in segments:
            second = _together(second, segment, 0.0)
        return second if second.words and not second.is_doubtful else first

    def _manner(self, language: str) -> dict[str, Any]:
        return {
            "language": language,
            "beam_size": self._beam,
            "word_timestamps": True,
            "without_timestamps": True,  # one pass for each window; words have times anyway
            "vad_filter": False,
            "hotwords": ", ".join(self.hints) or None,
        }

    def _run(self, work: Any, *given: Any) -> Any:
        try:
            return work(*given)
        except RuntimeError as exc:
            raise SetupError(f"the speech recogniser cannot be run: {exc}") from exc


def load(folder: Path, machine: Machine) -> WhisperModel:
    """Load weights; on a processor, memory is from then on kept from one window to the next.

    Raises:
        SetupError: the files are no model, or the machine refuses them.
    """
    if machine.device == "cpu":
        keep_memory()
    try:
        return _model_class()(
            str(folder),
            device=machine.device,
            compute_type=machine.compute_type,
            cpu_threads=machine.n_threads,
            local_files_only=True,
        )
    except (RuntimeError, ValueError) as exc:
        raise SetupError(
            f"the speech-recognition model in {folder} cannot be loaded on {machine.device}: {exc}"
        ) from exc


@cache
def _model_class() -> type[WhisperModel]:
    """Return faster-whisper's model, except that a processor encodes window by window."""
    import ctranslate2
    import numpy as np
    from faster_whisper import WhisperModel

    class Frugal(WhisperModel):  # type: ignore[misc]
        def encode(self, features: Floats) -> ctranslate2.StorageView:
            if features.ndim == 2 or len(features) == 1 or self.model.device != "cpu":
                return super().encode(features)
            encoded = [np.asarray(super(Frugal, self).encode(window)) for window in features]
            return ctranslate2.StorageView.from_array(np.concatenate(encoded))

    return Frugal


def _side_by_side(sounds: Sequence[Floats]) -> Floats:
    """Return all windows in one array, each at a multiple of 30 seconds."""
    import numpy as np

    whole = np.zeros(len(sounds) * _SLOT, np.float32)
    for slot, sound in enumerate(sounds):
        whole[slot * _SLOT : slot * _SLOT + min(len(sound), _SLOT)] = sound[:_SLOT]
    return whole


def _together(before: Heard, segment: Segment, begins: Seconds) -> Heard:
    """Return a window's words with those of one more segment; the worse judgement holds."""
    words = (
        HeardWord(w.word, float(w.start) - begins, float(w.end) - begins, float(w.probability))
        for w in segment.words or ()
    )
    return Heard(
        (*before.words, *words),
        min(before.log_p, segment.avg_logprob),
        max(before.no_speech, segment.no_speech_prob),
        max(before.compression, segment.compression_ratio),
    )


def _fitting(weights: WhisperModel, glossary: Sequence[str]) -> tuple[str, ...]:
    """Return as many terms from the top of a glossary as the recogniser can take."""
    kept: list[str] = []
    for term in glossary:
        if len(weights.hf_tokenizer.encode(" " + ", ".join([*kept, term])).ids) > _MOST_HINTS:
            break
        kept.append(term)
    return tuple(kept)
