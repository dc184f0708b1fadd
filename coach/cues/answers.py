"""Cues that are something only as an answer: what stands before them decides.

"We do our best" dodges a question that was put, and comforts where none was. A single turn cannot
tell, so this looks at what was found in the whole conversation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coach.conversation.codebook import Label, Role
from coach.conversation.findings import CueFinding
from coach.conversation.turn import Turn

_NEEDS_A_QUESTION = frozenset({Label.EVADE})
"""On real conversations seven of eight that followed a question held, and one of 21 others."""


def only_answers(findings: Iterable[CueFinding], turns: Sequence[Turn]) -> list[CueFinding]:
    """Return findings without the dodges that no question of the customer precedes.

    Args:
        findings: of one conversation, of all labels.
        turns: its turns.
    """
    found = list(findings)
    asked = {finding.turn for finding in found if finding.label is Label.QUESTION}
    return [
        finding
        for finding in found
        if finding.label not in _NEEDS_A_QUESTION
        or any(place in asked for place in _last_said(turns, finding.turn))
    ]


def _last_said(turns: Sequence[Turn], place: int) -> range:
    """Return the places of what the customer last said before a turn, one message or several."""
    last = place - 1
    while last >= 0 and turns[last].role is not Role.CUSTOMER:
        last -= 1
    first = last
    while first > 0 and turns[first - 1].role is Role.CUSTOMER:
        first -= 1
    return range(max(first, 0), last + 1)
