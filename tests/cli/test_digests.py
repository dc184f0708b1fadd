import json

import pytest

from coach.access import Standing, Viewer
from coach.errors import AccessDenied
from coach.workspace import Filter, Workspace
from coach.workspace.digests import Wanted, digest_sheet, summary_of
from tests.planted import Planted, plant

AGENTS = [Planted("yui", team="technical", language="ja"), Planted("dana")]


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    """A store with some conversations of two agents, scored once."""
    folder = tmp_path_factory.mktemp("stored")
    lines = [json.dumps(plain(one)) for one in plant(AGENTS, 6, seed=2, weeks=1).conversations]
    (folder / "chats.jsonl").write_text("\n".join(lines), encoding="utf-8")
    workspace = Workspace.open(db=str(folder / "coach.db"))
    assert not [done.problem for done in workspace.score([folder]) if done.problem]
    return workspace.settings.db


def plain(conversation):
    about = conversation.about
    turns = [{"role": turn.role, "text": turn.text} for turn in conversation.turns]
    return {
        "id": about.id, "agent": about.agent, "team": about.team, "language": about.language,
        "channel": "chat", "started_at": about.started_at.isoformat(), "turns": turns,
    }  # fmt: skip


def test_the_latest_week_is_written_as_html_and_pdf(coach, db, an_empty_place):
    shown = coach(
        "digest", "--db", db, "--agent", "yui", "--pdf", "--language", "ja"
    ).stdout.split()
    assert len(shown) == 2
    page, paper = (an_empty_place / name for name in shown)
    assert "yuiさんの一週間" in page.read_text(encoding="utf-8")
    assert paper.read_bytes().startswith(b"%PDF")


def test_a_team_has_a_page_of_its_own(coach, db, an_empty_place):
    (page,) = coach("digest", "--db", db, "--team", "billing", "--out", "d").stdout.split()
    assert "The week of team billing" in (an_empty_place / page).read_text(encoding="utf-8")


def test_an_agent_or_a_team_has_to_be_named(coach, db):
    assert "name an agent with --agent" in coach("digest", "--db", db, code=2).output
    assert "name an agent with --agent" in coach(
        "digest", "--db", db, "--agent", "a", "--team", "b", code=2
    ).output  # fmt: skip


def test_a_week_without_conversations_is_said(coach, db):
    result = coach("digest", "--db", db, "--agent", "yui", "--week", "2020-W01", code=1)
    assert result.sentence == "no conversation of agent yui in 2020-W01 is stored here"
    nobody = coach("digest", "--db", db, "--agent", "nobody", code=1)
    assert nobody.sentence.startswith("no agent is called 'nobody'")


def test_a_week_that_is_none_is_refused(coach, db):
    assert (
        "is no week"
        in coach("digest", "--db", db, "--agent", "yui", "--week", "47", code=3).sentence
    )


def test_a_summary_leads_back_to_the_turns(coach, db):
    found = json.loads(coach("summary", "--db", db, "--agent", "dana", "--format", "json").stdout)
    assert {said["part"] for said in found} >= {"problem", "mattered"}
    shown = coach("summary", "--db", db, found[0]["conversation"], "--language", "ja").stdout
    assert shown.startswith("困りごと\n")
    assert f"{found[0]['turn'] + 1}番目の発言" in shown


def test_a_summary_of_nothing_is_said(coach, db):
    result = coach("summary", "--db", db, "--agent", "dana", "--until", "2001-01-01", code=1)
    assert result.sentence == "there is no conversation of that kind to summarise"


def test_one_of_several_conversations_that_is_not_there_is_named(coach, db):
    found = json.loads(coach("summary", "--db", db, "--agent", "dana", "--format", "json").stdout)
    result = coach("summary", "--db", db, found[0]["conversation"], "no-such", code=1)
    assert result.sentence == (
        "no conversation is called 'no-such'; `coach export` lists their ids"
    )


def test_a_folder_that_cannot_be_written_is_told(coach, db, an_empty_place):
    (an_empty_place / "taken").write_text("a file")
    result = coach("digest", "--db", db, "--agent", "dana", "-o", "taken/in", code=3)
    assert result.sentence.endswith(".html: cannot be written (Not a directory)")


def test_people_see_only_what_they_may(coach, db):
    mine = Workspace(Workspace.open(db=db).settings, Viewer("dana", Standing.AGENT))
    assert digest_sheet(mine, Wanted(agent="dana")).title == "The week of dana"
    with pytest.raises(AccessDenied, match="agent dana may not see agent yui"):
        digest_sheet(mine, Wanted(agent="yui"))
    with pytest.raises(AccessDenied, match="may not see teams"):
        digest_sheet(mine, Wanted(team="billing"))
    lead = Workspace(mine.settings, Viewer("kim", Standing.LEAD, frozenset({"billing"})))
    with pytest.raises(AccessDenied, match="lead kim may not see team technical"):
        digest_sheet(lead, Wanted(team="technical"))
    told = {said.conversation for said in summary_of(mine, [], Filter())}
    assert {name.split("-")[0] for name in told} == {"dana"}
