"""What is shown beside the scores, for each line of a report, and in exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.access import Viewer
from coach.conversation.disagreement import Disputed
from coach.conversation.findings import Criterion
from coach.insights.care_sums import CareSums, sum_care
from coach.insights.trends import Group, line_of
from coach.store.queries import Filter, cases, heads
from coach.workspace.disputes import agreed, disputed_by, disputes
from coach.workspace.workspace import Workspace

MOST_READ = 300  # of the latest conversations: a few seconds


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown of each line.

    Attributes:
        sums: by the name of the line, and by the team where lines are agents.
        n_read: how many conversations were read.
        is_cut: whether there are more that were not read.
    """

    sums: Mapping[tuple[str, str | None], CareSums]
    n_read: int
    is_cut: bool


def beside_scores(
    workspace: Workspace, viewer: Viewer, by: str, which: Filter, *, most: int = MOST_READ
) -> Beside:
    """Return what is shown beside the scores of each agent, team or week.

    A customer who says something again, and feedback that is told back, are looked for in all
    conversations of a case that the viewer may see. What was agreed to be wrong is left out.

    Args:
        workspace: what is stored.
        viewer: on whose behalf.
        by: "agent", "team" or "week".
        which: the conversations to count.
        most: how many are read: the latest.
    """
    found = heads(workspace.store, viewer, which, limit=most + 1)
    read, is_cut = found[:most], len(found) > most
    earliest = read[-1].started_at if is_cut else None
    looked_at = replace(which, since=earliest) if earliest else which
    named = line_of(Group(by), workspace.settings.sources.timezone)
    held = cases(workspace.store, viewer, looked_at)
    sums = sum_care(
        held, workspace.rubric, named, {head.id for head in read}, agreed(workspace.store, viewer)
    )
    return Beside(sums, len(read), is_cut)


def disputed_beside(
    workspace: Workspace, viewer: Viewer, by: str, which: Filter
) -> dict[tuple[str, str | None], dict[Criterion, Disputed]]:
    """Return how many opportunities of each agent, team or week are disputed or left out.

    Lines without a disagreement are not among them. The arguments are those of `beside_scores`.
    """
    named = line_of(Group(by), workspace.settings.sources.timezone)
    return disputed_by(disputes(workspace.store, viewer, which), named)
