import pytest
from faster_whisper import available_models
from faster_whisper.utils import _MODELS

from coach.errors import MissingModel
from coach.transcription.models import find_model, repository, weights_hash


def test_folder_is_taken_as_it_is(scripted_model):
    assert find_model(str(scripted_model)) == scripted_model


@pytest.mark.parametrize("name", ["./whisper-small", "/no/such/model", "~/models/none", "a/b/c"])
def test_folder_that_does_not_exist_is_not_taken_for_a_name(name):
    with pytest.raises(MissingModel, match=f"the folder {name}, where .* does not exist"):
        find_model(name)


def test_folder_beside_existing_ones_is_meant_as_a_folder(tmp_path, monkeypatch):
    (tmp_path / "models").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MissingModel, match="the folder models/smal, where"):
        find_model("models/smal")


@pytest.mark.parametrize("lacking", ["model.bin", "tokenizer.json"])
def test_folder_that_lacks_a_file_is_refused(tmp_path, lacking):
    for name in {"model.bin", "config.json", "tokenizer.json"} - {lacking}:
        (tmp_path / name).write_text("{}")
    with pytest.raises(MissingModel, match=rf"lacks {lacking}: a speech-recognition model is a"):
        find_model(str(tmp_path))


@pytest.mark.parametrize("name", ["small", "someone/whisper-ours"])
def test_name_that_is_not_here_is_told_with_both_ways_to_get_it(tmp_path, name):
    with pytest.raises(MissingModel) as told:
        find_model(name, hub_cache=tmp_path)
    sentence = str(told.value)
    assert sentence.startswith(f"the speech-recognition model {name!r} is not on this machine: ")
    assert f"`hf download {repository(name)} --local-dir whisper-" in sentence
    assert "--asr-model or COACH_ASR_MODEL" in sentence
    assert sentence.endswith("let coach fetch it once with COACH_ASR_DOWNLOAD=true")


def test_unknown_size_is_told_with_those_that_there_are(tmp_path):
    with pytest.raises(MissingModel, match=r"no speech-recognition model is called 'smal'.*small"):
        find_model("smal", hub_cache=tmp_path)


@pytest.mark.parametrize("name", available_models())
def test_repository_is_the_one_that_faster_whisper_means(name):
    assert repository(name) == _MODELS[name]


def test_other_weights_have_another_hash(tmp_path, scripted_model, scripted_japanese_model):
    assert weights_hash(scripted_model) != weights_hash(scripted_japanese_model)
    for file in scripted_model.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert weights_hash(tmp_path) == weights_hash(scripted_model)
