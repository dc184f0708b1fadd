"""What a reader of files is, and how one is chosen.

A reader turns one file into conversations (what was written) or recordings (what must first be
heard). It changes nothing on disk and invents nothing: what a file does not say stays None, and
a note says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from coach.conversation.conversation import Conversation
from coach.conversation.recording import Recording

HEAD_BYTES = 4096


class Reader(Protocol):
    """Reads one kind of file."""

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether this reader knows the file, judging by its name and first bytes."""
        ...

    def read(self, path: Path) -> Iterator[Conversation | Recording]:
        """Yield what the file holds; an mbox holds many.

        Raises:
            MalformedSource: the file breaks its own format.
        """
        ...
