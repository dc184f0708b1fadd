"""How much an agent says back and invites, against how much they tell and ask closed questions.

In counselling, the share of reflections less the share of advice and information tells sessions
that experts rate high from those that they rate low, while the number of questions tells nothing.
Source: AnnoMI, Wu et al., ICASSP 2022; what counts on which side follows the manual of the MITI
scale, Moyers et al. 2014. The formula was set down before it was measured and has no weights; that
each sentence is one act, and not each turn, was chosen after looking at the measurements.

Every sentence of the agent with some substance is one act:

    back    carries a cue of having listened (says back, names the feeling, finds it reasonable,
            remembers, checks understanding)
    open    invites the customer to tell more
    closed  any other question
    told    anything else: information, advice, what happens next
    (none)  says sorry, adds warmth, reassures or thanks for feedback: on neither side

Only what is said before the problem is understood counts: until the customer's last turn that
still adds to it (what is wrong, what it does to them, what they have not understood). From then on
telling is the work. Where nothing was found that adds to a problem, all sentences count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding
from coach.conversation.turn import Turn
from coach.insights.sentences import asks, n_words, sentences

LEAST_WORDS = 4  # "Mm-hm.", "All right then." hold the line open
_BACK = frozenset(
    {Label.REFLECT, Label.ACKNOWLEDGE_FEELING, Label.VALIDATE, Label.RECALL,
     Label.CONFIRM_UNDERSTANDING}
)  # fmt: skip
_ADDS = frozenset({Label.PROBLEM, Label.IMPACT, Label.CONFUSION})
_NEITHER = frozenset({Label.APOLOGISE, Label.WARMTH, Label.REASSURE, Label.WELCOME_FEEDBACK})


@dataclass(frozen=True, slots=True)
class Balance:
    """What the agent's sentences did.

    >>> Balance(back=3, open=1, closed=2, told=4).value
    -0.2
    """

    back: int = 0
    open: int = 0
    closed: int = 0
    told: int = 0

    @property
    def n(self) -> int:
        """All of them."""
        return self.back + self.open + self.closed + self.told

    @property
    def value(self) -> float | None:
        """From -1, all told and asked, to 1, all said back and invited; None without a sentence."""
        return (self.back + self.open - self.closed - self.told) / self.n if self.n else None


def listening_balance(turns: Sequence[Turn], findings: Sequence[CueFinding]) -> Balance:
    """Return the balance of the agent's sentences before the problem is understood.

    Args:
        turns: of the conversation.
        findings: of its turns, by whatever detectors.
    """
    adding = [f.turn for f in findings if f.label in _ADDS and turns[f.turn].is_customer]
    return _balance(turns, findings, max(adding, default=len(turns)))


def whole_balance(turns: Sequence[Turn], findings: Sequence[CueFinding]) -> Balance:
    """Return the balance of all of the agent's sentences: in counselling nothing else is the work.

    Args:
        turns: of the session.
        findings: of its turns, by whatever detectors.
    """
    return _balance(turns, findings, len(turns))


def _balance(turns: Sequence[Turn], findings: Sequence[CueFinding], end: int) -> Balance:
    by_turn: dict[int, list[CueFinding]] = {}
    for finding in findings:
        by_turn.setdefault(finding.turn, []).append(finding)
    acts = Counter(
        act
        for place, turn in enumerate(turns[:end])
        if turn.is_agent
        for act in _acts(turn.text, by_turn.get(place, []))
    )
    return Balance(acts["back"], acts["open"], acts["closed"], acts["told"])


def _acts(text: str, findings: Sequence[CueFinding]) -> list[str]:
    return [
        _act(text[start:end], {f.label for f in findings if f.start < end and start < f.end})
        for start, end in sentences(text)
        if n_words(text[start:end]) >= LEAST_WORDS
    ]


def _act(sentence: str, labels: set[Label]) -> str:
    if Label.OPEN_QUESTION in labels:
        return "open"
    if labels & _BACK:
        return "back"
    if asks(sentence) or Label.CLARIFY in labels:
        return "closed"
    return "neither" if labels & _NEITHER else "told"
