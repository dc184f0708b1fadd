import gzip
import json

import pytest

from coach.conversation.codebook import Label
from coach.conversation.conversation import Channel
from coach.errors import MalformedSource, MissingModel
from coach.training.data import Mark, read_all, read_labelled


def a_line(*turns, **about):
    return json.dumps({"id": "c1", "language": "en", "channel": "chat", **about, "turns": turns})


def an_agent(text, *labels, **more):
    labels = [{"label": label, "start": start, "end": end} for label, start, end in labels]
    return {"role": "agent", "text": text, "labels": labels, **more}


def a_file(tmp_path, *lines):
    path = tmp_path / "made_up.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_marks_and_doubts_come_turn_by_turn(tmp_path):
    turns = an_agent("So sorry.", ("apologise", 0, 8)), an_agent("Bye.", doubtful=["warmth"])
    (one,) = read_labelled(a_file(tmp_path, a_line(*turns)))
    assert one.marks == ((Mark(Label.APOLOGISE, 0, 8),), ())
    assert one.labels(0) == {Label.APOLOGISE}
    assert one.doubtful == (frozenset(), {Label.WARMTH})
    assert one.manner == "made_up"


@pytest.mark.parametrize(
    ("name", "channel"),
    [("social", Channel.CHAT), ("forum_email_like", Channel.EMAIL), ("call", Channel.CALL)],
)
def test_channel_keeps_its_own_name_beside_ours(tmp_path, name, channel):
    (one,) = read_labelled(a_file(tmp_path, a_line(an_agent("Hi."), channel=name)))
    assert (one.channel, one.conversation.channel) == (name, channel)


def test_a_system_line_is_kept_as_other(tmp_path):
    line = a_line({"role": "system", "text": "The agent has joined."}, an_agent("Hi."))
    (one,) = read_labelled(a_file(tmp_path, line))
    assert [turn.role for turn in one.conversation.turns] == ["other", "agent"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("{", r"made_up\.jsonl, line 1: ", id="no json"),
        pytest.param(a_line(), "line 1: turns: a conversation needs", id="no turns"),
        pytest.param(
            a_line(an_agent("Hi.", ("apologise", 0, 4))),
            r"range \[0, 4\) in a turn of 3",
            id="range",
        ),
        pytest.param(
            a_line(an_agent("Hi.", ("distress", 0, 2))),
            "no label for a turn of the agent",
            id="role",
        ),
        pytest.param(
            a_line(an_agent("Hi.", ("joy", 0, 2))), "labels.0.label: Input should", id="label"
        ),
        pytest.param('{"id": "c1"}', "turns: Field required", id="turns missing"),
        pytest.param('["c1"]', "conversation: Input should be", id="no object"),
    ],
)
def test_a_broken_line_is_named(tmp_path, line, message):
    with pytest.raises(MalformedSource, match=message):
        read_labelled(a_file(tmp_path, line))


def test_a_packed_file_is_read(tmp_path):
    path = tmp_path / "gold.jsonl.gz"
    path.write_bytes(gzip.compress(a_line(an_agent("Hi.")).encode()))
    assert [one.conversation.turns[0].text for one in read_labelled(path)] == ["Hi."]


@pytest.mark.parametrize(
    ("name", "message"),
    [("gold.jsonl.gz", "gold.jsonl.gz, file: cannot be unpacked"), ("gold.jsonl", "is not UTF-8")],
)
def test_a_file_of_random_bytes_is_refused(tmp_path, name, message):
    (tmp_path / name).write_bytes(b"\x1f\x8b\x08\xff\xfe\x00")
    with pytest.raises(MalformedSource, match=message):
        read_labelled(tmp_path / name)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(MissingModel, match=r"gold\.jsonl: there are no labelled conversations"):
        read_all([tmp_path / "gold.jsonl"])
