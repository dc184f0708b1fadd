import pytest

from coach import config
from coach.errors import BadSettings


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_ships_needs_no_file():
    settings = config.load()
    assert settings.db == "sqlite:///coach.db"
    assert settings.sources.agent_channel == "auto"


def test_arguments_win_over_environment_over_file(somewhere_else, monkeypatch):
    (somewhere_else / "coach.toml").write_text('workers = 3\n[asr]\nmodel = "file"\nbeam = 2\n')
    monkeypatch.setenv("COACH_ASR_MODEL", "environment")
    settings = config.load(asr={"beam": 5})
    assert (settings.workers, settings.asr.model, settings.asr.beam) == (3, "environment", 5)


def test_settings_that_are_none_are_not_given():
    assert config.load(db=None, asr={"model": None, "beam": None}).asr.beam == 1


def test_a_folder_of_ones_own_is_named_in_the_environment(monkeypatch):
    monkeypatch.setenv("COACH_SOURCES_AGENT_CHANNEL", "1")
    assert config.load().sources.agent_channel == 1


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("COACH_DETECTORS", "rules", "detectors"),
        ("COACH_ASR", "small", "asr"),
        ("COACH_PROMISES_CLOSED", "2026-12-24", "promises"),
    ],
)
def test_a_list_or_section_in_the_environment_that_is_none_is_told(monkeypatch, name, text, field):
    monkeypatch.setenv(name, text)
    with pytest.raises(BadSettings, match=rf'"{field}".*; a list is written like \["rules"\]'):
        config.load()


@pytest.mark.parametrize("text", ["2", "0,2"])
def test_channels_are_written_as_a_list_of_numbers(monkeypatch, text):
    monkeypatch.setenv("COACH_SOURCES_CHANNELS", text)
    assert config.load().sources.channels == ((2,) if text == "2" else (0, 2))


@pytest.mark.parametrize("text", ["left", "0,1,2", "1,1", "-1"])
def test_channels_that_cannot_be_are_told(text):
    with pytest.raises(BadSettings, match=r"setting sources\.channels: .*channels are one or two"):
        config.load(sources={"channels": text})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("workers = 0", "setting workers: .*greater than or equal to 1, got 0"),
        ("[asr]\nbeem = 2", r"setting asr\.beem: Extra inputs"),
        ("workers = ", r"coach\.toml: not valid TOML"),
    ],
    ids=["value", "typo", "toml"],
)
def test_a_setting_that_cannot_be_is_named(somewhere_else, text, sentence):
    (somewhere_else / "coach.toml").write_text(text)
    with pytest.raises(BadSettings, match=sentence):
        config.load()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("rubric = '案.toml'".encode("cp932"), r"coach\.toml: not text in UTF-8; save it as that"),
        (b"[sources]\nchannels = 0", r"setting sources\.channels: .*written like \[0, 2\].* got 0"),
    ],
    ids=["charset", "kind"],
)
def test_what_a_file_of_settings_cannot_hold_is_told(somewhere_else, data, sentence):
    (somewhere_else / "coach.toml").write_bytes(data)
    with pytest.raises(BadSettings, match=sentence):
        config.load()
