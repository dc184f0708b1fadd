from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from coach.conversation.findings import State
from tests.builders import a_chat, a_finding, an_analysis
from tests.ui.conftest import day, drawn, keep


def focus_page():
    from coach.store.queries import Filter
    from coach.ui import session
    from coach.ui.parts import focus
    from coach.workspace.digests import focus_of

    visit = session.visit()
    focus.draw(visit, focus_of(visit.workspace, "dana", Filter()))


@pytest.fixture
def looked_at(store):
    for number in range(10):
        for agent, is_met in (("dana", number < 1), ("kim", number < 9), ("lee", number < 9)):
            keep(store, an_analysis_of(f"{agent}-{number}", agent, is_met), f"{agent}-{number}")
    return store


def an_analysis_of(name, agent, is_met):
    chat = a_chat(
        "C: My parcel broke and I am upset!", "A: Sorry that your parcel broke.",
        id=name, agent=agent, team="billing", started_at=day(2),
    )  # fmt: skip
    upset = a_finding(chat, 0, "distress", "I am upset")
    sorry = a_finding(chat, 1, "apologise", "Sorry that your parcel broke")
    base = an_analysis()
    state = State.MET if is_met else State.MISSED
    chance = replace(
        base.opportunities[0], moment=upset, state=state, met_by=(sorry,) if is_met else (),
        deadline=1,
    )  # fmt: skip
    return replace(base, conversation=chat, findings=(upset, sorry), opportunities=(chance,))


def test_a_focus_is_drawn_with_reasons_cards_and_a_way_to_begin(looked_at):
    page = AppTest.from_function(focus_page, default_timeout=30).run()
    assert not page.exception
    assert page.header[0].value == "Worth working on"
    texts = [element.value for element in page.text]
    assert "1 of 10 met; the others of the team together: 90 %." in texts[0]
    assert "You said “I am upset”. I can see why, and I am sorry." in texts[1]
    assert len(drawn(page, "cards")) == 1 + 2 * 3


def test_without_a_focus_it_says_so_in_the_readers_language(store):
    page = AppTest.from_function(focus_page, default_timeout=30)
    page.query_params["lang"] = "ja"
    page.run()
    assert not page.exception
    assert page.caption[0].value.startswith("目立つものはありません")
