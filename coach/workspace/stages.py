"""Settings into the stages of the pipeline."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from coach import config
from coach.config import Settings
from coach.conversation.analysis import Analysis
from coach.conversation.recording import Recording
from coach.cues.base import DETECTORS, Detector
from coach.errors import MissingExtra, MissingModel
from coach.language.pipeline import Languages
from coach.pipeline import Stages, analyse
from coach.rubric.criteria import read_rubric
from coach.sources.base import Item, Problem
from coach.speakers.activity import Listening
from coach.speakers.diarisers import DIARISERS
from coach.transcription.base import Options, Transcriber
from coach.transcription.cache import Cached
from coach.transcription.glossary import read_glossary
from coach.transcription.languages import demand_heard
from coach.transcription.transcribers import TRANSCRIBERS


def settings_from(**overrides: Any) -> Settings:
    """Return the settings in force; a plain path given as `db` is an SQLite file.

    Raises:
        BadSettings: a value cannot be.
    """
    db = overrides.get("db")
    if isinstance(db, str) and "://" not in db:
        overrides["db"] = f"sqlite:///{db}"
    settings = config.load(**overrides)
    if settings.asr.language is not None:
        demand_heard(settings.asr.language)
    return settings


def stages_from(settings: Settings) -> Stages:
    """Return all stages, built from settings; models load when they are first needed."""
    asr = settings.asr
    return Stages(
        transcriber=Cached(_transcriber(settings), settings.cache / "transcripts"),
        options=Options(asr.language, asr.beam, read_glossary(asr.glossary)),
        transcribe=asr.transcribe,
        languages=_languages(),
        detectors=tuple(_detector(name) for name in settings.detectors),
        rubric=read_rubric(settings.rubric),
        max_hours=settings.sources.max_hours,
        diariser=DIARISERS.create(
            settings.speakers.diariser,
            most=settings.speakers.most,
            weights=settings.speakers.weights,
        ),
        listening=Listening(
            silence_ms=settings.dynamics.vad_silence_ms,
            pad_ms=settings.dynamics.vad_pad_ms,
            dominance_db=settings.dynamics.dominance_db,
        ),
        timing=settings.dynamics,
        needs_words=needs_words(settings),
        least_p=asr.least_p,
    )


def needs_words(settings: Settings) -> bool:
    """Whether a recording is refused where its words cannot be heard.

    Who names a model wants its words and nothing less; where none was named and none is there,
    timing alone is measured, and a note says so.
    """
    return "model" in settings.asr.model_fields_set or settings.asr.transcribe == "always"


def ears(settings: Settings) -> str:
    """Return the name of the recogniser and its weights; "" where recordings cannot be heard."""
    if settings.asr.transcribe == "never":
        return ""
    try:
        return _transcriber(settings).identity
    except (MissingModel, MissingExtra):
        return ""


def is_to_hear(item: Item) -> bool:
    """Whether an item is a recording without a transcript."""
    return isinstance(item.found, Recording) and item.found.transcript is None


def _transcriber(settings: Settings) -> Transcriber:
    asr, max_hours = settings.asr, settings.sources.max_hours
    if asr.engine == "draft":
        return TRANSCRIBERS.create("draft", max_hours=max_hours)
    return TRANSCRIBERS.create(
        asr.engine,
        model=asr.model,
        device=asr.device,
        compute_type=asr.compute_type,
        download=asr.download,
        max_hours=max_hours,
        batch=asr.batch,
        threads=asr.threads,
    )


@cache
def _languages() -> Languages:
    """Return the pipelines of this process; they hold no state of a conversation."""
    return Languages()


@cache
def _detector(name: str) -> Detector:
    """Return the detector of that name; reading its rules or weights takes half a second."""
    return DETECTORS.create(name)


def worker(
    settings: Settings, exchanged: frozenset[str] = frozenset()
) -> Callable[[tuple[Item, str]], Analysis]:
    """Return what turns an item (and its fingerprint) into an analysis; one for each process.

    Args:
        settings: how to score.
        exchanged: ids of conversations whose sides somebody exchanged.
    """
    stages = stages_from(settings)

    def work(job: tuple[Item, str]) -> Analysis:
        item, _ = job
        if isinstance(item.found, Problem):
            raise item.found.error
        return analyse(item.found, stages, is_exchanged=item.found.about.id in exchanged)

    return work
