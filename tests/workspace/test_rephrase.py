import pytest

from coach.access import OWNER
from coach.config import RephraseSettings, Settings
from coach.errors import BadSettings, MissingModel
from coach.insights.rewording import Refusal
from coach.store.queries import Filter
from coach.workspace import Rephrased, Workspace, rephrase
from coach.workspace.habits import habits_of
from coach.workspace.reworded import in_other_words
from tests.rephrasing.said_before import a_model_folder, keep_said
from tests.workspace.test_habits import a_chat_of

TEMPLATE = (
    "You said “I am upset”. I can see why, and I am sorry. You also mentioned your parcel: I keep "
    "that in view. What I will do now: … You will hear from me by …"
)
OTHER = (
    "You told me “I am upset”, and I can see why. I am sorry. I also keep in mind what you said "
    "about your parcel. What I will do now: … You will hear from me by …"
)


@pytest.fixture
def a_workspace(tmp_path):
    opened = []

    def opener(model):
        settings = Settings(
            db=f"sqlite:///{tmp_path}/coach.db", cache=tmp_path / "cache",
            rephrase=RephraseSettings(model=model),
        )  # fmt: skip
        workspace = Workspace(settings)
        for number in range(10):
            found = a_chat_of(f"dana-{number}", "dana", is_met=number < 1)
            workspace.store.save(OWNER, found, source=f"{number}", fingerprint=f"{number}")
        opened.append(workspace)
        return workspace

    yield opener
    for workspace in opened:
        workspace.store.close()


def suggested(workspace):
    (behaviour,) = habits_of(workspace, OWNER, "dana", Filter()).behaviours
    return {missed.suggestion for missed in behaviour.missed}


def told(found):
    return {(one.text, one.by, one.template) for one in found}


def test_a_page_shows_what_was_rephrased_before_with_its_template(a_workspace, tmp_path):
    workspace = a_workspace(a_model_folder(tmp_path / "small-model"))
    assert told(suggested(workspace)) == {(TEMPLATE, "template", None)}
    keep_said(workspace.settings, {TEMPLATE: OTHER})
    assert told(suggested(workspace)) == {(OTHER, "small-model", TEMPLATE)}


def test_what_may_not_stand_is_never_shown_though_it_was_kept(a_workspace, tmp_path):
    workspace = a_workspace(a_model_folder(tmp_path / "m"))
    keep_said(workspace.settings, {TEMPLATE: OTHER.replace("I am sorry", "I will refund it")})
    assert told(suggested(workspace)) == {(TEMPLATE, "template", None)}
    assert {step.refusal for step in rephrase(workspace, Filter())} == {Refusal.PROMISE}


def test_the_command_counts_each_suggestion_once(a_workspace, tmp_path):
    workspace = a_workspace(a_model_folder(tmp_path / "m"))
    keep_said(workspace.settings, {TEMPLATE: OTHER})
    assert list(rephrase(workspace, Filter(agent="dana"))) == [Rephrased("m", None)] * 3
    assert list(rephrase(workspace, Filter(agent="nobody"))) == []


def test_without_a_model_the_command_says_how_to_name_one(a_workspace):
    with pytest.raises(BadSettings, match=r"no model is set .* \[rephrase\] of coach\.toml"):
        list(rephrase(a_workspace(None), Filter()))


def test_a_page_goes_on_without_a_model_that_is_gone_and_others_say_so(a_workspace, tmp_path):
    workspace = a_workspace(tmp_path / "gone")
    assert told(suggested(workspace)) == {(TEMPLATE, "template", None)}
    behaviours = habits_of(workspace, OWNER, "dana", Filter()).behaviours
    assert in_other_words(workspace.settings, ()) == ()
    for asks in (
        lambda: in_other_words(workspace.settings, behaviours),
        lambda: list(rephrase(workspace, Filter())),
    ):
        with pytest.raises(MissingModel, match="gone, where the model that rephrases should be"):
            asks()
