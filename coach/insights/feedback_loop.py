"""What became of a customer's feedback: thanked, taken seriously, acted on, told back later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding
from coach.rubric.case import Case, case_of
from coach.rubric.criteria import Rubric
from coach.rubric.uptake import TAKEN_UP, items, shared

_THANKS = re.compile(r"thank|appreciate|glad you|ありがと|感謝|助かり", re.IGNORECASE)
_WINDOW = 3
_SERIOUS = frozenset(
    {Label.VALIDATE, Label.OWN_FAULT, Label.REFLECT, Label.APOLOGISE, Label.WELCOME_FEEDBACK}
)
_ACTED = frozenset({Label.COMMIT, Label.WELCOME_FEEDBACK, Label.OWN_FAULT})
_ROUTED = re.compile(
    r"pass|forward|team|took|sent|raise|change|fix|伝え|共有|届け|報告|直し|改め|見直",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Loop:
    """One feedback and what followed.

    Attributes:
        conversation: in which it was given.
        feedback: the finding.
        thanked: whether the agent thanked for it.
        taken_seriously: whether they took up what it says.
        acted_on: whether they acted on it or passed it on.
        told_back: the later turn of the case in which they came back to it: (conversation, turn).
    """

    conversation: str
    feedback: CueFinding
    thanked: bool
    taken_seriously: bool
    acted_on: bool
    told_back: tuple[str, int] | None


def feedback_loops(case: Sequence[Analysis], rubric: Rubric) -> list[Loop]:
    """Return every feedback in the conversations of a case, oldest first."""
    seen = [case_of(a.conversation, a.findings, rubric) for a in case]
    return [
        _loop(seen, number, cue)
        for number, one in enumerate(seen)
        for cue in one.cues(range(len(one.conversation.turns)), frozenset({Label.FEEDBACK}))
    ]


def _loop(seen: Sequence[Case], number: int, feedback: CueFinding) -> Loop:
    case = seen[number]
    answers = _answers(case, feedback.turn)[:_WINDOW]
    texts = [case.conversation.turns[place].text for place in answers]
    acts = list(case.cues(answers, _ACTED))
    return Loop(
        case.conversation.id,
        feedback,
        thanked=any(_THANKS.search(text) for text in texts),
        taken_seriously=any(case.takes_up(cue) for cue in case.cues(answers, _SERIOUS)),
        acted_on=any(_ROUTED.search(_words(case, cue)) for cue in acts),
        told_back=_told_back(seen, number, feedback),
    )


def _answers(case: Case, turn: int) -> list[int]:
    turns = case.conversation.turns
    return [place for place in range(turn + 1, len(turns)) if turns[place].is_agent]


def _words(case: Case, cue: CueFinding) -> str:
    text = case.conversation.turns[cue.turn].text
    return text[max(0, cue.start - 60) : cue.end + 60]


def _told_back(seen: Sequence[Case], number: int, feedback: CueFinding) -> tuple[str, int] | None:
    """Return the first later turn that takes the feedback up, after the customer spoke again."""
    case = seen[number]
    given = items(case.conversation.turns[feedback.turn].text, case.vocabulary, case.names)
    for later, other in enumerate(seen[number:], start=number):
        places = (
            _answers(other, feedback.turn)[_WINDOW:] if later == number else _answers(other, -1)
        )
        for place in places:
            text = other.conversation.turns[place].text
            if shared(items(text, other.vocabulary, other.names), given) >= 2 * TAKEN_UP:
                return other.conversation.id, place
    return None
