from dataclasses import replace

from sqlalchemy import delete

from coach.access import OWNER
from coach.rubric.criteria import read_rubric
from coach.store.repository import Store
from coach.store.schema import conversations
from coach.workspace.rescore import rescore
from tests.builders import an_analysis


def test_what_a_batch_scores_meanwhile_is_scored_as_it_is_stored_by_then(tmp_path):
    store = Store.open(f"sqlite:///{tmp_path}/coach.db")
    for name in ("a", "b"):
        store.save(OWNER, an_analysis(id=name), source=name, fingerprint=name)
    steps = rescore(store, OWNER, read_rubric(None))
    assert next(steps).conversation == "a"
    calm = replace(an_analysis(id="b"), findings=(), opportunities=())
    store.save(OWNER, calm, source="b", fingerprint="b")
    assert [step.conversation for step in steps] == ["b"]
    found = store.load(OWNER, ["b"])["b"]
    assert (found.findings, found.opportunities) == ((), ())
    assert found.rubric == read_rubric(None).stamp
    store.close()


def test_what_is_deleted_meanwhile_stays_deleted(tmp_path):
    store = Store.open(f"sqlite:///{tmp_path}/coach.db")
    for name in ("a", "b"):
        store.save(OWNER, an_analysis(id=name), source=name, fingerprint=name)
    steps = rescore(store, OWNER, read_rubric(None))
    assert next(steps).conversation == "a"
    with store.writing() as connection:
        connection.execute(delete(conversations).where(conversations.c.id == "b"))
    assert [step.conversation for step in steps] == ["b"]
    assert set(store.load(OWNER, ["a", "b"])) == {"a"}
    store.close()
