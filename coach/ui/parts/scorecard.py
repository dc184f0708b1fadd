"""The criteria of one agent side by side; each opens the opportunities behind its number."""

from __future__ import annotations

from dataclasses import dataclass

from coach.conversation.codebook import Family
from coach.conversation.codec import plain
from coach.conversation.findings import Criterion
from coach.conversation.names import FAMILY_OF
from coach.insights.estimates import Estimate
from coach.insights.trends import Row
from coach.ui.catalogue import Catalogue, PartText, percent, percents
from coach.ui.parts.mount import component


@dataclass(frozen=True, slots=True)
class Scale:
    """One criterion as the script receives it.

    Attributes:
        criterion: its value, for the address.
        name: what it is called.
        family: chooses shape and colour.
        shown: the large words: "9 of 12", or that there was no opportunity.
        told: the small ones: rate and interval, or that there are too few, and the team's rate.
        low: of the interval; None without an opportunity.
        high: of the interval.
        share: met over opportunities.
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
    share: float | None
    team: float | None
    enough: bool
    pressed: bool


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What the script is given."""

    cards: tuple[Scale, ...]
    say: PartText


def draw(say: Catalogue, mine: Row, team: Row | None, chosen: Criterion | None) -> Criterion | None:
    """Draw an agent's scorecard and return the criterion whose evidence is asked for.

    Args:
        say: the language.
        mine: the agent's line.
        team: their team's; None leaves the comparison out.
        chosen: whose evidence is open now.
    """
    cards = tuple(
        scale_of(say, criterion, estimate, _rate(team, criterion), chosen)
        for criterion, estimate in mine.estimates.items()
    )
    result = component("scorecard")(
        key="scorecard", data=plain(Scorecard(cards, say.part)), on_chosen_change=lambda: None
    )
    if result.chosen is None:
        return chosen
    return Criterion(result.chosen) if result.chosen else None


def scale_of(
    say: Catalogue,
    criterion: Criterion,
    estimate: Estimate,
    team: float | None,
    chosen: Criterion | None,
) -> Scale:
    """Return one criterion as the script receives it."""
    met, n = estimate.met, estimate.opportunities
    return Scale(
        criterion=criterion,
        name=say.criterion(criterion),
        family=FAMILY_OF[criterion],
        shown=say.of(met, n) if n else say.no_opportunity,
        told=_told(say, estimate, team),
        low=estimate.low,
        high=estimate.high,
        share=estimate.share,
        team=team,
        enough=estimate.rate is not None,
        pressed=criterion is chosen,
    )


def _rate(row: Row | None, criterion: Criterion) -> float | None:
    return row.estimates[criterion].rate if row else None


def _told(say: Catalogue, estimate: Estimate, team: float | None) -> tuple[str, ...]:
    parts = []
    if estimate.rate is not None and estimate.low is not None and estimate.high is not None:
        parts.append(
            say.rate_told.format(
                rate=percent(estimate.rate), interval=percents(estimate.low, estimate.high)
            )
        )
    elif estimate.opportunities:
        parts.append(say.too_few_told)
    if team is not None:
        parts.append(say.team_told.format(rate=percent(team)))
    return tuple(parts)
