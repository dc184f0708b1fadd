"""Whose turn it is: who holds the floor, who takes it, and who only says "mm-hm".

customer   ──────────────────────        ───────────
agent             mm-hm            ──────
                  backchannel      turn

customer   ─────────────────
agent                   ───────────────
                        ▔▔▔▔▔  interruption: the customer gives the floor up

customer   ─────────────────────────────
agent                   ───────────
                        ▔▔▔▔▔▔▔▔▔▔▔  overlap alone: the customer keeps it
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from coach.config import DynamicsSettings
from coach.conversation.codebook import Role
from coach.conversation.findings import Stretch
from coach.conversation.span import Seconds, Span, merge
from coach.dynamics.phrases import is_backchannel, is_cut_off, is_finished
from coach.dynamics.timeline import Timeline

# Our choices; docs/dynamics.md says in the light of what.
_WITHIN: Seconds = 0.5  # gaps in what one side says in one go
_SAME_BREATH: Seconds = 0.8  # a pause after which one goes on, and did not come in anew
_SPEAKS_ON: Seconds = 1.0  # who has the floor goes on within this time after a backchannel
_LONGEST_KNOWN: Seconds = 2.0  # a backchannel by its words: 「なるほど、そうなんですね」
_YIELDS: Seconds = 0.3  # who is interrupted may finish the word
_CUT_OFF: Seconds = 0.3  # overlap enough where the words show that somebody was cut off
_FINISHED: Seconds = 1.0  # overlap needed where the words show a finished sentence
_SIDES = (Role.AGENT, Role.CUSTOMER)

TextOf = Callable[[Role, Span], str]


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one side says in one go."""

    role: Role
    span: Span

    @property
    def start(self) -> Seconds:
        """When it begins."""
        return self.span.start

    @property
    def end(self) -> Seconds:
        """When it ends."""
        return self.span.end

    def as_stretch(self) -> Stretch:
        """Return it as a finding."""
        return Stretch(self.start, self.end, self.role)


@dataclass(frozen=True, slots=True)
class Floor:
    """Who took the floor when, and who did not.

    Attributes:
        turns: utterances that hold the floor, in order.
        backchannels: those that do not take it.
        interruptions: stretches of overlap at whose end the floor had been taken.
        overlaps: all stretches in which both speak, put down to whoever came in.
    """

    turns: tuple[Utterance, ...]
    backchannels: tuple[Utterance, ...]
    interruptions: tuple[Stretch, ...]
    overlaps: tuple[Stretch, ...]


def floor_of(timeline: Timeline, text_of: TextOf, settings: DynamicsSettings) -> Floor:
    """Return how the floor went back and forth between agent and customer.

    Args:
        timeline: who speaks when.
        text_of: what a side says in a span; "" where that is not known.
        settings: what counts as what.
    """
    said = {role: _utterances(timeline, role) for role in _SIDES}
    small = [
        one
        for role in _SIDES
        for one in said[role]
        if _is_backchannel(one, said[role], said[_other(role)], text_of, settings)
    ]
    # two backchannels cannot be made to each other: the floor stays with somebody
    turns = sorted(
        (one for role in _SIDES for one in said[role] if one not in small),
        key=lambda one: (one.start, one.end),
    )
    shortest = 1.0 if settings.definitions == "miitel" else settings.overlap
    return Floor(
        tuple(turns),
        tuple(sorted(small, key=lambda one: one.start)),
        tuple(_interruptions(turns, text_of, settings)),
        tuple(_overlaps(timeline, shortest)),
    )


def _utterances(timeline: Timeline, role: Role) -> list[Utterance]:
    return [Utterance(role, span) for span in merge(timeline.of(role), gap=_WITHIN)]


def _other(role: Role) -> Role:
    return Role.CUSTOMER if role is Role.AGENT else Role.AGENT


def _is_backchannel(
    one: Utterance,
    own: Sequence[Utterance],
    others: Sequence[Utterance],
    text_of: TextOf,
    settings: DynamicsSettings,
) -> bool:
    """Whether a short utterance leaves the floor to the other side, who had it and goes on."""
    text = text_of(one.role, one.span)
    known = is_backchannel(text) if text else None
    longest = _LONGEST_KNOWN if known else settings.backchannel
    if one.span.duration > longest or known is False:
        return False
    had = [other for other in others if other.start < one.start < other.end + _SPEAKS_ON]
    goes_on = [o for o in others if o.end > one.end and o.start < one.end + _SPEAKS_ON]
    if not had or not goes_on:
        return False
    if had[-1].end > one.start:  # said while the other speaks
        return had[-1].span.duration > one.span.duration
    question = text_of(had[-1].role, had[-1].span).rstrip().endswith(("?", "？", "か。"))
    return bool(known) and not question


def _interruptions(
    turns: Sequence[Utterance], text_of: TextOf, settings: DynamicsSettings
) -> Iterable[Stretch]:
    for place, taker in enumerate(turns):
        for holder in turns[:place]:
            if holder.role is taker.role or holder.end <= taker.start:
                continue
            if holder.start == taker.start or taker.span.duration <= settings.backchannel:
                continue
            both = holder.span.overlap(taker.span)
            yields = holder.end <= taker.end + _YIELDS
            if both and yields and both.duration >= _enough(text_of(holder.role, holder.span),
                                                            settings):  # fmt: skip
                yield Stretch(both.start, both.end, taker.role)


def _enough(said: str, settings: DynamicsSettings) -> Seconds:
    """Return how much overlap makes an interruption, given what the one who yields had said."""
    if is_cut_off(said):
        return min(_CUT_OFF, settings.interruption)
    return max(_FINISHED, settings.interruption) if is_finished(said) else settings.interruption


def _overlaps(timeline: Timeline, shortest: Seconds) -> list[Stretch]:
    agent, customer = (merge(timeline.of(role), gap=_SAME_BREATH) for role in _SIDES)
    found = []
    for ours in timeline.agent:
        for theirs in timeline.customer:
            both = ours.overlap(theirs)
            if both and both.duration >= shortest:
                by = _second(_around(both, agent), _around(both, customer))
                found.append(Stretch(both.start, both.end, by))
    return sorted(found, key=lambda stretch: stretch.start)


def _around(span: Span, longer: Sequence[Span]) -> Span:
    """Return the longer span that a span lies in."""
    return next(one for one in longer if one.start <= span.start and span.end <= one.end)


def _second(agent: Span, customer: Span) -> Role | None:
    if agent.start == customer.start:
        return None
    return Role.AGENT if agent.start > customer.start else Role.CUSTOMER
