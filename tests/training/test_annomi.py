import gzip
import json

import pytest

from coach.errors import MalformedSource, MissingModel
from coach.training.annomi import read_sessions, separation

LISTENS = [
    ("client", "I keep smoking and I hate that my kids see it."),
    ("therapist", "It sounds like you hate that your kids see you smoking."),
    ("client", "Yes, it worries me a lot at night."),
    ("therapist", "Can you tell me more about those nights?"),
]
LECTURES = [
    ("client", "I keep smoking and I hate that my kids see it."),
    ("therapist", "Smoking costs ten years of life on average. You need to stop today."),
    ("client", "Yes, it worries me a lot at night."),
    ("therapist", "There are patches in every pharmacy. Have you ever bought them?"),
]


def a_file(path, *sessions):
    lines = [
        json.dumps({
            "id": f"s{number}",
            "turns": [{"role": role, "text": text} for role, text in turns],
            "labels": {"mi_quality": quality},
        })
        for number, (quality, turns) in enumerate(sessions)
    ]  # fmt: skip
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
    return path


def test_sessions_that_listen_rank_above_those_that_lecture(tmp_path):
    path = a_file(tmp_path / "s.jsonl.gz", ("high", LISTENS), ("low", LECTURES), ("high", LISTENS))
    found = separation(path, ["rules"])
    assert (found.n_high, found.n_low, found.auroc.value) == (2, 1, 1.0)
    assert found.mean_high > 0 > found.mean_low


def test_the_therapist_is_the_agent(tmp_path):
    (session,) = read_sessions(a_file(tmp_path / "s.jsonl.gz", ("low", LECTURES)))
    assert [turn.is_agent for turn in session.conversation.turns] == [False, True, False, True]
    assert not session.is_high


def test_one_rating_alone_separates_nothing(tmp_path):
    path = a_file(tmp_path / "s.jsonl.gz", ("high", LISTENS))
    with pytest.raises(MissingModel, match="both ratings"):
        separation(path, ["rules"])


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(MissingModel, match="no rated sessions here"):
        list(read_sessions(tmp_path / "none.jsonl"))


def test_a_line_that_is_no_session_is_named(tmp_path):
    path = tmp_path / "s.jsonl"
    path.write_text('\n{"id": "x", "turns": []}\n', encoding="utf-8")
    with pytest.raises(MalformedSource, match="line 2: labels: Field required"):
        list(read_sessions(path))
