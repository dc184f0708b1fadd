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
    example: str
    examples: str
    model: str
    joint: str


ENGLISH = FinderText("rule: words like {}", "“{}”", ", ", "trained model", " + ")
JAPANESE = FinderText("ルール：{}のような言葉", "「{}」", "", "学習モデル", "＋")


def found_by(by: str, about: About, say: Catalogue) -> str:
    """Return who found something, in the page's language; what we do not know by its name.

    Args:
        by: as findings have it: "rule:<id>", "model:<name>", or several joined by "+".
        about: tells the language of the conversation, and so whose rule it is.
        say: the language of the page.
    """
    text = JAPANESE if say.japanese else ENGLISH
    examples, others = [], []
    for name in by.split("+"):
        kind, _, rest = name.partition(":")
        example = example_of(rest, about.language or "") if kind == "rule" else None
        if example:
            examples.append(text.example.format(example))
        else:
            others.append(text.model if kind == "model" else name)
    rules = [text.rule.format(text.examples.join(examples))] if examples else []
    return text.joint.join(dict.fromkeys([*rules, *others]))
