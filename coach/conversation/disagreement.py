"""What people say against a finding or an opportunity, and what was answered.

A claim is named by its place and label, not by its words, so that a disagreement outlives scoring
again. What was agreed to be wrong is left out of the figures: neither met nor missed. An
opportunity rests on its moment and on the cues that met it; it is left out when it was itself
agreed to be wrong, or its moment, or every cue that met it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding, News, Opportunity, Score, State, Unjudged

LONGEST = 300  # code points of a sentence
NOTHING_WRONG: Mapping[str, Collection[Claim]] = MappingProxyType({})


class Doubt(StrEnum):
    """What is wrong with a claim."""

    NOT_SAID = "not_said"
    NOT_SHOWN = "not_shown"
    WAS_MET = "was_met"
    WAS_NOT_MET = "was_not_met"
    NOT_MY_TURN = "not_my_turn"
    OTHER = "other"


class Verdict(StrEnum):
    """What was answered to a disagreement."""

    AGREED = "agreed"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Claim:
    """A finding, or an opportunity that it opened, by its place in a conversation.

    Attributes:
        turn: index into the conversation's turns.
        label: of the finding, or of the opportunity's moment.
        pairing: id of the rubric's pairing that opened the opportunity; None for the finding.

    >>> Claim(3, Label.DISTRESS, "feeling").name, Claim.named("3.distress").pairing
    ('3.distress.feeling', None)
    """

    turn: int
    label: Label
    pairing: str | None = None

    @property
    def name(self) -> str:
        """The claim as one word, as addresses have it."""
        parts = [str(self.turn), self.label.value, self.pairing]
        return ".".join(part for part in parts if part is not None)

    @classmethod
    def named(cls, name: str) -> Claim:
        """Return the claim of a name.

        Raises:
            ValueError: no claim has such a name.
        """
        turn, _, rest = name.partition(".")
        label, _, pairing = rest.partition(".")
        return cls(int(turn), Label(label), pairing or None)

    @classmethod
    def of(cls, found: CueFinding | Opportunity) -> Claim:
        """Return the claim that a finding or an opportunity makes."""
        if isinstance(found, Opportunity):
            return cls(found.moment.turn, found.moment.label, found.pairing)
        return cls(found.turn, found.label)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody who may answered to a disagreement.

    Attributes:
        verdict: whether the claim stays.
        words: a sentence; may be empty.
        by: the name of the viewer who answered.
        at: when; aware UTC.
    """

    verdict: Verdict
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Disagreement:
    """That somebody holds a claim for wrong.

    Attributes:
        conversation: its id.
        claim: what is held for wrong.
        doubt: what is wrong with it.
        words: a sentence; may be empty.
        by: the name of the viewer who says so.
        at: when; aware UTC.
        answer: what was answered; None while it is open.
    """

    conversation: str
    claim: Claim
    doubt: Doubt
    words: str
    by: str
    at: datetime
    answer: Answer | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.answer is None

    @property
    def is_agreed(self) -> bool:
        """Whether it was answered that the claim is wrong."""
        return self.answer is not None and self.answer.verdict is Verdict.AGREED


@dataclass(frozen=True, slots=True)
class Disputed:
    """How many opportunities of a criterion people disagree with.

    Attributes:
        n_open: that count, and that somebody doubts: no answer was given.
        n_left_out: that count nowhere, since they were agreed to be wrong.
    """

    n_open: int = 0
    n_left_out: int = 0


def claims_of(analysis: Analysis) -> frozenset[Claim]:
    """Return everything in an analysis that can be disagreed with."""
    found: list[CueFinding | Opportunity] = [*analysis.findings, *analysis.opportunities]
    return frozenset(Claim.of(each) for each in found)


def agreed_wrong(found: Iterable[Disagreement]) -> dict[str, frozenset[Claim]]:
    """Return the claims that were agreed to be wrong, by conversation."""
    wrong: dict[str, frozenset[Claim]] = {}
    for each in found:
        if each.is_agreed:
            wrong[each.conversation] = wrong.get(each.conversation, frozenset()) | {each.claim}
    return wrong


def rests_on(opportunity: Opportunity, claims: Collection[Claim]) -> bool:
    """Whether one of the claims is the opportunity itself, its moment or a cue that met it."""
    cues = (opportunity.moment, *opportunity.met_by)
    return any(Claim.of(each) in claims for each in cues) or Claim.of(opportunity) in claims


def as_agreed(analysis: Analysis, wrong: Collection[Claim]) -> Analysis:
    """Return an analysis in which exactly what rests on wrong claims is left out of the scores.

    Args:
        analysis: in which other opportunities may have been left out before; they come back.
        wrong: what was agreed to be wrong.
    """
    judged = [each.before or each for each in analysis.opportunities]
    after = tuple(left_out(each) if _falls(each, wrong) else each for each in judged)
    scores = tuple(_moved(score, analysis.opportunities, after) for score in analysis.scores)
    return replace(analysis, opportunities=after, scores=scores)


def without(analysis: Analysis, wrong: Collection[Claim]) -> Analysis:
    """Return an analysis without what was agreed to be wrong: findings, and what rests on them.

    The scores stay; they leave it out already.
    """
    kept = tuple(each for each in analysis.findings if Claim.of(each) not in wrong)
    chances = tuple(
        _less(each, wrong)
        for each in analysis.opportunities
        if each.unjudged is not Unjudged.LEFT_OUT
    )
    return replace(analysis, findings=kept, opportunities=chances)


def _less(opportunity: Opportunity, wrong: Collection[Claim]) -> Opportunity:
    """Return an opportunity without wrong cues; one that rests on nothing else keeps them."""

    def right(cues: tuple[CueFinding, ...]) -> tuple[CueFinding, ...]:
        return tuple(cue for cue in cues if Claim.of(cue) not in wrong)

    return replace(
        opportunity,
        met_by=right(opportunity.met_by) or opportunity.met_by,
        generic=right(opportunity.generic),
        news=opportunity.news and _news_less(opportunity.news, wrong),
    )


def _news_less(news: News, wrong: Collection[Claim]) -> News:
    parts = (news.plain, news.reason, news.feeling, news.instead)
    return News(*(None if cue and Claim.of(cue) in wrong else cue for cue in parts))


def found_wrong(analysis: Analysis, wrong: Collection[Claim]) -> tuple[CueFinding, ...]:
    """Return the findings that were agreed to be wrong."""
    return tuple(each for each in analysis.findings if Claim.of(each) in wrong)


def left_out(opportunity: Opportunity) -> Opportunity:
    """Return an opportunity that counts nowhere and remembers how it was judged."""
    return replace(
        opportunity,
        state=State.NOT_JUDGEABLE,
        unjudged=Unjudged.LEFT_OUT,
        met_by=(),
        before=opportunity,
    )


def _falls(opportunity: Opportunity, wrong: Collection[Claim]) -> bool:
    if Claim.of(opportunity) in wrong or Claim.of(opportunity.moment) in wrong:
        return True
    cues = opportunity.met_by
    return bool(cues) and all(Claim.of(cue) in wrong for cue in cues)


def _moved(score: Score, before: Iterable[Opportunity], after: Iterable[Opportunity]) -> Score:
    """Return a score that counts the opportunities of `after` in place of those of `before`."""
    was, now = _counts(score, before), _counts(score, after)
    return replace(
        score,
        met=score.met + now["met"] - was["met"],
        opportunities=score.opportunities + now["judged"] - was["judged"],
    )


def _counts(score: Score, found: Iterable[Opportunity]) -> Counter[str]:
    held = [each for each in found if each.criterion is score.criterion]
    return Counter(met=sum(o.is_met for o in held), judged=sum(o.is_judged for o in held))
