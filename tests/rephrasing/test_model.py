import pytest

from coach.errors import MissingModel
from coach.rephrasing.model import build
from tests.rephrasing.tiny_language_model import write_causal, write_sequence_to_sequence

SAID = "You said “I am upset”. I can see why, and I am sorry. What I will do now: …"
OTHER = "You told me “I am upset”. I can see why. I am sorry. What I will do now: …"
TEMPLATE = "{% for turn in messages %}<user>{{ turn['content'] }}</user>{% endfor %}Agent:"


def prompt_of(folder, text, language="en"):
    return build(folder)._prompt(text, language)


@pytest.fixture(scope="module")
def learned(tmp_path_factory):
    """A model that says OTHER when it is asked to rephrase SAID."""
    place = tmp_path_factory.mktemp("models")
    asked = prompt_of(write_causal(place / "blank", [SAID]), SAID)
    return write_causal(place / "by-heart", learns=[(asked, OTHER)])


def test_a_model_is_asked_and_answers(learned):
    model = build(learned)
    assert model.rephrase(SAID, "en") == OTHER
    assert model.name == "by-heart"


@pytest.mark.parametrize("write", [write_causal, write_sequence_to_sequence])
def test_a_model_that_knows_nothing_says_the_same_nothing_again(tmp_path, write):
    folder = write(tmp_path / "random", [SAID])
    said = build(folder).rephrase(SAID, "en")
    assert said != SAID
    assert build(folder).rephrase(SAID, "en") == said


def test_chance_that_a_model_brings_along_is_left_out(tmp_path):
    folder = write_causal(tmp_path / "random", [SAID])
    plain = build(folder).rephrase(SAID, "en")
    by_chance = '{"do_sample": true, "temperature": 2.0, "top_p": 0.9, "num_beams": 2}'
    (folder / "generation_config.json").write_text(by_chance)
    assert build(folder).rephrase(SAID, "en") == plain


def test_a_model_for_talk_is_asked_in_its_own_form(tmp_path):
    folder = write_causal(tmp_path / "talks", [SAID], chat_template=TEMPLATE)
    asked = prompt_of(folder, "「困った」", "ja")
    assert asked.startswith("<user>次の文を、")
    assert asked.endswith("「困った」</user>Agent:")


def test_what_is_too_long_for_a_model_is_not_rephrased(tmp_path):
    folder = write_causal(tmp_path / "random", [SAID])
    assert build(folder).rephrase("é" * 600, "en") == ""


def test_the_identity_changes_with_the_weights_and_only_with_them(tmp_path):
    one = build(write_causal(tmp_path / "one" / "tiny", [SAID])).identity
    assert build(write_causal(tmp_path / "two" / "tiny", [SAID])).identity == one
    assert build(write_causal(tmp_path / "three" / "tiny", [SAID], seed=1)).identity != one


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(MissingModel, match=r"the folder .*nowhere, where the model .*not exist"):
        build(tmp_path / "nowhere")


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(MissingModel, match=r"lacks config\.json: a model that rephrases is"):
        build(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", "{"),
        ("config.json", '{"model_type": "no-such-kind"}'),
        ("model.safetensors", "no weights"),
        ("tokenizer.json", "{}"),
    ],
    ids=["no JSON", "unknown kind", "broken weights", "broken tokenizer"],
)
def test_a_folder_that_cannot_be_loaded_is_refused_in_one_sentence(tmp_path, name, content):
    folder = write_causal(tmp_path / "broken", [SAID])
    (folder / name).write_text(content)
    with pytest.raises(MissingModel, match="holds no causal or sequence-to-sequence model") as said:
        build(folder).rephrase(SAID, "en")
    assert "\n" not in str(said.value)


def test_weights_that_are_not_whole_are_refused(tmp_path):
    from safetensors.torch import load_file, save_file

    folder = write_causal(tmp_path / "half", [SAID])
    weights = load_file(folder / "model.safetensors")
    del weights["transformer.ln_f.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(MissingModel, match=r"no weights for transformer\.ln_f\.weight"):
        build(folder).rephrase(SAID, "en")
