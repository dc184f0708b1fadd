from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from coach import config
from coach.access import Standing, Viewer
from coach.conversation.findings import State
from tests.builders import a_chat, a_finding, an_analysis
from tests.rephrasing.said_before import a_model_folder, keep_said
from tests.ui.conftest import day, drawn, keep
from tests.workspace.test_rephrase import OTHER, TEMPLATE

DANA = Viewer("dana", Standing.AGENT)
LEAD = Viewer("kim", Standing.LEAD, frozenset({"billing"}))
BEST = (
    "Your own best",
    "Best of this agent",
    "ご自身の一番よかった場面",
    "この担当者の一番よかった場面",
)


def behaviours_page():
    from coach.store.queries import Filter
    from coach.ui import session
    from coach.ui.parts import behaviours
    from coach.workspace.habits import habits_of

    visit = session.visit()
    behaviours.draw(visit, "dana", habits_of(visit.workspace, visit.viewer, "dana", Filter()))


@pytest.fixture
def looked_at(store):
    for number in range(10):
        for agent, is_met in (("dana", number < 1), ("kim", number < 9), ("lee", number < 9)):
            keep(store, an_analysis_of(f"{agent}-{number}", agent, is_met), f"{agent}-{number}")
    return store


def an_analysis_of(name, agent, is_met):
    chat = a_chat(
        "C: My parcel broke and I am upset!", "A: Sorry that your parcel broke on its way.",
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


def test_a_behaviour_is_drawn_with_reasons_cards_and_a_way_to_begin(looked_at):
    page = AppTest.from_function(behaviours_page, default_timeout=30).run()
    assert not page.exception
    assert page.header[0].value == "Worth working on"
    texts = [element.value for element in page.text]
    assert "1 of 10 met; the others of the team together: 90\u00a0%." in texts[0]
    assert "You said “I am upset”. I can see why, and I am sorry." in texts[1]
    assert len(drawn(page, "cards")) == 1 + 3 + 1


def test_an_example_that_fits_several_missed_moments_is_drawn_once(looked_at):
    page = AppTest.from_function(behaviours_page, default_timeout=30).run()
    cards = [card["conversation"] for deck in drawn(page, "cards") for card in deck["cards"]]
    assert len([name for name in cards if not name.startswith("dana")]) == 1


def test_without_a_behaviour_it_says_so_in_the_readers_language(store):
    page = AppTest.from_function(behaviours_page, default_timeout=30)
    page.query_params["lang"] = "ja"
    page.run()
    assert not page.exception
    assert page.caption[0].value.startswith("目立つものはありません")


def test_the_agents_page_shows_no_moment_twice(looked_at, look_at):
    page = look_at("agent", agent="dana")
    assert not page.exception
    headers = [header.value for header in page.header]
    assert headers[:4] == [
        "Worth working on", "Said again and again", "What dana works on", "Went well",
    ]  # fmt: skip
    decks = drawn(page, "cards")
    shown = [card["conversation"] for deck in decks for card in deck["cards"]]
    own = [name for name in shown if name.startswith("dana")]
    assert len(own) == len(set(own)) == 1 + 3 + 3


@pytest.mark.parametrize(
    ("viewer", "lang", "title"),
    [
        (DANA, "en", "Your own best"),
        (DANA, "ja", "ご自身の一番よかった場面"),
        (LEAD, "en", "Best of this agent"),
        (LEAD, "ja", "この担当者の一番よかった場面"),
    ],
)
def test_the_best_moment_is_headed_for_who_reads(looked_at, look_at, viewer, lang, title):
    page = look_at("agent", agent="dana", viewer=viewer, lang=lang)
    captions = [caption.value for caption in page.caption]
    assert [each for each in BEST if each in captions] == [title]


def test_a_page_that_shows_every_met_moment_above_says_so(looked_at, look_at):
    page = look_at("agent", agent="dana", lang="ja")
    assert "上に示したもののほかにはありません。" in [text.value for text in page.text]


def test_a_number_that_is_opened_comes_right_after_the_scorecard(looked_at, look_at):
    page = look_at("agent", agent="dana", criterion="empathy")
    assert "Worth working on" not in [header.value for header in page.header]


def test_colleagues_are_not_named_in_examples(looked_at):
    page = AppTest.from_function(behaviours_page, default_timeout=30).run()
    cards = [card for deck in drawn(page, "cards") for card in deck["cards"]]
    others = [card for card in cards if not card["conversation"].startswith("dana")]
    assert {card["who"] for card in others} == {"Colleague"}


def page_of_the_latest_four():
    from coach.store.queries import Filter
    from coach.ui import session
    from coach.ui.parts import behaviours
    from coach.workspace.habits import habits_of

    visit = session.visit()
    found = habits_of(visit.workspace, visit.viewer, "dana", Filter(), most=4)
    behaviours.draw(visit, "dana", found)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "The latest 4 conversations of dana were read. Of the team, the latest 4"),
        ("ja", "danaさんの会話は直近の4件を調べています。 チームの会話は直近の4件"),
    ],
)
def test_it_is_said_where_only_the_latest_conversations_were_read(looked_at, lang, said):
    page = AppTest.from_function(page_of_the_latest_four, default_timeout=30)
    page.query_params["lang"] = lang
    page.run()
    assert said in page.caption[0].value


@pytest.mark.parametrize(
    ("lang", "heading", "button"),
    [
        ("en", "A way to begin · rephrased by tiny", "As the template has it"),
        ("ja", "こう始めることもできます · tinyによる言い換え", "言い換える前の文"),
    ],
)
def test_a_rephrased_suggestion_names_the_model_and_holds_its_template(
    looked_at, tmp_path, monkeypatch, lang, heading, button
):
    monkeypatch.setenv("COACH_REPHRASE_MODEL", str(a_model_folder(tmp_path / "tiny")))
    keep_said(config.load(), {TEMPLATE: OTHER})
    page = AppTest.from_function(behaviours_page, default_timeout=30)
    page.query_params["lang"] = lang
    page.run()
    assert not page.exception
    assert [caption.value for caption in page.caption].count(heading) == 3
    texts = [text.value for text in page.text]
    assert (texts.count(OTHER), texts.count(TEMPLATE)) == (3, 3)
    assert [one.proto.popover.label for one in page.get("popover")] == [button] * 3
