from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from coach.access import OWNER, Standing, Viewer
from coach.conversation.codebook import Label, Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.findings import (
    Criterion,
    Dynamics,
    News,
    Opportunity,
    Sides,
    Spread,
    State,
    Stretch,
    Unjudged,
)
from coach.conversation.recording import About
from coach.conversation.span import Span
from coach.conversation.turn import Turn, Word
from coach.conversation.voices import Tone
from coach.errors import AccessDenied, StoreUnavailable
from coach.store import queries
from coach.store.queries import NO_TEAM, Filter
from coach.store.repository import Store
from tests.builders import a_chat, an_analysis
from tests.store.keeping import keep

DANA = Viewer("dana", Standing.AGENT)
BILLING = Viewer("kim", Standing.LEAD, frozenset({"billing"}))


def day(number):
    return datetime(2026, 11, number, 9, 30, tzinfo=UTC)


@pytest.fixture
def peopled(store):
    keep(store, an_analysis(id="d1", agent="dana", team="billing", started_at=day(2)), "1")
    keep(store, an_analysis(id="d2", agent="dana", team="billing"), "2")
    keep(store, an_analysis(id="p1", agent="priya", team="technical", started_at=day(9)), "3")
    return store


def test_an_analysis_comes_back_as_it_went_in(store):
    analysis = an_analysis(id="x", agent="dana", team="billing", started_at=day(1))
    keep(store, analysis)
    assert store.load(OWNER, ["x"]) == {"x": analysis}


def test_times_words_and_dynamics_survive(store, tmp_path):
    spoken = Turn(Role.AGENT, "はい", Span(0.5, 1.25), None, (Word("はい", 0.5, 1.25, 0.75),))
    written = Turn(Role.CUSTOMER, "👍 ok", None, day(3))
    dynamics = Dynamics(
        talk_share=Sides(0.25, 0.75),
        silences=(Stretch(1.25, 6.5, Role.AGENT), Stretch(8.0, 11.5)),
        response_times=Sides(agent=Spread(1.5, 4.25, 3)),
    )
    talk = Conversation(
        About("y", "ja"), Channel.CALL, (spoken, written), tmp_path / "y.ogg", "given", ("a note",)
    )
    analysis = replace(
        an_analysis(), conversation=talk, findings=(), opportunities=(), dynamics=dynamics
    )
    keep(store, analysis)
    assert store.load(OWNER, ["y"])["y"] == analysis


def test_which_channels_are_heard_is_kept(store):
    keep(store, an_analysis(id="c1", channels=(3, 1)))
    assert store.load(OWNER, ["c1"])["c1"].conversation.about.channels == (3, 1)


def test_saving_again_replaces(store):
    keep(store, an_analysis(id="x"), "old")
    keep(store, replace(an_analysis(id="x"), rubric="care 2 def"), "new")
    assert store.load(OWNER, ["x"])["x"].rubric == "care 2 def"
    assert store.fingerprints() == {"new"}
    assert len(queries.sightings(store, OWNER, Label.DISTRESS, limit=10)) == 2


def test_agents_see_their_own_and_leads_their_team(peopled):
    assert set(peopled.load(DANA, ["d1", "d2", "p1"])) == {"d1", "d2"}
    assert set(peopled.load(BILLING, ["d1", "d2", "p1"])) == {"d1", "d2"}
    assert set(peopled.load(OWNER, ["d1", "d2", "p1"])) == {"d1", "d2", "p1"}


@pytest.mark.parametrize(
    ("viewer", "n_conversations"),
    [(OWNER, 3), (BILLING, 2), (DANA, 2), (Viewer("nobody", Standing.AGENT), 0),
     (Viewer("new", Standing.LEAD), 0)],
    ids=["owner", "lead", "agent", "stranger", "lead of no team"],
)  # fmt: skip
def test_every_query_keeps_to_what_the_viewer_may_see(peopled, viewer, n_conversations):
    n = n_conversations
    assert len(queries.tallies(peopled, viewer)) == 2 * n
    assert len(queries.heads(peopled, viewer, limit=99)) == n
    assert len(queries.moments(peopled, viewer, limit=99)) == 2 * n
    assert len(queries.sightings(peopled, viewer, Label.APOLOGISE, limit=99)) == n
    assert len(list(queries.analyses(peopled, viewer))) == n
    assert queries.label_counts(peopled, viewer).get(Label.DISTRESS, 0) == 2 * n
    assert {a for a, _ in queries.agents(peopled, viewer)} <= {"dana", "priya"}
    if viewer.standing is Standing.AGENT:
        assert {a for a, _ in queries.agents(peopled, viewer)} <= {viewer.name}


def test_an_agent_may_neither_write_nor_read_what_failed(peopled):
    with pytest.raises(AccessDenied, match="agent dana may not write"):
        peopled.save(DANA, an_analysis(), source="x", fingerprint="x")
    with pytest.raises(AccessDenied, match="agent dana may not see teams"):
        queries.known_problems(peopled, DANA)


def test_filters_narrow(peopled):
    assert [h.id for h in queries.heads(peopled, OWNER, Filter(team="technical"), limit=9)] == [
        "p1"
    ]
    since = Filter(since=day(2), until=day(9))
    assert [h.id for h in queries.heads(peopled, OWNER, since, limit=9)] == ["d1"]
    assert queries.heads(peopled, OWNER, Filter(channel=Channel.EMAIL), limit=9) == []


def test_conversations_without_a_team_can_be_asked_for(peopled):
    peopled.save(OWNER, an_analysis(id="n1", agent="dana"), source="n", fingerprint="n")
    assert [h.id for h in queries.heads(peopled, OWNER, Filter(team=NO_TEAM), limit=9)] == ["n1"]
    assert queries.agents(peopled, OWNER, Filter(team=NO_TEAM)) == [("dana", NO_TEAM)]


def test_latest_conversations_come_first_and_undated_last(peopled):
    assert [h.id for h in queries.heads(peopled, OWNER, limit=9)] == ["p1", "d1", "d2"]
    assert queries.date_range(peopled, OWNER) == (day(2), day(9))


def test_moments_can_be_asked_for_by_state_and_criterion(peopled):
    missed = queries.moments(peopled, OWNER, Filter(agent="priya"), state=State.MISSED, limit=5)
    assert [m.opportunity.moment.turn for m in missed] == [3]
    nothing = queries.moments(peopled, OWNER, criterion=Criterion.RELATIONSHIP, limit=5)
    assert nothing == []


def test_problems_are_kept_once_and_forgotten_when_their_source_is_read_anew(store):
    for source, sentence in (("a.jsonl", "line 2"), ("a.jsonl", "line 7"), ("b.wav", "is empty")):
        store.note_problem(OWNER, source=source, sentence=sentence)
        store.note_problem(OWNER, source=source, sentence=sentence)
    assert len(queries.known_problems(store, OWNER)) == 3
    store.forget_problems(OWNER, ["a.jsonl"])
    assert queries.known_problems(store, OWNER) == [("b.wav", "is empty")]


def test_a_store_that_cannot_be_written_says_so_and_where_else(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(StoreUnavailable, match=r"cannot be written .*choose another place"):
        Store.open(f"sqlite:///{blocked}/coach.db")


@pytest.mark.parametrize("channel", [0, 1, "auto"])
def test_it_is_kept_which_channel_holds_the_agent(store, channel):
    keep(store, an_analysis(id="c9", agent_channel=channel))
    assert store.load(OWNER, ["c9"])["c9"].conversation.about.agent_channel == channel


@pytest.mark.parametrize("url", ["no-such://me:secret@host/name", "://me:sec/ret@host"])
def test_the_password_of_a_store_that_cannot_be_opened_is_not_shown(url):
    with pytest.raises(StoreUnavailable, match=r"//me:\*\*\*@host") as refused:
        Store.open(url)
    assert "ret" not in str(refused.value)


def test_a_url_that_is_none_says_what_is_right(tmp_path):
    with pytest.raises(StoreUnavailable, match=r"a right one is sqlite:///coach\.db"):
        Store.open("coach.db")


def test_a_store_from_before_a_column_was_added_is_read_on(tmp_path):
    url = f"sqlite:///{tmp_path}/coach.db"
    store = Store.open(url)
    keep(store, an_analysis(id="x"))
    with store.engine.begin() as connection:
        connection.execute(text("alter table opportunities drop column details"))
    store.close()
    again = Store.open(url)
    assert again.load(OWNER, ["x"])["x"].opportunities == an_analysis(id="x").opportunities
    again.close()


def test_what_became_of_an_opportunity_is_kept_whole(store):
    analysis = an_analysis(id="x")
    upset, sorry, _ = analysis.findings
    changed = (
        replace(analysis.opportunities[0], state=State.LATE, news=News(plain=sorry)),
        replace(analysis.opportunities[1], generic=(sorry,)),
        Opportunity(
            Criterion.EMPATHY, "feeling", upset, State.NOT_JUDGEABLE, (), 4,
            unjudged=Unjudged.CUT_OFF,
        ),
    )  # fmt: skip
    keep(store, replace(analysis, opportunities=changed))
    assert store.load(OWNER, ["x"])["x"].opportunities == changed


def test_a_store_of_another_version_is_refused(tmp_path):
    url = f"sqlite:///{tmp_path}/coach.db"
    store = Store.open(url)
    with store.engine.begin() as connection:
        connection.execute(text("update facts set value = '0' where name = 'schema'"))
    store.close()
    with pytest.raises(StoreUnavailable, match="another version of coach"):
        Store.open(url)


def test_deleting_leaves_nothing_behind(store):
    keep(store, an_analysis(id="x"))
    with store.engine.begin() as connection:
        connection.execute(text("delete from conversations"))
        left = [
            connection.execute(text(f"select count(*) from {table}")).scalar()
            for table in ("turns", "findings", "opportunities", "scores")
        ]
    assert left == [0, 0, 0, 0]


def test_a_chat_without_agent_or_date_is_kept(store):
    keep(store, replace(an_analysis(), conversation=a_chat("C: hello", *["A: hi"] * 4, id="z"),
                        findings=(), opportunities=()))  # fmt: skip
    assert queries.agents(store, OWNER) == []
    assert queries.date_range(store, OWNER) is None


def test_how_a_voice_moved_is_shown_to_that_agent_alone(store):
    analysis = an_analysis(id="x", agent="dana", team="billing")
    heard = replace(analysis, dynamics=replace(analysis.dynamics, tone=Tone(5.0, 14.0)))
    keep(store, heard)
    assert store.load(DANA, ["x"])["x"].dynamics.tone == Tone(5.0, 14.0)
    assert store.load(BILLING, ["x"])["x"].dynamics.tone is None
    assert store.load(OWNER, ["x"])["x"].dynamics.tone is None


def test_every_change_gives_the_store_another_mark(store):
    marks = [store.last_change]
    keep(store, an_analysis(id="x"), "1")
    marks.append(store.last_change)
    store.note_problem(OWNER, source="b.wav", sentence="b.wav is empty")
    marks.append(store.last_change)
    assert len(set(marks)) == 3
    assert store.last_change == marks[-1]


def test_who_only_reads_is_told_that_there_is_no_store_and_none_is_made(tmp_path):
    with pytest.raises(StoreUnavailable, match=r"there is no store at sqlite:///.*coach\.db yet"):
        Store.open(f"sqlite:///{tmp_path}/coach.db", must_exist=True)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_store_for_who_only_reads(tmp_path):
    (tmp_path / "coach.db").touch()
    with pytest.raises(StoreUnavailable, match="there is no store at"):
        Store.open(f"sqlite:///{tmp_path}/coach.db", must_exist=True)


def test_cases_come_whole_and_in_the_order_of_their_conversations(store):
    for name, thread, at in (("c", "t1", 1), ("a", None, 2), ("b", "t1", 3), ("d", None, 4)):
        keep(store, an_analysis(id=name, thread_id=thread, started_at=day(at)), name)
    found = [[a.conversation.id for a in case] for case in queries.cases(store, OWNER)]
    assert found == [["c", "b"], ["a"], ["d"]]


def test_the_first_words_of_customers_are_told_to_those_who_may_see_them(store):
    for name, agent in (("one", "dana"), ("two", "kim")):
        chat = a_chat("A: Hello", "C: My lamp broke", "C: Again", id=name, agent=agent)
        keep(store, replace(an_analysis(), conversation=chat, findings=(), opportunities=()), name)
    mute = a_chat("A: Hello", id="mute", agent="dana")
    keep(store, replace(an_analysis(), conversation=mute, findings=(), opportunities=()), "mute")
    names = ["one", "two", "mute"]
    of_dana = queries.first_words(store, Viewer("dana", Standing.AGENT), names)
    assert of_dana == {"one": "My lamp broke"}
    assert queries.first_words(store, OWNER, names) == {
        "one": "My lamp broke",
        "two": "My lamp broke",
    }
