from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.codebook import Role
from coach.conversation.codec import decode, encode, encode_analysis
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.recording import About
from coach.conversation.span import Span
from coach.conversation.turn import Turn, Word
from tests.builders import an_analysis

HELLO = {"role": "agent", "text": "Hello"}


def test_holds_that_the_telephone_noted_come_back():
    raw = {"holds": [{"start": 5, "end": 9.5}], "turns": [{"role": "agent", "text": "Hello"}]}
    read = decode(raw, fallback_id="c")
    assert read.about.holds == (Span(5, 9.5),)
    assert decode(encode(read), fallback_id="c") == read


def test_only_role_and_text_are_needed():
    talk = decode({"turns": [HELLO]}, fallback_id="line-1")
    assert (talk.id, talk.channel, talk.about.agent) == ("line-1", Channel.CHAT, None)
    assert talk.turns == (Turn(Role.AGENT, "Hello"),)


def test_times_without_a_channel_make_a_call():
    talk = decode({"turns": [HELLO | {"start": 0, "end": 1.5}]}, fallback_id="x")
    assert talk.channel is Channel.CALL
    assert talk.turns[0].span == Span(0, 1.5)


def test_a_time_of_day_without_a_zone_is_utc():
    talk = decode({"started_at": "2026-11-16T09:30:00", "turns": [HELLO]}, fallback_id="x")
    assert talk.about.started_at == datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


def test_a_time_of_day_is_brought_to_utc():
    mail = HELLO | {"sent_at": "2026-11-16T09:30:00+09:00"}
    sent = decode({"turns": [mail]}, fallback_id="x").turns[0].sent_at
    assert sent == datetime(2026, 11, 16, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "channel"),
    [("call", "call"), ("Voice", "call"), ("social", "chat"), ("ticket", "email")],
)
def test_channels_of_other_programs_are_known(name, channel):
    talk = decode({"channel": name, "turns": [HELLO]}, fallback_id="x")
    assert (talk.channel.value, talk.notes) == (channel, ())


def test_an_unknown_channel_is_read_as_a_chat_and_said_so():
    talk = decode({"channel": "pigeon", "turns": [HELLO]}, fallback_id="x")
    assert talk.channel is Channel.CHAT
    assert talk.notes == ("the channel 'pigeon' is not one we know; read as a chat",)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ([HELLO], "a conversation is a JSON object, this is a list"),
        ("hello", "a conversation is a JSON object, this is a text"),
        ({}, "turns: Field required"),
        ({"turns": []}, "turns: a conversation needs at least one turn"),
        ({"turns": [{"role": "boss", "text": "x"}]}, r"turns\[0\]\.role: .*'agent'"),
        ({"turns": [{"role": "agent"}]}, r"turns\[0\]\.text: Field required"),
        ({"turns": [HELLO | {"start": 1}]}, r"turns\[0\]: start and end come together"),
        ({"turns": [HELLO | {"start": 4, "end": 3}]}, r"turns\[0\]: needs 0 <= start <= end"),
        ({"turns": [HELLO], "started_at": "yesterday"}, "started_at: .*datetime"),
        ({"turns": [HELLO], "started_at": "0001-01-01T00:00:00+09:00"}, "started_at: .*no date"),
        ({"turns": [HELLO | {"sent_at": "9999-12-31T23:59:59Z"}]}, r"sent_at: .*no date"),
        ({"turns": [HELLO | {"words": [{"text": "a", "start": 2, "end": 1}]}]}, "words"),
    ],
    ids=[
        "list",
        "text",
        "empty",
        "no turns",
        "role",
        "no text",
        "half",
        "order",
        "date",
        "the first year",
        "the last year",
        "words",
    ],
)
def test_what_cannot_be_is_refused_by_name(raw, sentence):
    with pytest.raises(ValueError, match=sentence):
        decode(raw, fallback_id="x")


text = st.text(min_size=1, max_size=40)
times = st.none() | st.datetimes(timezones=st.just(UTC)).filter(lambda t: 1900 < t.year < 3000)
spans = st.none() | st.builds(
    lambda start, length: Span(start / 8, (start + length) / 8),
    st.integers(0, 9999), st.integers(1, 999),
)  # fmt: skip
words = st.lists(
    st.builds(lambda t, s, p: Word(t, s / 8, s / 8 + 0.25, p), text, st.integers(0, 999),
              st.none() | st.sampled_from([0.0, 0.5, 1.0])), max_size=3,
)  # fmt: skip
turns = st.builds(Turn, st.sampled_from(Role), st.text(max_size=60), spans, times, words.map(tuple))
names = st.none() | text
abouts = st.builds(
    About, text, language=names, agent=names, team=names, queue=names, customer=names,
    thread_id=names, started_at=times,
)  # fmt: skip
talks = st.builds(
    Conversation, abouts, st.sampled_from(Channel), st.lists(turns, min_size=1).map(tuple)
)


@given(talks)
def test_what_is_written_reads_back_the_same(talk):
    assert decode(encode(talk), fallback_id="other") == talk


def test_an_analysis_adds_what_was_found():
    raw = encode_analysis(an_analysis(id="c9", agent="dana"))
    assert raw["id"] == "c9"
    assert raw["findings"][1] == {
        "turn": 2, "label": "apologise", "p": 0.8, "start": 0, "end": 9, "by": "rule:test",
    }  # fmt: skip
    assert raw["opportunities"][0]["met_by"] == [{"turn": 2, "label": "apologise"}]
    assert [o["state"] for o in raw["opportunities"]] == ["met", "missed"]
    assert raw["scores"]["empathy"] == {"met": 1, "opportunities": 2, "value": 0.5}
    assert raw["scores"]["transparency"]["value"] is None
    assert raw["dynamics"]["talk_share"] == {"agent": None, "customer": None}
