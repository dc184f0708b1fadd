import json
import sys

import pytest

from coach.conversation.findings import Criterion
from coach.insights.agreement import DetectionError, read_agreement
from coach.training import agreement

UPSET = {"label": "distress", "start": 19, "end": 35}


def a_line(words, label):
    """Return a labelled call in which the agent's answer carries one label, over all of it."""
    turns = [
        {"role": "customer", "text": "My router died and I'm really upset.", "labels": [UPSET]},
        {
            "role": "agent",
            "text": words,
            "labels": [{"label": label, "start": 0, "end": len(words)}],
        },
        {"role": "customer", "text": "Right.", "labels": []},
        {"role": "agent", "text": "Please hold the button for ten seconds.", "labels": []},
    ]
    return {"channel": "call", "turns": turns}


def measured(tmp_path, monkeypatch, *lines):
    """Return the file that measuring the rules on these conversations writes."""
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    monkeypatch.setattr(agreement, "_HERE", tmp_path)
    monkeypatch.setattr(sys, "argv", ["agreement", "--gold", str(gold)])
    agreement.main()
    return read_agreement(tmp_path / "agreement.json")


@pytest.mark.parametrize(
    ("words", "found", "overlooked"),
    [
        ("I'm so sorry that your router died.", 1, 0),
        ("Your router died on you, goodness, what an evening.", 0, 1),
    ],
    ids=["what rules find", "what they overlook"],
)
def test_a_met_moment_is_counted_as_found_or_overlooked(
    tmp_path, monkeypatch, words, found, overlooked
):
    written = measured(tmp_path, monkeypatch, a_line(words, "apologise"))
    assert written.criteria[Criterion.EMPATHY] == DetectionError(
        found=found, overlooked=overlooked, imagined=0, seen_missed=0
    )


def test_care_that_people_did_not_see_is_imagined(tmp_path, monkeypatch):
    line = a_line("I'm so sorry that your router died.", "warmth")
    line["turns"][1]["labels"] = []
    written = measured(tmp_path, monkeypatch, line)
    assert written.criteria[Criterion.EMPATHY].imagined == 1
    assert written.source == "1 labelled conversations, 4 turns (gold)"
