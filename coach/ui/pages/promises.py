"""What was promised: due today, overdue or broken, open, and how each agent keeps their word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from coach.conversation.promises import Case, Place, Promise, PromiseState
from coach.ui import session
from coach.ui.filters import pick_filter
from coach.ui.names import called_by_words
from coach.ui.navigation import Place as Page
from coach.ui.navigation import go
from coach.ui.parts import head
from coach.ui.session import Visit
from coach.workspace.promised import promises_today

_WIDE = 420  # pixels for the words of a promise
_UNSETTLED = (PromiseState.OPEN, PromiseState.CANNOT_TELL)
Line = tuple[Case, Promise]


def show() -> None:
    """Draw the page."""
    visit = session.visit()
    say = visit.say.promises
    head.draw(say.title, [say.intro])
    which = pick_filter(visit, agent=True)
    now = datetime.now(ZoneInfo(visit.zone))
    found = promises_today(visit.workspace, visit.viewer, which, now)
    lines = sorted(((case, made) for case in found for made in case.promises), key=_urgency)
    if not lines:
        st.text(visit.say.nothing_matches)
        return
    today = [line for line in lines if is_due(line[1], now)]
    overdue = [line for line in lines if is_overdue(line[1], now)]
    still = [line for line in lines if line[1].state in _UNSETTLED and line not in today + overdue]
    rest = [line for line in lines if line not in today + overdue + still]
    _draw_lines(visit, say.due_today, today, key="today")
    _draw_lines(visit, say.overdue, overdue, key="overdue")
    _draw_lines(visit, say.still_open, still, key="open")
    _draw_lines(visit, say.settled, rest, key="settled")
    _draw_agents(visit, lines)


def _urgency(line: Line) -> tuple[bool, bool, float]:
    """Order promises: those that may be settled after the others, then by date, undated last."""
    promise, due = line[1], line[1].made.deadline.at
    is_unsure = promise.state is PromiseState.CANNOT_TELL
    return is_unsure, due is None, due.timestamp() if due else 0.0


def is_due(promise: Promise, now: datetime) -> bool:
    """Whether it is still to be kept today."""
    due = promise.made.deadline.at
    if due is None or due < now or promise.state is not PromiseState.OPEN:
        return False
    return due.date() == now.astimezone(due.tzinfo).date()


def is_overdue(promise: Promise, now: datetime) -> bool:
    """Whether it was broken, or its time is over and nothing tells what became of it."""
    due = promise.made.deadline.at
    is_past = due is not None and due < now
    return promise.state is PromiseState.BROKEN or (promise.state in _UNSETTLED and is_past)


def _draw_lines(visit: Visit, title: str, lines: Sequence[Line], *, key: str) -> None:
    say = visit.say.promises
    st.header(f"{title} ({len(lines)})", anchor=False)
    if not lines:
        st.text(say.nothing)
        return
    frame = pd.DataFrame(
        {
            say.due: [_due(visit, promise) for _, promise in lines],
            visit.say.agent: [visit.say.somebody(_agent(case, p)) for case, p in lines],
            say.words: [" ".join(case.words(promise).split()) for case, promise in lines],
            say.state: [say.state_name(promise.state) for _, promise in lines],
            say.case: [called_by_words(case.conversations[0], case.id) for case, _ in lines],
        }
    )
    picked = st.dataframe(
        frame, hide_index=True, on_select="rerun", selection_mode="single-cell",
        key=f"promises {key}", column_config={say.words: st.column_config.TextColumn(width=_WIDE)},
    )  # fmt: skip
    for place, _ in picked.selection.cells:
        case, promise = lines[place]
        _open(case, promise.evidence or promise.made.place)


def _due(visit: Visit, promise: Promise) -> str:
    made = promise.made
    if made.deadline.at is not None:
        return visit.say.clock(made.deadline.at)
    return made.condition or visit.say.promises.undated


def _agent(case: Case, promise: Promise) -> str | None:
    return case.conversation(promise.made.place.conversation).about.agent


def _open(case: Case, place: Place) -> None:
    """Leave for the turn that settles a promise, or else for the one that makes it."""
    span = case.conversation(place.conversation).turns[place.turn].span
    at = {"t": f"{span.start:.1f}"} if span else {}
    go(Page.CONVERSATION, conversation=place.conversation, **at)


def _draw_agents(visit: Visit, lines: Sequence[Line]) -> None:
    say = visit.say.promises
    st.header(say.by_agent, anchor=False)
    st.caption(say.by_agent_hint)
    counts: dict[str, Counter[PromiseState]] = {}
    for case, promise in lines:
        counts.setdefault(_agent(case, promise) or "", Counter())[promise.state] += 1
    names = sorted(counts, key=lambda name: (not name, name))
    columns = {
        say.state_name(state): [counts[name][state] for name in names] for state in PromiseState
    }
    agents = {visit.say.agent: [visit.say.somebody(name) for name in names]}
    st.dataframe(pd.DataFrame(agents | columns), hide_index=True, key="promises agents")
