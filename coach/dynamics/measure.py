"""Which measures suit which channel."""

from __future__ import annotations

from coach.conversation.conversation import Channel, Conversation
from coach.conversation.findings import Dynamics
from coach.dynamics.mail import measure_replies
from coach.dynamics.talk import measure_talk


def measure(conversation: Conversation) -> Dynamics:
    """Return the dynamics that suit what the conversation came by."""
    if conversation.channel is Channel.CALL:
        return measure_talk(conversation)
    return measure_replies(conversation)
