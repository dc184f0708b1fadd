import os
from functools import partial
from multiprocessing import active_children

import pytest

from coach.batch.local import run
from coach.errors import AudioError, MalformedSource, UnknownName


def a_worker(offset):
    """Return a worker that adds, refuses 13, breaks on 14 and dies on 15."""
    state = {"n_done": 0}

    def work(item):
        state["n_done"] += 1
        if item == 13:
            raise AudioError("thirteen.wav cannot be decoded")
        if item == 14:
            raise KeyError("oops")
        if item == 15:
            os._exit(1)
        if item == 16:
            raise MalformedSource("calls.vtt", "line 12", "ends before it starts")
        return item + offset

    return work


START = partial(a_worker, 100)


def outcomes(items, workers):
    found = list(run(START, items, workers=workers))
    return {o.item: (o.result if o.problem is None else o.problem) for o in found}


@pytest.mark.parametrize("workers", [1, 2], ids=["here", "pool"])
def test_one_bad_item_never_stops_the_others(workers):
    found = outcomes([1, 13, 2, 14, 16, 3], workers)
    assert found[13] == "thirteen.wav cannot be decoded"
    assert found[14] == "internal error, please report it: KeyError('oops')"
    assert found[16] == "calls.vtt, line 12: ends before it starts"
    assert {item: found[item] for item in (1, 2, 3)} == {1: 101, 2: 102, 3: 103}


def test_an_item_that_kills_its_process_is_found_and_the_rest_is_done():
    found = outcomes([1, 2, 15, 3, 4, 5, 6, 7, 8], 2)
    assert "died" in found.pop(15)
    assert found == {item: item + 100 for item in (1, 2, 3, 4, 5, 6, 7, 8)}


def ask_environment():
    return lambda name: os.environ[name]


@pytest.mark.parametrize("given", [None, "glibc.malloc.hugetlb=0"], ids=["ours", "the user's"])
def test_processes_take_their_memory_in_large_pages_unless_told_otherwise(monkeypatch, given):
    monkeypatch.setenv("GLIBC_TUNABLES", given or "")
    if given is None:
        monkeypatch.delenv("GLIBC_TUNABLES")
    names = ["GLIBC_TUNABLES", "GLIBC_TUNABLES"]
    found = [outcome.result for outcome in run(ask_environment, names, workers=2)]
    assert all(told == given if given else "hugetlb=1" in told for told in found)


def test_items_are_taken_as_they_are_needed():
    taken = []

    def items():
        for number in range(50):
            taken.append(number)
            yield number

    results = run(START, items(), workers=1)
    assert next(results).result == 100
    results.close()
    assert taken == [0]


def test_no_items_no_outcomes():
    assert outcomes([], 2) == {}


def items_of_which_one_comes_when_all_processes_are_gone():
    yield from (1, 15, 2)
    for process in active_children():
        process.join()
    yield from (3, 4)


def test_what_is_handed_to_a_pool_that_has_just_died_is_done_as_well():
    found = outcomes(items_of_which_one_comes_when_all_processes_are_gone(), 2)
    assert "died" in found.pop(15)
    assert found == {1: 101, 2: 102, 3: 103, 4: 104}


def no_worker():
    raise UnknownName("detector", "nope", ["rules"])


@pytest.mark.parametrize("workers", [1, 2], ids=["here", "pool"])
def test_why_no_worker_can_be_built_is_told(workers):
    with pytest.raises(UnknownName, match="no detector is called 'nope'; there are: rules"):
        list(run(no_worker, [1, 2], workers=workers))
