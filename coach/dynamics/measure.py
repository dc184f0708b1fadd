"""Which measures suit which channel."""

from __future__ import annotations

from coach.config import DynamicsSettings
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.findings import Dynamics
from coach.conversation.voices import Voices
from coach.dynamics.mail import measure_replies
from coach.dynamics.talk import measure_talk


def measure(
    conversation: Conversation,
    voices: Voices | None = None,
    settings: DynamicsSettings | None = None,
) -> Dynamics:
    """Return the dynamics that suit what the conversation came by.

    Args:
        conversation: what was said.
        voices: what its recording holds, if it has one.
        settings: what counts as what.
    """
    if conversation.channel is Channel.CALL:
        return measure_talk(conversation, voices, settings)
    return measure_replies(conversation)
