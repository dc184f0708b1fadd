"""Clips saved from the page, out of a store with one recorded call."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from coach.conversation.evidence import Moment
from coach.errors import AudioError
from coach.insights.clips import clip_of
from coach.workspace.cutting import Cutting, packed
from tests.builders import an_analysis
from tests.sounds import voice, write_wav
from tests.ui.conftest import keep


@pytest.fixture
def recorded(tmp_path):
    analysis = an_analysis(id="r1", agent="dana", team="billing")
    media = write_wav(tmp_path / "r1.wav", 0.3 * voice(26, seed=1), 0.3 * voice(26, seed=2))
    return replace(analysis, conversation=replace(analysis.conversation, media=media))


@pytest.fixture
def stored(store, recorded):
    keep(store, recorded, "r1")
    return recorded


def test_a_clip_is_cut_and_offered_with_its_captions(stored, look_at):
    page = look_at("clips")
    assert page.selectbox[-1].options == ["1. Empathy, Met: Upset"]
    page.button[-1].click().run()
    assert not page.exception
    (offered,) = page.get("download_button")
    assert offered.proto.label == "Save sound and captions"


def test_a_clip_has_a_japanese_title_on_japanese_pages(stored, look_at):
    assert look_at("clips", lang="ja").selectbox[-1].options == ["1. 共感、応えた：つらい気持ち"]


def test_a_recording_that_cannot_be_read_is_told(stored, look_at):
    stored.conversation.media.write_bytes(b"RIFF nothing")
    page = look_at("clips").button[-1].click().run()
    assert any("r1.wav" in text.value for text in page.text)
    assert not page.get("download_button")


def test_what_cannot_be_heard_cannot_be_saved(peopled, look_at):
    assert "Save clips" not in [element.label for element in look_at("clips").button]
    assert not look_at("clips").toggle


def test_one_clip_is_packed_by_its_name_and_many_as_a_reel(recorded):
    clips = [clip_of(Moment(recorded, chance)) for chance in recorded.opportunities]
    for picked, base in ((clips[:1], "r1-001-met-distress"), (clips, "reel")):
        made = packed(picked, ["1. one", "2. two"][: len(picked)], Cutting(format="m4a"))
        with ZipFile(BytesIO(made)) as file:
            assert file.namelist() == [f"{base}.m4a", f"{base}.vtt"]


def test_a_recording_that_is_gone_is_told(recorded):
    recorded.conversation.media.unlink()
    with pytest.raises(AudioError, match="the recording is not where it was"):
        packed([clip_of(Moment(recorded, recorded.opportunities[0]))], ["1. one"], Cutting())
