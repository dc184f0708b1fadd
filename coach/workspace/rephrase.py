"""What pages suggest, put in other words before anybody looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.errors import BadSettings
from coach.insights.behaviour import Behaviour
from coach.insights.rewording import Refusal, refusal
from coach.insights.suggest import Suggestion
from coach.store.queries import Filter, agents
from coach.workspace.habits import habits_of
from coach.workspace.reworded import rephraser_from
from coach.workspace.workspace import Workspace

_NO_MODEL = (
    "no model is set that could rephrase: name its folder as model in the section [rephrase] of "
    "coach.toml, or in COACH_REPHRASE_MODEL"
)


@dataclass(frozen=True, slots=True)
class Rephrased:
    """What became of one suggestion.

    Attributes:
        by: the name of the model.
        refusal: why its words do not stand; None where they do.
    """

    by: str
    refusal: Refusal | None


def rephrase(workspace: Workspace, which: Filter) -> Iterator[Rephrased]:
    """Rephrase what pages suggest to agents now, keep it, and yield how it goes.

    Args:
        workspace: what is stored, for whom, and the model.
        which: whose suggestions, from which conversations.

    Raises:
        SetupError: no model is set, or it cannot be used.
    """
    kept = rephraser_from(workspace.settings)
    if kept is None:
        raise BadSettings(_NO_MODEL)
    names = {name for name, _ in agents(workspace.store, workspace.viewer, which)}
    for name in sorted(names):
        found = habits_of(workspace, workspace.viewer, name, which)
        for suggestion in _suggestions(found.behaviours):
            if suggestion.is_rephrased:  # by words that were kept
                yield Rephrased(kept.name, None)
                continue
            text = kept.rephrase(suggestion.text, suggestion.language)
            yield Rephrased(kept.name, refusal(suggestion, text))


def _suggestions(behaviours: Iterable[Behaviour]) -> Iterator[Suggestion]:
    for behaviour in behaviours:
        for missed in behaviour.missed:
            if missed.suggestion:
                yield missed.suggestion
