"""All that was found in one conversation."""

from __future__ import annotations

from dataclasses import dataclass

from coach.conversation.conversation import Conversation
from coach.conversation.findings import CueFinding, Dynamics, Opportunity, Score


@dataclass(frozen=True, slots=True)
class Analysis:
    """A conversation with everything that was found in it.

    Attributes:
        conversation: what was said; its language is filled in.
        findings: cues and moments, by turn, then by place.
        opportunities: moments that the agent could meet, by the turn of their moment.
        scores: one for each criterion of the rubric, in the rubric's order.
        dynamics: its shape in time.
        rubric: name, version and short hash of the rubric that scored it.
    """

    conversation: Conversation
    findings: tuple[CueFinding, ...]
    opportunities: tuple[Opportunity, ...]
    scores: tuple[Score, ...]
    dynamics: Dynamics
    rubric: str

    def __post_init__(self) -> None:
        n_turns = len(self.conversation.turns)
        for finding in self.findings:
            if finding.turn >= n_turns:
                raise ValueError(f"finding points at turn {finding.turn} of {n_turns}")
            if finding.end > len(self.conversation.turns[finding.turn].text):
                raise ValueError(f"finding points past the end of turn {finding.turn}")

    def words(self, finding: CueFinding) -> str:
        """Return the text that shows a finding."""
        return self.conversation.turns[finding.turn].text[finding.start : finding.end]
