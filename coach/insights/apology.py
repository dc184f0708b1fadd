"""Which parts a real apology had, and which apologies came too often.

An apology is real where it is for a fault or trouble that this customer spoke of. Its parts, from
cues in its turn and the agent's next one: regret, explanation, responsibility, repair, prevention.
More parts work better; responsibility counts most, then the offer of repair.
Source: Lewicki, Polin & Lount (2016), "An exploration of the structure of effective apologies".
A request for forgiveness, the part that counts least, is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding
from coach.rubric.case import Case, case_of, overdone_apologies
from coach.rubric.criteria import Rubric

_PREVENTS = re.compile(
    r"(?:again|in future|from now on|prevent|make sure that no|so that nobody)"
    r"|再発|二度と|今後.{0,12}(?:ない|ません)|(?:改め|見直)",
    re.IGNORECASE,
)
_TROUBLE = frozenset({Label.PROBLEM, Label.DISTRESS, Label.IMPACT, Label.FEEDBACK})


class Part(StrEnum):
    """A part of an apology."""

    REGRET = "regret"
    EXPLANATION = "explanation"
    RESPONSIBILITY = "responsibility"
    REPAIR = "repair"
    PREVENTION = "prevention"


@dataclass(frozen=True, slots=True)
class Apology:
    """A real apology and the cues that show its parts, in the order of the parts."""

    finding: CueFinding
    parts: tuple[tuple[Part, CueFinding], ...]


def apologies(analysis: Analysis, rubric: Rubric) -> list[Apology]:
    """Return the first apology of each turn that answers a trouble, with its parts."""
    case = case_of(analysis.conversation, analysis.findings, rubric)
    found = []
    for place, turn in enumerate(analysis.conversation.turns):
        sorry = next(case.cues([place], frozenset({Label.APOLOGISE})), None)
        before = range(place)
        if turn.is_agent and sorry and next(case.cues(before, _TROUBLE), None):
            found.append(Apology(sorry, _parts(case, sorry)))
    return found


def overdone(analysis: Analysis, rubric: Rubric) -> list[CueFinding]:
    """Return the apologies from the third on without a new action or fact between them."""
    return overdone_apologies(case_of(analysis.conversation, analysis.findings, rubric))


def _parts(case: Case, sorry: CueFinding) -> tuple[tuple[Part, CueFinding], ...]:
    turns = case.conversation.turns
    following = (n for n in range(sorry.turn + 1, len(turns)) if turns[n].is_agent)
    places = [sorry.turn, *list(following)[:1]]
    own = list(case.cues(places, frozenset({Label.OWN_FAULT})))
    shown = {
        Part.REGRET: sorry,
        Part.EXPLANATION: _concrete(case, places, Label.EXPLAIN_REASON),
        Part.RESPONSIBILITY: next((cue for cue in own if not _prevents(case, cue)), None),
        Part.REPAIR: _concrete(case, places, Label.COMMIT, Label.GO_BEYOND, Label.SET_EXPECTATION),
        Part.PREVENTION: next((cue for cue in own if _prevents(case, cue)), None),
    }
    return tuple((part, cue) for part, cue in shown.items() if cue is not None)


def _concrete(case: Case, places: list[int], *labels: Label) -> CueFinding | None:
    cues = case.cues(places, frozenset(labels))
    return next((cue for cue in cues if case.is_concrete(cue)), None)


def _prevents(case: Case, cue: CueFinding) -> bool:
    text = case.conversation.turns[cue.turn].text
    return bool(_PREVENTS.search(text[cue.start : cue.end]))
