"""What is stored, scored anew by the rubric in force: nothing is heard or searched for again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coach.access import Permission, Viewer
from coach.conversation.analysis import Analysis
from coach.conversation.disagreement import agreed_wrong, as_agreed
from coach.rubric.criteria import Rubric
from coach.rubric.opportunity import find_opportunities
from coach.rubric.score import score
from coach.store.corrections import save_scores
from coach.store.disagreements import disagreements_in
from coach.store.queries import analyses, count
from coach.store.repository import Store


@dataclass(frozen=True, slots=True)
class Rescored:
    """What became of one stored conversation.

    Attributes:
        conversation: its id.
        n_total: how many conversations there are in all.
        n_changed: how many of its scores are others than before.
    """

    conversation: str
    n_total: int
    n_changed: int


def rescore(store: Store, viewer: Viewer, rubric: Rubric) -> Iterator[Rescored]:
    """Score every stored conversation anew and yield how it goes.

    Each is kept as soon as it is done, and what is as before is not written again: an interrupt
    loses nothing, and a second run finds nothing to change.

    Raises:
        AccessDenied: the viewer may not write.
    """
    viewer.demand(Permission.WRITE)
    n_total = count(store, viewer)
    wrong = agreed_wrong(disagreements_in(store, viewer))
    for found in analyses(store, viewer):
        name = found.conversation.id
        again = as_agreed(rescored(found, rubric), wrong.get(name, ()))
        while not _is_kept(store, viewer, found, again):
            anew = store.load(viewer, [name]).get(name)
            if anew is None:  # deleted meanwhile
                break
            found = anew
            again = as_agreed(rescored(found, rubric), wrong.get(name, ()))
        n_changed = sum(score not in found.scores for score in again.scores)
        yield Rescored(name, n_total, n_changed)


def _is_kept(store: Store, viewer: Viewer, found: Analysis, again: Analysis) -> bool:
    """Keep what is new; return whether what was found is what is stored."""
    if (again.rubric, again.opportunities) == (found.rubric, found.opportunities):
        return True
    return save_scores(store, viewer, again)


def rescored(found: Analysis, rubric: Rubric) -> Analysis:
    """Return an analysis with the opportunities and scores that a rubric makes of its findings."""
    opportunities = find_opportunities(found.conversation, found.findings, rubric)
    return replace(
        found,
        opportunities=tuple(opportunities),
        scores=tuple(score(opportunities, rubric)),
        rubric=rubric.stamp,
    )
