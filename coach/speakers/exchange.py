"""Agent and customer the other way round, where somebody says that they were taken wrongly."""

from __future__ import annotations

from dataclasses import replace

from coach.conversation.codebook import Role
from coach.conversation.conversation import Conversation
from coach.conversation.recording import AgentChannel

EXCHANGED = "agent and customer were exchanged by hand"
_OTHER: dict[AgentChannel, AgentChannel] = {0: 1, 1: 0, "auto": "auto"}
_OPPOSITE = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}


def exchanged(conversation: Conversation) -> Conversation:
    """Return the conversation with its sides exchanged and a note that says so.

    Exchanged again it is what it was.
    """
    notes = conversation.notes
    return replace(
        conversation,
        about=replace(conversation.about, agent_channel=_OTHER[conversation.about.agent_channel]),
        turns=tuple(
            replace(turn, role=_OPPOSITE.get(turn.role, turn.role)) for turn in conversation.turns
        ),
        notes=(
            tuple(note for note in notes if note != EXCHANGED)
            if EXCHANGED in notes
            else (*notes, EXCHANGED)
        ),
    )
