"""Opportunities counted: one score for each criterion of the rubric."""

from __future__ import annotations

from collections.abc import Iterable

from coach.conversation.findings import Opportunity, Score
from coach.rubric.criteria import Rubric


def score(opportunities: Iterable[Opportunity], rubric: Rubric) -> list[Score]:
    """Return a score for every criterion, in the scorecard's order.

    What was met late counts as not met; what cannot be judged does not count. A criterion without
    an opportunity gets `opportunities=0`, whose value is None.
    """
    found = [o for o in opportunities if o.is_judged]
    return [
        Score(
            criterion,
            met=sum(o.is_met for o in found if o.criterion is criterion),
            opportunities=sum(o.criterion is criterion for o in found),
        )
        for criterion in rubric.criteria
    ]
