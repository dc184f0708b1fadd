"""All that is shown of one conversation beside its scores, for exports."""

from __future__ import annotations

from dataclasses import dataclass

from coach.conversation.analysis import Analysis
from coach.conversation.findings import CueFinding
from coach.insights.apology import Apology, apologies, overdone
from coach.insights.balance import Balance, listening_balance
from coach.insights.beyond import Beyond, beyond, please_confirm
from coach.insights.feedback_loop import Loop, feedback_loops
from coach.insights.repeats import Repeat, repeats
from coach.insights.timeline import Timeline, timeline
from coach.rubric.criteria import Rubric


@dataclass(frozen=True, slots=True)
class Care:
    """What is shown and not scored; `please_confirm` names the findings to confirm."""

    timeline: Timeline | None
    listening_balance: Balance
    apologies: tuple[Apology, ...]
    overdone_apologies: tuple[CueFinding, ...]
    beyond: tuple[Beyond, ...]
    feedback: tuple[Loop, ...]
    repeats: tuple[Repeat, ...]
    please_confirm: tuple[CueFinding, ...]


def care_in(analysis: Analysis, rubric: Rubric) -> Care:
    """Return what is shown of a conversation; what needs its whole case sees this one alone."""
    return Care(
        timeline(analysis, rubric),
        listening_balance(analysis.conversation.turns, analysis.findings),
        tuple(apologies(analysis, rubric)),
        tuple(overdone(analysis, rubric)),
        tuple(beyond(analysis)),
        tuple(feedback_loops([analysis], rubric)),
        tuple(repeats([analysis], rubric)),
        tuple(finding for finding in analysis.findings if please_confirm(finding)),
    )
