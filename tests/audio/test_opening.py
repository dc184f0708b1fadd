import struct

import pytest

from coach.audio import probe
from coach.audio.opening import lacks_end
from coach.errors import AudioError
from tests.sounds import shorten, tone, with_bursts, write_coded, write_wav


def test_probe_tells_what_the_header_declares(tmp_path):
    facts = probe(write_wav(tmp_path / "call.wav", tone(2, 300, rate_hz=8000), rate_hz=8000))
    assert facts.duration == pytest.approx(2.0 / 1, abs=0.01)
    assert (facts.n_channels, facts.rate_hz, facts.codec, facts.container) == (
        1,
        8000,
        "pcm_s16le",
        "wav",
    )


@pytest.mark.parametrize("suffix", [".mp3", ".ogg", ".flac", ".m4a", ".wav"])
def test_probe_knows_every_coding(tmp_path, suffix):
    facts = probe(write_coded(tmp_path / f"call{suffix}", tone(2, 300), tone(2, 500)))
    assert facts.duration == pytest.approx(2.0, abs=0.08)
    assert facts.n_channels == 2


def test_length_of_a_cut_off_wav_is_what_its_header_claims(tmp_path):
    path = shorten(write_wav(tmp_path / "call.wav", tone(10, 300)), 0.5)
    assert probe(path).duration == pytest.approx(10.0, abs=0.01)


def test_wav_of_a_live_recorder_claims_no_length(tmp_path):
    path = write_wav(tmp_path / "live.wav", tone(2, 300))
    content = bytearray(path.read_bytes())
    content[4:8] = content[40:44] = struct.pack("<I", 0xFFFF_FFFF)
    path.write_bytes(content)
    assert probe(path).duration == pytest.approx(2.0, abs=0.01)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.wav", None, r"none\.wav: there is no such file"),
        ("empty.wav", b"", r"empty\.wav: is empty \(zero bytes\)"),
        (
            "text.mp3",
            b"Dear all,\nplease find attached\n" * 99,
            r"text\.mp3: is not audio that can",
        ),
        ("page.ogg", b"<html><body>404</body></html>" * 99, r"page\.ogg: is not audio that can"),
        ("head.wav", b"RIFF\x00\x10\x00\x00WAVEfmt ", r"head\.wav: its header is damaged or cut"),
        ("head.ogg", b"OggS\x00\x02" + bytes(8), r"head\.ogg: its header is damaged or cut off"),
        ("list.mp3", b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:9,\ncall.wav\n", "is not audio that"),
        ("ffconcat.mp3", b"ffconcat version 1.0\nfile call.wav\n", "is not audio that can"),
    ],
)
def test_what_is_no_recording_is_refused(tmp_path, name, content, sentence):
    write_wav(tmp_path / "call.wav", tone(1, 300))
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(AudioError, match=sentence):
        probe(tmp_path / name)


def test_folder_is_refused(tmp_path):
    with pytest.raises(AudioError, match="there is no such file"):
        probe(tmp_path)


def test_m4a_that_lost_its_index_is_refused(tmp_path):
    path = shorten(write_coded(tmp_path / "call.m4a", tone(5, 300)), 0.6)
    with pytest.raises(AudioError, match=r"call\.m4a: its header is damaged or cut off"):
        probe(path)


def test_video_without_sound_is_refused(tmp_path):
    import av
    import numpy as np

    path = tmp_path / "screen.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 16
        frame = av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), np.uint8), format="rgb24")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(AudioError, match=r"screen\.mp4: holds no audio, only video"):
        probe(path)


@pytest.mark.parametrize("rate_hz", [100, 400_000])
def test_absurd_rate_is_refused(tmp_path, rate_hz):
    path = write_wav(tmp_path / "call.wav", tone(1, 30, rate_hz=rate_hz), rate_hz=rate_hz)
    with pytest.raises(AudioError, match=rf"declares {rate_hz} samples per second, where sound"):
        probe(path)


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        pytest.param(22, 0, "declares no number of channels that sound can have", id="0 channels"),
        pytest.param(22, 2000, "declares no number of channels", id="2000 channels"),
        pytest.param(24, 0, "its header is damaged or cut off", id="0 Hz"),
    ],
)
def test_impossible_header_is_refused(tmp_path, place, value, sentence):
    path = write_wav(tmp_path / "call.wav", tone(1, 300))
    content = bytearray(path.read_bytes())
    content[place : place + 2] = struct.pack("<H", value)
    path.write_bytes(content)
    with pytest.raises(AudioError, match=sentence):
        probe(path)


def test_ogg_without_its_last_page_lacks_its_end(tmp_path):
    path = write_coded(tmp_path / "call.ogg", with_bursts(10, 5))
    assert not lacks_end(path)
    assert lacks_end(shorten(path, 0.5))
