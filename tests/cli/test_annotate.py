import json

import pytest


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_conversation_comes_back_with_what_was_found(coach, a_chat_file):
    (found,) = lines(coach("annotate", a_chat_file))
    labels = {(f["turn"], f["label"]) for f in found["findings"]}
    assert {(0, "distress"), (1, "apologise"), (6, "distress")} <= labels
    for f in found["findings"]:
        assert 0 <= f["start"] < f["end"] <= len(found["turns"][f["turn"]]["text"])
        assert 0 < f["p"] <= 1
        assert f["by"].startswith(("rule:", "model:"))
    feelings = [o for o in found["opportunities"] if o["label"] == "distress"]
    assert [(o["turn"], o["state"]) for o in feelings] == [(0, "met"), (6, "missed")]
    assert feelings[0]["met_by"] and not feelings[1]["met_by"]
    assert found["scores"]["empathy"]["value"] == pytest.approx(0.5, abs=0.2)


def test_fields_that_are_not_ours_are_kept(coach, a_chat_file):
    (found,) = lines(coach("annotate", a_chat_file))
    assert (found["id"], found["ticket"]) == ("chat-1", {"nr": 5})


def test_standard_input_is_a_dash(coach, a_chat_file):
    text = a_chat_file.read_text(encoding="utf-8")
    assert lines(coach("annotate", "-", stdin=text))[0]["id"] == "chat-1"


def test_nothing_is_stored(coach, a_chat_file, an_empty_place):
    coach("annotate", a_chat_file)
    assert sorted(p.name for p in an_empty_place.iterdir()) == ["chats.jsonl"]


def test_a_calm_conversation_has_no_empathy_score_rather_than_a_zero(coach):
    calm = {"turns": [
        {"role": "customer", "text": "How do I change the ring tone?"},
        {"role": "agent", "text": "Open settings, then sounds."},
    ]}  # fmt: skip
    (found,) = lines(coach("annotate", "-", stdin=json.dumps(calm)))
    assert found["scores"]["empathy"] == {"met": 0, "opportunities": 0, "value": None}


def test_a_broken_line_is_named_and_the_others_are_annotated(coach, a_chat_file):
    good = a_chat_file.read_text(encoding="utf-8")
    result = coach("annotate", "-", stdin=good + "{broken\n\n" + good, code=1)
    assert len(lines(result)) == 2
    assert "line 2: not valid JSON" in result.stderr


def test_a_file_that_is_not_there_is_said_so(coach):
    result = coach("annotate", "none.jsonl", code=1)
    assert result.sentence == "none.jsonl cannot be read: No such file or directory"


def test_japanese_is_annotated_as_english_is(coach):
    raw = {"turns": [
        {"role": "customer", "text": "もう三回も電話しているのに直らなくて、本当に困っています。"},
        {"role": "agent", "text": "三回もお電話いただくことになり、誠に申し訳ございません。"},
    ]}  # fmt: skip
    (found,) = lines(coach("annotate", "-", stdin=json.dumps(raw, ensure_ascii=False)))
    assert found["language"] == "ja"
    assert {"distress", "apologise"} <= {f["label"] for f in found["findings"]}


def test_what_was_noted_stands_behind_the_notes_given(coach):
    turns = [{"role": "customer", "text": "Hello there, my parcel is late."}]
    raw = {"notes": ["mine"], "channel": "fax", "turns": turns}
    (found,) = lines(coach("annotate", "-", stdin=json.dumps(raw)))
    assert found["notes"] == ["mine", "the channel 'fax' is not one we know; read as a chat"]
    (again,) = lines(coach("annotate", "-", stdin=json.dumps(found)))
    assert again["notes"] == found["notes"]
