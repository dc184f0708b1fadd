"""A store with a few conversations, and pages drawn from it."""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coach.access import OWNER
from coach.conversation.findings import Criterion, Score
from coach.store.repository import Store
from tests.builders import a_chat, a_finding, an_analysis

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def main_module_stays():
    """Put `__main__` back: AppTest leaves a page there, and new processes would run it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


def drawn(page, part):
    """Return what one of our parts was given: "head", "player", "cards" or "scorecard"."""
    given = [element.proto for element in page.get("bidi_component")]
    return [json.loads(proto.json) for proto in given if proto.component_name == f"coach_{part}"]


def day(number):
    return datetime(2026, 11, number, 9, 30, tzinfo=UTC)


def keep(store, analysis, fingerprint):
    store.save(OWNER, analysis, source=f"{fingerprint}.wav", fingerprint=fingerprint)


@pytest.fixture
def store(tmp_path, monkeypatch):
    """An empty store that the app opens."""
    url = f"sqlite:///{tmp_path}/coach.db"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COACH_DB", url)
    monkeypatch.setenv("COACH_CACHE", str(tmp_path / "cache"))
    opened = Store.open(url)
    yield opened
    opened.close()
    import streamlit as st

    st.cache_resource.clear()


@pytest.fixture
def peopled(store):
    """Two calls of dana, one of priya, a chat of dana, and a file that could not be scored."""
    keep(store, an_analysis(id="d1", agent="dana", team="billing", started_at=day(2)), "1")
    keep(store, an_analysis(id="d2", agent="dana", team="billing", started_at=day(9)), "2")
    keep(store, an_analysis(id="p1", agent="priya", team="technical", started_at=day(9)), "3")
    keep(store, a_chat_analysis(), "4")
    store.note_problem(OWNER, source="b.wav", sentence="b.wav is empty: **bold** words")
    return store


@pytest.fixture
def a_team_of_three(store):
    """Two agents whose rates of empathy are far apart, and one with four opportunities."""
    for agent, mets in (("ann", [2] * 19 + [0]), ("bo", [0] * 19 + [2]), ("cy", [1, 1])):
        for number, met in enumerate(mets):
            about = {"agent": agent, "team": "billing", "started_at": day(2 + number % 20)}
            base = an_analysis(id=f"{agent} {number}", **about)
            scores = (Score(Criterion.EMPATHY, met, 2),)
            keep(store, replace(base, scores=scores), f"{agent} {number}")
    return store


def a_chat_analysis():
    talk = a_chat("C: it broke <script>alert(1)</script>", "A: I'm sorry 👍 for that", id="chat",
                  agent="dana", team="billing")  # fmt: skip
    sorry = a_finding(talk, 1, "apologise", "I'm sorry")
    fault = a_finding(talk, 1, "own_fault", "sorry 👍 for")
    base = an_analysis()
    none = tuple(Score(score.criterion, 0, 0) for score in base.scores)
    return replace(base, conversation=talk, findings=(sorry, fault), opportunities=(), scores=none)


@pytest.fixture
def look_at(store):
    """Draw one page as a viewer sees it."""

    def look(page, *, viewer=None, **query):
        test = AppTest.from_string(
            f"from coach.ui.pages import {page}; {page}.show()", default_timeout=90
        )
        if viewer:
            from coach.ui.session import VIEWER

            test.session_state[VIEWER] = viewer
        test.query_params.update(query)
        return test.run()

    return look
