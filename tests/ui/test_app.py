"""The app as it opens: which page, in which language, and what it says when it cannot."""

from streamlit.testing.v1 import AppTest

from coach.access import OWNER, Standing, Viewer
from tests.ui.conftest import ROOT, drawn

DANA = Viewer("dana", Standing.AGENT)


def the_app():
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=90)


def test_the_app_opens_on_the_team(peopled):
    page = the_app().run()
    assert not page.exception
    assert drawn(page, "head")[0]["title"] == "Team"


def test_an_agent_gets_no_page_of_teams(peopled):
    page = the_app()
    page.session_state["coach viewer"] = DANA
    page.run()
    assert drawn(page, "head")[0]["title"] == "dana"


def the_addresses(viewer, scored):
    import streamlit as st

    from coach.ui.navigation import pages_for
    from coach.ui.text import ENGLISH

    for page in pages_for(viewer, ENGLISH, scored=scored):
        st.text(f"{page.visibility} {page.url_path}")


def addresses(viewer, *, scored):
    page = AppTest.from_function(the_addresses, args=(viewer, scored), default_timeout=90).run()
    told = [text.value.partition(" ") for text in page.text]
    return {path: visibility for visibility, _, path in told}


def test_every_address_leads_somewhere_and_the_menu_names_each_page_once():
    seen = addresses(OWNER, scored=True)
    assert seen.pop("team") == "hidden"  # as well as the root, which the menu names
    assert seen.pop("empty") == "hidden"
    assert seen == dict.fromkeys(["", "agent", "conversation", "clips", "promises"], "visible")


def test_an_agent_who_types_the_address_of_the_teams_gets_their_own_page():
    assert addresses(DANA, scored=True)["team"] == "hidden"
    assert addresses(DANA, scored=True)["agent"] == "hidden"


def test_before_anything_is_scored_every_address_says_so():
    seen = addresses(OWNER, scored=False)
    assert [at for at, visibility in seen.items() if visibility == "visible"] == [""]
    assert {"team", "agent", "conversation", "clips", "promises"} < set(seen)


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
