"""Who found something, in words: a rule by what it finds, a model by what it is."""

from __future__ import annotations

from dataclasses import dataclass

from coach.conversation.recording import About
from coach.cues.examples import example_of
from coach.ui.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class FinderText:
    """The words of one language; `{}` holds what is filled in."""

    rule: str
    model: str
    joint: str


ENGLISH = FinderText("rule: words like “{}”", "trained model", " + ")
JAPANESE = FinderText("規則：「{}」のような言葉", "学習モデル", "＋")


def found_by(by: str, about: About, say: Catalogue) -> str:
    """Return who found something, in the page's language; what we do not know by its name.

    Args:
        by: as findings have it: "rule:<id>", "model:<name>", or several joined by "+".
        about: tells the language of the conversation, and so whose rule it is.
        say: the language of the page.
    """
    text = JAPANESE if say.japanese else ENGLISH
    told = (_told(name, about.language or "", text) for name in by.split("+"))
    return text.joint.join(dict.fromkeys(told))


def _told(name: str, language: str, text: FinderText) -> str:
    kind, _, rest = name.partition(":")
    if kind == "model":
        return text.model
    example = example_of(rest, language) if kind == "rule" else None
    return text.rule.format(example) if example else name
