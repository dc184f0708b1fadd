"""What stands out in how an agent works: what is worth working on, and what is repeated.

Both come from the words of the latest conversations, which are read once for the two of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.access import Viewer
from coach.conversation.analysis import Analysis
from coach.insights.behaviour import Behaviour, find_behaviours, moments_of
from coach.insights.canned import Canned, find_canned
from coach.store.queries import Filter, heads
from coach.workspace.numbers import teams_of
from coach.workspace.workspace import Workspace

MOST_READ = 300  # of the latest conversations of an agent, and of a team: a second while one waits


@dataclass(frozen=True, slots=True)
class Habits:
    """What was found in the conversations that were read.

    Attributes:
        behaviours: what the agent would gain most by working on, the weightiest first.
        repeated: what the agent said in the most conversations first.
        own: the agent's conversations that were read, by their ids.
        is_cut: whether the agent has more that were not read.
    """

    behaviours: tuple[Behaviour, ...]
    repeated: tuple[Canned, ...]
    own: Mapping[str, Analysis]
    is_cut: bool


def habits_of(
    workspace: Workspace, viewer: Viewer, agent: str, which: Filter, *, most: int = MOST_READ
) -> Habits:
    """Return what stands out in how an agent works, as far as the viewer may see.

    Args:
        workspace: what is stored.
        viewer: on whose behalf; an agent is compared with no colleague, and sees none.
        agent: whose habits.
        which: the conversations to read; its agent narrows nothing.
        most: how many of the agent, and of each team beside, are read: the latest.
    """
    own, is_cut = _latest(workspace, viewer, replace(which, agent=agent), most)
    read = dict(own)
    for team in teams_of(workspace, viewer, agent, which):
        if team is not None:
            beside = replace(which, agent=None, team=team)
            read |= _latest(workspace, viewer, beside, most)[0]
    found = find_behaviours(moments_of(read.values()), agent)
    return Habits(found, tuple(find_canned(own.values())), own, is_cut)


def _latest(
    workspace: Workspace, viewer: Viewer, which: Filter, most: int
) -> tuple[dict[str, Analysis], bool]:
    """Return the latest conversations by their ids, and whether there are more."""
    found = heads(workspace.store, viewer, which, limit=most + 1)
    return workspace.store.load(viewer, [head.id for head in found[:most]]), len(found) > most
