"""What a detector of cues is, and what it gets to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from coach.conversation.conversation import Channel
from coach.conversation.findings import CueFinding
from coach.conversation.turn import Turn
from coach.registry import Registry

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Context:
    """A turn with what was said before it; what comes after is not there to be seen.

    Attributes:
        index: the turn's place in its conversation.
        turn: the turn to judge.
        before: all earlier turns, oldest first.
        language: "en" or "ja".
        channel: what the conversation came by.
        doc: the turn's text, tokenised and split into sentences.
        docs_before: the same of each turn in `before`.
    """

    index: int
    turn: Turn
    before: tuple[Turn, ...]
    language: str
    channel: Channel
    doc: Doc
    docs_before: tuple[Doc, ...]


class Detector(Protocol):
    """Finds labels in turns: the agent's cues and the customer's moments."""

    def detect(self, batch: Sequence[Context]) -> list[list[CueFinding]]:
        """Return the findings of each context, in the order of the batch.

        A finding's `turn` is its context's `index`. The answer for a context does not depend
        on what else is in the batch.
        """
        ...


DETECTORS: Registry[Detector] = Registry(
    "detector",
    {
        "rules": "coach.cues.rules:build",
        "classifier": "coach.cues.classifier:build",
        "combined": "coach.cues.combined:build",
    },
)
