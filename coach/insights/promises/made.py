"""Promises as they stand in a case: each once, with the words that tell what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from coach.conversation.promises import Commitment, DeadlineKind
from coach.insights.promises.signals import less_acts
from coach.insights.promises.text import plain
from coach.insights.promises.timeline import Said
from coach.insights.promises.topics import TOLD_AS, goes_with, is_same_thing, stems

_NEAR = 120  # characters before "they will do so" that may tell what
_CLAUSE = 40  # characters before a promise in which the thing that it is about may stand
_POINTS = re.compile(r"\b(?:it|that|this|them|they|those|these|one)\b|それ|そちら|これ|こちら")


@dataclass(frozen=True, slots=True)
class Made:
    """A promise with the turn in which it was made.

    Attributes:
        commitment: the promise.
        said: the turn that makes it.
        asked: what the customer said right before that turn, made plain; what it names is likely
            what the promise is about.
        matter: words besides its own that tell what it is about.
        points_to: the earlier promise that it is about, where it names nothing itself.
    """

    commitment: Commitment
    said: Said
    asked: str = ""
    matter: str = ""
    points_to: Commitment | None = None

    @property
    def words(self) -> str:
        """Its words and its condition's, made plain, with those that tell its matter."""
        return f"{self.condition} {self.own_words} {self.matter}"

    @property
    def own_words(self) -> str:
        """Its words alone, made plain."""
        return self.said.folded[self.commitment.start : self.commitment.end]

    @property
    def condition(self) -> str:
        """The words of what must happen first, made plain; empty without a condition."""
        return plain(self.commitment.condition or "")

    @property
    def due(self) -> datetime | None:
        """Until when it holds."""
        return self.commitment.deadline.at

    def is_past(self, moment: datetime | None) -> bool:
        """Whether its deadline is over at a moment."""
        return self.due is not None and moment is not None and moment > self.due


def said_once(made: Sequence[Made]) -> list[Made]:
    """Return promises in their order, less those that repeat an earlier one."""
    kept: list[Made] = []
    for bare in made:
        one = _with_near_words(bare)
        again = next((k for k in reversed(kept) if _repeats(k, one)), None)
        if again is None:
            kept.append(_with_matter(one, kept))
        elif again.due is None and one.due is not None:
            kept[kept.index(again)] = one
    return kept


def redates(later: Made, first: Made) -> bool:
    """Whether a later promise is of the same thing as a first one."""
    if later.said.order <= first.said.order:
        return False
    if later.points_to != first.commitment and not _same(first, later):
        return False
    return later.commitment.act is first.commitment.act or later.due is not None


def same_thing(one: Made, other: Made) -> bool:
    """Whether two promises are about the same thing, whichever was first."""
    return _same(one, other)


def _with_near_words(one: Made) -> Made:
    """Return a promise with the words before it where it names nothing itself."""
    start = one.commitment.start
    if stems(less_acts(one.words, one.said.language)):
        return replace(one, matter=_led_by(one))
    return replace(one, matter=one.said.folded[max(0, start - _NEAR) : start])


def _with_matter(one: Made, earlier: Sequence[Made]) -> Made:
    """Return a promise with the words of an earlier one that it points back to: "it goes out"."""
    names = bool(stems(f"{one.condition} {one.own_words}"))
    if names and not _POINTS.search(one.own_words):
        return one
    before = [k for k in reversed(earlier) if k.said.order < one.said.order]
    same = next((k for k in before if _same(k, one) or (not names and _goes(k, one))), None)
    if same is None:
        return one
    to = None if names else same.commitment
    return replace(one, matter=f"{one.matter} {same.words}", points_to=to)


def _goes(first: Made, second: Made) -> bool:
    one, other = first.commitment.act, second.commitment.act
    return goes_with(one, other) or other in TOLD_AS[one] or one in TOLD_AS[other]


def _led_by(one: Made) -> str:
    """Return the words of its clause before a promise: "the manual" of "the manual I'll mail"."""
    if one.said.language == "ja":
        return ""
    start = one.commitment.start
    before = one.said.folded[max(0, start - _CLAUSE) : start]
    parts = re.split(r"[,.;:!?\n]|\b(?:and|then|but|so)\b", before)
    return parts[-1] if len(parts) > 1 or start <= _CLAUSE else ""


def _repeats(first: Made, second: Made) -> bool:
    """Whether the second says no more than the first: nothing new about when."""
    if first.said.order == second.said.order or first.is_past(second.said.at):
        return False
    if not _same(first, second):
        return False
    if first.due is not None and second.due is not None:
        return first.due == second.due
    kinds = {first.commitment.deadline.kind, second.commitment.deadline.kind}
    if DeadlineKind.CONDITIONAL in kinds and len(kinds) > 1:
        return False
    if second.due is None:
        return True
    return first.said.place.conversation == second.said.place.conversation


def _same(first: Made, second: Made) -> bool:
    one, other = first.commitment, second.commitment
    strict = first.due != second.due
    return is_same_thing((one.act, first.words), (other.act, second.words), strict=strict)
