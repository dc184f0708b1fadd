"""What was worked out for a page and still holds, since nothing in the store has changed since."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

_Worked = TypeVar("_Worked")


class Kept:
    """The latest results by what they depend on; the one that was asked for longest ago goes first.

    Threads share it. Two that ask for the same at once both work it out, and both get the same.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, work_out: Callable[[], _Worked]) -> _Worked:
        """Return what is kept under a key, worked out if it is not there.

        Args:
            key: everything that the result depends on, the viewer and the store's state included.
            work_out: makes the result, which nobody may change afterwards.
        """
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                kept: _Worked = self._found[key]
                return kept
        made = work_out()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made
