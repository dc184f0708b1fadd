"""`coach report`: who met how many of which opportunities, and what can be said of that."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from coach.cli.options import Agent, Db, Since, Team, Until, known_filter
from coach.cli.report_care import make_room, plain_care, print_care

if TYPE_CHECKING:
    from coach.workspace import (
        Adjusted,
        Beside,
        Criterion,
        Disputed,
        Effect,
        Estimate,
        Filter,
        Overview,
        Row,
        Shift,
        Workspace,
    )

_CRITERIA = {
    "empathy": ("Empathy", "共感"),
    "active_listening": ("Active listening", "傾聴"),
    "transparency": ("Transparency", "率直な説明"),
    "relationship": ("Relationship", "関係づくり"),
}
_EMPTY = (
    "Nothing is stored here yet: `coach score FOLDER` fills the store.",
    "まだ何も保存されていません。`coach score フォルダー` で評価してください。",
)
_NO_MATCH = (
    "Nothing stored here matches; look at the names and days asked for: "
    "`coach report` without them lists who is there.",
    "条件に合う応対はありません。名前と日付をご確認ください。"
    "条件なしの `coach report` で一覧が出ます。",
)
_LEGEND = (
    "met/opportunities; from 8 on, the rate in % and its 90 % interval with detection errors; "
    "* small sample, – no opportunity",
    "応えた件数/機会。8件からは割合（%）と、検出の誤りを含む90 %区間。"
    "* は少数のため参考、– は機会なし",
)
_DISPUTED = (
    "disputed: somebody disagrees, and they count; left out: agreed to be wrong, count nowhere",
    "疑問あり：異議が出ているもので、数に含みます。除外：誤りと認めたもので、数に含みません",
)
_BY = {"agent": "担当者", "team": "チーム", "week": "週"}
_FOCUS = ("Focus: {criterion}, since {day}", "取り組み：{criterion}（{day}から）")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the report; what can only be said of agents is None for teams and weeks.

    `disputed` is empty where nobody disagrees with anything.
    """

    row: Row
    more: Overview | None
    disputed: dict[Criterion, Disputed]


def report(
    by: Annotated[Literal["agent", "team", "week"], typer.Option(help="What makes a line.")] = (
        "agent"
    ),
    db: Db = None,
    agent: Agent = None,
    team: Team = None,
    since: Since = None,
    until: Until = None,
    output: Annotated[
        Literal["text", "json", "csv"], typer.Option("--format", help="How to print it.")
    ] = "text",
    language: Annotated[
        Literal["en", "ja"], typer.Option("--language", help="Of the text: English or Japanese.")
    ] = "en",
) -> None:
    """Print scores by agent, team or week: met of opportunities, with 90 % intervals.

    Agents are compared with those of their team, as far as they can be told apart; with --agent,
    the change over the weeks and the effect of what they work on are told. Below stands what is
    shown beside the scores, from the latest conversations.
    """
    from coach.workspace import Workspace, beside_scores, effects

    workspace = Workspace.open(db=db, must_exist=True)
    which = known_filter(workspace, agent, team, since, until)
    lines = _lines(workspace, by, which)
    works_on = effects(workspace, workspace.viewer, agent) if agent and by == "agent" else []
    if output == "csv":
        typer.echo(_csv(lines), nl=False)
        return
    beside = beside_scores(workspace, workspace.viewer, by, which)
    if output == "json":
        plain = [_plain(line, works_on) | _care(line, beside) for line in lines]
        typer.echo(json.dumps(plain, ensure_ascii=False))
    elif not lines:
        typer.echo((_EMPTY if workspace.is_empty else _NO_MATCH)[language == "ja"])
    else:
        _print_all(lines, works_on, beside, by, language)


def _lines(workspace: Workspace, by: str, which: Filter) -> list[_Line]:
    from coach.workspace import agents_side_by_side, disputed_beside

    viewer, told = workspace.viewer, list[tuple["Row", "Overview | None"]]()
    if by == "agent":
        told += [(each.row, each) for each in agents_side_by_side(workspace, viewer, which)]
    else:
        told += [(row, None) for row in workspace.report(by, which)]
    said = disputed_beside(workspace, viewer, by, which)
    return [_Line(row, more, said.get((row.name, row.team), {})) for row, more in told]


def _care(line: _Line, beside: Beside) -> dict[str, Any]:
    return {"care": plain_care(beside.sums.get((line.row.name, line.row.team)))}


def _print_all(
    lines: list[_Line], works_on: list[Effect], beside: Beside, by: str, language: str
) -> None:
    """Print table, sentences, and what is shown beside the scores."""
    _print(lines, by, language == "ja")
    if by == "agent":
        _print_sentences(lines, works_on, language)
    names = [(line.row.name, line.row.team) for line in lines]
    print_care(names, beside, _title(by, language == "ja"), language)


def _print(lines: list[_Line], by: str, japanese: bool) -> None:  # noqa: FBT001 - a language
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(_title(by, japanese), no_wrap=True)
    table.add_column("n", justify="right", no_wrap=True)
    for titles in _CRITERIA.values():
        table.add_column(titles[japanese])
    for line in lines:
        table.add_row(line.row.name, str(line.row.n_conversations), *_cells(line, japanese))
    make_room(console, table)
    console.print(table)
    console.print(_LEGEND[japanese], style="dim")
    if any(line.disputed for line in lines):
        console.print(_DISPUTED[japanese], style="dim")


def _title(by: str, japanese: bool) -> str:  # noqa: FBT001 - a language
    return _BY[by] if japanese else by.capitalize()


def _cells(line: _Line, japanese: bool) -> list[str]:  # noqa: FBT001 - a language
    from coach.workspace import wording

    cells = {criterion: _cell(each) for criterion, each in line.row.estimates.items()}
    say = wording("ja" if japanese else "en")
    cells |= {c: say.beside(cells[c], said) for c, said in line.disputed.items()}
    return list(cells.values())


def _cell(estimate: Estimate) -> str:
    if not estimate.opportunities:
        return "–"
    counts = f"{estimate.met}/{estimate.opportunities}"
    if estimate.rate is None or estimate.low is None or estimate.high is None:
        return f"{counts} *"
    low, rate, high = (round(100 * x) for x in (estimate.low, estimate.rate, estimate.high))
    return f"{counts} {rate} [{low}–{high}]"


def _print_sentences(lines: list[_Line], works_on: list[Effect], language: str) -> None:
    """Print what can be said of one agent; of several, who is ahead of whom in each team."""
    console, japanese = Console(highlight=False), language == "ja"
    told = _of_one(lines[0], works_on, language) if len(lines) == 1 else _order(lines, language)
    console.print()
    for title, sentence in told:
        name = _CRITERIA[title][japanese] if title in _CRITERIA else title
        console.print(f"{name}: {sentence}", markup=False)


def _order(lines: list[_Line], language: str) -> list[tuple[str, str]]:
    from coach.workspace import wording

    say, told = wording(language), []
    teams = {line.row.team: None for line in lines}
    for criterion in lines[0].row.estimates:
        for team in teams:
            members = [x.more for x in lines if x.row.team == team and x.row.name != "unknown"]
            standings = [each.standings[criterion] for each in members if each]
            names = [each.row.name for each in members if each]
            if sum(standing is not None for standing in standings) > 1:
                prefix = f"({team}) " if len(teams) > 1 and team else ""
                told.append((criterion.value, prefix + say.order_of(names, standings)))
    return told


def _of_one(line: _Line, works_on: list[Effect], language: str) -> list[tuple[str, str]]:
    from coach.workspace import wording

    say, told = wording(language), []
    if line.more is None:
        return []
    for criterion, estimate in line.row.estimates.items():
        rate = say.said_of(estimate, line.more.adjusted[criterion])
        told.append((criterion.value, f"{rate} {say.change_of(line.more.changes[criterion])}"))
    for effect in works_on:
        title = _FOCUS[language == "ja"].format(
            criterion=_CRITERIA[effect.focus.criterion][language == "ja"],
            day=effect.focus.since.date().isoformat(),
        )
        told.append((title, say.effect_of(effect)))
    return told


def _plain(line: _Line, works_on: list[Effect]) -> dict[str, Any]:
    row = line.row
    plain = {
        "name": row.name,
        "team": row.team,
        "conversations": row.n_conversations,
        "scores": {
            c.value: _estimate(e) | _disputed(line, c) | _more(line, c)
            for c, e in row.estimates.items()
        },
    }
    return plain | ({"focus": [_effect(effect) for effect in works_on]} if works_on else {})


def _estimate(estimate: Estimate) -> dict[str, Any]:
    seen = estimate.seen or (estimate.low, estimate.high)
    return {
        "met": estimate.met,
        "opportunities": estimate.opportunities,
        "conversations": estimate.n_conversations,
        "small_sample": estimate.is_small,
        "rate": _round(estimate.rate),
        "low": _round(estimate.low),
        "high": _round(estimate.high),
        "seen_low": _round(seen[0]),
        "seen_high": _round(seen[1]),
    }


def _disputed(line: _Line, criterion: Criterion) -> dict[str, int]:
    said = line.disputed.get(criterion)
    return {"disputed": said.n_open if said else 0, "left_out": said.n_left_out if said else 0}


def _more(line: _Line, criterion: Any) -> dict[str, Any]:
    """Return what can only be said of agents."""
    if line.more is None:
        return {}
    standing, change = line.more.standings[criterion], line.more.changes[criterion]
    return {
        "against_others": standing.against.value if standing else None,
        "best_rank": standing.best_rank if standing else None,
        "worst_rank": standing.worst_rank if standing else None,
        "adjusted": _adjusted(line.more.adjusted[criterion]),
        "change": {"verdict": change.verdict.value, "weeks": change.n_weeks} | _shift(change.shift),
    }


def _adjusted(adjusted: Adjusted | None) -> dict[str, Any] | None:
    if adjusted is None:
        return None
    return {
        "expected": _round(adjusted.expected),
        "rate": _round(adjusted.rate),
        "low": _round(adjusted.low),
        "high": _round(adjusted.high),
    }


def _shift(shift: Shift | None) -> dict[str, Any]:
    if shift is None:
        return {"difference": None, "low": None, "high": None}
    return {
        "difference": _round(shift.difference),
        "low": _round(shift.low),
        "high": _round(shift.high),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    focus = effect.focus
    return {
        "criterion": focus.criterion.value,
        "pairing": focus.pairing,
        "since": focus.since.isoformat(),
        "set_by": focus.set_by,
        "outcome": effect.outcome.value,
        "before": [effect.before.met, effect.before.opportunities],
        "after": [effect.after.met, effect.after.opportunities],
    } | _shift(effect.shift)


def _csv(lines: list[_Line]) -> str:
    out = io.StringIO()
    fields = ("met", "opportunities", "rate", "low", "high", "seen_low", "seen_high")
    of_agents = ("best_rank", "worst_rank", "adjusted_rate", "adjusted_low", "adjusted_high")
    doubts = ("disputed", "left_out")
    writer = csv.writer(out, lineterminator="\n")
    names = [
        f"{criterion}_{field}"
        for criterion in _CRITERIA
        for field in (*fields, *of_agents, *doubts)
    ]
    writer.writerow(["name", "team", "conversations", *names])
    for line in lines:
        row, values = line.row, []
        for criterion, estimate in row.estimates.items():
            values += [_estimate(estimate)[field] for field in fields]
            values += _csv_of_agent(_more(line, criterion))
            values += _disputed(line, criterion).values()
        writer.writerow([_safe(row.name), _safe(row.team or ""), row.n_conversations, *values])
    return out.getvalue()


def _csv_of_agent(more: dict[str, Any]) -> list[Any]:
    adjusted = more.get("adjusted") or {}
    return [
        more.get("best_rank"),
        more.get("worst_rank"),
        *(adjusted.get(field) for field in ("rate", "low", "high")),
    ]


def _safe(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
