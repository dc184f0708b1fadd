"""How long somebody waits for a page: `python -m tests.bench pages`.

A store of 600 planted chats, 300 of them by the agent who is looked at. "First" is a page that
nobody has asked for since the store changed, "again" the same page once more: a filter changed
and changed back, or somebody else's visit. Seconds on the wall, in one process, no browser.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import chdir

from coach.access import OWNER
from coach.config import Settings
from coach.store.repository import Store
from coach.workspace.stages import stages_from
from tests.planted import Planted, analysed, plant

N_EACH = 300
_PAGES = (("team", {}), ("agent", {"agent": "ann"}), ("promises", {}))
Line = tuple[str, float, str]


def of_pages() -> Iterator[Line]:
    """The pages that work most, on the first and on the second look."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        url = f"sqlite:///{folder}/coach.db"
        _fill(url)
        os.environ["COACH_DB"] = url
        _wait("clips", {})  # what is imported once
        for page, query in _PAGES:
            name = f"{page} page, {2 * N_EACH} conversations"
            yield f"{name}, first", _wait(page, query), "s"
            yield f"{name}, again", _wait(page, query), "s"


def _fill(url: str) -> None:
    agents = (Planted("ann", feeling=0.3, lost=0.7), Planted("bo", feeling=0.8))
    store = Store.open(url)
    for found in analysed(plant(agents, N_EACH, weeks=12), stages_from(Settings())):
        name = found.conversation.id
        store.save(OWNER, found, source="planted", fingerprint=name)
    store.close()


def _wait(page: str, query: dict[str, str]) -> float:
    from streamlit.testing.v1 import AppTest

    test = AppTest.from_string(f"from coach.ui.pages import {page}; {page}.show()")
    test.query_params.update(query)
    before = time.perf_counter()
    test.run(timeout=120)
    if test.exception:
        raise RuntimeError(f"the page {page} cannot be drawn: {test.exception[0].message}")
    return time.perf_counter() - before
