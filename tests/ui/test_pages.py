"""Every page, drawn by Streamlit from a real store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coach.access import Standing, Viewer
from coach.conversation.findings import Criterion, Opportunity, Score, State, Unjudged
from coach.store.comparisons import focuses_of
from tests.builders import a_chat, a_finding, an_analysis
from tests.ui.conftest import day, drawn, keep

DANA = Viewer("dana", Standing.AGENT)
BILLING = Viewer("kim", Standing.LEAD, frozenset({"billing"}))


def texts(page):
    return [element.value for element in page.text]


@pytest.mark.parametrize("page", ["team", "agent", "conversation", "clips", "promises", "empty"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_page_draws(peopled, look_at, page, language):
    assert not look_at(page, lang=language).exception


def test_team_shows_counts_and_no_rate_of_few(peopled, look_at):
    page = look_at("team")
    table = page.dataframe[1].value
    assert list(table["Agent"]) == ["dana", "priya", "Whole team", "Whole team"]
    assert list(table["Conversations"]) == [3, 1, 3, 1]
    assert list(table["Empathy"]) == ["2 of 4", "1 of 2", "2 of 4", "1 of 2"]
    assert list(table["Transparency"]) == ["no opportunity"] * 4


def test_team_says_what_could_not_be_scored_in_plain_text(peopled, look_at):
    page = look_at("team")
    assert page.expander[0].label == "1 could not be scored"
    assert "b.wav is empty: **bold** words" in texts(page)


def test_team_compares_agents_as_far_as_they_can_be_told_apart(a_team_of_three, look_at):
    page = look_at("team", team="billing")
    compared = page.dataframe[0].value
    assert list(compared["Agent"]) == ["ann", "bo", "cy"]
    assert list(compared["Rank"]) == ["rank 1 of 2", "rank 2 of 2", "small sample"]
    assert list(compared["Beside the others"]) == ["ahead of all others", "behind all others", "–"]
    assert list(compared["Met"]) == ["38 of 40", "2 of 40", "2 of 4"]
    assert list(compared["Adjusted (90\u00a0%)"]) == ["–"] * 3
    captions = [element.value for element in page.caption]
    assert "ann is ahead of bo. All others cannot be told apart." in captions


def test_that_agents_cannot_be_told_apart_is_said_once_in_their_lines(store, look_at):
    for number in range(8):
        for agent in ("ann", "bo"):
            name, about = f"{agent} {number}", {"agent": agent, "team": "billing"}
            keep(store, an_analysis(id=name, started_at=day(2 + number), **about), name)
    compared = look_at("team").dataframe[0].value
    assert list(compared["Rank"]) == ["cannot be told apart"] * 2
    assert list(compared["Beside the others"]) == ["–"] * 2


def test_team_says_what_works_here_or_that_it_cannot_be_told(peopled, look_at):
    assert any("Too few conversations to tell: 20 with" in text for text in texts(look_at("team")))


def test_trends_say_whether_a_change_can_be_told(peopled, look_at):
    page = look_at("agent", agent="dana")
    captions = [element.value for element in page.caption]
    assert "Too little to tell a change (4 opportunities)." in captions


def test_a_lead_sets_what_an_agent_works_on_and_the_agent_reads_it(peopled, look_at):
    page = look_at("agent", viewer=BILLING, agent="dana")
    page.button[0].click().run()
    assert "Empathy, since 9 Nov 2026" in marks(page)
    assert "set by kim" in marks(page)
    own = look_at("agent", viewer=DANA)
    assert "set by kim" in marks(own)
    assert any(text.startswith("Too early to say.") for text in texts(own))
    assert not own.button


def test_days_are_those_of_the_time_zone_of_the_settings(store, look_at, monkeypatch):
    monkeypatch.setenv("COACH_SOURCES_TIMEZONE", "Asia/Tokyo")
    late = datetime(2026, 11, 9, 20, 15, tzinfo=UTC)
    keep(store, an_analysis(id="d1", agent="dana", team="billing", started_at=late), "1")
    (head,) = drawn(look_at("conversation", conversation="d1"), "head")
    assert (head["title"], head["facts"][1]) == ("Call · dana · 10 Nov 2026", "05:15")
    page = look_at("agent", viewer=BILLING)
    page.button[0].click().run()
    assert "Empathy, since 10 Nov 2026" in marks(page)
    assert focuses_of(store, BILLING)[0].since == datetime(2026, 11, 9, 15, tzinfo=UTC)


def test_without_a_focus_an_agent_sees_nothing_of_one(peopled, look_at):
    assert "works on" not in str([header.value for header in look_at("agent", viewer=DANA).header])


def marks(page):
    return " ".join(element.value for element in page.markdown).replace("\\", "")


def test_a_lead_sees_their_team_alone(peopled, look_at):
    assert set(look_at("team", viewer=BILLING).dataframe[0].value["Agent"]) == {
        "dana",
        "Whole team",
    }


def test_filters_come_from_the_address(peopled, look_at):
    page = look_at("team", team="technical")
    assert list(page.dataframe[0].value["Agent"]) == ["priya", "Whole team"]


@pytest.mark.parametrize(("period", "listed"), [("", 4), ("12w", 2), ("4w", 1)])
def test_a_period_counts_back_from_the_last_conversation(store, look_at, period, listed):
    for number, date in enumerate([day(30), day(30) - timedelta(weeks=5)]):
        keep(store, an_analysis(id=f"d{number}", started_at=date), f"{number}")
    keep(store, an_analysis(id="old", started_at=day(30) - timedelta(weeks=13)), "old")
    keep(store, an_analysis(id="undated"), "undated")
    assert len(look_at("conversation", period=period).dataframe[0].value) == listed


def test_a_filter_writes_into_the_address(peopled, look_at):
    page = look_at("team")
    page.selectbox(key="pick team").select("billing").run()
    assert page.query_params["team"] == "billing"
    assert list(page.dataframe[0].value["Agent"]) == ["dana", "Whole team"]


def test_what_matches_nothing_is_said(peopled, look_at):
    assert "Nothing matches this choice." in texts(look_at("team", channel="email"))


def test_agent_shows_a_scorecard_with_words_for_few(peopled, look_at):
    page = look_at("agent", agent="dana")
    empathy, listening = drawn(page, "scorecard")[0]["cards"][:2]
    assert (empathy["shown"], empathy["enough"]) == ("2 of 4", False)
    assert empathy["told"] == ["small sample, too few for a rate"]
    assert listening["shown"] == "no opportunity"
    assert listening["low"] is None


def test_agent_shows_met_and_missed_moments_as_cards(peopled, look_at):
    met, missed = drawn(look_at("agent", agent="dana"), "cards")
    assert {card["state"] for card in met["cards"]} == {"met"}
    assert {card["state"] for card in missed["cards"]} == {"missed"}
    said = met["cards"][0]["said"]
    assert [line["line"]["turn"] for line in said] == [1, 2]
    assert said[1]["line"]["marks"][0]["words"] == "I'm sorry"


def test_a_criterion_opens_its_evidence(peopled, look_at):
    page = look_at("agent", agent="dana", criterion="empathy")
    (evidence,) = drawn(page, "cards")
    assert len(evidence["cards"]) == 4
    assert evidence["rules"] is True
    assert evidence["cards"][0]["said"][0]["line"]["marks"][0]["by"] == "rule:test"
    assert drawn(page, "scorecard")[0]["cards"][0]["pressed"] is True


@pytest.fixture
def a_cut_off_call(store):
    """A call of dana: one moment met, one missed, and one cut off, which counts nowhere."""
    base = an_analysis(id="d1", agent="dana", team="billing", started_at=day(2))
    late = a_finding(base.conversation, 3, "impact", "third time")
    cut = Opportunity(
        Criterion.EMPATHY, "impact", late, State.NOT_JUDGEABLE, (), 4, unjudged=Unjudged.CUT_OFF
    )
    whole = replace(base, findings=(*base.findings, late), opportunities=(*base.opportunities, cut))
    keep(store, whole, "1")


def test_what_could_not_be_judged_counts_in_no_tally(a_cut_off_call, look_at):
    page = look_at("agent", agent="dana", criterion="empathy")
    assert len(drawn(page, "cards")[0]["cards"]) == 3
    assert any(line.value.startswith("1 of 2 met.") for line in page.caption)
    assert drawn(look_at("conversation", conversation="d1"), "player")[0]["tally"] == "1 of 2"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_name_of_an_agent_is_no_markup(store, look_at, language):
    for name, met in (("*ann* [x](y)", 0), ("bo", 2)):
        for number in range(10):
            base = an_analysis(id=f"{name} {number}", agent=name, started_at=day(2 + number))
            scores = (Score(Criterion.EMPATHY, met, 2),)
            keep(store, replace(base, scores=scores), f"{name} {number}")
    page = look_at("agent", lang=language)
    named = [e.value for e in page.header] + [e.label for e in page.expander]
    named += [e.value for e in look_at("team", lang=language).caption]
    named = [each for each in named if "ann" in each]
    assert len(named) >= 3
    assert all(r"\*ann\* \[x\]\(y\)" in each for each in named)


@pytest.mark.parametrize("page", ["conversation", "clips"])
def test_one_known_agent_hides_no_conversation_of_an_unknown_one(store, look_at, page):
    keep(store, an_analysis(id="d1", agent="dana", started_at=day(2)), "1")
    keep(store, an_analysis(id="u1", started_at=day(3)), "2")
    shown = look_at(page)
    listed = [*shown.dataframe[0].value["Conversation"]] if page == "conversation" else [
        card["conversation"] for card in drawn(shown, "cards")[0]["cards"]
    ]  # fmt: skip
    assert sorted(set(listed)) == ["d1", "u1"]


def test_an_agent_looks_at_themselves_whatever_the_address_says(peopled, look_at):
    page = look_at("agent", viewer=DANA, agent="priya")
    assert drawn(page, "head")[0]["title"] == "dana"
    assert "priya" not in str([drawn(page, part) for part in ("head", "cards", "scorecard")])


def test_an_agent_is_not_compared_with_the_team(peopled, look_at):
    page = look_at("agent", viewer=DANA)
    assert all(card["team"] is None for card in drawn(page, "scorecard")[0]["cards"])


def test_conversation_shows_turns_marks_and_opportunities(peopled, look_at):
    page = look_at("conversation", conversation="d1", t="6.5")
    (sheet,) = drawn(page, "player")
    assert [line["who"] for line in sheet["lines"]][:2] == ["Agent", "Customer"]
    upset = sheet["lines"][1]["marks"][0]
    assert (upset["name"], upset["p"], upset["by"]) == ("Upset", 0.9, "rule:test")
    assert [chance["state"] for chance in sheet["chances"]] == ["met", "missed"]
    assert sheet["chances"][0]["answers"][0]["turn"] == 2
    assert (sheet["tally"], sheet["start"], sheet["audio"]) == ("1 of 2", 6.5, None)
    head = drawn(page, "head")[0]
    assert head["notes"] == ["nothing was measured"]
    assert head["title"] == "Call · dana · 2 Nov 2026"
    assert head["facts"] == ["billing", "09:30", "0:24", "English", "d1", "no recording"]


def test_who_may_write_swaps_the_sides_of_a_call(peopled, look_at):
    asked = {"conversation": "d1"}
    assert not [b for b in look_at("conversation", viewer=DANA, **asked).button if is_swap(b)]
    page = look_at("conversation", **asked)
    before = drawn(page, "player")[0]["id"]
    next(button for button in page.button if is_swap(button)).click().run()
    assert not page.exception
    (sheet,) = drawn(page, "player")
    assert [line["who"] for line in sheet["lines"]][:2] == ["Customer", "Agent"]
    assert sheet["id"] != before  # or the script would leave what it drew before


def test_cards_are_drawn_anew_when_a_conversation_is_scored_again(peopled, look_at):
    asked = {"agent": "dana", "criterion": "empathy"}
    before = drawn(look_at("agent", **asked), "cards")[0]["id"]
    assert drawn(look_at("agent", **asked), "cards")[0]["id"] == before
    base = an_analysis(id="d1", agent="dana", team="billing", started_at=day(2))
    met, missed = base.opportunities
    shorter = replace(missed, moment=replace(missed.moment, end=missed.moment.end - 5))
    findings = (*base.findings[:2], shorter.moment)
    again = replace(base, findings=findings, opportunities=(met, shorter))
    keep(peopled, again, "1")
    assert drawn(look_at("agent", **asked), "cards")[0]["id"] != before


def is_swap(button):
    return button.label == "Swap agent and customer"


def test_a_chat_is_read_without_times(peopled, look_at):
    (sheet,) = drawn(look_at("conversation", conversation="chat"), "player")
    assert sheet["lines"][0]["start"] is None
    assert [piece["text"] for piece in sheet["lines"][1]["pieces"]] == [
        "I'm ", "sorry", " 👍 for", " that",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["p1", "no such"], ids=["somebody else's", "not there"])
def test_a_link_to_what_is_not_theirs_says_no_more_than_one_to_nothing(peopled, look_at, name):
    page = look_at("conversation", viewer=DANA, conversation=name)
    assert drawn(page, "head")[0]["title"] == "No such conversation"
    assert not drawn(page, "player")


def test_the_list_of_conversations_keeps_to_the_viewer(peopled, look_at):
    assert set(look_at("conversation", viewer=DANA).dataframe[0].value["Conversation"]) == {
        "d1", "d2", "chat",
    }  # fmt: skip


def test_clips_can_be_asked_for_by_outcome_and_by_cue(peopled, look_at):
    (missed,) = drawn(look_at("clips", state="missed"), "cards")
    assert {card["state"] for card in missed["cards"]} == {"missed"}
    (sorry,) = drawn(look_at("clips", kind="cues", cue="apologise"), "cards")
    assert [card["criterion"] for card in sorry["cards"]] == ["Says sorry"] * 4


def test_a_card_of_a_missed_moment_tells_how_many_turns_follow(store, look_at):
    talk = a_chat("C: I am so upset", *["A: one moment"] * 7, id="c", agent="dana")
    upset = a_finding(talk, 0, "distress", "so upset")
    missed = Opportunity(Criterion.EMPATHY, "feeling", upset, State.MISSED, (), 7)
    base = replace(an_analysis(), conversation=talk, findings=(upset,), opportunities=(missed,))
    keep(store, base, "1")
    (card,) = drawn(look_at("clips", state="missed"), "cards")[0]["cards"]
    assert [each["line"]["turn"] for each in card["said"]] == [0, 1, 2, 3]
    assert card["n_left"] == 4


def test_a_moment_says_what_the_rubric_asks_for(peopled, look_at):
    (met,) = drawn(look_at("clips", lang="ja"), "cards")
    assert met["cards"][0]["says"] == "お客様が気持ちを表し、担当者がそれに応える。"


def test_a_card_leads_to_its_place_in_the_conversation(peopled, look_at):
    (met,) = drawn(look_at("clips"), "cards")
    chat_free = [card for card in met["cards"] if card["conversation"] == "d1"]
    assert chat_free[0]["href"] == "conversation?conversation=d1&lang=en"
