import json

import pytest

CASE = [
    {"id": "a", "thread_id": "T", "channel": "call", "started_at": "2026-11-16T10:00:00+09:00",
     "turns": [{"role": "agent", "text": "本日中に折り返しご連絡いたします。",
                "start": 60, "end": 65}]},
    {"id": "b", "thread_id": "T", "channel": "email", "started_at": "2026-11-17T10:00:00+09:00",
     "turns": [{"role": "customer", "text": "昨日は連絡がありませんでした。"},
               {"role": "agent", "text": "申し訳ございません。3営業日以内に返金いたします。"}]},
    {"id": "c", "channel": "chat", "started_at": "2026-11-17T10:00:00+09:00",
     "turns": [{"role": "agent", "text": "少々お待ちください。"}]},
]  # fmt: skip
AT = ("--now", "2026-11-20T09:00+09:00", "--timezone", "Asia/Tokyo")


@pytest.fixture
def cases_file(an_empty_place):
    file = an_empty_place / "cases.jsonl"
    file.write_text("\n".join(json.dumps(raw) for raw in CASE) + "\n", encoding="utf-8")
    return file


def test_each_case_is_one_object_with_its_promises(coach, cases_file):
    thread, lone = map(json.loads, coach("promises", cases_file, *AT, "--json").stdout.splitlines())
    called, paid = thread["promises"]
    assert (thread["thread_id"], lone) == ("T", {"thread_id": "c", "promises": []})
    assert (called["conversation"], called["turn"], called["start"], called["end"]) == (
        "a",
        0,
        0,
        16,
    )
    assert called["deadline"] == "2026-11-16T23:59:59+09:00"
    assert (called["deadline_kind"], called["state"]) == ("end_of_day", "broken")
    assert called["evidence"] == {"conversation": "b", "turn": 0}
    assert paid["deadline"] == "2026-11-20T23:59:59+09:00"
    assert (paid["deadline_kind"], paid["state"], paid["evidence"]) == (
        "business_days", "open", None,
    )  # fmt: skip


def test_a_case_without_conversations_has_no_promises(coach, cases_file):
    empty = json.dumps({"thread_id": "E", "conversations": []}) + "\n"
    text = empty + cases_file.read_text(encoding="utf-8") + '{"conversations": []}\n'
    lines = coach("promises", "-", *AT, "--json", stdin=text).stdout.splitlines()
    first, *_, last = map(json.loads, lines)
    assert first == {"thread_id": "E", "promises": []}
    assert last == {"thread_id": "line 5", "promises": []}


def test_a_broken_line_is_named_and_the_others_are_judged(coach, cases_file):
    text = cases_file.read_text(encoding="utf-8")
    result = coach("promises", "-", *AT, "--json", stdin="{broken\n" + text, code=1)
    assert len(result.stdout.splitlines()) == 2
    assert "line 1: not valid JSON" in result.stderr


def test_without_json_a_table_is_printed(coach, cases_file):
    text = coach("promises", cases_file, *AT).stdout
    assert "Due today" in text
    assert "Broken" in text
    assert "By agent" in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--now", "soon"), "'soon' is not a time; one is 2026-11-20T09:00"),
        (("--timezone", "Mars/Base"), "'Mars/Base' is not a time zone"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(coach, cases_file, arguments, sentence):
    assert sentence in coach("promises", cases_file, *arguments, code=3).sentence


@pytest.fixture
def stored(coach, cases_file):
    coach("score", cases_file)


def test_the_store_is_asked_without_a_file(coach, stored):
    lines = coach("promises", *AT, "--json").stdout.splitlines()
    assert [json.loads(line)["thread_id"] for line in lines] == ["T"]


def test_before_a_talk_history_and_promises_are_told(coach, stored):
    told = json.loads(coach("promises", "--before", "T", *AT, "--json").stdout)
    assert [c["id"] for c in told["cases"][0]["conversations"]] == ["a", "b"]
    assert [p["state"] for p in told["cases"][0]["promises"]] == ["broken", "open"]
    text = coach("promises", "--before", "T", *AT).stdout
    assert "Still to be kept, or broken" in text


def test_nobody_of_that_name_is_said_so(coach, stored):
    result = coach("promises", "--before", "nobody", *AT, code=1)
    assert "'nobody' is no customer and no thread" in result.sentence


def test_conversations_of_one_name_keep_the_clocks_of_their_cases(coach, an_empty_place):
    turns = [{"role": "agent", "text": "I'll call you back tomorrow by three."}]
    said = {"id": "c1", "started_at": "2026-11-16T09:00", "turns": turns}
    cases = [
        {"thread_id": zone, "timezone": zone, "conversations": [said]}
        for zone in ("Asia/Tokyo", "America/New_York")
    ]
    path = an_empty_place / "zones.jsonl"
    path.write_text("\n".join(map(json.dumps, cases)), encoding="utf-8")
    told = [json.loads(x) for x in coach("promises", path, *AT, "--json").stdout.splitlines()]
    assert [case["promises"][0]["deadline"] for case in told] == [
        "2026-11-17T15:00:00+09:00", "2026-11-17T15:00:00-05:00",
    ]  # fmt: skip


@pytest.mark.parametrize("option", ["--agent", "--team", "--before"])
def test_what_chooses_among_what_is_stored_chooses_nothing_in_a_file(coach, cases_file, option):
    refused = coach("promises", cases_file, option, "dana", *AT, code=2)
    assert option in refused.output
