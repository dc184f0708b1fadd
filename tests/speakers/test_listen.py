import pytest

from coach.audio.portions import Recorded
from coach.speakers.listen import listen
from tests.sounds import silence, voice, write_wav


@pytest.mark.parametrize("speaks", [0, 1])
def test_a_channel_without_any_sound_holds_no_speech_and_no_leak(tmp_path, speaks):
    channels = [silence(20), silence(20)]
    channels[speaks] = voice(20)
    found = listen(Recorded(write_wav(tmp_path / "muted.wav", *channels))).voices
    assert [bool(spans) for spans in found.channels] == [speaks == 0, speaks == 1]
    assert found.bleed_db is None
