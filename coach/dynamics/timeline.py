"""When each side of a call speaks: as the sound shows it, else as the transcript says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coach.conversation.codebook import Role
from coach.conversation.conversation import Conversation
from coach.conversation.span import Seconds, Span, merge
from coach.conversation.turn import Turn
from coach.conversation.voices import Voices

_BETWEEN_WORDS: Seconds = 0.5  # recognisers leave gaps between words that are none
_SHORTEST: Seconds = 0.01
_AGREES = 0.2  # of a channel's speech that must lie within turns of known sides


@dataclass(frozen=True, slots=True)
class Timeline:
    """Speech of each side, in order; spans of one side do not overlap.

    Attributes:
        agent: the agent's speech.
        customer: the customer's.
        other: that of anybody else: a bot, an announcement, a third party.
        n_channels: of the recording; None where only a transcript tells.
        channel_of_agent: the index of the agent's channel, where each side has its own.
    """

    agent: tuple[Span, ...]
    customer: tuple[Span, ...]
    other: tuple[Span, ...] = ()
    n_channels: int | None = None
    channel_of_agent: int | None = None

    def of(self, role: Role) -> tuple[Span, ...]:
        """Return the speech of a side."""
        return {Role.AGENT: self.agent, Role.CUSTOMER: self.customer}.get(role, self.other)

    @property
    def spoken(self) -> list[Span]:
        """When anybody speaks."""
        return merge((*self.agent, *self.customer, *self.other))


def timeline_of(conversation: Conversation, voices: Voices | None) -> Timeline:
    """Return who speaks when.

    What the sound shows counts; the turns tell whose it is. On two channels each side has its
    own; on one channel a stretch of speech is cut where the turns change sides. Where the sound
    holds no speech, or that of one channel alone while both sides have turns, the turns count.
    """
    turns = [turn for turn in conversation.turns if turn.span]
    if voices is None or not turns or not voices.speech:
        return _from_turns(turns)
    if voices.n_channels == 1:
        return _from_one_channel(voices.channels[0], turns)
    both_told = {Role.AGENT, Role.CUSTOMER} <= {turn.role for turn in turns}
    agent = _agents_channel(conversation, voices, turns)
    if agent is None or (both_told and not all(voices.channels)):
        return _from_turns(turns)
    third = merge(turn.span for turn in turns if turn.role is Role.OTHER and turn.span)
    own, others = [], []
    for channel in (agent, 1 - agent):
        kept, taken = _apart(voices.channels[channel], third, turns)
        own.append(kept)
        others += taken
    return Timeline(own[0], own[1], tuple(merge(others)), 2, agent)


def _from_turns(turns: Sequence[Turn]) -> Timeline:
    spans: dict[Role, tuple[Span, ...]] = {}
    for role in Role:
        own = [turn for turn in turns if turn.role is role]
        worded = merge((s for turn in own if turn.words for s in _words(turn)), gap=_BETWEEN_WORDS)
        spans[role] = tuple(merge([*worded, *(t.span for t in own if t.span and not t.words)]))
    return Timeline(spans[Role.AGENT], spans[Role.CUSTOMER], spans[Role.OTHER])


def _words(turn: Turn) -> Iterator[Span]:
    for word in turn.words:
        yield Span(word.start, max(word.end, word.start + _SHORTEST))


def _agents_channel(
    conversation: Conversation, voices: Voices, turns: Sequence[Turn]
) -> int | None:
    """Return which channel holds the agent: as we were told, else by whose turns fall together."""
    told = conversation.about.agent_channel
    if told != "auto":
        return told
    agent = merge(turn.span for turn in turns if turn.is_agent and turn.span)
    customer = merge(turn.span for turn in turns if turn.is_customer and turn.span)
    if not agent and not customer:
        return None
    fits = [
        _shared(voices.channels[channel], agent) + _shared(voices.channels[1 - channel], customer)
        for channel in (0, 1)
    ]
    return (0 if fits[0] >= fits[1] else 1) if max(fits) > _AGREES * voices.speech else None


def _shared(first: Iterable[Span], second: Sequence[Span]) -> Seconds:
    return sum(both.duration for one in first for other in second if (both := one.overlap(other)))


def _apart(
    channel: Sequence[Span], third: Sequence[Span], turns: Sequence[Turn]
) -> tuple[tuple[Span, ...], list[Span]]:
    """Return a channel's speech, and of it what lies in a third party's turns alone."""
    if not third:
        return tuple(channel), []
    sides = merge(turn.span for turn in turns if turn.role is not Role.OTHER and turn.span)
    taken = [
        span
        for span in channel
        if _shared([span], third) > span.duration / 2 and not _shared([span], sides)
    ]
    return tuple(span for span in channel if span not in taken), taken


def _from_one_channel(speech: Sequence[Span], turns: Sequence[Turn]) -> Timeline:
    """Return speech cut where its turns change; what lies between two turns goes to the nearer."""
    borders, roles = _borders(turns)
    spans: dict[Role, list[Span]] = {role: [] for role in Role}
    for span in speech:
        start = span.start
        for place in range(bisect_right(borders, span.start), len(roles)):
            end = min(span.end, borders[place] if place < len(borders) else span.end)
            if end > start:
                spans[roles[place]].append(Span(start, end))
            start = max(start, end)
            if start >= span.end:
                break
    return Timeline(
        tuple(merge(spans[Role.AGENT])),
        tuple(merge(spans[Role.CUSTOMER])),
        tuple(merge(spans[Role.OTHER])),
        1,
    )


def _borders(turns: Sequence[Turn]) -> tuple[list[Seconds], list[Role]]:
    """Return the times at which turns change sides, and whose turn it is before and after each."""
    borders: list[Seconds] = []
    roles = [turns[0].role]
    until = turns[0].span.end if turns[0].span else 0.0
    for turn in turns[1:]:
        if turn.span is None:
            continue
        if turn.role is not roles[-1]:
            middle = (min(until, turn.span.end) + turn.span.start) / 2
            borders.append(max(middle, borders[-1] if borders else 0.0))
            roles.append(turn.role)
        until = turn.span.end
    return borders, roles
