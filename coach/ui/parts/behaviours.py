"""What is most worth working on: why, the agent's own best, missed moments with help, examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from coach.access import Standing
from coach.conversation.evidence import Moment
from coach.insights.behaviour import Behaviour, Missed
from coach.insights.clips import clip_of
from coach.insights.digest.sheet import Printer
from coach.insights.digest.words import WORDS, Words
from coach.ui.names import unmarked
from coach.ui.numbers import around
from coach.ui.parts import cards
from coach.ui.session import Visit
from coach.workspace.habits import Habits


def draw(visit: Visit, agent: str, found: Habits) -> None:
    """Draw the behaviours that an agent would gain most by working on, the weightiest first.

    Args:
        visit: on whose behalf and in which language.
        agent: whose.
        found: as `coach.workspace.habits.habits_of` gives them.
    """
    say = WORDS[visit.say.language]
    st.header(say.worth, anchor=False)
    st.caption(" ".join([say.worth_hint if found.behaviours else say.worth_none,
                         *_what_was_read(visit, agent, found)]))  # fmt: skip
    printer = Printer(say, lambda name: _sentence(visit, name), zone=visit.zone)
    for behaviour in found.behaviours:
        work = printer.work(behaviour)
        st.subheader(work.title.replace("[", "\\["), anchor=False)
        st.text(work.why)
        _draw_behaviour(visit, say, behaviour)


def _what_was_read(visit: Visit, agent: str, found: Habits) -> Iterator[str]:
    """Yield a sentence for each side of which only the latest conversations were read."""
    words = around(visit.say)
    if found.is_cut:
        yield words.latest_read.format(n=found.n_read, agent=unmarked(agent))
    if found.n_beside is not None:
        yield words.latest_read_of_team.format(n=found.n_beside)


def shown(found: Sequence[Behaviour]) -> list[Moment]:
    """Return the agent's own moments that are drawn with behaviours."""
    return [
        moment
        for behaviour in found
        for moment in (behaviour.best, *(missed.moment for missed in behaviour.missed))
        if moment is not None
    ]


def _draw_behaviour(visit: Visit, say: Words, behaviour: Behaviour) -> None:
    """Draw the own best beside the clearest missed moment; further ones can be unfolded."""
    key = f"behaviour {behaviour.pairing}"
    best, missed = st.columns(2, gap="medium")
    if behaviour.best:
        with best:
            is_own = visit.viewer.standing is Standing.AGENT  # agents see nobody else's page
            st.caption(say.own_best if is_own else say.best_of_agent)
            cards.draw(visit, [clip_of(behaviour.best)], key=f"{key} best")
    first, *others = behaviour.missed
    with missed if behaviour.best else best:
        _draw_missed(visit, say, first, f"{key} 0")
    if first.example:
        with st.expander(say.example):
            _draw_example(visit, say, first.example, f"{key} 0 example")
    if others:
        drawn = first.example
        with st.expander(visit.say.more):
            for place, other in enumerate(others, start=1):
                is_new = other.example != drawn
                _draw_beside(visit, say, other, f"{key} {place}", with_example=is_new)
                drawn = other.example or drawn


def _draw_beside(visit: Visit, say: Words, missed: Missed, key: str, *, with_example: bool) -> None:
    """Draw a missed moment, and beside it how a colleague met something like it if asked to."""
    moment, example = st.columns(2, gap="medium")
    with moment:
        _draw_missed(visit, say, missed, key)
    if missed.example and with_example:
        with example:
            st.caption(say.example)
            _draw_example(visit, say, missed.example, f"{key} example")


def _draw_missed(visit: Visit, say: Words, missed: Missed, key: str) -> None:
    st.caption(say.missed)
    cards.draw(visit, [clip_of(missed.moment)], key=key)
    if missed.suggestion:
        st.caption(say.way_to_begin(missed.suggestion))
        st.text(missed.suggestion.text)
    if missed.suggestion and missed.suggestion.template:
        with st.popover(say.as_template):
            st.text(missed.suggestion.template)


def _draw_example(visit: Visit, say: Words, example: Moment, key: str) -> None:
    """Draw a colleague's moment without the name."""
    cards.draw(visit, [clip_of(example)], key=key, who=say.colleague)


def _sentence(visit: Visit, name: str) -> str:
    known = visit.workspace.rubric.pairing(name)
    return known.says if known else name
