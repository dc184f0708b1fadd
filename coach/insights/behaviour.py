"""What is most worth working on: one or two behaviours of an agent, each shown by moments.

A behaviour is a pairing of the rubric: a kind of moment and what meets it. It weighs

    gap x opportunities x confidence

where the gap is how far the agent's rate lies below the level it is held against, so that gap x
opportunities is how many more moments would have been met at that level; and confidence is the
probability that the agent's true rate lies below it. The level is the rate of the team's other
agents, or a fixed one where the viewer may not see them or there are too few.

Confidence counts each conversation once, since the moments of one conversation resemble each
other: the share met in it is one draw, and the rate has Jeffreys' posterior (Beta with halves).
Source: Brown, Cai & DasGupta 2001, for the interval that goes with it.

Nothing here ranks people, and below 8 opportunities nothing is said but moments are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coach.conversation.analysis import Analysis
from coach.conversation.evidence import Moment
from coach.conversation.findings import Criterion, State
from coach.insights.similar import nearest
from coach.insights.suggest import Suggestion, suggest

LEAST_OPPORTUNITIES = 8  # fewer say too little for a rate, as everywhere in reports
LEAST_COLLEAGUES = 2  # one other agent is no team, and would be named by the number
LEVEL = 0.7  # where there is no team to compare with; a choice, not a finding
SURE = 0.8  # from this confidence on, a second behaviour is named, and "below" is said
LEAST_LIKENESS = 0.08  # below it, two situations share hardly more than a word
N_MISSED = 3
_N_QUANTILES = 64
_MOST_CANDIDATES = 2000


@dataclass(frozen=True, slots=True)
class Level:
    """What a rate is held against.

    Attributes:
        rate: in 0..1.
        n_colleagues: how many other agents it is of; 0 for the fixed level.
    """

    rate: float
    n_colleagues: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A missed moment with what could help.

    Attributes:
        moment: what was missed.
        example: how a colleague met the same kind of moment in the most similar words; None
            where nobody did in words that resemble them.
        likeness: cosine of what both customers said, in 0..1; None without an example.
        suggestion: a way to begin, from this customer's words; None in other languages.
    """

    moment: Moment
    example: Moment | None
    likeness: float | None
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A behaviour to work on.

    Attributes:
        pairing: id of the rubric's pairing.
        criterion: what it counts towards.
        met: opportunities met.
        opportunities: all that were judged, never below 8.
        level: what the rate is held against.
        confidence: probability that the true rate lies below the level.
        best: the agent's own best moment of this kind; None where none was met.
        missed: the clearest missed moments, at most one of a conversation.
    """

    pairing: str
    criterion: Criterion
    met: int
    opportunities: int
    level: Level
    confidence: float
    best: Moment | None
    missed: tuple[Missed, ...]

    @property
    def gap(self) -> float:
        """How far the rate lies below the level, in 0..1; 0 where it does not."""
        return max(0.0, self.level.rate - self.met / self.opportunities)

    @property
    def weight(self) -> float:
        """Gap x opportunities x confidence: moments that could be won, as far as it is sure."""
        return self.gap * self.opportunities * self.confidence

    @property
    def is_sure(self) -> bool:
        """Whether the rate can be told to lie below the level."""
        return self.confidence >= SURE


def moments_of(analyses: Iterable[Analysis]) -> Iterator[Moment]:
    """Yield the opportunities of conversations that could be judged, in their order."""
    for analysis in analyses:
        yield from (Moment(analysis, o) for o in analysis.opportunities if o.is_judged)


def find_behaviours(
    moments: Iterable[Moment], agent: str, *, level: float = LEVEL, limit: int = 2
) -> tuple[Behaviour, ...]:
    """Return what an agent would gain most by working on, the weightiest first.

    The first is always named where a rate lies below its level; further ones only where that
    is sure. The order in which moments come changes nothing.

    Args:
        moments: of the agent, and of those colleagues whom the viewer may see.
        agent: whose behaviours they are.
        level: what rates are held against where there is no team to compare with.
        limit: at most so many.
    """
    judged = [moment for moment in moments if moment.opportunity.is_judged]
    judged.sort(key=_place)
    by_pairing: dict[str, list[Moment]] = {}
    for moment in judged:
        by_pairing.setdefault(moment.opportunity.pairing, []).append(moment)
    found = [
        _behaviour(pairing, agent, held, level)
        for pairing, held in sorted(by_pairing.items())
        if sum(_agent(moment) == agent for moment in held) >= LEAST_OPPORTUNITIES
    ]
    found = sorted((f for f in found if f.gap > 0), key=lambda f: (-f.weight, f.pairing))
    return tuple(f for place, f in enumerate(found) if not place or f.is_sure)[:limit]


def best_of(moments: Iterable[Moment]) -> Moment | None:
    """Return the met moment most worth showing: by kinds of cues, then by how sure they are."""
    met = [moment for moment in moments if moment.opportunity.is_met]
    return min(met, key=lambda m: (-_n_cues(m), -_surety(m), _place(m)), default=None)


def clearest(moments: Iterable[Moment], limit: int) -> list[Moment]:
    """Return missed moments, the surest first, what came late last; one of a conversation."""
    not_met = [m for m in moments if m.opportunity.is_judged and not m.opportunity.is_met]
    not_met.sort(key=lambda m: (_was_late(m), -m.opportunity.moment.p, _place(m)))
    taken: Counter[str] = Counter()
    chosen = []
    for moment in not_met:
        name = moment.analysis.conversation.id
        if not taken[name]:
            taken[name] += 1
            chosen.append(moment)
    return chosen[:limit]


def example_for(missed: Moment, candidates: Sequence[Moment]) -> tuple[Moment, float] | None:
    """Return the met moment of another agent that is most like a missed one, and how like.

    It is of the same pairing, the same kind of moment and the same language. None where no
    customer's words come near.
    """
    like = [other for other in candidates if _is_comparable(missed, other)][:_MOST_CANDIDATES]
    found = nearest(situation(missed), [situation(other) for other in like])
    if not found or found[0].likeness < LEAST_LIKENESS:
        return None
    return like[found[0].place], found[0].likeness


def situation(moment: Moment) -> str:
    """Return the customer's words by which situations are compared.

    These are the turn of the moment and what was found in the customer's earlier turns; for a
    moment that the agent opened (bad news), also its own words.
    """
    analysis, at = moment.analysis, moment.opportunity.moment
    turns = analysis.conversation.turns
    earlier = [
        analysis.words(finding)
        for finding in analysis.findings
        if finding.turn < at.turn and turns[finding.turn].is_customer
    ]
    own = turns[at.turn].text if turns[at.turn].is_customer else analysis.words(at)
    return " ".join((*dict.fromkeys(earlier), own))


def _behaviour(pairing: str, agent: str, held: Sequence[Moment], level: float) -> Behaviour:
    mine = [moment for moment in held if _agent(moment) == agent]
    teams = {_team(moment) for moment in mine}
    others = [m for m in held if _agent(m) not in (agent, None) and _team(m) in teams]
    against, their_shares = _level(others, level)
    return Behaviour(
        pairing=pairing,
        criterion=mine[0].opportunity.criterion,
        met=sum(moment.opportunity.is_met for moment in mine),
        opportunities=len(mine),
        level=against,
        confidence=_probability_below(_shares(mine), against.rate, their_shares),
        best=best_of(mine),
        missed=tuple(_helped(missed, held) for missed in clearest(mine, N_MISSED)),
    )


def _level(others: Sequence[Moment], fixed: float) -> tuple[Level, list[float]]:
    n_colleagues = len({_agent(moment) for moment in others})
    if n_colleagues < LEAST_COLLEAGUES or len(others) < LEAST_OPPORTUNITIES:
        return Level(fixed, 0), []
    n_met = sum(moment.opportunity.is_met for moment in others)
    return Level(n_met / len(others), n_colleagues), _shares(others)


def _helped(missed: Moment, held: Sequence[Moment]) -> Missed:
    found = example_for(missed, held)
    example, likeness = found or (None, None)
    return Missed(missed, example, likeness, suggest(missed))


def _shares(moments: Iterable[Moment]) -> list[float]:
    """Return the share met in each conversation."""
    by_conversation: dict[str, list[bool]] = {}
    for moment in moments:
        name = moment.analysis.conversation.id
        by_conversation.setdefault(name, []).append(moment.opportunity.is_met)
    return [sum(met) / len(met) for met in by_conversation.values()]


def _probability_below(shares: Sequence[float], level: float, theirs: Sequence[float]) -> float:
    """Return the probability that a rate lies below a level, itself uncertain if it is a team's."""
    from scipy.special import betainc, betaincinv

    a, b = sum(shares) + 0.5, len(shares) - sum(shares) + 0.5
    if not theirs:
        return float(betainc(a, b, level))
    c, d = sum(theirs) + 0.5, len(theirs) - sum(theirs) + 0.5
    middles = [(place + 0.5) / _N_QUANTILES for place in range(_N_QUANTILES)]
    return float(sum(betainc(a, b, betaincinv(c, d, middle)) for middle in middles)) / _N_QUANTILES


def _is_comparable(missed: Moment, other: Moment) -> bool:
    one, two = missed.analysis.conversation.about, other.analysis.conversation.about
    return (
        other.opportunity.is_met
        and two.agent not in (one.agent, None)
        and two.language == one.language
        and other.opportunity.pairing == missed.opportunity.pairing
        and other.opportunity.moment.label is missed.opportunity.moment.label
    )


def _place(moment: Moment) -> tuple[str, int, int, str]:
    at = moment.opportunity.moment
    return moment.analysis.conversation.id, at.turn, at.start, moment.opportunity.pairing


def _agent(moment: Moment) -> str | None:
    return moment.analysis.conversation.about.agent


def _team(moment: Moment) -> str | None:
    return moment.analysis.conversation.about.team


def _was_late(moment: Moment) -> bool:
    return moment.opportunity.state is not State.MISSED


def _n_cues(moment: Moment) -> int:
    return min(3, len({cue.label for cue in moment.opportunity.met_by}))


def _surety(moment: Moment) -> float:
    return min(cue.p for cue in (moment.opportunity.moment, *moment.opportunity.met_by))
