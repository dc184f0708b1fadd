"""Suggestions in other words, by the model that the settings name; without one, as they are.

A page shows what was rephrased before and waits for nothing; a digest asks the model for the rest.
Whether words may stand is judged each time they are shown.
"""

from __future__ import annotations

from coach.config import Settings
from coach.errors import MissingModel
from coach.insights.behaviour import Behaviour
from coach.insights.rewording import rephrased, with_suggestions
from coach.insights.suggest import Suggestion
from coach.rephrasing.kept import Kept
from coach.rephrasing.model import build


def rephraser_from(settings: Settings) -> Kept | None:
    """Return what rephrases, with what it said before; None where no model is set.

    Raises:
        MissingModel: the folder that is set is not there, or holds no model.
    """
    folder = settings.rephrase.model
    return None if folder is None else Kept(build(folder), settings.cache / "rephrased")


def in_other_words(settings: Settings, behaviours: tuple[Behaviour, ...]) -> tuple[Behaviour, ...]:
    """Return behaviours with their suggestions rephrased, as far as the words may stand.

    Raises:
        SetupError: the model that is set cannot be used.
    """
    kept = rephraser_from(settings) if behaviours else None
    if kept is None:
        return behaviours

    def change(suggestion: Suggestion) -> Suggestion:
        return rephrased(suggestion, kept.rephrase(suggestion.text, suggestion.language), kept.name)

    return with_suggestions(behaviours, change)


def as_rephrased_before(
    settings: Settings, behaviours: tuple[Behaviour, ...]
) -> tuple[Behaviour, ...]:
    """Return behaviours with those suggestions rephrased for which that was done already.

    A model that is not there (any more) has nothing to say here; `coach rephrase` tells it.
    """
    try:
        kept = rephraser_from(settings)
    except MissingModel:
        return behaviours
    if kept is None:
        return behaviours

    def change(suggestion: Suggestion) -> Suggestion:
        said = kept.known(suggestion.text, suggestion.language)
        return suggestion if said is None else rephrased(suggestion, said, kept.name)

    return with_suggestions(behaviours, change)
