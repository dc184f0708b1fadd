"""Does the balance of listening tell good sessions from poor ones? Measured on AnnoMI.

Counselling sessions that experts rated high or low; the therapist is the agent. All of a session
counts, since in counselling nothing is understood and then only told. Nothing is fitted to the
sessions, and their text stays where it is. Source: Wu et al., ICASSP 2022.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.recording import About
from coach.conversation.turn import Turn
from coach.cues.base import DETECTORS, Detector
from coach.cues.contexts import contexts
from coach.cues.merge import merge
from coach.errors import MalformedSource, MissingModel
from coach.insights.balance import whole_balance
from coach.language.pipeline import Languages
from coach.training.evaluate import N_DRAWS, Figure
from coach.training.measures import auroc, interval, resamples

_WITH_MODEL = ("classifier", "combined")


class _Edge(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _TurnIn(_Edge):
    role: Literal["therapist", "client"]
    text: str


class _LabelsIn(_Edge):
    mi_quality: Literal["high", "low"]


class _SessionIn(_Edge):
    id: str
    turns: tuple[_TurnIn, ...]
    labels: _LabelsIn


@dataclass(frozen=True, slots=True)
class Session:
    """A session and how experts rated it."""

    conversation: Conversation
    is_high: bool


@dataclass(frozen=True, slots=True)
class Separation:
    """How well a measure tells sessions apart.

    Attributes:
        n_high: sessions rated high that have a balance.
        n_low: sessions rated low that have one.
        auroc: chance that a session rated high has the higher balance, with its interval.
        mean_high: mean balance of those rated high.
        mean_low: mean balance of those rated low.
    """

    n_high: int
    n_low: int
    auroc: Figure
    mean_high: float
    mean_low: float


def separation(
    path: Path, detectors: Sequence[str], *, model: Path | None = None, seed: int = 0
) -> Separation:
    """Return how well the listening balance tells high sessions from low ones.

    Args:
        path: sessions, one JSON object a line; may be gzipped.
        detectors: names of those that look for cues.
        model: the folder of the model of classifier and combined; None: the one that ships.
        seed: of the bootstrap over sessions.

    Raises:
        MissingModel: the file or the model is not there, or one of the ratings does not occur.
        MalformedSource: a line is no rated session; the message names the line.
        UnknownName: no detector has such a name.
    """
    options = {"folder": model} if model else {}
    built = [
        DETECTORS.create(name, **(options if name in _WITH_MODEL else {})) for name in detectors
    ]
    languages = Languages()
    found = [
        (session.is_high, balance)
        for session in read_sessions(path)
        if (balance := balance_of(session.conversation, built, languages)) is not None
    ]
    if len({is_high for is_high, _ in found}) < 2:
        raise MissingModel(f"{path}: both ratings, high and low, have to occur in it")
    truth = np.array([is_high for is_high, _ in found], dtype=float)
    balances = np.array([balance for _, balance in found])
    draws = resamples(np.arange(len(found)), n_draws=N_DRAWS, seed=seed)
    ends = interval([auroc(truth[draw], balances[draw]) for draw in draws]) or (None, None)
    return Separation(
        n_high=int(truth.sum()),
        n_low=int((1 - truth).sum()),
        auroc=Figure(auroc(truth, balances), *ends),
        mean_high=float(balances[truth == 1].mean()),
        mean_low=float(balances[truth == 0].mean()),
    )


def balance_of(
    conversation: Conversation, detectors: Sequence[Detector], languages: Languages
) -> float | None:
    """Return the balance of a whole conversation from what the detectors find in it."""
    batch = contexts(conversation, languages)
    found = merge([f for d in detectors for each in d.detect(batch) for f in each])
    return whole_balance(conversation.turns, found).value


def read_sessions(path: Path) -> Iterator[Session]:
    """Yield the sessions of a file, in its order.

    Raises:
        MissingModel: there is no such file.
        MalformedSource: a line is no rated session.
    """
    if not path.is_file():
        raise MissingModel(f"{path}: there are no rated sessions here")
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    yield _session(json.loads(line))
                except ValueError as exc:
                    raise MalformedSource(str(path), f"line {number}", _first(exc)) from exc


def _session(raw: object) -> Session:
    given = _SessionIn.model_validate(raw)
    turns = tuple(
        Turn(Role.AGENT if turn.role == "therapist" else Role.CUSTOMER, turn.text)
        for turn in given.turns
        if turn.text.strip()
    )
    about = About(id=given.id, language="en")
    return Session(Conversation(about, Channel.CALL, turns), given.labels.mi_quality == "high")


def _first(exc: ValueError) -> str:
    if isinstance(exc, ValidationError):
        first = exc.errors(include_url=False)[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(exc)
