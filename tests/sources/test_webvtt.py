import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.sources.webvtt import Cue, parse


def vtt(*blocks):
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def test_cues_carry_voice_times_and_line():
    text = vtt(
        "1\n00:01.000 --> 00:02.500\n<v Dana>Hello", "01:00:00.000 --> 01:00:01.000\n<v Tom>Hi"
    )
    assert parse(text) == [
        Cue("Dana", "Hello", 1.0, 2.5, 4),
        Cue("Tom", "Hi", 3600.0, 3601.0, 7),
    ]


def test_markup_goes_and_entities_are_read():
    text = vtt(
        "00:01.000 --> 00:02.000 align:start\n<v.loud Dana W>It&apos;s <b>R&amp;D</b>\n&lt;ok"
    )
    assert parse(text) == [Cue("Dana W", "It's R&D <ok", 1.0, 2.0, 3)]


def test_a_caption_with_two_voices_makes_two():
    text = vtt("00:01.000 --> 00:02.000\n<v Dana>Hello.</v>\n<v Tom>Hi.</v>")
    assert [(cue.voice, cue.text) for cue in parse(text)] == [("Dana", "Hello."), ("Tom", "Hi.")]


def test_notes_styles_and_empty_captions_are_passed_over():
    blocks = ["NOTE one\ntwo", "STYLE\n::cue {}", "00:01.000 --> 00:02.000\n<v Dana> </v>"]
    assert parse(vtt(*blocks)) == []


def test_names_before_a_colon_are_voices_if_all_have_one():
    text = vtt("00:01.000 --> 00:02.000\nDana W: Hello", "00:03.000 --> 00:04.000\n佐伯：はい")
    assert [(cue.voice, cue.text) for cue in parse(text)] == [("Dana W", "Hello"), ("佐伯", "はい")]


def test_a_colon_in_one_caption_is_not_a_name():
    text = vtt("00:01.000 --> 00:02.000\nNote: this", "00:03.000 --> 00:04.000\nand that")
    assert [(cue.voice, cue.text) for cue in parse(text)] == [
        (None, "Note: this"),
        (None, "and that"),
    ]


def test_captions_come_by_time():
    text = vtt("00:05.000 --> 00:06.000\n<v A>late", "00:01.000 --> 00:02.000\n<v A>early")
    assert [cue.text for cue in parse(text)] == ["early", "late"]


def test_line_ends_of_other_systems_and_a_byte_order_mark():
    text = "\ufeff" + vtt("00:01.000 --> 00:02.000\n<v A>x").replace("\n", "\r\n")
    assert parse(text) == [Cue("A", "x", 1.0, 2.0, 3)]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", "line 1: a WebVTT file begins with the word WEBVTT"),
        ("WEBVTTX\n", "line 1: a WebVTT file begins"),
        (vtt("00:04.000 --> 00:03.000\nx"), "line 3: end 00:03.000 is before start 00:04.000"),
        (vtt("1\n0:4 --> 0:5\nx"), "line 4: '0:4 --> 0:5' is not a time range; one is 00:03.000"),
        (
            vtt("00:61.000 --> 01:02.000\nx"),
            "line 3: '00:61.000 --> 01:02.000' is not a time range",
        ),
    ],
    ids=["empty", "other header", "reversed", "short times", "61 seconds"],
)
def test_what_breaks_the_format_is_refused(text, match):
    with pytest.raises(ValueError, match=match):
        parse(text)


@given(st.text(alphabet="WEBVT\n ->0123:.<v/Dana>&;", max_size=300))
def test_any_text_is_read_or_refused_with_its_line(body):
    try:
        cues = parse(f"WEBVTT\n\n{body}")
    except ValueError as exc:
        assert str(exc).startswith("line ")
    else:
        assert all(0 <= cue.start <= cue.end and cue.text for cue in cues)


def test_hostile_captions_are_read_to_the_end():
    body = "<v " * 50_000 + "<" * 50_000 + "&" * 50_000
    (cue,) = parse(vtt(f"00:01.000 --> 00:02.000\n{body}"))
    assert cue.text.endswith("&&&&")
