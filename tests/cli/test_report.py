import csv
import io
import json

import pytest

from coach.audio import probe
from coach.store.repository import Store


@pytest.fixture
def many_chats(coach, a_chat_file, an_empty_place):
    """Twelve conversations of an agent and a team with long names: enough for a rate."""
    raw = json.loads(a_chat_file.read_text(encoding="utf-8"))
    raw |= {"agent": "margarethe.lindqvist", "team": "billing and refunds"}
    days = [f"2026-11-{day:02}" for day in range(2, 14)]
    dated = [raw | {"id": f"chat {day}", "started_at": f"{day}T09:00Z"} for day in days]
    path = an_empty_place / "many.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in dated), encoding="utf-8")
    coach("score", path)
    return path


def test_a_report_of_an_empty_store_says_what_to_type(coach, an_empty_place):
    Store.open(f"sqlite:///{an_empty_place}/coach.db").close()
    assert "coach score FOLDER" in coach("report").stdout


def test_agents_have_counts_and_no_rate_below_eight_opportunities(coach, a_chat_file):
    coach("score", a_chat_file)
    (row,) = json.loads(coach("report", "--format", "json").stdout)
    empathy = row["scores"]["empathy"]
    assert (row["name"], row["team"], row["conversations"]) == ("dana", "billing", 1)
    assert empathy["opportunities"] >= 2
    assert empathy["rate"] is None
    assert empathy["low"] < empathy["met"] / empathy["opportunities"] < empathy["high"]


def test_every_agent_is_told_as_sure_as_it_is(coach, a_chat_file):
    coach("score", a_chat_file)
    (row,) = json.loads(coach("report", "--format", "json").stdout)
    empathy = row["scores"]["empathy"]
    assert empathy["small_sample"] is True
    assert empathy["low"] <= empathy["seen_low"] < empathy["seen_high"] <= empathy["high"]
    assert (empathy["best_rank"], empathy["against_others"], empathy["adjusted"]) == (None,) * 3
    assert empathy["change"]["verdict"] == "too little to tell"


def test_one_agent_is_told_in_sentences_of_either_language(coach, a_chat_file):
    coach("score", a_chat_file)
    english = coach("report", "--agent", "dana").stdout
    assert "Empathy: small sample." in english
    assert "Too little to tell a change" in english
    assert "共感: 少数のため参考。" in coach("report", "--agent", "dana", "--language", "ja").stdout


def test_a_filter_that_lets_nothing_through_is_not_taken_for_an_empty_store(coach, a_chat_file):
    coach("score", a_chat_file)
    english = coach("report", "--since", "2030-01-01").stdout
    assert english.startswith("Nothing stored here matches")
    japanese = coach("report", "--by", "team", "--since", "2030-01-01", "--language", "ja").stdout
    assert japanese.startswith("条件に合う応対はありません。")


@pytest.mark.parametrize("by", ["agent", "team", "week"])
def test_names_stay_whole_in_a_terminal_of_eighty_columns(coach, many_chats, monkeypatch, by):
    rows = json.loads(coach("report", "--by", by, "--format", "json").stdout)
    monkeypatch.setenv("FORCE_COLOR", "1")  # as in a terminal
    monkeypatch.setenv("COLUMNS", "80")
    told = coach("report", "--by", by).stdout
    assert rows
    assert all(f"\n{row['name']} " in told for row in rows)


def test_lines_stay_whole_in_a_pipe(coach, many_chats):
    told = coach("report").stdout.splitlines()
    line, *_ = [line for line in told if line.startswith("margarethe.lindqvist")]
    assert line.count("[") == line.count("]") == line.count("/") >= 2


def test_what_an_agent_works_on_is_set_and_its_effect_told(coach, a_chat_file):
    coach("score", a_chat_file)
    assert "Nothing is set for dana" in coach("focus", "dana").stdout
    told = coach("focus", "dana", "empathy", "--pairing", "feeling", "--since", "2026-11-02").stdout
    assert told.startswith("feeling, since 2026-11-02 (set by owner): Too early to say.")
    (row,) = json.loads(coach("report", "--agent", "dana", "--format", "json").stdout)
    assert row["focus"][0]["outcome"] == "too early to say"
    assert row["focus"][0]["set_by"] == "owner"


def test_a_focus_with_another_criterions_pairing_is_refused(coach, a_chat_file):
    coach("score", a_chat_file)
    typed = ("focus", "dana", "empathy", "--pairing", "heard", "--since", "2026-11-02")
    assert "no pairing 'heard'" in coach(*typed, code=3).sentence


def test_a_focus_without_a_day_is_typed_wrongly(coach, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")  # so that sentences are not broken
    assert "--since 2026-11-02" in coach("focus", "dana", "empathy", code=2).output
    assert "required where a criterion" in " ".join(coach("focus", "--help").stdout.split())


def test_a_focus_for_nobody_is_refused(coach, a_chat_file):
    coach("score", a_chat_file)
    refused = coach("focus", "nobody", "empathy", "--since", "2026-11-02", code=4)
    assert refused.sentence == (
        "no focus was set: in this store, owner sees no conversation of nobody; "
        "`coach report` lists the agents there are"
    )


def test_lines_can_be_teams_or_weeks(coach, calls):
    coach("score", calls)
    weeks = json.loads(coach("report", "--by", "week", "--format", "json").stdout)
    assert all(row["name"].startswith("2026-W") for row in weeks)
    teams = json.loads(coach("report", "--by", "team", "--format", "json").stdout)
    assert sum(row["conversations"] for row in teams) == 2


def test_a_filter_narrows_the_report(coach, calls, a_chat_file):
    coach("score", calls, a_chat_file)
    rows = json.loads(coach("report", "--team", "billing", "--format", "json").stdout)
    assert {row["team"] for row in rows} == {"billing"}
    late = coach("report", "--since", "2030-01-01", "--format", "json").stdout
    assert json.loads(late) == []


def test_a_spreadsheet_gets_plain_columns_and_no_formulas(coach, an_empty_place):
    raw = {"id": "x", "agent": "=cmd()", "turns": [{"role": "customer", "text": "I am upset"}]}
    path = an_empty_place / "x.jsonl"
    path.write_text(json.dumps(raw), encoding="utf-8")
    coach("score", path)
    (row,) = csv.DictReader(io.StringIO(coach("report", "--format", "csv").stdout))
    assert row["name"] == "'=cmd()"
    assert row["empathy_rate"] == ""


def test_clips_are_cut_and_their_words_lie_beside_them(coach, calls, an_empty_place):
    coach("score", calls)
    coach("clips", "--to", "out", "-n", "3")
    rows = (an_empty_place / "out" / "clips.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(row) for row in rows]
    assert found
    for clip in found:
        assert clip["turns"] and clip["shows"][0]["words"]
        length = probe(an_empty_place / "out" / clip["file"]).duration
        assert abs(length - (clip["end"] - clip["start"])) <= 0.8


def test_clips_of_one_cue_show_that_cue(coach, calls, an_empty_place):
    coach("score", calls)
    coach("clips", "--cue", "apologise", "--to", "out")
    rows = (an_empty_place / "out" / "clips.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(row)["shows"][0]["label"] for row in rows} == {"apologise"}


def test_a_cue_that_is_none_lists_those_there_are(coach, a_chat_file):
    coach("score", a_chat_file)
    result = coach("clips", "--cue", "niceness", code=3)
    assert "no label 'niceness'" in result.sentence
    assert "acknowledge_feeling" in result.sentence


def test_an_export_can_be_annotated_and_scored_again(coach, a_chat_file, an_empty_place):
    coach("score", a_chat_file)
    coach("export", "--to", "kept.jsonl")
    exported = json.loads((an_empty_place / "kept.jsonl").read_text(encoding="utf-8"))
    annotated = json.loads(coach("annotate", "kept.jsonl").stdout)
    for part in ("findings", "opportunities", "scores", "dynamics", "turns"):
        assert annotated[part] == exported[part]


def test_doctor_names_what_is_there_and_how_to_get_a_speech_model(coach):
    told = " ".join(coach("doctor").stdout.split())
    assert "speech model optional" in told
    assert "--asr-model" in told
    assert "rubric ok care 4" in told


def test_what_is_shown_beside_the_scores_is_told(coach, many_chats):
    coach("score", many_chats)
    english = coach("report").stdout
    assert "Beside the scores, never part of them\n" in english
    assert "Chats, in 12 of 12: “" in english
    japanese = coach("report", "--language", "ja").stdout
    assert "採点に含まない参考情報\n" in japanese
    assert "チャット、12件中12件：「" in japanese


def test_programs_get_what_is_shown_beside_the_scores(coach, a_chat_file):
    coach("score", a_chat_file)
    (row,) = json.loads(coach("report", "--format", "json").stdout)
    care = row["care"]
    assert care["conversations"] == 1
    assert care["course"] == {
        "conversations": 1, "care_first": 1, "care_after": 1, "knowledge_after": None,
    }  # fmt: skip
    assert care["apologies"]["n"] == 1
    assert [*care["apologies"]["parts"]] == [
        "regret", "explanation", "responsibility", "repair", "prevention",
    ]  # fmt: skip
    assert care["feedback"]["n"] == 0
    assert care["beyond"] == {"1": 0, "2": 0, "3": 0}
    assert care["said_again"] == {"n": 0, "to_another_agent": 0}
    assert care["canned"] == []


@pytest.mark.parametrize("by", ["team", "week"])
def test_teams_and_weeks_tell_it_too(coach, many_chats, by):
    coach("score", many_chats)
    rows = json.loads(coach("report", "--by", by, "--format", "json").stdout)
    assert sum(row["care"]["conversations"] for row in rows) == 12


def test_an_export_names_text_that_comes_back_with_how_often_and_where(coach, many_chats):
    coach("score", many_chats)
    rows = [json.loads(line) for line in coach("export").stdout.splitlines()]
    for row in rows:
        first = row["care"]["canned"][0]
        (place,) = first["places"]
        said = row["turns"][place["turn"]]["text"][place["start"] : place["end"]]
        assert (first["n_conversations"], first["n_in_all"]) == (12, 12)
        assert (first["agent"], first["channel"]) == ("margarethe.lindqvist", "chat")
        assert place["conversation"] == row["id"]
        assert said.strip() == first["text"]


def test_an_export_without_text_that_comes_back_names_none(coach, a_chat_file):
    coach("score", a_chat_file)
    assert json.loads(coach("export").stdout)["care"]["canned"] == []
