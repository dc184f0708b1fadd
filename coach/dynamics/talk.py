"""The shape of a call in time. What each measure means is in docs/dynamics.md."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from coach.config import DynamicsSettings
from coach.conversation.codebook import Role
from coach.conversation.conversation import Conversation
from coach.conversation.findings import Dynamics, Sides, Spread, Stretch
from coach.conversation.span import Seconds, Span
from coach.conversation.turn import Turn
from coach.conversation.voices import Tone, Voices
from coach.dynamics.floor import Floor, Utterance, floor_of
from coach.dynamics.holds import quiet_of
from coach.dynamics.pace import per_minute
from coach.dynamics.timeline import Timeline, timeline_of

_N_PARTS = 3  # begin, middle and end of the call
_NEAR: Seconds = 0.2  # words whose middle lies this near to a stretch of sound belong to it
_SIDES = (Role.AGENT, Role.CUSTOMER)
NOT_ON_MONO = "overlaps, interruptions and backchannels are not measurable on mono"


def measure_talk(
    conversation: Conversation,
    voices: Voices | None = None,
    settings: DynamicsSettings | None = None,
) -> Dynamics:
    """Return the dynamics of a conversation whose turns have times.

    Without times, or with one side only, the measures that need them are None and `quality`
    says so.

    Args:
        conversation: the turns; their text may be empty.
        voices: what the recording holds; without it the times of the turns count.
        settings: what counts as what.
    """
    settings = settings or DynamicsSettings()
    timed = [turn for turn in conversation.turns if turn.span]
    if not timed:
        return Dynamics(quality=("no turn has a time, so timing was not measured",))
    timeline, said = timeline_of(conversation, voices), _Said(timed)
    silences, holds = quiet_of(
        timeline,
        said.in_span,
        settings,
        music=voices.music if voices else (),
        told=conversation.about.holds,
    )
    if not timeline.agent or not timeline.customer:
        only = "only one side is known to speak, so turn-taking was not measured"
        return Dynamics(silences=silences, holds=holds, quality=(only,))
    floor = floor_of(timeline, said.in_span, settings)
    refused = _refusal(timeline, voices, settings)
    gaps = dict(_gaps(floor.turns, holds))
    return Dynamics(
        talk_share=_shares(timeline.agent, timeline.customer),
        silences=silences,
        holds=holds,
        overlaps=None if refused else floor.overlaps,
        interruptions=None if refused else floor.interruptions,
        backchannels=None if refused else _stretches(floor),
        response_times=_responses(gaps),
        longest_monologue=_monologues(floor.turns, settings),
        pace=_paces(conversation, timeline),
        patience=_patience(gaps),
        balance=_balance(timeline),
        tone=_tone(timeline, voices),
        quality=(*refused, *_missing(conversation, timeline, voices)),
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


class _Said:
    """What was said when, as far as the transcript tells."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._turns = turns

    def in_span(self, role: Role, span: Span) -> str:
        """Return the words of one side in a span; of a turn without timed words all or none."""
        parts: list[str] = []
        for turn in self._turns:
            if turn.role is not role or turn.span is None:
                continue
            if turn.span.start < span.end + _NEAR and turn.span.end > span.start - _NEAR:
                parts += _words_in(turn, turn.span, span)
        return "".join(_spaced(parts))


def _spaced(parts: Sequence[str]) -> Iterator[str]:
    """Yield the parts of a text with spaces between them, where the script has any."""
    for place, part in enumerate(parts):
        if place and part[:1].isascii() and parts[place - 1][-1:].isascii():
            yield " "
        yield part


def _words_in(turn: Turn, own: Span, span: Span) -> Iterator[str]:
    if turn.words:
        for word in turn.words:
            if span.start - _NEAR <= (word.start + word.end) / 2 <= span.end + _NEAR:
                yield word.text
    elif (both := own.overlap(span)) and both.duration > own.duration / 2:
        yield turn.text


def _refusal(
    timeline: Timeline, voices: Voices | None, settings: DynamicsSettings
) -> tuple[str, ...]:
    """Return why overlap cannot be measured; nothing where it can."""
    if timeline.n_channels == 1:
        return (NOT_ON_MONO,)
    bleed = voices.bleed_db if voices and timeline.n_channels == 2 else None
    if bleed is not None and bleed > settings.most_bleed_db:
        return (
            "overlaps, interruptions and backchannels were not measured: each channel is heard in "
            f"the other (bleed of {bleed:.0f} dB, above {settings.most_bleed_db:.0f} dB)",
        )
    return ()


def _missing(
    conversation: Conversation, timeline: Timeline, voices: Voices | None
) -> tuple[str, ...]:
    """Return sentences about what else the measures lack."""
    notes = []
    n_untimed = sum(turn.span is None for turn in conversation.turns)
    if n_untimed:
        notes.append(f"{n_untimed} turns have no time and were left out of timing")
    if voices is not None and timeline.n_channels is None:
        notes.append("the sound does not fit the transcript: its times were taken instead")
    if not any(turn.text.strip() for turn in conversation.turns):
        notes.append(
            "pace was not measured, and holds are told from silences by music alone: "
            "no words are known"
        )
    if timeline.n_channels == 1:
        notes.append("one channel: who speaks when is estimated")
    return tuple(notes)


def _stretches(floor: Floor) -> tuple[Stretch, ...]:
    return tuple(one.as_stretch() for one in floor.backchannels)


def _shares(agent: Sequence[Span], customer: Sequence[Span]) -> Sides[float]:
    ours = sum(span.duration for span in agent)
    theirs = sum(span.duration for span in customer)
    return Sides(agent=ours / (ours + theirs), customer=theirs / (ours + theirs))


def _gaps(
    turns: Sequence[Utterance], holds: Sequence[Stretch]
) -> Iterator[tuple[Role, list[Seconds]]]:
    """Yield for each side the gaps before its answers; below zero where it came in early."""
    found: dict[Role, list[Seconds]] = {role: [] for role in _SIDES}
    starts = [list(group) for _, group in groupby(turns, key=lambda turn: turn.start)]
    for earlier, later in pairwise(starts):
        if len({turn.role for turn in earlier}) > 1:
            continue  # both began at once: nobody knows who is answered
        before = earlier[-1]
        for after in later:
            waited = any(before.end <= hold.start and hold.end <= after.start for hold in holds)
            if before.role is not after.role and not waited:
                found[after.role].append(after.start - before.end)
    yield from found.items()


def _responses(gaps: dict[Role, list[Seconds]]) -> Sides[Spread]:
    spreads = {role: spread([max(0.0, gap) for gap in gaps[role]]) for role in _SIDES}
    return Sides(agent=spreads[Role.AGENT], customer=spreads[Role.CUSTOMER])


def _patience(gaps: dict[Role, list[Seconds]]) -> Spread | None:
    return spread(gaps[Role.AGENT])


def _monologues(turns: Sequence[Utterance], settings: DynamicsSettings) -> Sides[Seconds]:
    return Sides(*(_longest(turns, role, settings.silence) for role in _SIDES))


def _longest(turns: Sequence[Utterance], role: Role, silence: Seconds) -> Seconds | None:
    """Return the longest run of one side's turns without the other's and without a silence."""
    others = [turn.start for turn in turns if turn.role is not role]
    longest, start, before = None, 0.0, None
    for turn in turns:
        if turn.role is not role:
            continue
        is_new = (
            before is None
            or turn.start - before.end >= silence
            or bisect_left(others, before.start) < bisect_right(others, turn.start)
        )
        start = turn.start if is_new else start
        longest = max(longest or 0.0, turn.end - start)
        before = turn
    return longest


def _paces(conversation: Conversation, timeline: Timeline) -> Sides[float]:
    paces = []
    for role in _SIDES:
        text = " ".join(t.text for t in conversation.turns if t.role is role and t.span)
        seconds = sum(span.duration for span in timeline.of(role))
        paces.append(per_minute(text, seconds, conversation.about.language))
    return Sides(*paces)


def _balance(timeline: Timeline) -> tuple[float | None, ...]:
    spoken = timeline.spoken
    start, length = spoken[0].start, spoken[-1].end - spoken[0].start
    shares: list[float | None] = []
    for part in range(_N_PARTS):
        piece = Span(start + part * length / _N_PARTS, start + (part + 1) * length / _N_PARTS)
        ours, theirs = (
            sum(both.duration for span in timeline.of(role) if (both := span.overlap(piece)))
            for role in _SIDES
        )
        shares.append(ours / (ours + theirs) if ours + theirs else None)
    return tuple(shares)


def _tone(timeline: Timeline, voices: Voices | None) -> Tone | None:
    if voices is None or timeline.channel_of_agent is None or not voices.tones:
        return None
    return voices.tones[timeline.channel_of_agent]
