"""The rubric file: what a moment asks for, as data that a team lead can read and change."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from coach.conversation.codebook import Label, Role
from coach.conversation.conversation import Channel
from coach.conversation.findings import Criterion, CueFinding
from coach.errors import BadSettings
from coach.rubric import wording
from coach.rubric.uptake import Vocabulary, joined, vocabulary
from coach.rubric.windows import Reach


class _Edge(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Window(_Edge):
    """How many turns of the agent, and how many seconds; a plain number means turns alone."""

    turns: int
    seconds: float | None = Field(default=None, gt=0)

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, raw: object) -> object:
        return {"turns": raw} if isinstance(raw, int) else raw

    @property
    def reach(self) -> Reach:
        """The same as the judging code takes it."""
        return Reach(self.turns, self.seconds)


class Pairing(_Edge):
    """A kind of moment and what meets it; the comments of `care.toml` say what each field means."""

    id: str
    criterion: Criterion
    says: str
    moments: frozenset[Label] = Field(min_length=1)
    meets: frozenset[Label] = frozenset()
    meets_concrete: frozenset[Label] = frozenset()
    meets_taken_up: frozenset[Label] = frozenset()
    meets_asked: frozenset[Label] = frozenset()
    spoilt_by: frozenset[Label] = frozenset()
    missed_by: frozenset[Label] = frozenset()
    opened_by_praise: bool = True
    window: dict[Channel, Window]
    late: dict[Channel, Window] = {}

    @property
    def answers(self) -> frozenset[Label]:
        """Every cue that can meet it, whatever it has to show."""
        return self.meets | self.meets_concrete | self.meets_taken_up | self.meets_asked

    def reach(self, channel: Channel) -> Reach:
        """Return how far the window reaches."""
        return self.window[channel].reach

    def late_reach(self, channel: Channel) -> Reach:
        """Return how far the window and the second one reach together."""
        more = self.late.get(channel, self.window[channel])
        return self.reach(channel).then(more.reach)

    @model_validator(mode="after")
    def _possible(self) -> Pairing:
        if not self.answers:
            raise ValueError(f"pairing {self.id} can never be met: name cues under meets")
        if missing := set(Channel) - set(self.window):
            raise ValueError(f"pairing {self.id} has no window for {', '.join(sorted(missing))}")
        if any(each.turns < 1 for each in (*self.window.values(), *self.late.values())):
            raise ValueError(f"pairing {self.id} needs windows of one turn or more")
        roles = {label.role for label in self.answers | self.spoilt_by}
        if roles - {Role.AGENT}:
            raise ValueError(f"pairing {self.id} is met by a customer's moment; name agent cues")
        return self


class Dose(_Edge):
    """From which apology on they are flagged, and what makes the next one new again."""

    apologies: int = Field(default=3, ge=2)
    renewed_by: frozenset[Label] = frozenset(
        {Label.COMMIT, Label.SET_EXPECTATION, Label.EXPLAIN_REASON, Label.OWN_FAULT}
    )


class NewsParts(_Edge):
    """Which cues show each part of bad news."""

    reason: frozenset[Label] = frozenset({Label.EXPLAIN_REASON})
    feeling: frozenset[Label] = frozenset({Label.ACKNOWLEDGE_FEELING, Label.APOLOGISE})
    instead: frozenset[Label] = frozenset({Label.SET_EXPECTATION, Label.COMMIT})
    spoilt_by: frozenset[Label] = frozenset({Label.EVADE})


class Course(_Edge):
    """Which findings make the first difficulty, the first care and the first knowledge."""

    difficulty: frozenset[Label] = frozenset({Label.DISTRESS, Label.IMPACT})
    care: frozenset[Label] = frozenset({Label.ACKNOWLEDGE_FEELING, Label.APOLOGISE})
    knowledge: frozenset[Label] = frozenset({Label.EXPLAIN_REASON, Label.SET_EXPECTATION})


class _Uptake(_Edge):
    generic: dict[str, str]
    common: dict[str, str] = {}
    related: dict[str, list[str]] = {}
    stock: dict[str, list[str]] = {}

    def of(self, language: str) -> Vocabulary:
        return vocabulary(
            self.generic[language],
            self.common.get(language, ""),
            self.related.get(language, ()),
            self.stock.get(language, ()),
        )


class _RubricFile(_Edge):
    name: str
    version: int
    least_p: float = Field(ge=0, le=1)
    least_p_alone: dict[Label, Annotated[float, Field(ge=0, le=1)]] = {}
    least_word_p: float = Field(default=0.55, ge=0, le=1)
    pairing: tuple[Pairing, ...] = Field(min_length=1)
    dose: Dose = Dose()
    news: NewsParts = NewsParts()
    timeline: Course = Course()
    uptake: _Uptake

    @model_validator(mode="after")
    def _distinct(self) -> _RubricFile:
        ids = [pairing.id for pairing in self.pairing]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"two pairings are called {twice[0]}")
        return self


@dataclass(frozen=True, slots=True)
class Rubric:
    """All pairings, and what words are worth.

    Attributes:
        stamp: name, version and short hash of all that decides, kept with every score.
        least_p: findings below this probability open and meet nothing.
        least_p_alone: the same for findings of these labels that a model found alone.
        least_word_p: turns heard less surely than this on average are not judged.
        pairings: in the file's order.
        dose: how many apologies are too many.
        news: what shows the parts of bad news.
        course: what makes the timeline of care and knowledge.
        vocabularies: what words are worth, by language.
    """

    stamp: str
    least_p: float
    least_p_alone: dict[Label, float]
    least_word_p: float
    pairings: tuple[Pairing, ...]
    dose: Dose
    news: NewsParts
    course: Course
    vocabularies: dict[str, Vocabulary]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that have a pairing, in the order of the scorecard."""
        present = {pairing.criterion for pairing in self.pairings}
        return tuple(criterion for criterion in Criterion if criterion in present)

    def vocabulary(self, language: str | None) -> Vocabulary:
        """Return what words of a language are worth; of all together where it is not known."""
        known = self.vocabularies.get(language or "")
        return joined(self.vocabularies.values()) if known is None else known

    def is_sure(self, finding: CueFinding) -> bool:
        """Whether a finding is sure enough to be scored."""
        alone = self.least_p_alone.get(finding.label) if finding.is_by_model_alone else None
        return finding.p >= max(self.least_p, alone or 0.0)

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
    digest = hashlib.sha256(raw + wording.raw()).hexdigest()[:8]
    return Rubric(
        stamp=f"{parsed.name} {parsed.version} {digest}",
        least_p=parsed.least_p,
        least_p_alone=parsed.least_p_alone,
        least_word_p=parsed.least_word_p,
        pairings=parsed.pairing,
        dose=parsed.dose,
        news=parsed.news,
        course=parsed.timeline,
        vocabularies={language: parsed.uptake.of(language) for language in parsed.uptake.generic},
    )


def _first(exc: ValidationError) -> str:
    first = exc.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    problem = first["msg"].removeprefix("Value error, ")
    return f"{place}: {problem}" if place else problem
