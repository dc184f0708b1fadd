"""The player: a conversation that is heard and read at once.

Its script draws everything and keeps the place; Python hears of it when playing stops and when
somebody moves to another place, never while it plays, and hearing of it changes nothing that is
drawn. What was written is shown by the same script, without sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Family, Role
from coach.conversation.codec import plain
from coach.conversation.span import Seconds
from coach.conversation.turn import Turn
from coach.ui.catalogue import PartText
from coach.ui.media import sound_of
from coach.ui.notes import said
from coach.ui.parts import disagree
from coach.ui.parts.mount import component, trace_of
from coach.ui.session import Visit
from coach.ui.transcript import Chance, Line

Peaks = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A family of labels and what it is called."""

    family: Family
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the script is given.

    Attributes:
        id: the player is built anew only when this changes.
        audio: address of the recording; None where there is none.
        duration: seconds.
        peaks: outline of the agent's lane and of the customer's.
        start: where to begin, in seconds; None for the beginning.
        lines: the turns.
        chances: the opportunities.
        families: what the shapes mean.
        tally: how many were met, of those that count.
        trouble: why the recording cannot be played; empty if it can.
        language: of the page, whose quotation marks are drawn.
        say: what the script says.
    """

    id: str
    audio: str | None
    duration: Seconds
    peaks: tuple[Peaks, ...]
    start: Seconds | None
    lines: tuple[Line, ...]
    chances: tuple[Chance, ...]
    families: tuple[Kind, ...]
    tally: str
    trouble: str
    language: str
    say: PartText


def draw(visit: Visit, analysis: Analysis, *, start: Seconds | None = None) -> Seconds | None:
    """Draw a conversation and return the place it was last left at, in seconds.

    Where somebody disagrees with what it shows, the form for that is opened.

    Args:
        visit: on whose behalf and in which language.
        analysis: what to show.
        start: where to begin.
    """
    sheet = sheet_of(visit, analysis, start)
    name = f"player {analysis.conversation.id}"
    state = component("player")(
        key=name, data=plain(sheet),
        on_position_change=lambda: None, on_disagreed_change=lambda: None,
    )  # fmt: skip
    if state.disagreed:
        disagree.ask(str(state.disagreed))
    return None if state.position is None else float(state.position)


def sheet_of(visit: Visit, analysis: Analysis, start: Seconds | None) -> Sheet:
    """Return what the script is given for a conversation."""
    sound = sound_of(visit.workspace, analysis)
    conversation = analysis.conversation
    scribe = visit.scribe(analysis)
    lines, chances = scribe.lines(), scribe.chances()
    counted = [chance for chance in analysis.opportunities if chance.is_judged]
    return Sheet(
        id=f"{conversation.id} {visit.say.language} {trace_of(lines, chances, sound)}",
        audio=sound.address,
        duration=max(sound.duration, conversation.duration or 0.0),
        peaks=lanes(sound.peaks, conversation.turns, sound.duration) if sound.peaks else (),
        start=start,
        lines=lines,
        chances=chances,
        families=tuple(Kind(family, visit.say.family(family)) for family in Family),
        tally=visit.say.of(sum(chance.is_met for chance in counted), len(counted)),
        trouble=said(sound.trouble, visit.say),
        language=str(visit.say.language),
        say=visit.say.part,
    )


def lanes(peaks: Sequence[Peaks], turns: Sequence[Turn], duration: Seconds) -> tuple[Peaks, Peaks]:
    """Return the outlines as the agent's lane and the customer's.

    Of two channels, the agent's is the one that is louder while the agent speaks. One channel is
    dealt out by turns.
    """
    sides = (Role.AGENT, Role.CUSTOMER)
    ours, theirs = (_spoken(turns, role, len(peaks[0]), duration) for role in sides)
    if len(peaks) == 1:
        return _only(peaks[0], ours), _only(peaks[0], theirs)
    fit = sum(_only(peaks[0], ours)) + sum(_only(peaks[1], theirs))
    crossed = sum(_only(peaks[1], ours)) + sum(_only(peaks[0], theirs))
    return (peaks[0], peaks[1]) if fit >= crossed else (peaks[1], peaks[0])


def _spoken(turns: Sequence[Turn], role: Role, n: int, duration: Seconds) -> list[bool]:
    """Return for each of `n` equal stretches whether one of the side's turns touches it."""
    heard = [False] * n
    for turn in turns:
        if turn.span and turn.role is role:
            first, last = (int(at / duration * n) for at in (turn.span.start, turn.span.end))
            heard[first : last + 1] = [True] * len(heard[first : last + 1])
    return heard


def _only(peaks: Peaks, heard: Sequence[bool]) -> Peaks:
    return tuple(value if on else 0.0 for value, on in zip(peaks, heard, strict=True))
