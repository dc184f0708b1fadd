import json

import pytest

from coach import config
from coach.access import OWNER
from coach.store.repository import Store
from tests.rephrasing.said_before import a_model_folder, keep_said
from tests.workspace.test_habits import a_chat_of
from tests.workspace.test_rephrase import OTHER, TEMPLATE


@pytest.fixture
def with_a_model(an_empty_place):
    """A place with nine missed moments of dana, and settings that name a model."""
    store = Store.open(f"sqlite:///{an_empty_place}/coach.db")
    for number in range(10):
        found = a_chat_of(f"dana-{number}", "dana", is_met=number < 1)
        store.save(OWNER, found, source=f"{number}", fingerprint=f"{number}")
    store.close()
    a_model_folder(an_empty_place / "tiny")
    (an_empty_place / "coach.toml").write_text('[rephrase]\nmodel = "tiny"\n')
    return config.load()


def test_what_stands_is_counted_under_the_name_of_the_model(coach, with_a_model):
    keep_said(with_a_model, {TEMPLATE: OTHER})
    assert coach("rephrase").stdout == "3 suggestions rephrased by tiny\n"
    assert json.loads(coach("rephrase", "--json").stdout) == {"rephrased": 3, "refused": {}}
    coach("rephrase", "--agent", "nobody", code=1)


def test_what_does_not_stand_is_counted_with_the_reason(coach, with_a_model):
    keep_said(with_a_model, {TEMPLATE: f"{OTHER} We refund $9."})
    assert coach("rephrase").stdout == (
        "0 suggestions rephrased by tiny; 3 stay as the template has them "
        "(something that was not there: 3)\n"
    )


def test_a_folder_without_a_model_is_told_in_one_sentence(coach, with_a_model, an_empty_place):
    (an_empty_place / "tiny" / "config.json").unlink()
    assert "the folder tiny lacks config.json" in coach("rephrase", code=3).sentence
