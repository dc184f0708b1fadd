"""The criteria of one agent side by side; each opens the opportunities behind its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.conversation.codebook import Family
from coach.conversation.codec import plain
from coach.conversation.disagreement import Disputed
from coach.conversation.findings import Criterion
from coach.conversation.names import FAMILY_OF
from coach.insights.overview import Overview
from coach.insights.trends import Row
from coach.insights.wording import percent
from coach.ui.catalogue import Catalogue, PartText
from coach.ui.doubts import beside_rate, text_of
from coach.ui.numbers import sentences, unbroken
from coach.ui.parts.mount import component


@dataclass(frozen=True, slots=True)
class Scale:
    """One criterion as the script receives it.

    Attributes:
        criterion: its value, for the address.
        name: what it is called.
        family: chooses shape and colour.
        shown: the large words: "9 of 12", or that there was no opportunity.
        told: the small ones: rate and interval, or that there are too few, the team's rate, and
            how many opportunities are disputed.
        low: of the interval of what was seen; None without an opportunity.
        high: of that interval.
        least: of the interval with the detectors' errors; None where it is no wider.
        most: of that interval.
        share: the rate; met over opportunities where there are too few for one.
        team: the team's rate; None where the viewer may not compare or it has none.
        enough: whether there is enough to speak of a rate.
        pressed: whether its evidence is open.
    """

    criterion: Criterion
    name: str
    family: Family
    shown: str
    told: tuple[str, ...]
    low: float | None
    high: float | None
    least: float | None
    most: float | None
    share: float | None
    team: float | None
    enough: bool
    pressed: bool


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What the script is given."""

    cards: tuple[Scale, ...]
    say: PartText


def draw(
    say: Catalogue,
    mine: Overview,
    team: Row | None,
    chosen: Criterion | None,
    disputes: Mapping[Criterion, Disputed],
) -> Criterion | None:
    """Draw an agent's scorecard and return the criterion whose evidence is asked for.

    Args:
        say: the language.
        mine: what can be said of the agent.
        team: their team's; None leaves the comparison out.
        chosen: whose evidence is open now.
        disputes: how many opportunities of each criterion people disagree with.
    """
    text = text_of(say)
    cards = tuple(
        scale_of(
            say,
            mine,
            criterion,
            _rate(team, criterion),
            chosen,
            beside_rate(disputes[criterion], text),
        )
        for criterion in mine.row.estimates
    )
    result = component("scorecard")(
        key="scorecard", data=plain(Scorecard(cards, say.part)), on_chosen_change=lambda: None
    )
    if result.chosen is None:
        return chosen
    return Criterion(result.chosen) if result.chosen else None


def scale_of(
    say: Catalogue,
    mine: Overview,
    criterion: Criterion,
    team: float | None,
    chosen: Criterion | None,
    disputed: Sequence[str] = (),
) -> Scale:
    """Return one criterion as the script receives it."""
    estimate = mine.row.estimates[criterion]
    met, n = estimate.met, estimate.opportunities
    low, high = estimate.seen or (estimate.low, estimate.high)
    is_wider = estimate.seen is not None and estimate.rate is not None
    return Scale(
        criterion=criterion,
        name=say.criterion(criterion),
        family=FAMILY_OF[criterion],
        shown=say.of(met, n) if n else say.no_opportunity,
        told=tuple(unbroken(each) for each in (*_told(say, mine, criterion, team), *disputed)),
        low=low,
        high=high,
        least=estimate.low if is_wider else None,
        most=estimate.high if is_wider else None,
        share=estimate.share if estimate.rate is None else estimate.rate,
        team=team,
        enough=estimate.rate is not None,
        pressed=criterion is chosen,
    )


def _rate(row: Row | None, criterion: Criterion) -> float | None:
    return row.estimates[criterion].rate if row else None


def _told(
    say: Catalogue, mine: Overview, criterion: Criterion, team: float | None
) -> tuple[str, ...]:
    estimate, adjusted = mine.row.estimates[criterion], mine.adjusted[criterion]
    words = sentences(say)
    parts = [words.rate_of(estimate)] if estimate.rate is not None else []
    if estimate.is_small:
        parts.append(say.too_few_told)
    if wider := words.with_errors(estimate):
        parts.append(wider)
    if adjusted:
        parts += [words.expected_of(adjusted), words.adjusted_of(adjusted)]
    if team is not None:
        parts.append(say.team_told.format(rate=percent(team)))
    if standing := mine.standings[criterion]:
        parts.append(words.against_of(standing))
    return tuple(parts)
