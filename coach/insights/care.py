"""All that is shown of one conversation beside its scores, for exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.conversation.analysis import Analysis
from coach.conversation.findings import CueFinding
from coach.insights.apology import Apology, apologies, overdone
from coach.insights.balance import Balance, listening_balance
from coach.insights.beyond import Beyond, beyond, please_confirm
from coach.insights.canned import Canned
from coach.insights.feedback_loop import Loop, feedback_loops
from coach.insights.repeats import Repeat, repeats
from coach.insights.timeline import Timeline, timeline
from coach.rubric.criteria import Rubric


@dataclass(frozen=True, slots=True)
class Care:
    """What is shown and not scored.

    `please_confirm` names the findings to confirm; `canned` the texts of this conversation that
    its agent says again and again, with how often.
    """

    timeline: Timeline | None
    listening_balance: Balance
    apologies: tuple[Apology, ...]
    overdone_apologies: tuple[CueFinding, ...]
    beyond: tuple[Beyond, ...]
    feedback: tuple[Loop, ...]
    repeats: tuple[Repeat, ...]
    please_confirm: tuple[CueFinding, ...]
    canned: tuple[Canned, ...]


def care_in(analysis: Analysis, rubric: Rubric, canned: Sequence[Canned] = ()) -> Care:
    """Return what is shown of a conversation; what needs its whole case sees this one alone.

    Args:
        analysis: of the conversation.
        rubric: says what counts.
        canned: texts in it that come back, as `coach.insights.canned.canned_in` tells from many.
    """
    return Care(
        timeline(analysis, rubric),
        listening_balance(analysis.conversation.turns, analysis.findings),
        tuple(apologies(analysis, rubric)),
        tuple(overdone(analysis, rubric)),
        tuple(beyond(analysis)),
        tuple(feedback_loops([analysis], rubric)),
        tuple(repeats([analysis], rubric)),
        tuple(finding for finding in analysis.findings if please_confirm(finding)),
        tuple(canned),
    )
