import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coach.access import OWNER
from coach.conversation.codebook import Label
from coach.conversation.disagreement import Answer, Claim, Disagreement, Doubt, Verdict
from coach.store.disagreements import answer, disagree
from coach.store.repository import Store
from tests.builders import an_analysis

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
MISSED = Claim(3, Label.DISTRESS, "feeling")
SAID = Disagreement("d1", MISSED, Doubt.WAS_MET, "I rang back.", "owner", AT)
SORRY = replace(SAID, claim=Claim(2, Label.APOLOGISE), doubt=Doubt.NOT_SHOWN, words="")
AS_OBJECT = {
    "turn": 3, "label": "distress", "pairing": "feeling", "doubt": "was_met",
    "words": "I rang back.", "by": "owner", "at": "2026-11-20T09:30:00Z", "state": "agreed",
    "answer": {
        "verdict": "agreed", "words": "Yes.", "by": "owner", "at": "2026-11-20T09:30:00Z",
    },
}  # fmt: skip


@pytest.fixture
def store(an_empty_place):
    """A store with a call, one answered and one open disagreement."""
    opened = Store.open(f"sqlite:///{an_empty_place}/coach.db")
    call = an_analysis(id="d1", agent="dana", team="billing")
    opened.save(OWNER, call, source="d1", fingerprint="d1")
    disagree(opened, OWNER, SAID)
    disagree(opened, OWNER, SORRY)
    answer(opened, OWNER, SAID, Answer(Verdict.AGREED, "Yes.", "owner", AT))
    yield opened
    opened.close()


def test_disagreements_are_listed_with_their_answers(coach, store):
    assert coach("disagreements").stdout.splitlines() == [
        "d1 2.apologise [open] owner, 2026-11-20: not shown",
        "d1 3.distress.feeling [agreed] owner, 2026-11-20: was met | I rang back. "
        "| owner, 2026-11-20: agreed | Yes.",
    ]


def test_those_that_are_open_are_listed_alone(coach, store):
    assert coach("disagreements", "--open").stdout.startswith("d1 2.apologise [open]")
    assert coach("disagreements", "--open").stdout.count("\n") == 1
    answer(store, OWNER, SORRY, Answer(Verdict.STAYS, "", "owner", AT))
    assert coach("disagreements", "--open").stdout == "None is open.\n"


def test_as_json_each_names_its_conversation(coach, store):
    _, answered = json.loads(coach("disagreements", "--json").stdout)
    assert answered == {"conversation": "d1", "agent": "dana", "team": "billing"} | AS_OBJECT


def test_an_export_lists_them_beside_the_conversation(coach, store):
    exported = json.loads(coach("export").stdout)
    assert [each["state"] for each in exported["disagreements"]] == ["open", "agreed"]
    assert exported["disagreements"][1] == AS_OBJECT
    left_out = exported["opportunities"][1]
    assert (left_out["state"], left_out["unjudged"]) == ("not_judgeable", "left_out")
    assert exported["scores"]["empathy"] == {"met": 1, "opportunities": 1, "value": 1.0}


def test_a_report_tells_how_many_opportunities_are_disputed_and_left_out(coach, store):
    disagree(store, OWNER, replace(SORRY, claim=Claim(1, Label.DISTRESS)))
    told = coach("report").stdout
    assert "1/1 *, 1 disputed, 1 left out" in told
    assert "left out: agreed to be wrong, count nowhere" in " ".join(told.split())
    assert "1/1 *、疑問あり1件、除外1件" in coach("report", "--language", "ja").stdout
    (row,) = json.loads(coach("report", "--by", "team", "--format", "json").stdout)
    counts = [(each["disputed"], each["left_out"]) for each in row["scores"].values()]
    assert counts == [(1, 1), (0, 0), (0, 0), (0, 0)]
    (line,) = csv.DictReader(io.StringIO(coach("report", "--format", "csv").stdout))
    assert (line["empathy_disputed"], line["empathy_left_out"]) == ("1", "1")
    assert line["transparency_disputed"] == "0"


def test_a_report_says_nothing_of_disputes_where_there_are_none(coach, a_chat_file):
    coach("score", a_chat_file)
    assert "disputed" not in coach("report").stdout


def test_what_is_shown_beside_the_scores_leaves_out_what_was_agreed_to_be_wrong(coach, store):
    assert "left out" not in json.dumps(json.loads(coach("export").stdout)["care"])
    answer(store, OWNER, SORRY, Answer(Verdict.AGREED, "", "owner", AT))
    care = json.loads(coach("export").stdout)["care"]
    assert [each["label"] for each in care["left_out"]] == ["apologise"]
    assert (care["apologies"], care["timeline"]["care"]) == ([], None)
    assert "1 findings were agreed to be wrong and are left out." in coach("report").stdout
    (row,) = json.loads(coach("report", "--format", "json").stdout)
    assert (row["care"]["apologies"]["n"], row["care"]["left_out"]) == (0, 1)


def test_without_any_it_says_so(coach, an_empty_place):
    Store.open(f"sqlite:///{an_empty_place}/coach.db").close()
    assert coach("disagreements").stdout == "Nobody disagrees with anything.\n"


def test_scoring_anew_by_the_rubric_keeps_what_was_agreed(coach, a_chat_file):
    coach("score", a_chat_file)
    before = json.loads(coach("export").stdout)
    chance = before["opportunities"][0]
    claim = Claim(chance["turn"], Label(chance["label"]), chance["pairing"])
    opened = Store.open("sqlite:///coach.db")
    said = replace(SAID, conversation="chat-1", claim=claim)
    disagree(opened, OWNER, said)
    answer(opened, OWNER, said, Answer(Verdict.AGREED, "", "owner", AT))
    opened.close()
    left = json.loads(coach("export").stdout)["scores"]
    assert left != before["scores"]
    outcome = json.loads(coach("rescore", "--json").stdout)
    assert (outcome["changed"], outcome["scores_changed"]) == (0, 0)
    assert json.loads(coach("export").stdout)["scores"] == left
