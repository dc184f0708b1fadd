"""A summary made of what was said: sentences that carry findings, each with the way back to it.

Nothing is worded anew. Of one conversation it gives what it was about, what mattered to the
customer, what was promised and how it ended; of many the sentences that stand for most of the
others of their kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding
from coach.insights.sentences import n_words, sentence_at, sentences
from coach.insights.similar import likeness, weighted

LEAST_WORDS = 3  # of a sentence that says something
MOST_WORDS = 40  # of a sentence that is shown whole; of a longer one, the evidence
MOST_OF_A_KIND = 2
ALIKE = 0.25  # cosine from which two sentences tell about the same; for display only
_MOST_SENTENCES = 400


class Part(StrEnum):
    """What a line of a summary tells."""

    PROBLEM = "problem"
    MATTERED = "mattered"
    PROMISED = "promised"
    ENDED = "ended"


_SHOWN_BY = {
    Part.PROBLEM: (Label.PROBLEM, Label.QUESTION),
    Part.MATTERED: (Label.IMPACT, Label.DISTRESS),
    Part.PROMISED: (Label.COMMIT, Label.SET_EXPECTATION),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a summary.

    Attributes:
        part: what it tells.
        conversation: id of the conversation.
        turn: where it was said.
        start: first code point in that turn's text.
        end: one past the last.
        text: the words.
        n_alike: conversations in which the like was said, this one included.
    """

    part: Part
    conversation: str
    turn: int
    start: int
    end: int
    text: str
    n_alike: int = 1


def summarise_one(analysis: Analysis) -> tuple[Said, ...]:
    """Return the summary of one conversation, by part, each in the order in which it was said."""
    lines = [said for part in _SHOWN_BY for said in _of_part(analysis, part)]
    if not any(said.part is Part.PROBLEM for said in lines):
        lines = [*_sentences_of(analysis, Part.PROBLEM)[:1], *lines]
    ended = _sentences_of(analysis, Part.ENDED)[-1:]
    known = {(said.turn, said.start) for said in lines}
    return (*lines, *(said for said in ended if (said.turn, said.start) not in known))


def summarise_many(analyses: Iterable[Analysis], *, limit: int = 3) -> tuple[Said, ...]:
    """Return, of each part, the sentences that stand for the most others.

    A sentence counts by its likeness to those of other conversations; what resembles one that
    was chosen is passed over. The order of the conversations changes nothing.

    Args:
        analyses: of the conversations.
        limit: at most so many of each part.
    """
    held = sorted(analyses, key=lambda analysis: analysis.conversation.id)
    lines = [said for analysis in held for said in summarise_one(analysis)]
    return tuple(
        chosen
        for part in Part
        for chosen in _central([said for said in lines if said.part is part], limit)
    )


def _of_part(analysis: Analysis, part: Part) -> list[Said]:
    found: list[Said] = []
    for label in _SHOWN_BY[part]:
        of_label = [finding for finding in analysis.findings if finding.label is label]
        if part is Part.PROMISED:  # what was promised last stands
            of_label.reverse()
        elif part is Part.MATTERED:
            of_label.sort(key=lambda finding: -finding.p)
        for finding in of_label:
            said = _said(analysis, part, finding)
            if n_words(said.text) >= LEAST_WORDS and said not in found:
                found.append(said)
        if found and part is Part.PROBLEM:
            break
    most = 1 if part is Part.PROBLEM else MOST_OF_A_KIND
    return sorted(found[:most], key=lambda said: (said.turn, said.start))


def _said(analysis: Analysis, part: Part, finding: CueFinding) -> Said:
    text = analysis.conversation.turns[finding.turn].text
    start, end = sentence_at(text, finding.start)
    if n_words(text[start:end]) > MOST_WORDS:
        start, end = finding.start, finding.end
    name = analysis.conversation.id
    return Said(part, name, finding.turn, start, end, text[start:end])


def _sentences_of(analysis: Analysis, part: Part) -> list[Said]:
    """Return the customer's sentences that say something, in order."""
    name = analysis.conversation.id
    return [
        Said(part, name, place, start, end, turn.text[start:end])
        for place, turn in enumerate(analysis.conversation.turns)
        if turn.is_customer
        for start, end in sentences(turn.text)
        if LEAST_WORDS <= n_words(turn.text[start:end]) <= MOST_WORDS
    ]


def _central(lines: Sequence[Said], limit: int) -> list[Said]:
    held = lines[:_MOST_SENTENCES]
    vectors = weighted([said.text for said in held])
    alike = [[likeness(one, other) for other in vectors] for one in vectors]
    order = sorted(
        range(len(held)),
        key=lambda place: (-_standing(held, alike, place), held[place].conversation, place),
    )
    chosen: list[int] = []
    for place in order:
        told = {held[other].conversation for other in chosen}
        is_new = all(alike[place][other] < ALIKE for other in chosen)
        if len(chosen) < limit and is_new and held[place].conversation not in told:
            chosen.append(place)
    return [_counted(held, alike[place], place) for place in chosen]


def _standing(held: Sequence[Said], alike: Sequence[Sequence[float]], place: int) -> float:
    own = held[place].conversation
    return sum(
        value for said, value in zip(held, alike[place], strict=True) if said.conversation != own
    )


def _counted(held: Sequence[Said], alike: Sequence[float], place: int) -> Said:
    near = {s.conversation for s, value in zip(held, alike, strict=True) if value >= ALIKE}
    return replace(held[place], n_alike=len(near | {held[place].conversation}))
