"""What the doors ask about disagreements: where they stand, and how many figures they touch."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from coach.access import Viewer
from coach.conversation.analysis import Analysis
from coach.conversation.codec import plain
from coach.conversation.disagreement import (
    Claim,
    Disagreement,
    Disputed,
    agreed_wrong,
    claims_of,
    rests_on,
)
from coach.conversation.findings import Criterion, Opportunity
from coach.conversation.recording import About
from coach.store.disagreements import disagreements_in, disagreements_of
from coach.store.queries import EVERYTHING, Filter
from coach.store.repository import Store

_Line = TypeVar("_Line", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A disagreement beside the conversation that it is about.

    Attributes:
        analysis: the conversation as it is scored now.
        said: what was said against it, and answered.
    """

    analysis: Analysis
    said: Disagreement

    @property
    def is_gone(self) -> bool:
        """Whether scoring again no longer makes the claim: nothing is left to disagree with."""
        return self.said.claim not in claims_of(self.analysis)

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.said.is_open and not self.is_gone

    @property
    def state(self) -> str:
        """The outcome as one word: open, agreed, stays or gone."""
        if self.said.answer is not None:
            return self.said.answer.verdict.value
        return "gone" if self.is_gone else "open"


def disputes(
    store: Store, viewer: Viewer, which: Filter = EVERYTHING, *, only_open: bool = False
) -> list[Dispute]:
    """Return the disagreements that a viewer may see, the oldest first."""
    said = disagreements_in(store, viewer, which)
    if only_open:
        said = [each for each in said if each.is_open]
    return _beside(store, viewer, said, only_open=only_open)


def disputes_of(store: Store, viewer: Viewer, conversation: str) -> list[Dispute]:
    """Return the disagreements with one conversation, the oldest first."""
    said = disagreements_of(store, viewer, conversation)
    return _beside(store, viewer, said, only_open=False)


def disputed(store: Store, viewer: Viewer, which: Filter = EVERYTHING) -> dict[Criterion, Disputed]:
    """Return for each criterion how many of its opportunities are disputed or left out."""
    return _counts(disputes(store, viewer, which))


def disputed_by(
    found: Iterable[Dispute], line_of: Callable[[About], _Line]
) -> dict[_Line, dict[Criterion, Disputed]]:
    """Return the same for each line; lines and criteria without any are not among them.

    Args:
        found: every disagreement with the conversations of the lines, answered or not.
        line_of: the line to which a conversation belongs, as an agent.
    """
    held: dict[_Line, list[Dispute]] = {}
    for each in found:
        held.setdefault(line_of(each.analysis.conversation.about), []).append(each)
    counts = {line: _counts(said) for line, said in held.items()}
    touched = {
        line: {c: count for c, count in counted.items() if count != Disputed()}
        for line, counted in counts.items()
    }
    return {line: counted for line, counted in touched.items() if counted}


def _counts(found: Iterable[Dispute]) -> dict[Criterion, Disputed]:
    held: dict[str, Analysis] = {}
    open_claims: dict[str, set[Claim]] = {}
    for each in found:
        name = each.said.conversation
        held[name] = each.analysis
        open_claims.setdefault(name, set()).update({each.said.claim} if each.is_open else ())
    chances = [
        (chance, open_claims[name]) for name, a in held.items() for chance in a.opportunities
    ]
    return {c: _counted([p for p in chances if p[0].criterion is c]) for c in Criterion}


def agreed(store: Store, viewer: Viewer) -> dict[str, frozenset[Claim]]:
    """Return what was agreed to be wrong, by conversation, of all that a viewer may see."""
    return agreed_wrong(disagreements_in(store, viewer))


def said_against(store: Store, viewer: Viewer, analysis: Analysis) -> list[dict[str, Any]]:
    """Return the disagreements with a conversation as the open format has them."""
    said = disagreements_of(store, viewer, analysis.conversation.id)
    return [_exported(Dispute(analysis, each)) for each in said]


def listed(found: Iterable[Dispute]) -> list[dict[str, Any]]:
    """Return disagreements as objects that name their conversations."""
    return [
        {
            "conversation": each.said.conversation,
            "agent": each.analysis.conversation.about.agent,
            "team": each.analysis.conversation.about.team,
        }
        | _exported(each)
        for each in found
    ]


def _exported(dispute: Dispute) -> dict[str, Any]:
    said = dispute.said
    return {
        "turn": said.claim.turn,
        "label": said.claim.label.value,
        "pairing": said.claim.pairing,
        "doubt": said.doubt.value,
        "words": said.words,
        "by": said.by,
        "at": plain(said.at),
        "state": dispute.state,
        "answer": plain(said.answer),
    }


def _beside(
    store: Store, viewer: Viewer, said: list[Disagreement], *, only_open: bool
) -> list[Dispute]:
    loaded = store.load(viewer, {each.conversation for each in said})
    found = [Dispute(loaded[each.conversation], each) for each in said]
    return [each for each in found if each.is_open] if only_open else found


def _counted(chances: list[tuple[Opportunity, set[Claim]]]) -> Disputed:
    return Disputed(
        sum(chance.is_judged and rests_on(chance, claims) for chance, claims in chances),
        sum(chance.before is not None for chance, _ in chances),
    )
