"""Moments become opportunities, and what followed decides whether they were met.

    customer   problem ............ distress
    agent                 "mm-hm"            clarify   apologise   ...
                          (uses no window)   |--- window of 2 ----|

A moment after which the agent said nothing more is no opportunity: the call was cut, or the
thread is not answered yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.conversation.codebook import Label
from coach.conversation.conversation import Conversation
from coach.conversation.findings import CueFinding, Opportunity, State
from coach.conversation.turn import Turn
from coach.rubric.criteria import Pairing, Rubric
from coach.rubric.uptake import content_stems, sentence_around

_SAYS_NOTHING = 12


@dataclass(frozen=True, slots=True)
class _Case:
    """One conversation as the pairings see it."""

    conversation: Conversation
    by_turn: dict[int, list[CueFinding]]
    generic: tuple[str, ...]

    def labels(self, turn: int) -> set[Label]:
        return {finding.label for finding in self.by_turn.get(turn, ())}


def find_opportunities(
    conversation: Conversation, findings: Sequence[CueFinding], rubric: Rubric
) -> list[Opportunity]:
    """Return every opportunity in a conversation, by the turn of its moment.

    Args:
        conversation: with its language known; an unknown one takes up words of any language.
        findings: of all its turns, in any order.
        rubric: what asks for what.
    """
    case = _case(conversation, findings, rubric)
    found = [o for pairing in rubric.pairings for o in _of_pairing(case, pairing)]
    return sorted(found, key=lambda o: (o.moment.turn, o.moment.start, o.pairing))


def _case(conversation: Conversation, findings: Sequence[CueFinding], rubric: Rubric) -> _Case:
    by_turn: dict[int, list[CueFinding]] = {}
    for finding in sorted(findings, key=lambda f: (f.turn, f.start, f.label)):
        if finding.p >= rubric.least_p:
            by_turn.setdefault(finding.turn, []).append(finding)
    language = conversation.about.language
    known = rubric.generic.get(language or "")
    every = tuple(word for words in rubric.generic.values() for word in words)
    return _Case(conversation, by_turn, every if known is None else known)


def _of_pairing(case: _Case, pairing: Pairing) -> list[Opportunity]:
    found: list[Opportunity] = []
    closed_at = -1
    for turn in sorted(case.by_turn):
        moment = next((f for f in case.by_turn[turn] if f.label in pairing.moments), None)
        if moment is None or turn <= closed_at:
            continue
        window = _window(case.conversation, pairing, turn)
        if not window:
            continue
        closed_at = window[-1]
        if opportunity := _judge(case, pairing, moment, window):
            found.append(opportunity)
    return found


def _window(conversation: Conversation, pairing: Pairing, moment: int) -> list[int]:
    """Return the agent's turns in which the moment can be met; its own turn if it is theirs."""
    left = pairing.window[conversation.channel]
    window: list[int] = []
    first = moment if conversation.turns[moment].is_agent else moment + 1
    for place in range(first, len(conversation.turns)):
        turn = conversation.turns[place]
        if not turn.is_agent:
            continue
        window.append(place)
        left -= not _says_nothing(turn)
        if left <= 0:
            return window
    said = any(not _says_nothing(conversation.turns[place]) for place in window)
    return window if said else []


def _judge(
    case: _Case, pairing: Pairing, moment: CueFinding, window: list[int]
) -> Opportunity | None:
    met_by = tuple(
        cue
        for place in window
        if not case.labels(place) & pairing.spoilt_by
        for cue in case.by_turn.get(place, ())
        if cue is not moment and _meets(case, pairing, cue)
    )
    if not met_by and pairing.missed_by:
        shown = {label for place in window for label in case.labels(place)}
        if not shown & pairing.missed_by:
            return None
    state = State.MET if met_by else State.MISSED
    return Opportunity(pairing.criterion, pairing.id, moment, state, met_by, window[-1])


def _meets(case: _Case, pairing: Pairing, cue: CueFinding) -> bool:
    if cue.label in pairing.meets:
        return True
    return cue.label in pairing.meets_taken_up and _takes_up(case, cue)


def _takes_up(case: _Case, cue: CueFinding) -> bool:
    """Whether the cue's sentence shares matter with anything the customer said before it."""
    turns = case.conversation.turns
    said = " ".join(turn.text for turn in turns[: cue.turn] if turn.is_customer)
    sentence = sentence_around(turns[cue.turn].text, cue.start, cue.end)
    ours = content_stems(sentence, generic=case.generic)
    return bool(ours & content_stems(said, generic=case.generic))


def _says_nothing(turn: Turn) -> bool:
    """Whether a turn only keeps the line open ("mm-hm", "right", 「はい」)."""
    return len(turn.text.strip()) <= _SAYS_NOTHING and len(turn.text.split()) <= 2
