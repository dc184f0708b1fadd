"""Quiet stretches of a call: which are silences, and which are holds.

A hold is known by what the telephone system says, by its music, or by the words around it. What
none of these tells is a silence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from coach.config import DynamicsSettings
from coach.conversation.codebook import Role
from coach.conversation.findings import Stretch
from coach.conversation.span import Seconds, Span, merge
from coach.dynamics.phrases import announces_hold, returns_from_hold
from coach.dynamics.timeline import Timeline

_MUSIC_SHARE = 0.4  # of a quiet stretch that must hold music
_TOLD_SHARE = 0.5
_ANNOUNCED_WITHIN: Seconds = 8.0  # "can I put you on hold?" – "sure" – quiet
_BACK_WITHIN: Seconds = 4.0  # "thank you for holding" after the quiet

TextOf = Callable[[Role, Span], str]


def quiet_of(
    timeline: Timeline,
    text_of: TextOf,
    settings: DynamicsSettings,
    *,
    music: Sequence[Span] = (),
    told: Sequence[Span] = (),
) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Return (silences, holds), each in order.

    A silence is put down to whoever speaks next, since they let it last; a hold to the agent.

    Args:
        timeline: who speaks when.
        text_of: what a side says in a span; "" where that is not known.
        settings: what counts as what.
        music: when music or tones are heard.
        told: holds as the telephone system noted them.
    """
    silences, holds = [], []
    for gap in _gaps(timeline):
        if gap.duration < min(settings.silence, settings.hold):
            continue
        is_hold = (
            _covered(gap, told) >= _TOLD_SHARE
            or _covered(gap, music) >= _MUSIC_SHARE
            or (gap.duration >= settings.hold and _is_announced(gap, text_of))
        )
        if is_hold:
            holds.append(Stretch(gap.start, gap.end, Role.AGENT))
        if gap.duration >= settings.silence and (not is_hold or settings.definitions == "miitel"):
            silences.append(Stretch(gap.start, gap.end, _who_starts(timeline, gap.end)))
    return tuple(silences), tuple(holds)


def _gaps(timeline: Timeline) -> list[Span]:
    spoken = merge(timeline.spoken)
    return [Span(one.end, other.start) for one, other in pairwise(spoken)]


def _covered(gap: Span, spans: Sequence[Span]) -> float:
    shared = (gap.overlap(span) for span in merge(spans))
    return sum(both.duration for both in shared if both) / gap.duration


def _is_announced(gap: Span, text_of: TextOf) -> bool:
    before = Span(max(0.0, gap.start - _ANNOUNCED_WITHIN), gap.start)
    after = Span(gap.end, gap.end + _BACK_WITHIN)
    return announces_hold(text_of(Role.AGENT, before)) or returns_from_hold(
        text_of(Role.AGENT, after)
    )


def _who_starts(timeline: Timeline, start: Seconds) -> Role | None:
    roles = [role for role in Role if any(span.start == start for span in timeline.of(role))]
    return roles[0] if len(roles) == 1 else None
