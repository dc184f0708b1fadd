import json

import pytest

from coach.audio import decode, loudness, probe
from coach.sources.webvtt import parse


@pytest.fixture
def scored(coach, calls):
    coach("score", calls)
    return calls


@pytest.fixture
def told(an_empty_place):
    def read(folder):
        rows = (an_empty_place / folder / "clips.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(row) for row in rows]

    return read


def test_each_clip_has_captions_beside_it(coach, scored, an_empty_place, told):
    coach("clips", "--to", "out", "-n", "2", "--format", "m4a")
    found = told("out")
    assert found
    for clip in found:
        sound = an_empty_place / "out" / clip["file"]
        assert (probe(sound).codec, probe(sound).n_channels) == ("aac", 2)
        cues = parse(sound.with_suffix(".vtt").read_text(encoding="utf-8"))
        assert {cue.voice for cue in cues} <= {"Agent", "Customer"}
        assert cues[-1].end <= probe(sound).duration + 0.1
        assert loudness(decode(sound).data).lufs == pytest.approx(-23, abs=1)


def test_a_reel_is_one_file_with_titles(coach, scored, an_empty_place, told):
    said = coach("clips", "--to", "out", "-n", "1", "--reel", "--channel", "customer").stdout
    assert "one after the other in out/reel.ogg" in said
    found = told("out")
    cues = parse((an_empty_place / "out" / "reel.vtt").read_text(encoding="utf-8"))
    titles = [cue.text for cue in cues if cue.voice is None]
    assert [title[:3] for title in titles] == [f"{n}. " for n in range(1, len(found) + 1)]
    assert {cue.voice for cue in cues} == {None, "Customer"}
    assert probe(an_empty_place / "out" / "reel.ogg").n_channels == 1
    assert {clip["file"] for clip in found} == {"reel.ogg"}


def a_private_chat(place):
    turns = [
        {"role": "customer", "text": "I am really upset, call me on 555 010 4477."},
        {"role": "agent", "text": "I am so sorry. 555 010 4477, is it?"},
    ]
    raw = {"id": "c", "agent": "dana", "language": "en", "channel": "chat", "turns": turns}
    (place / "chat.jsonl").write_text(json.dumps(raw) + "\n", encoding="utf-8")
    return place / "chat.jsonl"


def test_private_numbers_are_masked_unless_told_otherwise(coach, an_empty_place, told):
    coach("score", a_private_chat(an_empty_place))
    coach("clips", "--to", "kept")
    coach("clips", "--to", "open", "--no-redact")
    assert "4477" not in json.dumps(told("kept"))
    assert "call me on •••." in told("kept")[0]["turns"][0]["text"]
    assert "4477" in json.dumps(told("open"))


def test_a_reel_of_what_was_written_is_said_to_have_no_sound(coach, an_empty_place):
    coach("score", a_private_chat(an_empty_place))
    assert "none with sound" in coach("clips", "--to", "out", "--reel").stdout
    assert [path.name for path in (an_empty_place / "out").iterdir()] == ["clips.jsonl"]


def test_what_a_reel_leaves_out_for_want_of_sound_names_no_file(coach, scored, told):
    next(scored.glob("ja-01*.ogg")).unlink()
    coach("clips", "--to", "out", "--cue", "apologise", "-n", "20", "--reel")
    assert {(clip["conversation"][:2], clip["file"]) for clip in told("out")} == {
        ("en", "reel.ogg"), ("ja", None),
    }  # fmt: skip


def test_a_broken_recording_is_told_and_the_others_are_cut(coach, scored, told):
    for path in scored.glob("ja-01*.ogg"):
        path.write_bytes(b"OggS nothing")
    result = coach("clips", "--to", "out", "--cue", "apologise", "-n", "20", code=1)
    assert len(result.stderr.splitlines()) == 1
    assert "ja-01-before-the-interview.ogg" in result.stderr
    assert {clip["conversation"][:2] for clip in told("out") if clip["file"]} == {"en"}


@pytest.mark.parametrize(
    "arguments", [("--format", "mp3"), ("--channel", "left"), ("-n", "0")], ids=str
)
def test_what_cannot_be_asked_for_is_refused(coach, arguments):
    assert "Invalid value" in coach("clips", *arguments, code=2).stderr


def test_a_folder_that_is_a_file_is_told(coach, scored, an_empty_place):
    (an_empty_place / "out").write_text("a file")
    assert "cannot be written" in coach("clips", "--to", "out", code=3).sentence
