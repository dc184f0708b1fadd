"""Lines that a mail program broke, which end no thought."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_NARROWEST, _WIDEST = 50, 100  # columns: mail programs wrap at 60 to 80 and leave the last word out
_ITEM = re.compile(r"\d{1,2}[.)．）](?!\d)")  # the number of an item in a list


def goes_on(text: str, break_at: int) -> bool:
    r"""Return whether a sentence goes on over the line break at a place of the text.

    It does where a program broke the line: the next word would have made it too long, and is
    neither the first of a paragraph nor that of a list's item.

    >>> wrapped = "At 3:20 the picture froze, in the middle of all of\nthe eulogy"
    >>> goes_on(wrapped, wrapped.index("\n")), goes_on("Hi Mo\nthanks", 5)
    (True, False)
    """
    after = text[break_at + 1 : break_at + 1 + _WIDEST]
    if not after[:1].isalnum() or _ITEM.match(after):
        return False
    columns = _columns(text[text.rfind("\n", 0, break_at) + 1 : break_at])
    return columns <= _WIDEST and columns + 1 + _columns(_next(after)) > _NARROWEST


def _next(after: str) -> str:
    """Return what could not be left on the line before: a word, or one character.

    What is written without spaces is broken anywhere.
    """
    return after[0] if _is_wide(after[0]) else after.split(maxsplit=1)[0]


def _columns(line: str) -> int:
    return sum(1 + _is_wide(character) for character in line)


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF"
