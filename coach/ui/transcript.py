"""A conversation as the drawn parts receive it: turns cut into pieces, marks, opportunities.

Findings point into a turn by code points, and browsers count otherwise. So the text is cut here,
where each end of a finding begins a new piece, and the browser only puts pieces side by side:

    text      I'm so sorry that it is late
    findings  |---- apologise -----|
                           |--- own_fault ---|
    pieces    [            ][      ][         ]
    marks      0             0, 1    1
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Family
from coach.conversation.disagreement import Claim
from coach.conversation.findings import CueFinding, Opportunity, State
from coach.conversation.lines import goes_on
from coach.conversation.span import Seconds
from coach.conversation.turn import Turn
from coach.insights.beyond import please_confirm
from coach.ui.catalogue import Catalogue
from coach.ui.finders import found_by

_NO_WIDTH = "\u200b"
_EDGE = 110  # code points left on either side of a finding when a long text is shortened


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that the same findings cover.

    Attributes:
        text: never empty.
        marks: which of the line's marks cover it, as indices; none for plain text.
    """

    text: str
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding as it is shown.

    Attributes:
        name: of the label, in the page's language.
        meaning: one line on it.
        family: chooses shape and colour.
        p: probability that a careful annotator agrees.
        by: who found it, by name: for a rule its id.
        found_by: the same in the page's language.
        words: the text that shows it.
        at: seconds at which those words begin; None without times.
        state: what became of the opportunity that it opened, if it opened one; missed wins.
        to_confirm: shown with the request to confirm it, since it is found with less certainty.
        claim: its name, for those who disagree.
        doubts: what people said against it, and what was answered.
    """

    name: str
    meaning: str
    family: Family
    p: float
    by: str
    found_by: str
    words: str
    at: Seconds | None = None
    state: State | None = None
    to_confirm: bool = False
    claim: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A turn as it is shown.

    Attributes:
        turn: its index in the conversation.
        who: the side's name, in the page's language.
        role: chooses the side on which it is drawn.
        start: seconds; None for what was written.
        end: the same.
        sent: when it was sent, as text; None for what was spoken.
        pieces: its whole text, or what is left of it when shortened.
        marks: what was found in it.
    """

    turn: int
    who: str
    role: str
    start: Seconds | None
    end: Seconds | None
    sent: str | None
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A cue that met an opportunity, and the turn it stands in."""

    turn: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Chance:
    """An opportunity as it is shown.

    Attributes:
        turn: of its moment.
        mark: its moment.
        criterion: name, in the page's language.
        state: met or missed.
        says: what the rubric's pairing says.
        answers: the cues that met it.
        claim: its name, for those who disagree.
        doubts: what people said against it, and what was answered.
    """

    turn: int
    mark: Mark
    criterion: str
    state: State
    says: str
    answers: tuple[Answer, ...]
    claim: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scribe:
    """Turns findings of an analysis into what is shown.

    Attributes:
        analysis: whose.
        say: the page's language.
        sentence: what a pairing says, by its id.
        clock: a time of day as text.
        doubts: what people said against claims, in words.
    """

    analysis: Analysis
    say: Catalogue
    sentence: Callable[[str], str]
    clock: Callable[[datetime], str]
    doubts: Mapping[Claim, tuple[str, ...]] = field(default_factory=dict)

    def lines(self, first: int = 0, last: int | None = None) -> tuple[Line, ...]:
        """Return the turns from `first` to `last`, included."""
        turns = self.analysis.conversation.turns
        stop = len(turns) if last is None else last + 1
        return tuple(self.line(place) for place in range(first, stop))

    def line(self, place: int, only: Container[CueFinding] | None = None) -> Line:
        """Return one turn; `only` leaves other findings out."""
        turn = self.analysis.conversation.turns[place]
        held = [f for f in self.analysis.findings if f.turn == place]
        found = held if only is None else [f for f in held if f in only]
        return Line(
            turn=place,
            who=self.say.role(turn.role),
            role=turn.role.value,
            start=turn.span.start if turn.span else None,
            end=turn.span.end if turn.span else None,
            sent=self.clock(turn.sent_at) if turn.sent_at else None,
            pieces=pieces_of(flowing(turn.text), [(f.start, f.end) for f in found]),
            marks=tuple(self.mark(f) for f in found),
        )

    def mark(self, finding: CueFinding) -> Mark:
        """Return one finding."""
        opened = {o.state for o in self.analysis.opportunities if o.moment == finding}
        return Mark(
            name=self.say.label(finding.label),
            meaning=self.say.meaning(finding.label),
            family=finding.label.family,
            p=finding.p,
            by=finding.by,
            found_by=found_by(finding.by, self.analysis.conversation.about, self.say),
            words=self.analysis.words(finding),
            at=time_of(finding, self.analysis.conversation.turns[finding.turn]),
            state=State.MISSED if State.MISSED in opened else next(iter(opened), None),
            to_confirm=please_confirm(finding),
            claim=Claim.of(finding).name,
            doubts=self.doubts.get(Claim.of(finding), ()),
        )

    def chances(self) -> tuple[Chance, ...]:
        """Return every opportunity, in order."""
        return tuple(self.chance(o) for o in self.analysis.opportunities)

    def chance(self, opportunity: Opportunity) -> Chance:
        """Return one opportunity."""
        return Chance(
            turn=opportunity.moment.turn,
            mark=replace(self.mark(opportunity.moment), state=opportunity.state),
            criterion=self.say.criterion(opportunity.criterion),
            state=opportunity.state,
            says=self.say.pairing(self.sentence(opportunity.pairing)),
            answers=tuple(Answer(c.turn, self.mark(c)) for c in opportunity.met_by),
            claim=Claim.of(opportunity).name,
            doubts=self.doubts.get(Claim.of(opportunity), ()),
        )


def pieces_of(text: str, ranges: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return the text cut wherever a range begins or ends.

    >>> [p.text for p in pieces_of("so sorry it is late", [(0, 8), (3, 14)])]
    ['so ', 'sorry', ' it is', ' late']
    """
    cuts = sorted({0, len(text), *(edge for span in ranges for edge in span)})
    return tuple(
        Piece(text[start:end], _covering(ranges, start, end)) for start, end in pairwise(cuts)
    )


def flowing(text: str) -> str:
    r"""Return a text with the line breaks taken out that a mail program put in; as long as before.

    Such a break becomes a space, or nothing visible between characters that are written without
    spaces.

    >>> flowing("We will look into it today and write to you again\nby Friday.\n\nDana")
    'We will look into it today and write to you again by Friday.\n\nDana'
    """
    joints = {
        place: _joint(text[place - 1], text[place + 1])
        for place, character in enumerate(text)
        if character == "\n" and goes_on(text, place)
    }
    return "".join(joints.get(place, character) for place, character in enumerate(text))


def _joint(before: str, after: str) -> str:
    return " " if before.isascii() or after.isascii() else _NO_WIDTH


def shortened(pieces: Iterable[Piece], edge: int = _EDGE) -> tuple[Piece, ...]:
    """Return pieces with long stretches between findings cut down to their edges.

    Args:
        pieces: of one turn.
        edge: code points kept next to a finding, or at the start where there is none.
    """
    held = tuple(pieces)
    if not any(piece.marks for piece in held):
        return tuple(replace(p, text=_cut(p.text, 2 * edge, 0)) for p in held)
    last = len(held) - 1
    return tuple(
        piece if piece.marks else
        replace(piece, text=_cut(piece.text, edge * (place > 0), edge * (place < last)))
        for place, piece in enumerate(held)
    )  # fmt: skip


def time_of(finding: CueFinding, turn: Turn) -> Seconds | None:
    """Return the second at which a finding's words begin; None for what was written.

    Without timed words it is measured off along the turn, as if each character took as long.
    """
    if turn.span is None:
        return None
    place = 0
    for word in turn.words:
        at = turn.text.find(word.text, place)
        if at < 0:
            break
        place = at + len(word.text)
        if place > finding.start:
            return word.start
    return turn.span.start + turn.span.duration * finding.start / len(turn.text)


def _covering(ranges: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, ...]:
    return tuple(n for n, (first, last) in enumerate(ranges) if first <= start and end <= last)


def _cut(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail + 3:
        return text
    ends, begins = text[:head], text[len(text) - tail :]
    first, last = ends.rpartition(" ")[0], begins.partition(" ")[2]
    before = (first if len(first) >= head // 2 else ends).rstrip()  # some set few spaces, or none
    after = (last if len(last) >= tail // 2 else begins).lstrip()
    return f"{before} … {after}" if before else f"… {after}"
