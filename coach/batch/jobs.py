"""Many items through one worker function, whatever runs them.

A runner is handed a picklable `start`, which builds one warm worker for each process (models are
loaded once), and items. It knows nothing about what the worker does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from coach.errors import CoachError

log = logging.getLogger(__name__)

Item = TypeVar("Item")
Result = TypeVar("Result")
Start = Callable[[], Callable[[Item], Result]]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Result]):
    """What became of one item: a result, or the sentence that says why there is none."""

    item: Item
    result: Result | None = None
    problem: str | None = None


def attempt(work: Callable[[Item], Result], item: Item) -> Outcome[Item, Result]:
    """Return what a worker makes of an item; one bad item never stops the others."""
    try:
        return Outcome(item, result=work(item))
    except CoachError as exc:
        return Outcome(item, problem=str(exc))
    except Exception as exc:
        log.exception("a worker failed")
        return Outcome(item, problem=f"internal error, please report it: {exc!r}")
