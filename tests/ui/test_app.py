"""The app as it opens: which page, in which language, and what it says when it cannot."""

from streamlit.testing.v1 import AppTest

from coach.access import Standing, Viewer
from tests.ui.conftest import ROOT, drawn

DANA = Viewer("dana", Standing.AGENT)


def the_app():
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=20)


def test_the_app_opens_on_the_team(peopled):
    page = the_app().run()
    assert not page.exception
    assert drawn(page, "head")[0]["title"] == "Team"


def test_an_agent_gets_no_page_of_teams(peopled):
    page = the_app()
    page.session_state["coach viewer"] = DANA
    page.run()
    assert drawn(page, "head")[0]["title"] == "dana"


def test_an_empty_store_says_what_to_type(store):
    page = the_app().run()
    assert drawn(page, "head")[0]["title"] == "Nothing has been scored yet"
    assert [code.value for code in page.code] == ["coach score sample_calls", "coach score PATH"]


def test_an_agent_without_conversations_is_told_so_and_not_what_to_type(store):
    page = the_app()
    page.session_state["coach viewer"] = DANA
    page.run()
    assert drawn(page, "head")[0]["facts"] == ["No conversation of yours has been scored yet."]
    assert not page.code


def test_a_store_that_cannot_be_opened_is_said_in_one_sentence(store, monkeypatch):
    monkeypatch.setenv("COACH_DB", "nothing://here")
    page = the_app().run()
    assert not page.exception
    assert page.header[0].value == "This page cannot be shown"
    assert "a right one is sqlite:///coach.db" in page.text[0].value


def test_the_language_is_picked_and_kept_in_the_address(peopled):
    page = the_app().run()
    page.button_group[0].set_value("ja").run()
    assert drawn(page, "head")[0]["title"] == "チーム"
    assert page.query_params["lang"] == "ja"
