"""The moments worth hearing: the best ones and the ones that were missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from coach.conversation.analysis import Analysis
from coach.conversation.evidence import Moment, Sighting
from coach.conversation.findings import Criterion, CueFinding, State
from coach.conversation.span import Seconds, Span

LONGEST: Seconds = 45.0
CANDIDATES = 8  # moments to look at for each one that is shown
_PER_CONVERSATION = 2


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of a conversation that shows something.

    Attributes:
        analysis: the conversation it is from.
        first: index of its first turn.
        last: index of its last turn, included.
        shows: the findings it is about: the moment, then what met it; or one cue.
        criterion: what it counts towards; None for a single cue.
        state: met or missed; None for a single cue.
        span: when it is heard; None where there is no time or no recording.
    """

    analysis: Analysis
    first: int
    last: int
    shows: tuple[CueFinding, ...]
    criterion: Criterion | None
    state: State | None
    span: Span | None

    @property
    def name(self) -> str:
        """A name for a file: the conversation, the place and what it shows."""
        kind = self.state.value if self.state else "cue"
        return f"{self.analysis.conversation.id}-{self.first:03d}-{kind}-{self.shows[0].label}"


def choose(moments: Iterable[Moment], limit: int) -> list[Clip]:
    """Return the clips most worth hearing, at most two of one conversation.

    What can be heard comes before what can only be read. Then met moments rank by how many
    different cues met them (up to three), then by how sure the findings are; missed ones by how
    sure the moment is. Moments that begin in the same turn give one clip.
    """
    taken: Counter[str] = Counter()
    chosen: list[Clip] = []
    for moment in sorted(moments, key=_worth, reverse=True):
        clip = clip_of(moment)
        name = moment.analysis.conversation.id
        if taken[name] < _PER_CONVERSATION and not any(_same(clip, other) for other in chosen):
            taken[name] += 1
            chosen.append(clip)
    return chosen[:limit]


def clip_of(moment: Moment) -> Clip:
    """Return the clip that shows an opportunity, from its moment to what met or missed it.

    Of what is too long for a clip, the beginning is heard; where that leaves out the first turn
    that met the moment, what leads up to the end of that turn.
    """
    chance = moment.opportunity
    shows = (chance.moment, *chance.met_by)
    answer = shows[:2][-1].turn
    last = max(cue.turn for cue in shows) if chance.met_by else chance.deadline
    first = chance.moment.turn
    if moment.analysis.conversation.turns[first].is_agent and first:
        first -= 1
    return Clip(
        moment.analysis, first, last, shows, chance.criterion, chance.state,
        _span(moment.analysis, first, last, answer),
    )  # fmt: skip


def cue_clip(sighting: Sighting) -> Clip:
    """Return the clip that shows one finding, with the turn before it."""
    last = sighting.finding.turn
    first = max(0, last - 1)
    return Clip(
        sighting.analysis, first, last, (sighting.finding,), None, None,
        _span(sighting.analysis, first, last, last),
    )  # fmt: skip


def cue_clips(sightings: Iterable[Sighting], limit: int) -> list[Clip]:
    """Return clips of single cues; places of one turn are shown in one clip.

    Args:
        sightings: of one label, those to be shown first at the front.
        limit: how many clips are wanted at most.
    """
    by_turn: dict[tuple[str, int], Clip] = {}
    for sighting in sightings:
        turn = sighting.analysis.conversation.id, sighting.finding.turn
        clip = by_turn.get(turn) or cue_clip(sighting)
        shows = {*clip.shows, sighting.finding}
        by_turn[turn] = replace(clip, shows=tuple(sorted(shows, key=lambda cue: cue.start)))
    return list(by_turn.values())[:limit]


def _span(analysis: Analysis, first: int, last: int, answer: int) -> Span | None:
    """Return when turns are heard, cut to what leads up to the turn `answer`."""
    turns = analysis.conversation.turns
    spans = [turn.span for turn in turns[first : last + 1] if turn.span]
    if analysis.conversation.media is None or not spans:
        return None
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    answered = turns[answer].span
    if answered and answered.end > start + LONGEST:
        start = max(start, min(answered.start, answered.end - LONGEST))
    return Span(start, min(end, start + LONGEST))


def _worth(moment: Moment) -> tuple[bool, int, float]:
    chance = moment.opportunity
    is_heard = moment.analysis.conversation.media is not None
    n_cues = len({cue.label for cue in chance.met_by})
    return is_heard, min(n_cues, 3), min([chance.moment.p, *(cue.p for cue in chance.met_by)])


def _same(one: Clip, other: Clip) -> bool:
    return one.analysis.conversation.id == other.analysis.conversation.id and (
        one.first == other.first
    )
