"""Disagreeing on the pages, as agents and leads do it, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coach.access import OWNER, Standing, Viewer
from coach.conversation.codebook import Family, Label
from coach.conversation.disagreement import Answer, Claim, Disagreement, Disputed, Doubt, Verdict
from coach.conversation.findings import Criterion, State
from coach.store.disagreements import answer, disagree, disagreements_in
from coach.ui.doubts import ENGLISH, JAPANESE, beside_rate, doubts_for
from coach.ui.parts.cards import Card, Said, unnamed
from coach.ui.transcript import Line, Mark
from tests.builders import an_analysis
from tests.ui.conftest import day, drawn, keep

DANA = Viewer("dana", Standing.AGENT)
PRIYA = Viewer("priya", Standing.AGENT)
KIM = Viewer("kim", Standing.LEAD, frozenset({"billing"}))
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
MISSED = Claim(3, Label.DISTRESS, "feeling")
SAID = Disagreement("d1", MISSED, Doubt.WAS_MET, "I rang back.", "dana", AT)
AGREED = Answer(Verdict.AGREED, "So it was.", "kim", AT)
TOLD = "Marked as doubtful by dana on 20 Nov 2026: It was met. “I rang back.”"


def texts(page):
    return [element.value for element in page.text]


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("ja", JAPANESE)])
def test_an_agent_disagrees_a_lead_agrees_and_the_agent_reads_it(peopled, look_at, language, text):
    asked = {"lang": language, "conversation": "d1", "disagree": "3.distress.feeling"}
    page = look_at("conversation", viewer=DANA, **asked)
    assert Doubt.WAS_NOT_MET not in page.radio[0].options
    page.radio[0].set_value(Doubt.WAS_MET)
    page.text_input[0].input("I rang back.")
    press(page, text.send)
    [said] = disagreements_in(peopled, DANA)
    assert (said.claim, said.doubt, said.words, said.by) == (
        MISSED, Doubt.WAS_MET, "I rang back.", "dana",
    )  # fmt: skip
    assert "disagree" not in page.query_params

    page = look_at("conversation", viewer=KIM, **asked)
    page.radio[0].set_value(Verdict.AGREED)
    page.text_input[0].input("So it was.")
    press(page, text.answer)
    assert disagreements_in(peopled, DANA)[0].answer.verdict is Verdict.AGREED

    page = look_at("conversation", viewer=DANA, lang=language, conversation="d1")
    told = next(line for line in texts(page) if "I rang back." in line)
    assert "So it was." in told
    assert drawn(page, "player")[0]["tally"] == {"en": "1 of 1", "ja": "1件中1件"}[language]


def test_who_disagreed_may_take_it_back_and_is_not_asked_twice(peopled, look_at):
    disagree(peopled, DANA, SAID)
    page = look_at("conversation", viewer=DANA, conversation="d1", disagree="3.distress.feeling")
    assert not page.radio
    press(page, "Take back")
    assert disagreements_in(peopled, DANA) == []


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("ja", JAPANESE)])
def test_a_lead_is_not_offered_to_answer_what_they_said(peopled, look_at, language, text):
    disagree(peopled, KIM, replace(SAID, by="kim"))
    page = look_at(
        "conversation", viewer=KIM, lang=language, conversation="d1",
        disagree="3.distress.feeling",
    )  # fmt: skip
    assert not page.radio
    assert text.own in [caption.value for caption in page.caption]
    assert text.take_back in [button.label for button in page.button]


def test_an_answer_is_taken_back_and_the_figures_return(peopled, look_at):
    disagree(peopled, DANA, SAID)
    answer(peopled, KIM, SAID, AGREED)
    page = look_at("conversation", viewer=KIM, conversation="d1", disagree="3.distress.feeling")
    press(page, "Take the answer back")
    assert disagreements_in(peopled, KIM) == [SAID]


def test_it_is_shown_at_its_place_with_its_answer(peopled, look_at):
    disagree(peopled, DANA, SAID)
    page = look_at("conversation", conversation="d1")
    player = drawn(page, "player")[0]
    assert [chance["doubts"] for chance in player["chances"]] == [[], [TOLD]]
    assert player["chances"][1]["claim"] == "3.distress.feeling"
    claims = [mark["claim"] for line in player["lines"] for mark in line["marks"]]
    assert claims == ["1.distress", "2.apologise", "3.distress"]
    assert "Disagreements (1)" in [expander.label for expander in page.expander]


def test_the_player_is_drawn_anew_when_somebody_disagrees(peopled, look_at):
    before = drawn(look_at("conversation", conversation="d1"), "player")[0]["id"]
    disagree(peopled, DANA, SAID)
    assert drawn(look_at("conversation", conversation="d1"), "player")[0]["id"] != before


def test_what_is_no_longer_claimed_is_shown_as_settled(peopled, look_at):
    disagree(peopled, DANA, SAID)
    base = an_analysis(id="d1", agent="dana", team="billing", started_at=day(2))
    keep(peopled, replace(base, opportunities=base.opportunities[:1]), "1")
    page = look_at("conversation", viewer=DANA, conversation="d1")
    assert "Settled: scored again, Coach no longer says so." in texts(page)
    press(page, "Open")
    assert page.query_params["disagree"] == "3.distress.feeling"
    assert [button.label for button in page.button][-1] == "Take back"


@pytest.mark.parametrize("asked", ["nonsense", "9.distress", "3.unheard_of"])
def test_an_address_that_names_nothing_opens_no_form(peopled, look_at, asked):
    page = look_at("conversation", conversation="d1", disagree=asked)
    assert not page.exception
    assert not page.radio


def test_the_scorecard_and_the_agents_page_tell_of_it(peopled, look_at):
    disagree(peopled, DANA, SAID)
    page = look_at("agent", viewer=DANA)
    told = drawn(page, "scorecard")[0]["cards"][0]["told"]
    assert told == ["small sample, too few for a rate", "1 of them disputed"]
    assert list(page.dataframe[0].value["State"]) == ["Open"]
    answer(peopled, KIM, SAID, AGREED)
    page = look_at("agent", viewer=DANA)
    card = drawn(page, "scorecard")[0]["cards"][0]
    assert (card["shown"], card["told"][-1]) == ("2 of 3", "1 left out, agreed to be wrong")
    assert list(page.dataframe[0].value["State"]) == ["Agreed"]


def test_how_care_went_leaves_out_what_was_agreed_to_be_wrong_and_says_so(peopled, look_at):
    said = replace(SAID, claim=Claim(2, Label.APOLOGISE), doubt=Doubt.NOT_SHOWN)
    disagree(peopled, DANA, said)
    told = "Left out, since they were agreed to be wrong: 1 of the findings"
    assert told not in texts(look_at("conversation", viewer=DANA, conversation="d1"))
    answer(peopled, KIM, said, AGREED)
    page = look_at("conversation", viewer=DANA, conversation="d1")
    assert told in texts(page)
    assert not [line for line in texts(page) if line.startswith("Parts of the apology")]


def test_cards_lead_to_the_form(peopled, look_at):
    disagree(peopled, DANA, SAID)
    _, missed = drawn(look_at("agent", viewer=DANA), "cards")
    assert {card["claim"] for card in missed["cards"]} == {"3.distress.feeling"}
    assert [TOLD] in [card["doubts"] for card in missed["cards"]]


def test_a_lead_sees_what_is_open_in_the_team_until_it_is_answered(peopled, look_at):
    disagree(peopled, DANA, SAID)
    disagree(peopled, PRIYA, replace(SAID, conversation="p1", by="priya"))
    page = look_at("team", viewer=KIM)
    [open_ones] = [f.value for f in page.dataframe if "Doubtful" in f.value]
    assert list(open_ones["Agent"]) == ["dana"]
    assert list(open_ones["Doubtful"]) == ["Empathy · Missed · Upset · “the third time”"]
    assert list(open_ones["What is wrong?"]) == ["It was met. I rang back."]
    answer(peopled, KIM, SAID, replace(AGREED, verdict=Verdict.STAYS))
    page = look_at("team", viewer=KIM)
    assert not [f for f in page.dataframe if "Doubtful" in f.value]


def test_the_teams_table_tells_how_many_opportunities_are_disputed(peopled, look_at):
    disagree(peopled, DANA, SAID)
    page = look_at("team", viewer=KIM)
    table = next(f.value for f in page.dataframe if "Empathy" in f.value)
    assert list(table["Empathy"]) == ["2 of 4, 1 disputed", "2 of 4, 1 disputed"]
    assert ENGLISH.disputed_hint in [caption.value for caption in page.caption]
    answer(peopled, KIM, SAID, AGREED)
    page = look_at("team", viewer=KIM, lang="ja")
    table = next(f.value for f in page.dataframe if "共感" in f.value)
    assert list(table["共感"]) == ["3件中2件、除外1件"] * 2


def test_what_is_said_of_an_agent_without_a_team_is_not_told_of_the_unknown(store, look_at):
    keep(store, an_analysis(id="d1", agent="dana", started_at=day(2)), "1")
    keep(store, an_analysis(id="u1", started_at=day(3)), "2")
    disagree(store, DANA, SAID)
    page = look_at("team")
    table = next(f.value for f in page.dataframe if "Empathy" in f.value)
    assert list(table["Agent"]) == ["dana", "unknown", "Whole team"]
    assert list(table["Empathy"]) == ["1 of 2, 1 disputed", "1 of 2", "2 of 4, 1 disputed"]


def test_an_agent_reads_nothing_of_colleagues(peopled, look_at):
    disagree(peopled, PRIYA, replace(SAID, conversation="p1", by="priya"))
    page = look_at("agent", viewer=DANA)
    assert not [frame for frame in page.dataframe if "Doubtful" in frame.value]
    assert "No such conversation" in str(
        drawn(look_at("conversation", viewer=DANA, conversation="p1"), "head")
    )


def test_each_claim_offers_what_can_be_wrong_with_it():
    met, missed = an_analysis().opportunities
    assert Doubt.WAS_MET not in doubts_for(met)
    assert Doubt.WAS_NOT_MET not in doubts_for(missed)
    assert {Doubt.WAS_MET, Doubt.WAS_NOT_MET}.isdisjoint(doubts_for(None))
    assert missed.state is State.MISSED


def test_beside_a_rate_stands_what_is_disputed_and_what_is_left_out():
    assert beside_rate(Disputed(), ENGLISH) == []
    assert beside_rate(Disputed(2, 1), JAPANESE) == [
        "うち2件に疑問あり", "誤りと認めて除いたもの 1件",
    ]  # fmt: skip


def test_the_owner_may_disagree_and_answer_too(peopled, look_at):
    page = look_at("conversation", conversation="d1", disagree="2.apologise")
    press(page, "Send")
    assert disagreements_in(peopled, OWNER)[0].claim == Claim(2, Label.APOLOGISE)
    assert peopled.load(OWNER, ["d1"])["d1"].scores[0].criterion is Criterion.EMPATHY


def test_a_card_of_a_colleague_names_nobody_who_disagreed():
    mark = Mark("Upset", "", Family.MOMENT, 0.9, "rule:x", "a rule", "upset", doubts=(TOLD,))
    line = Line(1, "Customer", "customer", None, None, None, (), (mark,))
    card = Card("dana", "", "Empathy", "", State.MISSED, None, None, None, (Said(line, 0),), 0, "",
                "d1", "", "", "3.distress.feeling", (TOLD,))  # fmt: skip
    assert "dana" not in str(unnamed(card, "a colleague"))


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Says sorry · “I'm sorry”, “sorry”"), ("ja", "お詫びする · 「I'm sorry」、「sorry」")],
)
def test_the_form_shows_the_words_of_every_place_of_a_label(store, look_at, language, told):
    base = an_analysis(id="d1", agent="dana", team="billing", started_at=day(2))
    again = replace(base.findings[1], start=base.findings[1].start + 4)
    keep(store, replace(base, findings=(*base.findings, again)), "1")
    page = look_at("conversation", viewer=DANA, conversation="d1", lang=language,
                   disagree="2.apologise")  # fmt: skip
    assert told in texts(page)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "It was met. I rang back."), ("ja", "応えていた。I rang back.")]
)
def test_the_list_tells_why_with_the_marks_of_its_language(peopled, look_at, language, told):
    disagree(peopled, DANA, SAID)
    page = look_at("agent", viewer=DANA, lang=language)
    assert told in [cell for table in page.dataframe for cell in table.value.to_numpy().ravel()]
