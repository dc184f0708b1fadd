"""What became of English promises, told in many ways: `told.jsonl` holds one a line."""

import json
from pathlib import Path

import pytest

from coach.conversation.conversation import Channel
from tests.insights.promises.threads import a_contact, a_ledger, states

TOLD = [
    json.loads(line)
    for line in (Path(__file__).parent / "told.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("told", TOLD, ids=[each["later"][-1]["line"][3:] for each in TOLD])
def test_what_became_of_a_promise_is_understood(told):
    made = a_contact("p", "2026-11-16T10:00", told["promise"], channel=Channel(told["channel"]))
    later = [
        a_contact(f"l{place}", each["when"], each["line"], channel=Channel(each["channel"]))
        for place, each in enumerate(told["later"])
    ]
    first, *_ = states(a_ledger(made, *later, now="2026-12-05T09:00"))
    assert first.split()[0] == told["state"]
