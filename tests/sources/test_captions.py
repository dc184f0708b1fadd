import json

import pytest

from coach.config import SourceSettings
from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel
from coach.conversation.recording import About
from coach.conversation.span import Span
from coach.conversation.turn import Turn, Word
from coach.errors import InputError, MalformedSource
from coach.sources.captions import build, read_transcript, transcript_beside
from coach.sources.details import Details, unknown

ABOUT = About("c1", agent="dana", team="billing")


def write_vtt(path, *captions):
    blocks = [f"{start} --> {end}\n{text}" for start, end, text in captions]
    path.write_text("\n\n".join(["WEBVTT", *blocks]), encoding="utf-8")
    return path


def write_json(path, **fields):
    turn = {"role": "agent", "text": "Hello there", "start": 0.5, "end": 1.4}
    turn["words"] = [{"text": "Hello", "start": 0.5, "end": 0.9, "p": 0.98}]
    path.write_text(json.dumps({"turns": [turn], **fields}), encoding="utf-8")
    return path


def test_the_transcript_beside_a_recording(tmp_path):
    recording = tmp_path / "call.1.wav"
    assert transcript_beside(recording) is None
    captions = write_vtt(tmp_path / "call.1.vtt")
    assert transcript_beside(recording) == captions
    own = write_json(tmp_path / "call.1.transcript.json")
    assert transcript_beside(recording) == own


def test_turns_of_our_own_format_keep_their_words(tmp_path):
    path = write_json(tmp_path / "call.transcript.json")
    call = read_transcript(path, ABOUT, media=tmp_path / "call.wav")
    word = Word("Hello", 0.5, 0.9, 0.98)
    assert call.turns == (Turn(Role.AGENT, "Hello there", Span(0.5, 1.4), words=(word,)),)
    assert (call.channel, call.media) == (Channel.CALL, tmp_path / "call.wav")
    assert call.transcribed_by == "given"


def test_what_the_transcript_says_completes_what_is_known(tmp_path):
    path = write_json(
        tmp_path / "call.transcript.json", id="x", agent="ren", queue="fees", language="en"
    )
    notes = ("a note", *unknown(ABOUT))
    call = read_transcript(path, ABOUT, notes=notes)
    assert call.about == About("c1", agent="dana", team="billing", queue="fees", language="en")
    assert call.notes == (
        "a note",
        "started_at is not known: no manifest row and no file-name pattern says it",
    )


def test_captions_become_turns_by_speaker(tmp_path):
    path = write_vtt(
        tmp_path / "call.vtt",
        ("00:01.000", "00:02.000", "<v Dana>Hello,"),
        ("00:02.000", "00:03.500", "<v Dana>how are you?"),
        ("00:04.000", "00:05.000", "<v Tom>It broke."),
        ("00:05.200", "00:06.000", "Twice."),
    )
    assert read_transcript(path, ABOUT).turns == (
        Turn(Role.AGENT, "Hello, how are you?", Span(1.0, 3.5)),
        Turn(Role.CUSTOMER, "It broke. Twice.", Span(4.0, 6.0)),
    )


def test_a_pause_of_three_seconds_keeps_turns_apart(tmp_path):
    path = write_vtt(
        tmp_path / "call.vtt",
        ("00:01.000", "00:02.000", "<v Agent>One moment."),
        ("00:05.000", "00:06.000", "<v Agent>Here I am."),
        ("00:08.999", "00:09.000", "<v Agent>So."),
    )
    assert [turn.text for turn in read_transcript(path, ABOUT).turns] == [
        "One moment.",
        "Here I am. So.",
    ]


def test_japanese_captions_are_joined_without_a_space(tmp_path):
    path = write_vtt(
        tmp_path / "call.vtt",
        ("00:01.000", "00:02.000", "<v 担当>お電話"),
        ("00:02.000", "00:03.000", "<v 担当>ありがとうございます。"),
    )
    assert read_transcript(path, ABOUT).turns[0].text == "お電話ありがとうございます。"


def test_a_caption_without_length_has_no_span(tmp_path):
    path = write_vtt(tmp_path / "call.vtt", ("00:01.000", "00:01.000", "<v Agent>Hm."))
    assert read_transcript(path, ABOUT).turns == (Turn(Role.AGENT, "Hm."),)


def test_who_is_the_agent_is_noted_where_it_was_not_said(tmp_path):
    path = write_vtt(tmp_path / "call.vtt", ("00:01.000", "00:02.000", "<v Ann>Hi."))
    about = About("c1", agent="dana", team="t", queue="q")
    assert read_transcript(path, about).notes[0] == (
        "the captions do not say who the agent is: taken for 'Ann', who speaks first"
    )


@pytest.mark.parametrize(
    ("name", "data", "match"),
    [
        (
            "calls.vtt",
            b"WEBVTT\n\n00:04.000 --> 00:03.000\nx",
            r"calls.vtt, line 3: end 00:03.000 is before start 00:04.000$",
        ),
        ("calls.vtt", b"WEBVTT\n\n", r"calls.vtt, its text: there is no caption with words in it$"),
        ("calls.vtt", b"WEBVTT\n\n\xff", r"calls.vtt, byte 9: not valid UTF-8$"),
        (
            "calls.vtt",
            b"WEBVTT\n\n00:01.000 --> 00:03.000\nHello",
            r"calls.vtt, line 3: no caption names its speaker; one that does begins with",
        ),
        ("c.transcript.json", b'{"turns": 1}', r"json, its object: turns: Input should be a valid"),
        ("c.transcript.json", b"{", r"c.transcript.json, line 1: not valid JSON"),
    ],
    ids=["reversed", "no captions", "charset", "no voices", "no turns", "no json"],
)
def test_broken_transcripts_are_refused(tmp_path, name, data, match):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(MalformedSource, match=match):
        read_transcript(path, ABOUT)


def test_transcripts_alone_are_calls(tmp_path):
    captions = write_vtt(tmp_path / "a.vtt", ("00:01.000", "00:02.000", "<v Agent>Hello."))
    own = write_json(tmp_path / "b.transcript.json")
    broken = write_vtt(tmp_path / "c.vtt")
    reader = build(SourceSettings())
    paths = [captions, own, broken]
    assert all(reader.accepts(path, b"") for path in paths)
    first, second, third = reader.read(paths, lambda path: Details(agent="dana", notes=("n",)))
    assert first.found.id == "a-c9e64751"
    assert first.found.about.agent == second.found.about.agent == "dana"
    assert first.found.notes[0] == second.found.notes[0] == "n"
    assert second.found.id.startswith("b-")
    assert third.found.sentence.endswith("c.vtt, its text: there is no caption with words in it")


def test_other_files_are_not_transcripts(tmp_path):
    assert not build(SourceSettings()).accepts(tmp_path / "a.json", b"WEBVTT")


@pytest.mark.parametrize("name", ["call.VTT", "call.Vtt", "call.TRANSCRIPT.JSON"])
def test_a_suffix_in_capitals_is_one_of_a_transcript(tmp_path, name):
    (tmp_path / name).write_text("x")
    assert transcript_beside(tmp_path / "call.wav").name.lower() == name.lower()


def test_a_transcript_that_the_system_does_not_hand_out_is_told(tmp_path):
    path = tmp_path / "gone.transcript.json"
    with pytest.raises(InputError, match=r"gone.transcript.json cannot be read: No such file"):
        read_transcript(path, About("c1"))
