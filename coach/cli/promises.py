"""`coach promises`: what was promised, what became of it, and what is due."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from coach.cli.annotate import lines_of
from coach.cli.options import Agent, Db, Since, Team, Until, known_filter

if TYPE_CHECKING:
    from coach.conversation.promises import Case, Place, Promise
    from coach.workspace import Briefing

_STATES = ("broken", "late", "cannot_tell", "open", "kept", "superseded")
_MOST_WORDS = 70


def promises(
    file: Annotated[
        str | None,
        typer.Argument(help="A JSONL file of conversations, or - for stdin. Default: the store."),
    ] = None,
    now: Annotated[
        str | None, typer.Option(help="When it is, as 2026-11-20T09:00+09:00. Default: now.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Zone of the cases, such as Asia/Tokyo; days end there.")
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(help="A customer or a thread: what to know before you talk to them."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a case.")] = False,  # noqa: FBT002
    db: Db = None,
    agent: Agent = None,
    team: Team = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """List what agents promised, by when, and what became of it.

    With a file, nothing is stored: conversations that share a thread_id are one case. A line
    that cannot be read is named on the error stream; the others are judged.
    """
    from coach.workspace import Workspace, moment_of, settings_from

    settings = settings_from(db=db)
    moment = moment_of(now, timezone or settings.sources.timezone) if now else datetime.now(UTC)
    if file is not None:
        _refuse_unheeded(before=before, agent=agent, team=team, since=since, until=until)
        _of_file(file, moment, timezone, as_json=as_json)
        return
    workspace = Workspace.open(settings, must_exist=True)
    if before is not None:
        _refuse_unheeded(agent=agent, team=team, since=since, until=until)
        _brief(workspace.briefing(before, moment, timezone), as_json=as_json)
        return
    found = workspace.promises(known_filter(workspace, agent, team, since, until), moment, timezone)
    _show(found, moment, as_json=as_json)


def _refuse_unheeded(**given: object) -> None:
    """Refuse options that narrow what is stored, where something else is asked for."""
    for name, value in given.items():
        if value is not None:
            raise typer.BadParameter(
                "it chooses among what is stored; leave it out with a file or with --before",
                param_hint=f"'--{name}'",
            )


def _of_file(file: str, now: datetime, timezone: str | None, *, as_json: bool) -> None:
    from coach.workspace import promise_lines, settings_from

    found, n_problems = [], 0
    for each in promise_lines(lines_of(file), file, settings_from(), now, timezone):
        if isinstance(each, str):
            n_problems += 1
            typer.echo(f"coach: {each}", err=True)
        else:
            found.append(each)
    _show(found, now, as_json=as_json)
    if n_problems:
        raise typer.Exit(1)


def _show(found: list[Case], now: datetime, *, as_json: bool) -> None:
    if as_json:
        for case in found:
            typer.echo(json.dumps(plain_case(case), ensure_ascii=False))
        return
    console = Console(highlight=False)
    lines = [(case, promise) for case in found for promise in case.promises]
    if not lines:
        console.print("No promises were found here.")
        return
    due = [line for line in lines if _is_today(line[1], now)]
    _print(console, "Due today", due)
    for state in _STATES:
        rest = [line for line in lines if line[1].state == state and line not in due]
        _print(console, state.replace("_", " ").capitalize(), rest)
    _print_agents(console, lines)


def plain_case(case: Case) -> dict[str, Any]:
    """Return a case as JSON knows it."""
    return {"thread_id": case.id, "promises": [_plain(promise) for promise in case.promises]}


def _plain(promise: Promise) -> dict[str, Any]:
    made = promise.made
    return {
        "conversation": made.place.conversation,
        "turn": made.place.turn,
        "start": made.start,
        "end": made.end,
        "action": made.action,
        "act": made.act.value,
        "condition": made.condition,
        "deadline": made.deadline.at.isoformat() if made.deadline.at else None,
        "deadline_kind": made.deadline.kind.value,
        "state": promise.state.value,
        "evidence": _place(promise.evidence),
        "by": made.by,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"conversation": place.conversation, "turn": place.turn}


def _is_today(promise: Promise, now: datetime) -> bool:
    due = promise.made.deadline.at
    return (
        promise.state == "open"
        and due is not None
        and due.date() == (now.astimezone(due.tzinfo).date())
    )


def _print(console: Console, title: str, lines: list[tuple[Case, Promise]]) -> None:
    if not lines:
        return
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in ("Due", "Agent", "Promise", "Case", "Turn", "Evidence"):
        table.add_column(column)
    for case, promise in lines:
        table.add_row(*_cells(case, promise))
    console.print(table)
    console.print()


def _cells(case: Case, promise: Promise) -> list[str]:
    made = promise.made
    agent = case.conversation(made.place.conversation).about.agent or "–"
    words = " ".join(case.words(promise).split())
    seen = promise.evidence
    return [
        due_text(promise),
        agent,
        words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…",
        case.id,
        f"{made.place.conversation} {made.place.turn}",
        f"{seen.conversation} {seen.turn}" if seen else "–",
    ]


def due_text(promise: Promise) -> str:
    """Return until when a promise holds, for people."""
    made = promise.made
    if made.deadline.at is not None:
        return f"{made.deadline.at:%Y-%m-%d %H:%M}"
    return made.condition or made.deadline.kind.value


def _print_agents(console: Console, lines: list[tuple[Case, Promise]]) -> None:
    counts: dict[str, dict[str, int]] = {}
    for case, promise in lines:
        agent = case.conversation(promise.made.place.conversation).about.agent or "–"
        states = counts.setdefault(agent, dict.fromkeys(_STATES, 0))
        states[promise.state.value] += 1
    table = Table(title="By agent", title_justify="left", box=None, pad_edge=False)
    table.add_column("Agent")
    for state in _STATES:
        table.add_column(state.replace("_", " "), justify="right")
    for agent in sorted(counts):
        table.add_row(agent, *[str(counts[agent][state]) for state in _STATES])
    console.print(table)


def _brief(briefing: Briefing, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_plain_briefing(briefing), ensure_ascii=False))
        return
    console = Console(highlight=False)
    for case in briefing.cases:
        console.print(f"Case {case.id}", style="bold", markup=False)
        for conversation in case.conversations:
            about = conversation.about
            when = f"{about.started_at:%Y-%m-%d %H:%M}" if about.started_at else "no date"
            line = f"  {when}  {conversation.channel.value}  {about.agent or '–'}  {about.id}"
            console.print(line, markup=False)
    console.print()
    unsettled = [
        (case, promise) for case in briefing.cases for promise in case.promises
        if promise.state in ("open", "cannot_tell", "broken")
    ]  # fmt: skip
    _print(console, "Still to be kept, or broken", unsettled)
    if briefing.concerns:
        console.print("What they care about", style="bold")
    for concern in briefing.concerns:
        place = f"{concern.place.conversation} {concern.place.turn}"
        console.print(f"  {concern.label.value}: {concern.words}  ({place})", markup=False)


def _plain_briefing(briefing: Briefing) -> dict[str, Any]:
    return {
        "name": briefing.name,
        "cases": [
            {**plain_case(case), "conversations": [_contact(c) for c in case.conversations]}
            for case in briefing.cases
        ],
        "concerns": [
            {"label": c.label.value, "words": c.words, **(_place(c.place) or {})}
            for c in briefing.concerns
        ],
    }


def _contact(conversation: Any) -> dict[str, Any]:
    about = conversation.about
    began = about.started_at.isoformat() if about.started_at else None
    return {"id": about.id, "channel": conversation.channel.value, "agent": about.agent,
            "started_at": began}  # fmt: skip
