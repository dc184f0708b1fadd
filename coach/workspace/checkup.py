"""What is installed, which models are on this machine, and what to do about the rest."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from coach.config import Settings
from coach.cues.classifier import FOLDER, missing_in
from coach.errors import CoachError, StoreMissing
from coach.rephrasing.model import build
from coach.rubric.criteria import read_rubric
from coach.store.repository import Store
from coach.transcription.models import find_model
from coach.workspace.detection import uses_model

_NEEDED = (
    "spacy",
    "sudachipy",
    "faster-whisper",
    "ctranslate2",
    "onnxruntime",
    "streamlit",
    "pandas",
    "sqlalchemy",
)
_TORCH = "for suggestions in other words: pip install 'coach[llm]'; to train: 'coach[train]'"
_EXTRAS = (
    ("typst", "for digests as PDF: pip install 'coach[pdf]'"),
    ("pocketsphinx", "for rough words without weights: pip install 'coach[draft]'"),
    ("pyannote.audio", "for voices told apart by pyannote: pip install 'coach[pyannote]'"),
    ("torch", _TORCH),
    ("transformers", _TORCH),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: what it is.
        is_there: whether it is; None for what may well be missing and is.
        says: its version or place, or what to do.
    """

    name: str
    is_there: bool | None
    says: str


def examine(settings: Settings, *, cues: Path = FOLDER) -> list[Check]:
    """Return every check, what is needed first.

    Args:
        settings: those in force.
        cues: where the English model of the cues should lie.
    """
    return [
        Check("Python", True, platform.python_version()),
        *(_package(name, "pip install coach") for name in _NEEDED),
        *(_package(name, how, needed=False) for name, how in _EXTRAS),
        _rubric(settings),
        _store(settings),
        _cue_model(settings, cues),
        _speech_model(settings),
        _rephrasing_model(settings),
    ]


def _package(name: str, how: str, *, needed: bool = True) -> Check:
    try:
        return Check(name, is_there=True, says=version(name))
    except PackageNotFoundError:
        return Check(name, is_there=False if needed else None, says=how)


def _rubric(settings: Settings) -> Check:
    try:
        return Check("rubric", is_there=True, says=read_rubric(settings.rubric).stamp)
    except CoachError as exc:
        return Check("rubric", is_there=False, says=str(exc))


def _store(settings: Settings) -> Check:
    try:
        store = Store.open(settings.db, must_exist=True)
    except StoreMissing as exc:
        return Check("store", is_there=None, says=str(exc))
    except CoachError as exc:
        return Check("store", is_there=False, says=str(exc))
    n_known = len(store.fingerprints())
    store.close()
    return Check("store", is_there=True, says=f"{store.name}, {n_known} conversations")


def _cue_model(settings: Settings, folder: Path) -> Check:
    missing = missing_in(folder)
    if not missing:
        return Check("English cue model", is_there=True, says=str(folder))
    says = (
        f"{', '.join(missing)} missing in {folder}: install coach again, "
        'or do without by detectors = ["rules"] in coach.toml'
    )
    return Check("English cue model", False if uses_model(settings.detectors) else None, says)


def _speech_model(settings: Settings) -> Check:
    try:
        return Check("speech model", is_there=True, says=str(find_model(settings.asr.model)))
    except CoachError as exc:
        says = f"{exc}. Without it, recordings need a transcript beside them."
        return Check("speech model", is_there=None, says=says)


def _rephrasing_model(settings: Settings) -> Check:
    name, folder = "rephrasing model", settings.rephrase.model
    if folder is None:
        return Check(name, is_there=None, says="none is set: suggestions are as templates say")
    try:
        return Check(name, is_there=True, says=str(build(folder).folder))
    except CoachError as exc:
        return Check(name, is_there=False, says=str(exc))
