"""What conversations and people are called on pages, and how long words are made brief."""

from __future__ import annotations

from itertools import accumulate
from unicodedata import east_asian_width

from coach.conversation.conversation import Channel, Conversation
from coach.insights.courtesy import without_courtesies

_MARKUP = "\\`*_{}[]()#+-.!|<>~$:"
_WIDEST = 60  # columns; a Japanese character takes two


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
    return beginning_of(words, _WIDEST)


def called_by_words(conversation: Conversation, name: str) -> str:
    """Return what a conversation, or its case of that name, is called."""
    said = next((turn.text for turn in conversation.turns if turn.is_customer), None)
    return called(conversation.channel, name, said)


def unmarked(text: str) -> str:
    """Return text in which no character starts markup, for headings and captions with names."""
    return "".join(f"\\{each}" if each in _MARKUP else each for each in text)


def beginning_of(words: str, most: int) -> str:
    """Return as many words as fit, or characters where no spaces are set.

    Args:
        words: a text in one line.
        most: columns; a Japanese character takes two.
    """
    ends = list(accumulate(2 if east_asian_width(one) in "WF" else 1 for one in words))
    n_fit = sum(end <= most for end in ends)
    if n_fit == len(words):
        return words
    whole = words[: n_fit + 1].rpartition(" ")[0]
    return f"{whole if len(whole) > n_fit // 2 else words[:n_fit]} …"
