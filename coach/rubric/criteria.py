"""The rubric file: what a moment asks for, as data that a team lead can read and change."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from coach.conversation.codebook import Label, Role
from coach.conversation.conversation import Channel
from coach.conversation.findings import Criterion
from coach.errors import BadSettings


class _Edge(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pairing(_Edge):
    """A kind of moment and what meets it; the comments of `care.toml` say what each field means.

    `window` counts the agent's turns that say something.
    """

    id: str
    criterion: Criterion
    says: str
    moments: frozenset[Label] = Field(min_length=1)
    meets: frozenset[Label] = frozenset()
    meets_taken_up: frozenset[Label] = frozenset()
    spoilt_by: frozenset[Label] = frozenset()
    missed_by: frozenset[Label] = frozenset()
    window: dict[Channel, int]

    @model_validator(mode="after")
    def _possible(self) -> Pairing:
        if not self.meets | self.meets_taken_up:
            raise ValueError(f"pairing {self.id} can never be met: name cues under meets")
        if missing := set(Channel) - set(self.window):
            raise ValueError(f"pairing {self.id} has no window for {', '.join(sorted(missing))}")
        if any(n_turns < 1 for n_turns in self.window.values()):
            raise ValueError(f"pairing {self.id} needs windows of one turn or more")
        roles = {label.role for label in self.meets | self.meets_taken_up | self.spoilt_by}
        if roles - {Role.AGENT}:
            raise ValueError(f"pairing {self.id} is met by a customer's moment; name agent cues")
        return self


class _Uptake(_Edge):
    generic: dict[str, str]


class _RubricFile(_Edge):
    name: str
    version: int
    least_p: float = Field(ge=0, le=1)
    pairing: tuple[Pairing, ...] = Field(min_length=1)
    uptake: _Uptake

    @model_validator(mode="after")
    def _distinct(self) -> _RubricFile:
        ids = [pairing.id for pairing in self.pairing]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"two pairings are called {twice[0]}")
        return self


@dataclass(frozen=True, slots=True)
class Rubric:
    """All pairings, and the words that take nothing up.

    Attributes:
        stamp: name, version and short hash of the file, kept with every score.
        least_p: findings below this probability open and meet nothing.
        pairings: in the file's order.
        generic: by language, word beginnings that any customer could have said.
    """

    stamp: str
    least_p: float
    pairings: tuple[Pairing, ...]
    generic: dict[str, tuple[str, ...]]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that have a pairing, in the order of the scorecard."""
        present = {pairing.criterion for pairing in self.pairings}
        return tuple(criterion for criterion in Criterion if criterion in present)

    def pairing(self, name: str) -> Pairing | None:
        """Return the pairing of that id; None when this rubric does not know it."""
        return next((pairing for pairing in self.pairings if pairing.id == name), None)


def read_rubric(path: Path | None = None) -> Rubric:
    """Return the rubric in a file, or the one that ships.

    Raises:
        BadSettings: it is not there, is not TOML, or says something impossible.
    """
    shown = str(path) if path else "care.toml"
    try:
        raw = path.read_bytes() if path else (files("coach.rubric") / "care.toml").read_bytes()
        parsed = _RubricFile.model_validate(tomllib.loads(raw.decode("utf-8")))
    except OSError as exc:
        raise BadSettings(f"the rubric {shown} cannot be read: {exc.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise BadSettings(f"the rubric {shown} is not TOML in UTF-8: {exc}") from None
    except ValidationError as exc:
        raise BadSettings(f"the rubric {shown}: {_first(exc)}") from None
    generic = {language: tuple(text.split()) for language, text in parsed.uptake.generic.items()}
    stamp = f"{parsed.name} {parsed.version} {hashlib.sha256(raw).hexdigest()[:8]}"
    return Rubric(stamp, parsed.least_p, parsed.pairing, generic)


def _first(exc: ValidationError) -> str:
    first = exc.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    problem = first["msg"].removeprefix("Value error, ")
    return f"{place}: {problem}" if place else problem
