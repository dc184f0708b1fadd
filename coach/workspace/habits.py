"""What stands out in how an agent works: what is worth working on, and what is repeated.

Both come from the words of the latest conversations, which are read once for the two of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from coach.access import Viewer
from coach.conversation.analysis import Analysis
from coach.insights.behaviour import Behaviour, find_behaviours, moments_of
from coach.insights.canned import Canned, Place, find_canned
from coach.store.queries import Filter, heads
from coach.workspace.numbers import teams_of
from coach.workspace.reworded import as_rephrased_before
from coach.workspace.workspace import Workspace

MOST_READ = 300  # of the latest conversations of an agent, and of a team: a second while one waits
MOST_TEXTS, MOST_PLACES = 3, 3  # texts that are told, and the conversations shown of each


@dataclass(frozen=True, slots=True)
class Habits:
    """What was found in the conversations that were read.

    Attributes:
        behaviours: what the agent would gain most by working on, the weightiest first.
        repeated: what the agent said in the most conversations first; the foremost alone.
        shown: by their ids, the first conversations in which those were said.
        n_read: how many conversations of the agent were read.
        is_cut: whether the agent has more that were not read.
        n_beside: of the team; None where all were read, or the viewer sees no team.
    """

    behaviours: tuple[Behaviour, ...]
    repeated: tuple[Canned, ...]
    shown: Mapping[str, Analysis]
    n_read: int
    is_cut: bool
    n_beside: int | None = None


def habits_of(
    workspace: Workspace, viewer: Viewer, agent: str, which: Filter, *, most: int = MOST_READ
) -> Habits:
    """Return what stands out in how an agent works, as far as the viewer may see.

    Suggestions are in other words as far as they were rephrased before.

    Args:
        workspace: what is stored.
        viewer: on whose behalf; an agent is compared with no colleague, and sees none.
        agent: whose habits.
        which: the conversations to read; its agent narrows nothing.
        most: how many of the agent, and of each team beside, are read: the latest.
    """
    key = ("habits", viewer, agent, which, most)
    found = workspace.kept(key, lambda: _habits(workspace, viewer, agent, which, most))
    shown = as_rephrased_before(workspace.settings, found.behaviours)
    return found if shown is found.behaviours else replace(found, behaviours=shown)


def _habits(workspace: Workspace, viewer: Viewer, agent: str, which: Filter, most: int) -> Habits:
    own, is_cut = _latest(workspace, viewer, replace(which, agent=agent), most)
    read, n_beside = dict(own), None
    for team in teams_of(workspace, viewer, agent, which):
        if team is not None:
            beside = replace(which, agent=None, team=team)
            others, are_cut = _latest(workspace, viewer, beside, most, without=own)
            read |= others
            n_beside = most if are_cut else n_beside
    found = find_behaviours(moments_of(read.values()), agent)
    repeated = tuple(find_canned(own.values())[:MOST_TEXTS])
    names = {name for canned in repeated for name in first_places(canned)}
    shown = {name: own[name] for name in names}
    return Habits(found, repeated, shown, len(own), is_cut, n_beside)


def first_places(canned: Canned) -> dict[str, Place]:
    """Return where a text is first said in each of the first conversations, by their ids."""
    first: dict[str, Place] = {}
    for place in canned.places:
        first.setdefault(place.conversation, place)
    return dict(list(first.items())[:MOST_PLACES])


def _latest(
    workspace: Workspace,
    viewer: Viewer,
    which: Filter,
    most: int,
    *,
    without: Collection[str] = (),
) -> tuple[dict[str, Analysis], bool]:
    """Return the latest conversations but those read already, and whether there are more."""
    found = heads(workspace.store, viewer, which, limit=most + 1)
    names = [head.id for head in found[:most] if head.id not in without]
    return workspace.store.load(viewer, names), len(found) > most
