"""Several who read and write one store at the same time."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest
from sqlalchemy import event, text

from coach.access import OWNER
from coach.conversation.codebook import Label
from coach.errors import StoreUnavailable
from coach.store import queries
from coach.store.corrections import exchanged_ids, save_exchanged, save_scores
from coach.store.repository import Store
from tests.builders import a_chat, an_analysis
from tests.store.keeping import keep


def test_what_is_read_while_another_writes_is_whole(store):
    """The database calls back between two statements of a reader, and another saves just then."""
    keep(store, an_analysis(id="x"))
    chat = a_chat("C: It broke.", id="x")
    short = replace(an_analysis(), conversation=chat, findings=(), opportunities=(), scores=())
    other = Store.open(str(store.engine.url))
    said = []

    def save_between(_connection, _cursor, statement, *_):
        if "FROM turns" in statement and not said:
            said.append(statement)
            keep(other, short)

    event.listen(store.engine, "before_cursor_execute", save_between)
    assert store.load(OWNER, ["x"]) == {"x": an_analysis(id="x")}
    assert store.load(OWNER, ["x"]) == {"x": short}
    other.close()


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: queries.moments(store, OWNER, limit=9),
        lambda store: queries.sightings(store, OWNER, Label.DISTRESS, limit=9),
    ],
    ids=["moments", "sightings"],
)
def test_places_and_the_conversations_that_they_lie_in_are_of_one_moment(store, ask):
    keep(store, an_analysis(id="x"))
    other = Store.open(str(store.engine.url))
    said = []

    def empty_between(_connection, _cursor, statement, *_):
        if "audio_channels" in statement and not said:
            said.append(statement)
            keep(other, replace(an_analysis(id="x"), findings=(), opportunities=()))

    event.listen(store.engine, "before_cursor_execute", empty_between)
    assert len(ask(store)) == 2
    assert ask(store) == []
    other.close()


def open_store(url):
    Store.open(url).close()


def test_many_processes_may_make_the_same_store_at_once(tmp_path):
    url = f"sqlite:///{tmp_path}/new.db"
    with ProcessPoolExecutor(6, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(open_store, [url] * 6)) == [None] * 6


def test_who_only_reads_does_not_wait_for_who_writes(store):
    keep(store, an_analysis(id="x"))
    with store.writing():
        reader = Store.open(str(store.engine.url), must_exist=True)
        assert set(reader.load(OWNER, ["x"])) == {"x"}
    reader.close()


def test_a_swap_that_cannot_be_written_is_not_remembered_either(store):
    keep(store, an_analysis(id="x"))
    refuse = "CREATE TRIGGER full BEFORE INSERT ON turns BEGIN SELECT RAISE(ABORT, 'full'); END"
    with store.writing() as connection:
        connection.execute(text(refuse))
    with pytest.raises(StoreUnavailable, match="full"):
        save_exchanged(store, OWNER, an_analysis(id="x"))
    assert exchanged_ids(store) == frozenset()


def test_scores_of_findings_that_are_no_longer_stored_are_not_kept(store):
    loaded = an_analysis(id="x")
    anew = replace(loaded, findings=loaded.findings[:2], opportunities=loaded.opportunities[:1])
    keep(store, anew)
    assert not save_scores(store, OWNER, loaded)
    assert store.load(OWNER, ["x"]) == {"x": anew}
    assert save_scores(store, OWNER, replace(anew, opportunities=()))
    assert store.load(OWNER, ["x"])["x"].opportunities == ()


def test_scores_of_a_conversation_that_was_deleted_are_not_kept(store):
    assert not save_scores(store, OWNER, an_analysis(id="x"))
    assert store.load(OWNER, ["x"]) == {}
