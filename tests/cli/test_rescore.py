import json
import re
from importlib.resources import files

import pytest

from coach.access import Standing, Viewer
from coach.errors import AccessDenied
from coach.workspace import Workspace


def stored(coach):
    return [json.loads(line) for line in coach("export").stdout.splitlines()]


def empathy(coach):
    return stored(coach)[0]["scores"]["empathy"]["met"]


@pytest.fixture
def without_care(an_empty_place):
    """A rubric in which no cue meets a feeling."""
    shipped = (files("coach.rubric") / "care.toml").read_text(encoding="utf-8")
    unasked = re.sub(r"meets_asked = \[[^\]]*\]", "", shipped)
    hardly_met = re.sub(r"(meets_\w+) = \[[^\]]*\]", r'\1 = ["warmth"]', unasked)
    path = an_empty_place / "mine.toml"
    mine = hardly_met.replace('name = "care"', 'name = "mine"')
    path.write_text(mine, encoding="utf-8")
    return path


def test_a_changed_rubric_scores_what_is_stored_without_its_source(
    coach, a_chat_file, without_care
):
    coach("score", a_chat_file)
    assert empathy(coach) > 0
    a_chat_file.unlink()
    told = coach("rescore", "--rubric", without_care).stdout
    assert "1 conversations scored by mine" in told
    assert empathy(coach) == 0
    assert stored(coach)[0]["rubric"].startswith("mine")


def test_it_says_how_many_scores_changed_and_that_none_did(coach, a_chat_file, without_care):
    coach("score", a_chat_file)
    as_before = json.loads(coach("rescore", "--json").stdout)
    assert (as_before["conversations"], as_before["scores_changed"]) == (1, 0)
    changed = json.loads(coach("rescore", "--rubric", without_care, "--json").stdout)
    assert (changed["changed"], changed["scores_changed"] > 0) == (1, True)


def test_the_first_rubric_brings_back_the_first_scores(coach, a_chat_file, without_care):
    coach("score", a_chat_file)
    before = stored(coach)
    coach("rescore", "--rubric", without_care)
    coach("rescore")
    assert stored(coach) == before


def test_a_later_batch_does_not_take_the_other_rubrics_scores_for_its_own(
    coach, a_chat_file, without_care
):
    coach("score", a_chat_file)
    met = empathy(coach)
    coach("rescore", "--rubric", without_care)
    assert json.loads(coach("score", a_chat_file, "--json").stdout)["scored"] == 1
    assert empathy(coach) == met > 0


def test_an_interrupt_keeps_what_was_done(coach, calls, without_care):
    coach("score", calls)
    workspace = Workspace.open(rubric=without_care)
    next(workspace.rescore())
    rubrics = [each["rubric"].split()[0] for each in stored(coach)]
    assert sorted(rubrics) == ["care", "mine"]


def test_without_a_store_it_says_so(coach, an_empty_place):
    result = coach("rescore", code=3)
    assert result.sentence.startswith("there is no store at sqlite:///coach.db yet")


def test_an_agent_may_not(coach, a_chat_file):
    coach("score", a_chat_file)
    workspace = Workspace.open()
    workspace.viewer = Viewer("dana", Standing.AGENT)
    with pytest.raises(AccessDenied, match="may not write"):
        list(workspace.rescore())
