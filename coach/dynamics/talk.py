"""The shape of a call in time, from when its turns begin and end.

Definitions. A silence is a gap of at least 3 s in which nobody speaks (the threshold of MiiTel,
which Japanese leads know); it is put down to whoever speaks next, since they let it last. An
overlap is time in which both sides speak, of at least 0.2 s (shorter ones are the blur of
measured borders); it is put down to the side that came in second. A response time runs from the
end of one side's turn to the start of the other's; coming in early counts as 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby, pairwise

from coach.conversation.codebook import Role
from coach.conversation.conversation import Conversation
from coach.conversation.findings import Dynamics, Sides, Spread, Stretch
from coach.conversation.span import Seconds, Span, merge
from coach.conversation.turn import Turn

SILENCE: Seconds = 3.0
OVERLAP: Seconds = 0.2


def measure_talk(conversation: Conversation) -> Dynamics:
    """Return the dynamics of a conversation whose turns have times.

    Without times, or with one side only, the measures that need them are None and `quality`
    says so.
    """
    turns = [turn for turn in conversation.turns if turn.span]
    if not turns:
        return Dynamics(quality=("no turn has a time, so timing was not measured",))
    agent, customer = _speech(turns, Role.AGENT), _speech(turns, Role.CUSTOMER)
    silences = _silences(turns)
    if not agent or not customer:
        return Dynamics(
            silences=silences,
            quality=("only one side is known to speak, so turn-taking was not measured",),
        )
    return Dynamics(
        talk_share=_shares(agent, customer),
        silences=silences,
        overlaps=_overlaps(agent, customer),
        response_times=_sides(_responses(turns)),
        longest_monologue=_monologues(turns),
        quality=_untimed(conversation.turns),
    )


def spread(values: Sequence[Seconds]) -> Spread | None:
    """Return median and 90th percentile (nearest rank); None without values.

    >>> spread([3.0, 1.0, 2.0])
    Spread(median=2.0, p90=3.0, n=3)
    """
    if not values:
        return None
    ranked = sorted(values)
    n = len(ranked)
    median = (ranked[(n - 1) // 2] + ranked[n // 2]) / 2
    return Spread(median, ranked[math.ceil(0.9 * n) - 1], n)


def _speech(turns: Sequence[Turn], role: Role) -> list[Span]:
    return merge(turn.span for turn in turns if turn.role is role and turn.span)


def _shares(agent: list[Span], customer: list[Span]) -> Sides[float]:
    ours = sum(span.duration for span in agent)
    theirs = sum(span.duration for span in customer)
    return Sides(agent=ours / (ours + theirs), customer=theirs / (ours + theirs))


def _silences(turns: Sequence[Turn]) -> tuple[Stretch, ...]:
    spoken = merge(turn.span for turn in turns if turn.span)
    return tuple(
        Stretch(before.end, after.start, _who_starts(turns, after.start))
        for before, after in pairwise(spoken)
        if after.start - before.end >= SILENCE
    )


def _who_starts(turns: Sequence[Turn], start: Seconds) -> Role | None:
    roles = {turn.role for turn in turns if turn.span and turn.span.start == start}
    return roles.pop() if len(roles) == 1 else None


def _overlaps(agent: list[Span], customer: list[Span]) -> tuple[Stretch, ...]:
    found = []
    for ours in agent:
        for theirs in customer:
            both = ours.overlap(theirs)
            if both and both.duration >= OVERLAP:
                found.append(Stretch(both.start, both.end, _second(ours, theirs)))
    return tuple(sorted(found, key=lambda stretch: stretch.start))


def _second(agent: Span, customer: Span) -> Role | None:
    if agent.start == customer.start:
        return None
    return Role.AGENT if agent.start > customer.start else Role.CUSTOMER


def _responses(turns: Sequence[Turn]) -> dict[Role, list[Seconds]]:
    gaps: dict[Role, list[Seconds]] = {}
    for before, after in pairwise(turns):
        if before.span and after.span and before.role is not after.role:
            gaps.setdefault(after.role, []).append(max(0.0, after.span.start - before.span.end))
    return gaps


def _sides(values: dict[Role, list[Seconds]]) -> Sides[Spread]:
    return Sides(
        agent=spread(values.get(Role.AGENT, [])), customer=spread(values.get(Role.CUSTOMER, []))
    )


def _monologues(turns: Sequence[Turn]) -> Sides[Seconds]:
    longest: dict[Role, Seconds] = {}
    for role, run in groupby(turns, key=lambda turn: turn.role):
        spans = [turn.span for turn in run if turn.span]
        length = max(span.end for span in spans) - spans[0].start
        longest[role] = max(length, longest.get(role, 0.0))
    return Sides(longest.get(Role.AGENT), longest.get(Role.CUSTOMER))


def _untimed(turns: Sequence[Turn]) -> tuple[str, ...]:
    n_untimed = sum(turn.span is None for turn in turns)
    return (f"{n_untimed} turns have no time and were left out of timing",) if n_untimed else ()
