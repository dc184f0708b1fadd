import json

import pytest

from coach.access import Standing, Viewer
from coach.errors import AccessDenied
from coach.workspace import Workspace


def stored(coach, name="en-01"):
    found = [json.loads(line) for line in coach("export").stdout.splitlines()]
    return next(c for c in found if c["id"].startswith(name))


def opposite(role):
    return {"agent": "customer", "customer": "agent"}.get(role, role)


@pytest.fixture
def one_call(coach, calls):
    """The folder with the English call alone, scored."""
    for other in calls.glob("ja-*"):
        other.unlink()
    rows = (calls / "manifest.csv").read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if not row.startswith("ja-")]
    (calls / "manifest.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    coach("score", calls)
    return calls


def test_swapping_exchanges_the_sides_and_scores_again(coach, one_call):
    before = stored(coach)
    coach("swap", before["id"])
    after = stored(coach)
    assert [t["role"] for t in after["turns"]] == [opposite(t["role"]) for t in before["turns"]]
    assert after["findings"] != before["findings"]
    ours, theirs = before["dynamics"]["talk_share"], after["dynamics"]["talk_share"]
    assert (ours["agent"], ours["customer"]) == (theirs["customer"], theirs["agent"])
    assert "agent and customer were exchanged by hand" in after["notes"]


def test_swapping_twice_brings_back_what_was(coach, one_call):
    before = stored(coach)
    coach("swap", before["id"])
    coach("swap", before["id"])
    assert stored(coach) == before


def test_a_later_batch_does_not_undo_it(coach, one_call):
    before = stored(coach)
    coach("swap", before["id"])
    again = json.loads(coach("score", one_call, "--json").stdout)
    assert (again["scored"], again["unchanged"]) == (0, 1)
    transcript = next(one_call.glob("en-*.transcript.json"))
    raw = json.loads(transcript.read_text(encoding="utf-8"))
    raw["turns"][0]["text"] += " Hello?"
    transcript.write_text(json.dumps(raw), encoding="utf-8")
    again = json.loads(coach("score", one_call, "--json").stdout)
    assert again["scored"] == 1
    assert stored(coach)["turns"][0]["role"] == opposite(before["turns"][0]["role"])
    assert stored(coach)["turns"][0]["text"].endswith("Hello?")


def test_what_is_not_there_or_no_call_is_refused(coach, one_call, a_chat_file):
    coach("score", a_chat_file)
    assert "no conversation is called 'x'" in coach("swap", "x", code=1).sentence
    assert "chat-1 is no call" in coach("swap", "chat-1", code=1).sentence


def test_an_agent_may_not_swap(coach, one_call):
    workspace = Workspace.open()
    with pytest.raises(AccessDenied, match="may not write"):
        workspace.swap(stored(coach)["id"], Viewer("dana", Standing.AGENT))
    workspace.store.close()
