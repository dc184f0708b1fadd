"""What a reader of files is, and what it yields.

A reader turns files into conversations (what was written) or recordings (what must first be
heard). It changes nothing on disk and invents nothing: what a file does not say stays None, and
a note says so. A broken part of a file becomes a `Problem` among the good ones: it never hides
its siblings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from coach.conversation.conversation import Conversation
from coach.conversation.recording import Recording
from coach.errors import InputError
from coach.sources.details import Details

HEAD_BYTES = 4096

Lookup = Callable[[Path], Details]
"""Tells what manifests, file names and settings know about a file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, and why.

    Attributes:
        path: the file (or folder) it is about.
        error: the reason; raise it where going on makes no sense.
    """

    path: Path
    error: InputError

    @property
    def sentence(self) -> str:
        """What, where and what would be right, for people."""
        return str(self.error)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was found, and the files that it was made of.

    Attributes:
        found: a conversation, a recording, or a problem.
        files: the recording and its transcript, or all mails of a thread; in that order.
    """

    found: Conversation | Recording | Problem
    files: tuple[Path, ...]


class Reader(Protocol):
    """Reads one kind of file."""

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether this reader knows the file, judging by its name and first bytes."""
        ...

    def read(self, paths: Sequence[Path], lookup: Lookup) -> Iterator[Item]:
        """Yield what the files hold.

        All files of a kind come in one go, since a mail thread may lie in many.

        Args:
            paths: files that this reader accepts, in order.
            lookup: what is known about a file from outside of it.
        """
        ...


def problem(path: Path, error: InputError) -> Item:
    """Return the item that stands for something that could not be read."""
    return Item(Problem(path, error), (path,))


def read_each(paths: Sequence[Path], read_one: Callable[[Path], Iterator[Item]]) -> Iterator[Item]:
    """Yield what `read_one` finds in each file; a file that breaks off becomes a problem."""
    for path in paths:
        try:
            yield from read_one(path)
        except InputError as exc:
            yield problem(path, exc)
        except OSError as exc:
            yield problem(path, unreadable(path, exc))


def unreadable(path: Path, exc: OSError) -> InputError:
    """Return the sentence for a file that the system does not let us read."""
    return InputError(f"{path} cannot be read: {exc.strerror or exc}")
