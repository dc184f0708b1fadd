"""What conversations are called in lists."""

from __future__ import annotations

from coach.conversation.conversation import Channel, Conversation
from coach.insights.courtesy import without_courtesies

_LONGEST = 60  # characters


def called(channel: Channel, name: str, first_words: str | None) -> str:
    r"""Return what a conversation is called: an e-mail by its customer's first words.

    The name of an e-mail says nothing: it is made from the letters of its message id.

    Args:
        channel: of the conversation.
        name: its id, or that of its case.
        first_words: what the customer said first, if anything.

    >>> called(Channel.EMAIL, "5f3a", "Hello,\nmy lamp arrived broken.")
    'my lamp arrived broken.'
    >>> called(Channel.CALL, "call-17", "My lamp arrived broken.")
    'call-17'
    """
    if channel is not Channel.EMAIL or not first_words:
        return name
    whole = " ".join(first_words.split())
    words = without_courtesies(whole) or whole
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()} …"


def called_by_words(conversation: Conversation, name: str) -> str:
    """Return what a conversation, or its case of that name, is called."""
    said = next((turn.text for turn in conversation.turns if turn.is_customer), None)
    return called(conversation.channel, name, said)
