import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import MalformedSource
from coach.sources.base import Problem
from coach.sources.lines import Line, parse_json, read_lines

GOOD = '{"id": "c1", "turns": [{"role": "agent", "text": "Hello"}], "csat": 5}'


def only(lines):
    (found,) = read_lines(lines, "calls.jsonl")
    return found


def test_the_object_stays_beside_its_conversation():
    line = only([GOOD])
    assert isinstance(line, Line)
    assert (line.number, line.raw["csat"], line.conversation.id) == (1, 5, "c1")


def test_a_broken_line_costs_no_other():
    found = list(read_lines([GOOD, "{broken", "", GOOD.replace("c1", "c2")], "calls.jsonl"))
    assert [getattr(line, "number", None) for line in found] == [1, None, 4]
    assert found[1].sentence == (
        "calls.jsonl, line 2: not valid JSON: "
        "Expecting property name enclosed in double quotes at column 2"
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("[1]", "a conversation is a JSON object, this is a list"),
        ('{"turns": []}', "turns: a conversation needs at least one turn"),
        ('{"turns": [{"role": "boss", "text": "x"}]}', "turns[0].role: Input should be 'agent'"),
        (b'{"turns": "\xff"}', "not valid UTF-8"),
        ("[" * 100_000, "not a conversation: its lists are nested too deeply"),
        ("1" * 5_000, "not valid JSON: Exceeds the limit"),
    ],
    ids=["list", "no turns", "role", "charset", "deep", "long number"],
)
def test_each_way_of_being_broken_has_its_sentence(line, sentence):
    problem = only([line])
    assert isinstance(problem, Problem)
    assert problem.sentence.startswith(f"calls.jsonl, line 1: {sentence}")


@pytest.mark.parametrize("depth", range(100, 1100, 25))
def test_no_depth_is_too_deep_to_be_refused(depth):
    nested = f'{{"turns": {"[" * depth}{"]" * depth}}}'
    assert isinstance(only([nested]), Problem)


def test_a_byte_order_mark_is_passed_over():
    assert only([b"\xef\xbb\xbf" + GOOD.encode()]).conversation.id == "c1"
    assert only(["\ufeff" + GOOD]).conversation.id == "c1"


def test_half_a_character_is_replaced():
    line = only(['{"turns": [{"role": "agent", "text": "\\ud83d cut, \\ud83d\\ude00 whole"}]}'])
    assert line.conversation.turns[0].text == "? cut, 😀 whole"


def test_without_an_id_the_content_gives_one():
    nameless = '{"turns": [{"role": "agent", "text": "Hello"}]}'
    first, second, other = (
        line.conversation.id
        for line in read_lines([nameless, f" {nameless}", nameless.replace("H", "h")], "in/a.jsonl")
    )
    assert first == second == "a-34182929"
    assert other != first


def test_given_words_of_a_call_are_said_to_be_given():
    call = '{"turns": [{"role": "agent", "text": "Hi", "start": 0, "end": 1}]}'
    assert only([call]).conversation.transcribed_by == "given"
    assert only([GOOD]).conversation.transcribed_by is None


def test_the_line_of_a_fault_is_counted_from_where_the_text_begins():
    with pytest.raises(MalformedSource, match=r"^a.json, line 14: not valid JSON: .* at column 3$"):
        parse_json('{\n"id": 1,\n  ,}', "a.json", first_line=12)
    with pytest.raises(MalformedSource, match=r"^a.json, line 2: not valid UTF-8$"):
        parse_json(b'{\n"id": "\x93\xfa"}', "a.json")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_conversation_or_a_problem(data):
    for found in read_lines([data], "calls.jsonl"):
        assert isinstance(found, Line | Problem)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_any_json_is_read_or_refused(value):
    raw = {"turns": [{"role": "agent", "text": "x", "sent_at": value}], "id": value}
    assert isinstance(only([json.dumps(raw)]), Line | Problem)
