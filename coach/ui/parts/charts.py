"""Charts of rates with their uncertainty.

A rate is a dot on its 90 % interval, a thick bar; a thin line reaches as far as the detectors'
errors may carry it. Where there are too few opportunities for a rate there is no
dot: only the interval, thin and grey, and the count in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import altair as alt
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coach.conversation.findings import Criterion
from coach.insights.estimates import Estimate
from coach.insights.trends import UNKNOWN, Row
from coach.insights.wording import percent, percents
from coach.ui.catalogue import Catalogue
from coach.ui.numbers import sentences

_ROW = 36  # pixels for each agent
_COUNT_AT = 1.05  # where the count stands, on a scale whose rates end at 1
_FIELD = 1.32  # where that scale ends
_AXIS = 44  # pixels below the lines
_TREND = 190  # pixels
_RATE = "datum.share !== null"
_FEW = "datum.few !== null"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours that suit the ground of the page."""

    accent: str
    small: str
    text: str
    quiet: str
    line: str
    ground: str


LIGHT = Palette("#0B5CAD", "#AEB4BC", "#24292F", "#5E656E", "#E6E8EB", "#FFFFFF")
DARK = Palette("#7DB8F2", "#727A84", "#E6E9ED", "#A4ABB4", "#363B42", "#14171A")


@dataclass(frozen=True, slots=True)
class Spot:
    """One estimate in a chart.

    Attributes:
        name: of the agent or the week, as the store has it.
        shown: the same for people.
        share: met over opportunities; None where there are too few for a rate.
        few: the same where there are too few; None where there are enough, or none.
        low: of the interval of what was seen; None without an opportunity.
        high: of that interval.
        least: of the interval with the detectors' errors; None where it is no wider.
        most: of that interval.
        team: the rate to compare with.
        count: "9 of 12", or that there was no opportunity.
        told: the tooltip.
    """

    name: str
    shown: str
    share: float | None
    few: float | None
    low: float | None
    high: float | None
    least: float | None
    most: float | None
    team: float | None
    count: str
    told: str


def palette() -> Palette:
    """Return the colours that suit the page as it is shown now."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def drawn(chart: Any) -> dict[str, Any]:
    """Return a chart as browsers draw it.

    Altair would first hold all of it against its schema, which takes longer than the rest of a
    page; a test does that instead.
    """
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec


def cells(n: int, *, columns: int, least_width: int) -> list[DeltaGenerator]:
    """Return places for charts, side by side as far as there is room.

    Args:
        n: how many.
        columns: most beside each other.
        least_width: of each, in pixels.
    """
    with st.grid(columns, min_column_width=least_width, gap="medium"):
        return [st.container(gap="xsmall") for _ in range(n)]


def standing(
    rows: Sequence[Row], teams: Sequence[Row], criterion: Criterion, say: Catalogue, look: Palette
) -> Any:
    """Return the agents' rates of one criterion, one line each, beside those of their teams.

    Its selection `agent` holds what the line that was clicked is called, under `shown`.
    """
    compared = {row.name: row.estimates[criterion].rate for row in teams}
    spots = [
        _spot(row.name, row_name(row, rows, say), row.estimates[criterion], say,
              compared.get(row.team or UNKNOWN))
        for row in rows
    ]  # fmt: skip
    names = alt.Y(
        "shown:N", title=None,
        scale=alt.Scale(padding=0, domain=[spot.shown for spot in spots]),
        axis=alt.Axis(domain=False, ticks=False, labelLimit=150, labelColor=look.text),
    )  # fmt: skip
    base = alt.Chart(_data(spots)).encode(y=names, tooltip="told:N")
    clicked = alt.selection_point(name="agent", fields=["shown"], on="click", empty=False)
    whole_line = base.mark_bar(opacity=0, cursor="pointer").encode(
        x=_rates("x", look, end=_FIELD, datum=0), x2=alt.X2Datum(_FIELD)
    )
    layers = [
        *_intervals(base, "x", look, spots),
        *([_team_tick(base, look)] if any(spot.team is not None for spot in spots) else []),
        *_dots(base, "x", look, spots),
        *_counts(base, look, spots),
        whole_line.add_params(clicked),  # last, so that it lies on top and takes every click
    ]
    return _finished(layers, _ROW * len(spots) + _AXIS)


def trend(weeks: Sequence[Row], criterion: Criterion, say: Catalogue, look: Palette) -> Any:
    """Return the shares of one criterion week by week; what has no date is left out.

    Here small samples have a dot, hollow and small, since a single week is mostly one.
    """
    dated = [(monday(row.name), row.estimates[criterion]) for row in weeks if row.name != UNKNOWN]
    spots = [
        _spot(day.isoformat(), say.week_of.format(say.short_day(day)), estimate, say, None)
        for day, estimate in dated
        if estimate.opportunities
    ]
    base = alt.Chart(_data(spots)).encode(
        x=_weeks([day for day, _ in dated], look, japanese=say.japanese), tooltip="told:N"
    )
    pointed_at = base.mark_point(size=400, opacity=0).encode(y=_rates("y", look, field="all:Q"))
    layers = [
        *_intervals(base, "y", look, spots),
        *_dots(base, "y", look, spots),
        pointed_at.transform_calculate(all="datum.share === null ? datum.few : datum.share"),
    ]
    return _finished(layers, _TREND)


def _weeks(days: Sequence[date], look: Palette, *, japanese: bool) -> Any:
    """Return the axis of weeks; at most four are named."""
    step = max(1, -(-len(days) // 4))
    ends = [_instant(day) for day in (days[0], days[-1])] if days else []
    axis = alt.Axis(
        format="%-m/%-d" if japanese else "%-d %b", values=[_instant(day) for day in days[::step]],
        grid=False, ticks=False, labelColor=look.quiet, domainColor=look.line,
    )  # fmt: skip
    scale = alt.Scale(type="utc", padding=26, domain=ends)
    return alt.X("name:T", title=None, axis=axis, scale=scale)


def _instant(day: date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day, utc=True)


def row_name(row: Row, rows: Sequence[Row], say: Catalogue) -> str:
    """Return an agent's name, with the team where there are several."""
    name = say.somebody(row.name)
    if len({other.team for other in rows}) < 2:
        return name
    return f"{name} · {row.team or say.no_team}"


def monday(week: str) -> date:
    """Return the first day of an ISO week.

    >>> monday("2026-W47").isoformat()
    '2026-11-16'
    """
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def _spot(name: str, shown: str, estimate: Estimate, say: Catalogue, team: float | None) -> Spot:
    n = estimate.opportunities
    count = say.of(estimate.met, n) if n else say.no_opportunity
    few = estimate.share if estimate.rate is None else None
    low, high = estimate.seen or (estimate.low, estimate.high)
    least, most = (estimate.low, estimate.high) if estimate.seen else (None, None)
    wider = sentences(say).with_errors(estimate)
    words = ", ".join([_cell(estimate, say, low, high), *([wider] if wider else [])])
    return Spot(
        name, shown, estimate.rate, few, low, high, least, most, team, count,
        f"{shown}: {words}",
    )  # fmt: skip


def told(estimate: Estimate, say: Catalogue) -> str:
    """Return an estimate in words, for tables; its interval holds the detectors' errors."""
    return _cell(estimate, say, estimate.low, estimate.high)


def _cell(estimate: Estimate, say: Catalogue, low: float | None, high: float | None) -> str:
    of = say.of(estimate.met, estimate.opportunities)
    if low is None or high is None:
        return say.no_opportunity
    if estimate.rate is None:
        return of
    return say.rate_cell.format(
        met=estimate.met,
        n=estimate.opportunities,
        rate=percent(estimate.rate),
        interval=percents(low, high),
    )


def _data(spots: Sequence[Spot]) -> alt.InlineData:
    return alt.InlineData(values=[asdict(spot) for spot in spots])


def _rates(
    side: str, look: Palette, *, field: str = "", end: float = 1.0, datum: float | None = None
) -> Any:
    """Return the axis of rates, 0 to 100 %, with a field or a datum on it; `end` leaves room."""
    axis = alt.Axis(
        format=".0%", values=[0, 0.5, 1], grid=True, domain=False, ticks=False, gridColor=look.line,
        labelColor=look.quiet,
    )  # fmt: skip
    scale = alt.Scale(domain=[0, end], nice=False)
    if datum is not None:
        return (alt.XDatum if side == "x" else alt.YDatum)(
            datum, title=None, axis=axis, scale=scale
        )
    return _along(side, field, axis=axis, scale=scale)


def _along(side: str, field: str, **options: Any) -> Any:
    return (alt.X if side == "x" else alt.Y)(field, title=None, **options)


def _intervals(base: alt.Chart, side: str, look: Palette, spots: Sequence[Spot]) -> Iterator[Any]:
    ends = {side: _along(side, "low:Q"), f"{side}2": "high:Q"}
    wide = base.mark_rule(strokeWidth=7, strokeCap="round", color=look.accent, opacity=0.38)
    thin = base.mark_rule(strokeWidth=3 if side == "x" else 2, strokeCap="round", color=look.small)
    if any(spot.share is not None and spot.least is not None for spot in spots):
        reach = base.mark_rule(strokeWidth=1.5, strokeCap="round", color=look.accent, opacity=0.55)
        yield reach.encode(
            **{side: _along(side, "least:Q"), f"{side}2": "most:Q"}
        ).transform_filter(f"{_RATE} && datum.least !== null")
    if _has_rate(spots):
        yield wide.encode(**ends).transform_filter(_RATE)
    if _has_few(spots):
        yield thin.encode(**ends).transform_filter(_FEW)


def _dots(base: alt.Chart, side: str, look: Palette, spots: Sequence[Spot]) -> Iterator[Any]:
    """Yield the dots of rates; upright charts get a line between them, and hollow dots for few."""
    full = base.mark_point(
        filled=True, size=110, color=look.accent, opacity=1, stroke=look.ground, strokeWidth=1.5
    )
    hollow = base.mark_point(size=42, color=look.quiet, fill=look.ground, opacity=1)
    line = base.mark_line(color=look.accent, opacity=0.5, strokeWidth=2)
    rate = {side: _along(side, "share:Q")}
    if side == "y" and _has_few(spots):
        yield hollow.encode(y=_along("y", "few:Q")).transform_filter(_FEW)
    if side == "y" and _has_rate(spots):
        yield line.encode(**rate).transform_filter(_RATE)
    if _has_rate(spots):
        yield full.encode(**rate).transform_filter(_RATE)


def _team_tick(base: alt.Chart, look: Palette) -> Any:
    mark = base.mark_tick(thickness=2, size=20, color=look.text, opacity=0.65)
    return mark.encode(x=_along("x", "team:Q")).transform_filter(
        "datum.team !== null && datum.low !== null"
    )


def _counts(base: alt.Chart, look: Palette, spots: Sequence[Spot]) -> Iterator[Any]:
    """Yield the counts beside the intervals, and the words where there is none."""
    beside = base.mark_text(align="left", fontSize=12, color=look.quiet)
    within = base.mark_text(align="left", fontSize=12, fontStyle="italic", color=look.quiet)
    if any(spot.low is not None for spot in spots):
        yield beside.encode(x=alt.XDatum(_COUNT_AT), text="count:N").transform_filter(
            "datum.low !== null"
        )
    if any(spot.low is None for spot in spots):
        yield within.encode(x=alt.XDatum(0.01), text="count:N").transform_filter(
            "datum.low === null"
        )


def _has_rate(spots: Sequence[Spot]) -> bool:
    return any(spot.share is not None for spot in spots)


def _has_few(spots: Sequence[Spot]) -> bool:
    return any(spot.few is not None for spot in spots)


def _finished(layers: Sequence[Any], height: int) -> Any:
    return (
        alt.layer(*layers)
        .properties(height=height)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, labelFlush=False)
    )
