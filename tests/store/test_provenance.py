import pytest
from sqlalchemy import delete

from coach.access import OWNER, Standing, Viewer
from coach.errors import AccessDenied
from coach.store.provenance import Held, Provenance
from coach.store.schema import provenances
from tests.builders import an_analysis


def keep(store, tmp_path, content=None):
    store.save(
        OWNER,
        an_analysis(id="c1"),
        source="a.json",
        fingerprint="f",
        provenance=Provenance(tmp_path / "a.json", content),
    )


def test_what_is_stored_tells_its_file_and_its_words(store, tmp_path):
    keep(store, tmp_path, "1a2b")
    keep(store, tmp_path, "3c4d")
    held = store.held(OWNER, "c1")
    assert held.provenance == Provenance(tmp_path / "a.json", "3c4d")
    assert held.said[-2:] == (("It is the third time!", None), ("Restart it.", None))


def test_of_an_older_store_the_path_is_told_as_it_was_given(store, tmp_path):
    keep(store, tmp_path)
    with store.writing() as connection:
        connection.execute(delete(provenances))
    held = store.held(OWNER, "c1")
    assert isinstance(held, Held)
    assert (str(held.provenance.place), held.provenance.content) == ("a.json", None)


def test_nothing_is_held_under_an_id_that_is_not_stored(store):
    assert store.held(OWNER, "c1") is None


def test_who_may_not_write_is_not_told_what_is_held(store, tmp_path):
    keep(store, tmp_path)
    with pytest.raises(AccessDenied, match="may not"):
        store.held(Viewer("dana", Standing.AGENT), "c1")
