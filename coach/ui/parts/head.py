"""The head of a page: title, what is known, a calm strip of figures, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.conversation.codebook import Role
from coach.conversation.codec import plain
from coach.conversation.findings import Dynamics, Sides, Spread, Stretch
from coach.conversation.span import Seconds
from coach.conversation.voices import Tone
from coach.insights.wording import percent
from coach.ui.catalogue import Catalogue
from coach.ui.parts.mount import component


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the strip.

    Attributes:
        name: what it is called.
        value: its value with the unit.
        more: a second, smaller line.
        agent: the agent's share of it in 0..1, where both sides divide it; else None.
    """

    name: str
    value: str
    more: str = ""
    agent: float | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What the script is given."""

    title: str
    facts: tuple[str, ...]
    strip: tuple[Figure, ...]
    notes: tuple[str, ...]


def draw(
    title: str, facts: Sequence[str], *, strip: Sequence[Figure] = (), notes: Sequence[str] = ()
) -> None:
    """Draw the head of a page; all of it is shown as plain text."""
    head = Head(title, tuple(fact for fact in facts if fact), tuple(strip), tuple(notes))
    component("head")(key="head", data=plain(head))


def figures_of(dynamics: Dynamics, say: Catalogue, *, language: str | None = None) -> list[Figure]:
    """Return the figures of a conversation's timing; what was not measured is left out.

    Args:
        dynamics: the measures; the tone of voice is in them for nobody but the agent.
        say: the language of the page.
        language: that of the conversation, since Japanese is counted in morae.
    """
    names = say.figures
    return [
        *_share(dynamics.talk_share, say),
        *_stretches(names.silences, dynamics.silences, say),
        *_stretches(names.holds, dynamics.holds or None, say),
        *_stretches(names.overlaps, dynamics.overlaps, say),
        *_interruptions(dynamics.interruptions, say),
        *_spread(names.answers_after, dynamics.response_times.agent, say),
        *_length(names.monologue, dynamics.longest_monologue.agent, say),
        *_pace(dynamics.pace, say, language),
        *_tone(dynamics.tone, say),
        *_spread(names.reply_delay, dynamics.reply_delays.agent, say),
    ]


def _share(share: Sides[float], say: Catalogue) -> list[Figure]:
    if share.agent is None or share.customer is None:
        return []
    more = say.figures.both_shares.format(percent(share.customer))
    return [Figure(say.figures.talk_share, percent(share.agent), more, share.agent)]


def _stretches(name: str, found: tuple[Stretch, ...] | None, say: Catalogue) -> list[Figure]:
    if found is None:
        return []
    if not found:
        return [Figure(name, say.figures.none_found)]
    longest = max(stretch.duration for stretch in found)
    return [Figure(name, str(len(found)), say.figures.longest.format(say.lasting(longest)))]


def _interruptions(found: tuple[Stretch, ...] | None, say: Catalogue) -> list[Figure]:
    if not found:
        return []
    n_agent = sum(stretch.by is Role.AGENT for stretch in found)
    more = say.figures.of_customer.format(len(found) - n_agent)
    return [Figure(say.figures.interruptions, str(n_agent), more)]


def _pace(pace: Sides[float], say: Catalogue, language: str | None) -> list[Figure]:
    if pace.agent is None:
        return []
    is_japanese = (language or "").partition("-")[0] == "ja"
    unit = say.figures.in_morae if is_japanese else say.figures.in_words
    more = "" if pace.customer is None else say.figures.of_customer.format(round(pace.customer))
    return [Figure(say.figures.pace, unit.format(round(pace.agent)), more)]


def _tone(tone: Tone | None, say: Catalogue) -> list[Figure]:
    if tone is None:
        return []
    names = say.figures
    more = names.loudness_range.format(f"{tone.loudness_range_db:.0f}")
    return [Figure(names.voice, names.pitch_range.format(f"{tone.pitch_range:.0f}"), more)]


def _spread(name: str, spread: Spread | None, say: Catalogue) -> list[Figure]:
    if spread is None:
        return []
    more = say.figures.nine_of_ten.format(say.lasting(spread.p90)) if spread.n > 2 else ""
    return [Figure(name, say.lasting(spread.median), more)]


def _length(name: str, length: Seconds | None, say: Catalogue) -> list[Figure]:
    return [] if length is None else [Figure(name, say.lasting(length))]
