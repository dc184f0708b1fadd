"""Items over the processes of this machine.

A worker that dies (out of memory, a crash in a codec) takes a process pool with it. The items
that were in flight are then tried one by one in a process of their own, so that the one that
kills is found and the others are done.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from coach.batch.jobs import Item, Outcome, Result, Start, attempt
from coach.errors import CoachError

_AHEAD = 2
# glibc's manual, "Memory Allocation Tunables"; other C libraries do not look at it.
_MALLOC = ("hugetlb=1", "arena_max=1", "mmap_threshold=1073741824", "trim_threshold=4294967296")
MEMORY = ("GLIBC_TUNABLES", ":".join(f"glibc.malloc.{setting}" for setting in _MALLOC))
_work: Callable[[Any], Any] | None = None
_refusal: CoachError | None = None  # why there is no worker in this process


def physical_cores() -> int:
    """Return the cores that this process may use; never below 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    start: Start[Item, Result], items: Iterable[Item], *, workers: int
) -> Iterator[Outcome[Item, Result]]:
    """Yield the outcome of every item, in the order in which they are done.

    With one worker all is done in this process. Closing the iterator (an interrupt) lets go of what
    is not begun; what was yielded is done.

    Of several processes each takes its memory in pages of 2 MB and keeps it, unless the environment
    says otherwise: encoding a window of speech asks for 0.4 GB and gives it back, and a quarter of
    its time went by on clearing a hundred thousand small pages (measured).

    Args:
        start: builds the worker; picklable when `workers` is above 1.
        items: picklable likewise; taken a few at a time.
        workers: processes to use.

    Raises:
        CoachError: no worker can be built; as `start`.
    """
    if workers == 1:
        work = start()
        yield from (attempt(work, item) for item in items)
        return
    os.environ.setdefault(*MEMORY)  # read by a process when it begins
    queue = iter(items)
    suspects: deque[Item] = deque()
    exhausted = False
    while not exhausted:
        exhausted = yield from _until_broken(start, queue, suspects, workers)
        while suspects:
            yield _alone(start, suspects.popleft())


def _until_broken(
    start: Start[Item, Result], queue: Iterator[Item], suspects: deque[Item], workers: int
) -> Generator[Outcome[Item, Result], None, bool]:
    """Run items until there are none (return True) or the pool broke (suspects are filled)."""
    pending: dict[Future[Outcome[Item, Result]], Item] = {}
    pool = _pool(start, workers)
    try:
        while True:
            _fill(pool, pending, queue, workers * _AHEAD)
            if not pending:
                return True
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
                del pending[future]
    except BrokenProcessPool:
        suspects.extend(pending.values())
        return False
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _fill(
    pool: ProcessPoolExecutor, pending: dict[Future[Any], Any], queue: Iterator[Any], n_ahead: int
) -> None:
    while len(pending) < n_ahead:
        try:
            item = next(queue)
        except StopIteration:
            return
        try:
            pending[pool.submit(_attempt_here, item)] = item
        except BrokenProcessPool:
            pending[Future()] = item
            raise


def _alone(start: Start[Item, Result], item: Item) -> Outcome[Item, Result]:
    with _pool(start, 1) as pool:
        try:
            return pool.submit(_attempt_here, item).result()
        except BrokenProcessPool:
            return Outcome(item, problem="the process that worked on it died (out of memory?)")


def _pool(start: Start[Any, Any], workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(start,)
    )


def _begin(start: Start[Any, Any]) -> None:
    global _work, _refusal
    try:
        _work = start()
    except CoachError as exc:  # else the process would die of it, and take the reason along
        _refusal = exc


def _attempt_here(item: Any) -> Outcome[Any, Any]:
    if _refusal is not None:
        raise _refusal
    if _work is None:
        raise RuntimeError("the worker was not started")
    return attempt(_work, item)
