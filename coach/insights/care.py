"""All that is shown of one conversation beside its scores, for exports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from coach.conversation.analysis import Analysis
from coach.conversation.disagreement import Claim, found_wrong, without
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
    its agent says again and again, with how often; `left_out` the findings that were agreed to be
    wrong, on which nothing else here rests.
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
    left_out: tuple[CueFinding, ...]


def care_in(
    analysis: Analysis,
    rubric: Rubric,
    canned: Sequence[Canned] = (),
    wrong: Collection[Claim] = (),
) -> Care:
    """Return what is shown of a conversation; what needs its whole case sees this one alone.

    Args:
        analysis: of the conversation.
        rubric: says what counts.
        canned: texts in it that come back, as `coach.insights.canned.canned_in` tells from many.
        wrong: what was agreed to be wrong.
    """
    held = without(analysis, wrong)
    return Care(
        timeline(held, rubric),
        listening_balance(held.conversation.turns, held.findings),
        tuple(apologies(held, rubric)),
        tuple(overdone(held, rubric)),
        tuple(beyond(held)),
        tuple(feedback_loops([held], rubric)),
        tuple(repeats([held], rubric)),
        tuple(finding for finding in held.findings if please_confirm(finding)),
        tuple(canned),
        found_wrong(analysis, wrong),
    )
