"""Whether what an agent works on has got better since they began.

Before and after are compared on like opportunities: what came in is taken into account as in
`coach.insights.difficulty`, and what changed for all colleagues is not put down to the agent.
Whoever is chosen because of a bad month does better in the next one by chance alone; the agent's
level is therefore drawn towards the team's, and so is the change towards none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np

from coach.conversation.evidence import Chance
from coach.conversation.focus import Focus
from coach.insights.difficulty import cases_of
from coach.insights.logistic import Shift, fit, shift_of, weights_of
from coach.insights.pooling import Floats

LEAST_OPPORTUNITIES = 16
LEAST_CONVERSATIONS = 8
SURENESS = 0.95
LONGEST = timedelta(weeks=26)
_COMMON, _OWN = 0.5, 1.0  # prior standard deviations of changes: of everybody's, of the agent's


class Outcome(StrEnum):
    """What can be said about the effect of a focus."""

    BETTER = "better"
    WORSE = "worse"
    UNTOLD = "no change can be told"
    TOO_EARLY = "too early to say"


@dataclass(frozen=True, slots=True)
class Side:
    """What was met before, or after, the agent began."""

    met: int
    opportunities: int
    n_conversations: int

    @property
    def share(self) -> float | None:
        """Met over opportunities; None without any."""
        return self.met / self.opportunities if self.opportunities else None

    @property
    def is_enough(self) -> bool:
        """Whether it can be compared: 16 opportunities in 8 conversations."""
        return (
            self.opportunities >= LEAST_OPPORTUNITIES
            and self.n_conversations >= LEAST_CONVERSATIONS
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of a focus.

    Attributes:
        focus: what the agent works on.
        outcome: what can be said.
        before: in the half year before, at most.
        after: in the half year since, at most.
        shift: of the share met, on like opportunities, beyond the change of colleagues; None
            where it is too early.
    """

    focus: Focus
    outcome: Outcome
    before: Side
    after: Side
    shift: Shift | None = None


def effect_of(focus: Focus, chances: Iterable[Chance]) -> Effect:
    """Return what became of a focus.

    It is too early to say until there are 16 opportunities in 8 conversations on either side. An
    effect is claimed where its direction is surer than 95 %.

    Args:
        focus: who works on what since when.
        chances: of the agent and, where the viewer may see them, of the team.
    """
    near = [c for c in chances if _is_about(focus, c) and _is_near(focus, c.started_at)]
    near.sort(key=lambda c: (c.conversation, c.pairing))
    own = [chance for chance in near if chance.agent == focus.agent]
    before = _side(chance for chance in own if not _is_after(focus, chance))
    after = _side(chance for chance in own if _is_after(focus, chance))
    if not (before.is_enough and after.is_enough):
        return Effect(focus, Outcome.TOO_EARLY, before, after)
    shift = _shift(focus, near)
    return Effect(focus, _outcome(shift), before, after, shift)


def _is_about(focus: Focus, chance: Chance) -> bool:
    if chance.agent is None or chance.criterion is not focus.criterion:
        return False
    return focus.pairing in (None, chance.pairing)


def _is_near(focus: Focus, moment: datetime | None) -> bool:
    return moment is not None and abs(moment - focus.since) <= LONGEST


def _is_after(focus: Focus, chance: Chance) -> bool:
    return chance.started_at is not None and chance.started_at >= focus.since


def _side(chances: Iterable[Chance]) -> Side:
    held = list(chances)
    n_conversations = len({chance.conversation for chance in held})
    return Side(sum(chance.is_met for chance in held), len(held), n_conversations)


def _outcome(shift: Shift) -> Outcome:
    if shift.sureness < SURENESS:
        return Outcome.UNTOLD
    return Outcome.BETTER if shift.difference > 0 else Outcome.WORSE


def _shift(focus: Focus, chances: Sequence[Chance]) -> Shift:
    cases = cases_of(chances)
    after = np.array([_is_after(focus, chance) for chance in chances], dtype=float)
    own = np.array([chance.agent == focus.agent for chance in chances])
    design = np.column_stack([cases.design, after - 0.5, after * own])
    met = np.array([chance.is_met for chance in chances], dtype=float)
    groups = [(chance.agent, bool(late)) for chance, late in zip(chances, after, strict=True)]
    weights = weights_of([c.conversation for c in chances], groups, [c.is_met for c in chances])
    model = fit(design, met, weights, (*cases.prior_sds, _COMMON, _OWN))
    since = design[own & (after == 1)]
    return shift_of(model, design.shape[1] - 1, since, _without_last(since))


def _without_last(design: Floats) -> Floats:
    changed = design.copy()
    changed[:, -1] = 0
    return changed
