"""One conversation as the rubric sees it: who showed what, and what takes this customer up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from coach.conversation.codebook import Label
from coach.conversation.conversation import Conversation
from coach.conversation.findings import CueFinding
from coach.rubric.clauses import own_words
from coach.rubric.criteria import Pairing, Rubric
from coach.rubric.uptake import (
    SAID_BACK,
    TAKEN_UP,
    Item,
    Vocabulary,
    is_concrete,
    items,
    names_in,
    shared,
)
from coach.rubric.windows import says_nothing

_STOCK = frozenset(  # what is most often said in stock phrases must show more
    {
        Label.ACKNOWLEDGE_FEELING, Label.VALIDATE, Label.APOLOGISE, Label.REASSURE, Label.WARMTH,
        Label.WELCOME_FEEDBACK,
    }
)  # fmt: skip
_MOSTLY = 0.5  # of what is recalled must be the customer's own


@dataclass(slots=True)
class Case:
    """A conversation with its sure findings; what is worked out is kept."""

    conversation: Conversation
    rubric: Rubric
    by_turn: dict[int, list[CueFinding]]
    vocabulary: Vocabulary
    names: frozenset[str]
    overdone: frozenset[CueFinding] = frozenset()
    _items: dict[int, list[Item]] = field(default_factory=dict)
    _counts: dict[int, bool] = field(default_factory=dict)

    def labels(self, turn: int) -> set[Label]:
        """Return what was found in a turn."""
        return {finding.label for finding in self.by_turn.get(turn, ())}

    def cues(self, turns: Iterable[int], labels: frozenset[Label]) -> Iterator[CueFinding]:
        """Yield the findings of those labels in those turns, in order."""
        for place in turns:
            yield from (cue for cue in self.by_turn.get(place, ()) if cue.label in labels)

    def says_something(self, turn: int) -> bool:
        """Whether a turn says more than what could be said to anybody."""
        if turn not in self._counts:
            said = self.conversation.turns[turn]
            self._counts[turn] = not says_nothing(said) and bool(self._matter(turn))
        return self._counts[turn]

    def meets(self, pairing: Pairing, cue: CueFinding) -> bool:
        """Whether a cue meets a pairing's moments."""
        if cue in self.overdone:
            return False
        return (
            cue.label in pairing.meets
            or (cue.label in pairing.meets_concrete and self.is_concrete(cue))
            or (cue.label in pairing.meets_taken_up and self.takes_up(cue))
        )

    def takes_up(self, cue: CueFinding) -> bool:
        """Whether a cue's own clause shares matter with what the customer said before it."""
        return all(self._shares(cue, words) for words in self._own(cue))

    def _shares(self, cue: CueFinding, words: str) -> bool:
        ours = items(words, self.vocabulary, self.names)
        worth = shared(ours, self._said_before(cue.turn))
        if cue.label is Label.RECALL and worth < _MOSTLY * len(set(ours)):
            return False
        return worth >= (TAKEN_UP if cue.label in _STOCK else SAID_BACK)

    def is_concrete(self, cue: CueFinding) -> bool:
        """Whether a cue's own clause says something of its own."""
        return all(is_concrete(words, self.vocabulary, self.names) for words in self._own(cue))

    def _own(self, cue: CueFinding) -> tuple[str, ...]:
        text = self.conversation.turns[cue.turn].text
        return own_words(text, cue.start, cue.end, cue.label)

    def _said_before(self, turn: int) -> list[Item]:
        turns = self.conversation.turns
        places = (place for place in range(turn) if turns[place].is_customer)
        return [item for place in places for item in self._matter(place)]

    def _matter(self, turn: int) -> list[Item]:
        if turn not in self._items:
            text = self.conversation.turns[turn].text
            self._items[turn] = items(text, self.vocabulary, self.names)
        return self._items[turn]


def case_of(conversation: Conversation, findings: Sequence[CueFinding], rubric: Rubric) -> Case:
    """Return a conversation with those of its findings that are sure enough."""
    by_turn: dict[int, list[CueFinding]] = {}
    for finding in sorted(findings, key=lambda f: (f.turn, f.start, f.end, f.label)):
        if finding.p >= rubric.least_p:
            by_turn.setdefault(finding.turn, []).append(finding)
    about = conversation.about
    names = names_in((turn.text for turn in conversation.turns), about.customer, about.agent)
    case = Case(conversation, rubric, by_turn, rubric.vocabulary(about.language), names)
    case.overdone = frozenset(overdone_apologies(case))
    return case


def overdone_apologies(case: Case) -> list[CueFinding]:
    """Return the apologies that come after too many others without a new action or fact between."""
    dose, flagged, n_apologies = case.rubric.dose, [], 0
    for place, turn in enumerate(case.conversation.turns):
        if not turn.is_agent:
            continue
        if any(case.is_concrete(cue) for cue in case.cues([place], dose.renewed_by)):
            n_apologies = 0
        for cue in case.cues([place], frozenset({Label.APOLOGISE})):
            n_apologies += 1
            if n_apologies >= dose.apologies:
                flagged.append(cue)
    return flagged
