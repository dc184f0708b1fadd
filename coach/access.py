"""Who may see whom.

A viewer is asked for by every query of the store: what a page does not show is refused by the
data itself. A lead sees the teams named, an agent sees their own conversations, an owner sees
all. On one's own machine, without a login, the viewer is the owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.errors import AccessDenied


class Permission(StrEnum):
    """What a viewer may do."""

    SEE_TEAMS = "see teams"
    EXPORT = "export"
    WRITE = "write"
    SET_FOCUS = "set a focus"
    DISAGREE = "disagree"
    ANSWER = "answer a disagreement"


class Standing(StrEnum):
    """What a viewer is to the people whose conversations are stored."""

    OWNER = "owner"
    LEAD = "lead"
    AGENT = "agent"


_MAY = {
    Standing.OWNER: frozenset(Permission),
    Standing.LEAD: frozenset(Permission) - {Permission.WRITE},
    Standing.AGENT: frozenset({Permission.EXPORT, Permission.DISAGREE}),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks at what is stored.

    Attributes:
        name: for an agent, the agent id that conversations carry.
        standing: owner, lead or agent.
        teams: for a lead, the teams that may be seen.

    >>> Viewer("dana", Standing.AGENT).sees("dana", "billing")
    True
    >>> Viewer("kim", Standing.LEAD, frozenset({"billing"})).sees("priya", "technical")
    False
    """

    name: str
    standing: Standing
    teams: frozenset[str] = frozenset()

    def may(self, permission: Permission) -> bool:
        """Whether this viewer holds a permission."""
        return permission in _MAY[self.standing]

    def demand(self, permission: Permission) -> None:
        """Do nothing if the viewer holds the permission.

        Raises:
            AccessDenied: they do not.
        """
        if not self.may(permission):
            raise AccessDenied(f"{self.standing} {self.name} may not {permission}")

    def sees(self, agent: str | None, team: str | None) -> bool:
        """Whether this viewer may see a conversation of that agent in that team."""
        if self.standing is Standing.OWNER:
            return True
        if self.standing is Standing.LEAD:
            return team is not None and team in self.teams
        return agent is not None and agent == self.name

    def is_agent(self, agent: str | None) -> bool:
        """Whether this viewer is that agent: what is for nobody else's eyes asks this."""
        return self.standing is Standing.AGENT and agent is not None and agent == self.name


OWNER = Viewer("owner", Standing.OWNER)
