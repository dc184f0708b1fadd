"""A model's folder without weights, and words that it is taken to have said before."""

from __future__ import annotations

from dataclasses import dataclass

from coach.rephrasing.kept import Kept
from coach.rephrasing.model import build


@dataclass(frozen=True)
class Says:
    """Says what it is told to, under the identity of a model."""

    identity: str
    said: dict[str, str]
    name: str = "says"

    def rephrase(self, text, language):
        return self.said[text]


def a_model_folder(folder):
    """Make a folder that looks like a model until its weights are asked for."""
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    return folder


def keep_said(settings, said):
    """Keep words as said by the model of the settings; `said` goes from templates to words."""
    says = Says(build(settings.rephrase.model).identity, said)
    for text in said:
        Kept(says, settings.cache / "rephrased").rephrase(text, "en")
