"""Clips as cards: the sound of a moment beside its words, and the way to its conversation.

The foot of a card has room for what a reader wants to say about the finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from coach.conversation.codec import plain
from coach.conversation.disagreement import Claim
from coach.conversation.findings import Opportunity, State
from coach.conversation.span import Seconds
from coach.insights.clips import Clip
from coach.ui.catalogue import PartText
from coach.ui.media import Sound, clip_sound_of
from coach.ui.navigation import Place, go
from coach.ui.notes import said
from coach.ui.parts.mount import component, trace_of
from coach.ui.session import Visit
from coach.ui.transcript import Line, Scribe, shortened

_MOST_OTHERS = 3  # turns shown of a clip beside those that carry what it is about


@dataclass(frozen=True, slots=True)
class Said:
    """A turn on a card, and how many turns before it are left out."""

    line: Line
    n_skipped: int


@dataclass(frozen=True, slots=True)
class Card:
    """What the script is given for a clip.

    Attributes:
        who: the agent.
        when: the date.
        criterion: what it counts towards, or the cue's name.
        says: what the rubric asks for; empty for a single cue.
        state: met or missed; None for a single cue.
        audio: address of the recording; None where there is none.
        start: seconds at which the clip begins; None without times.
        end: seconds.
        said: the turns that are shown.
        n_left: turns of the clip that follow them.
        href: address of its conversation, in the language of the page.
        conversation: the same as an id.
        t: seconds at which to open it, as text; empty without times.
        trouble: why the recording cannot be played; empty if it can.
        claim: what the card shows, for those who disagree.
        doubts: what people said against it, and what was answered.
    """

    who: str
    when: str
    criterion: str
    says: str
    state: State | None
    audio: str | None
    start: Seconds | None
    end: Seconds | None
    said: tuple[Said, ...]
    n_left: int
    href: str
    conversation: str
    t: str
    trouble: str
    claim: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """What the script is given.

    Attributes:
        id: the cards are built anew only when this changes.
        cards: in the order in which they are shown.
        rules: print who found what.
        language: of the page, whose quotation marks are drawn.
        say: what the script says.
    """

    id: str
    cards: tuple[Card, ...]
    rules: bool
    language: str
    say: PartText


def draw(
    visit: Visit, clips: Sequence[Clip], *, key: str, rules: bool = False, who: str | None = None
) -> None:
    """Draw clips as cards; leave for the conversation of the one that is opened.

    Args:
        visit: on whose behalf and in which language.
        clips: in the order in which they are shown.
        key: names the place on the page.
        rules: print who found what, for those who look into a number.
        who: what the agents are called on the cards; by default by their names.
    """
    cards = tuple(card_of(visit, clip) for clip in clips)
    if who is not None:
        cards = tuple(unnamed(card, who) for card in cards)
    language = str(visit.say.language)
    deck = Deck(f"{language} {trace_of(cards, rules)}", cards, rules, language, visit.say.part)
    result = component("cards")(key=key, data=plain(deck), on_opened_change=lambda: None)
    if result.opened:
        go(Place.CONVERSATION, **{str(k): str(v) for k, v in dict(result.opened).items() if v})


def unnamed(card: Card, who: str) -> Card:
    """Return a card that names nobody: neither the agent nor who disagreed."""
    said = tuple(
        replace(each, line=replace(each.line, marks=tuple(
            replace(mark, doubts=()) for mark in each.line.marks
        )))
        for each in card.said
    )  # fmt: skip
    return replace(card, who=who, doubts=(), said=said)


def card_of(visit: Visit, clip: Clip) -> Card:
    """Return what the script is given for a clip."""
    conversation = clip.analysis.conversation
    say = visit.say
    shown = turns_of(clip)
    span = clip.span
    sound = clip_sound_of(visit.workspace, clip.analysis) if span else Sound()
    scribe, claim = visit.scribe(clip.analysis), _claim(clip)
    at = f"{span.start:.1f}" if span else ""
    asked = {"conversation": conversation.id, "lang": str(say.language)}
    query = urlencode(asked | ({"t": at} if at else {}))
    return Card(
        who=say.somebody(conversation.about.agent),
        when=say.day(visit.local(conversation.about.started_at)),
        criterion=say.criterion(clip.criterion)
        if clip.criterion
        else say.label(clip.shows[0].label),
        says=_says(scribe, clip),
        state=clip.state,
        audio=sound.address,
        start=span.start if span else None,
        end=span.end if span else None,
        said=_said(scribe, clip, shown),
        n_left=clip.last - shown[-1],
        href=f"conversation?{query}",
        conversation=conversation.id,
        t=at,
        trouble=said(sound.trouble, visit.say),
        claim=claim.name,
        doubts=scribe.doubts.get(claim, ()),
    )


def turns_of(clip: Clip) -> list[int]:
    """Return the turns of a clip to show: those it is about, and the first of the others."""
    about = {finding.turn for finding in clip.shows}
    others = [place for place in range(clip.first, clip.last + 1) if place not in about]
    return sorted(about | set(others[:_MOST_OTHERS]))


def _says(scribe: Scribe, clip: Clip) -> str:
    chance = _chance(clip)
    return scribe.chance(chance).says if chance else ""


def _claim(clip: Clip) -> Claim:
    return Claim.of(_chance(clip) or clip.shows[0])


def _chance(clip: Clip) -> Opportunity | None:
    """Return the opportunity that a clip shows; None where it shows a single cue."""
    moment, held = clip.shows[0], clip.analysis.opportunities
    same = (o for o in held if o.moment == moment and o.criterion is clip.criterion)
    return next(same, None)


def _said(scribe: Scribe, clip: Clip, shown: Sequence[int]) -> tuple[Said, ...]:
    said = []
    for before, place in zip([clip.first - 1, *shown], shown, strict=False):
        line = scribe.line(place, only=clip.shows)
        brief = replace(line, pieces=shortened(line.pieces))
        said.append(Said(brief, place - before - 1))
    return tuple(said)
