from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from tests.builders import a_call, an_analysis
from tests.ui.conftest import day, keep


def canned_page():
    from coach.store.queries import Filter
    from coach.ui import session
    from coach.ui.parts import canned
    from coach.workspace.habits import habits_of

    visit = session.visit()
    found = habits_of(visit.workspace, visit.viewer, "dana", Filter(), most=4)
    canned.draw(visit, found)


@pytest.fixture
def five_calls(store):
    for number in range(5):
        call = a_call(
            "C: It broke.", f"A: Thank you for waiting for us on line {number} today.",
            id=f"d{number}", agent="dana", started_at=day(2 + number),
        )  # fmt: skip
        keep(store, an_analysis(call_with_findings(call)), f"d{number}")
    return store


def call_with_findings(call):
    return replace(call, turns=(*an_analysis().conversation.turns, *call.turns))


@pytest.mark.parametrize(
    ("lang", "said", "cut"),
    [
        ("en", "Call: said nearly word for word in 4 of 4 conversations.",
         "The latest 4 conversations were read."),
        ("ja", "電話：4件の会話のうち4件で、ほぼ同じ言葉で使われています。",
         "直近の4件の会話を調べています。"),
    ],
)  # fmt: skip
def test_a_repeated_text_is_quoted_counted_and_linked(five_calls, lang, said, cut):
    page = AppTest.from_function(canned_page, default_timeout=30)
    page.query_params["lang"] = lang
    page.run()
    assert not page.exception
    captions = [each.value for each in page.caption]
    assert said in captions
    assert captions[0].endswith(cut)
    assert "waiting for us on line" in page.text[0].value
    links = next(each.value for each in page.markdown if "conversation?" in each.value)
    assert links.count("](conversation?conversation=d") == 3
    assert f"lang={lang}" in links


def test_nothing_is_drawn_where_nothing_is_repeated(store):
    page = AppTest.from_function(canned_page, default_timeout=30).run()
    assert (not page.exception, len(page.header), len(page.caption)) == (True, 0, 0)
