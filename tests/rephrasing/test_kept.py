import sys

import pytest

from coach.errors import MissingExtra, StoreUnavailable
from coach.rephrasing.kept import Kept
from coach.rephrasing.model import build
from tests.rephrasing.said_before import a_model_folder


class Shouts:
    """Says everything in capitals and counts how often it was asked."""

    def __init__(self, identity="shouts 1"):
        self.name, self.identity, self.n_asked = "shouts", identity, 0

    def rephrase(self, text, language):
        self.n_asked += 1
        return f"{text.upper()} ({language})"


def test_the_same_text_is_asked_for_once(tmp_path):
    shouts = Shouts()
    kept = Kept(shouts, tmp_path / "cache")
    assert kept.known("…「何」", "ja") is None
    assert kept.rephrase("…「何」", "ja") == kept.rephrase("…「何」", "ja") == "…「何」 (ja)"
    assert Kept(shouts, tmp_path / "cache").known("…「何」", "ja") == "…「何」 (ja)"
    assert shouts.n_asked == 1


@pytest.mark.parametrize(
    ("text", "language", "identity"),
    [("b", "en", "shouts 1"), ("a", "ja", "shouts 1"), ("a", "en", "shouts 2")],
    ids=["another text", "another language", "another model"],
)
def test_what_was_said_of_something_else_is_not_taken(tmp_path, text, language, identity):
    Kept(Shouts(), tmp_path).rephrase("a", "en")
    assert Kept(Shouts(identity), tmp_path).known(text, language) is None


def test_kept_words_that_cannot_be_read_are_asked_for_anew(tmp_path):
    kept = Kept(Shouts(), tmp_path)
    kept.rephrase("a", "en")
    (file,) = tmp_path.iterdir()
    file.write_text("{")
    assert kept.known("a", "en") is None
    assert kept.rephrase("a", "en") == "A (en)"


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_asked(tmp_path):
    (tmp_path / "file").write_text("")
    shouts = Shouts()
    with pytest.raises(StoreUnavailable, match="file/cache: what was rephrased cannot be kept"):
        Kept(shouts, tmp_path / "file" / "cache").rephrase("a", "en")
    assert shouts.n_asked == 0


def test_without_torch_the_extra_that_brings_it_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    kept = Kept(build(a_model_folder(tmp_path / "m")), tmp_path / "cache")
    with pytest.raises(MissingExtra, match=r"transformers and torch are needed: .*coach\[llm\]"):
        kept.rephrase("a", "en")
