"""One conversation as the rubric sees it: who showed what, and what takes this customer up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from coach.conversation.codebook import Label
from coach.conversation.conversation import Conversation
from coach.conversation.findings import CueFinding
from coach.conversation.lines import goes_on
from coach.rubric.clauses import own_words, points_back, told_before
from coach.rubric.criteria import Pairing, Rubric
from coach.rubric.names import names_in
from coach.rubric.standing import weighed
from coach.rubric.uptake import (
    SAID_BACK,
    TAKEN_UP,
    Item,
    Vocabulary,
    is_concrete,
    items,
    shared,
    spelt,
)
from coach.rubric.windows import says_nothing

_STOCK = frozenset(  # what is most often said in stock phrases must show more
    {
        Label.ACKNOWLEDGE_FEELING, Label.VALIDATE, Label.APOLOGISE, Label.REASSURE, Label.WARMTH,
        Label.WELCOME_FEEDBACK,
    }
)  # fmt: skip
_BEGIN = re.compile(r"^|[.!?。！？\n]+\s*(?=\S)")
_END = re.compile(r"[.!?。！？\n]")
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
    _items: dict[str, list[Item]] = field(default_factory=dict)
    _apart: dict[tuple[int, frozenset[Label]], frozenset[str]] = field(default_factory=dict)
    _counts: dict[int, bool] = field(default_factory=dict)

    def labels(self, turn: int) -> set[Label]:
        """Return what was found in a turn."""
        return {finding.label for finding in self.by_turn.get(turn, ())}

    def cues(self, turns: Iterable[int], labels: frozenset[Label]) -> Iterator[CueFinding]:
        """Yield the findings of those labels in those turns, in order."""
        for place in turns:
            yield from (cue for cue in self.by_turn.get(place, ()) if cue.label in labels)

    def said(self, finding: CueFinding) -> str:
        """Return the words that a finding points at."""
        return self.conversation.turns[finding.turn].text[finding.start : finding.end]

    def sentence(self, finding: CueFinding) -> str:
        """Return the sentences that a finding points at, whole, over lines that were wrapped."""
        text = self.conversation.turns[finding.turn].text
        first = max(m.end() for m in _BEGIN.finditer(text[: finding.start + 1]) if _parts(text, m))
        ends = _END.finditer(text, max(finding.end - 1, first))
        last = next((match.end() for match in ends if _parts(text, match)), len(text))
        return text[first:last]

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
            or (cue.label in pairing.meets_asked and self.asks_about(cue, pairing.moments))
        )

    def takes_up(self, cue: CueFinding) -> bool:
        """Whether a cue's own clause shares matter with what the customer said before it.

        Care that only points back ("That must be awful") leans on the sentence before it, where
        that one told what the customer went through.
        """
        own = self._own(cue)
        if all(self._shares(cue, words) for words in own):
            return True
        if cue.label not in _STOCK or not all(map(points_back, own)):
            return False
        told = told_before(self.conversation.turns[cue.turn].text, cue.start)
        return bool(told) and self._shares(cue, told)

    def asks_about(self, cue: CueFinding, moments: frozenset[Label]) -> bool:
        """Whether a question takes up what the customer felt or bore, and not only the product."""
        told = self.cues(range(cue.turn), moments)
        borne = [item for moment in told for item in self._items_of(self.said(moment))]
        apart = frozenset().union(*(self._said_apart(n, moments) for n in range(cue.turn)))
        return all(
            shared([item for item in self._items_of(words) if not item.stems & apart], borne)
            >= TAKEN_UP
            for words in self._own(cue)
        )

    def _said_apart(self, turn: int, moments: frozenset[Label]) -> frozenset[str]:
        """Return the stems of what the customer said in a turn outside moments, family left out."""
        key = turn, moments
        if key not in self._apart:
            said = self.conversation.turns[turn]
            text = said.text if said.is_customer else ""
            for moment in self.cues([turn], moments):
                text = text.replace(self.said(moment), " ")
            stems = (stem for item in spelt(self._items_of(text)) for stem in item.stems)
            self._apart[key] = frozenset(stem for stem in stems if stem[0] != "#")
        return self._apart[key]

    def _shares(self, cue: CueFinding, words: str) -> bool:
        ours = weighed(words, self.vocabulary, self.names)
        theirs = self._said_before(cue.turn)
        worth = shared(ours, theirs)
        words_told = spelt(ours)
        if cue.label is Label.RECALL and shared(words_told, theirs) < _MOSTLY * len(words_told):
            return False
        return worth >= (TAKEN_UP if cue.label in _STOCK else SAID_BACK)

    def _items_of(self, words: str) -> list[Item]:
        if words not in self._items:
            self._items[words] = items(words, self.vocabulary, self.names)
        return self._items[words]

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
        return self._items_of(self.conversation.turns[turn].text)


def _parts(text: str, border: re.Match[str]) -> bool:
    """Whether a border of sentences is one: a line that a mail program broke ends none."""
    is_line = bool(border[0]) and not border[0].strip()
    return not is_line or not goes_on(text, border.start())


def case_of(conversation: Conversation, findings: Sequence[CueFinding], rubric: Rubric) -> Case:
    """Return a conversation with those of its findings that are sure enough."""
    by_turn: dict[int, list[CueFinding]] = {}
    for finding in sorted(findings, key=lambda f: (f.turn, f.start, f.end, f.label)):
        if rubric.is_sure(finding):
            by_turn.setdefault(finding.turn, []).append(finding)
    about = conversation.about
    names = names_in((turn.text for turn in conversation.turns), about.customer, about.agent)
    known = rubric.vocabulary(about.language)
    case = Case(conversation, rubric, by_turn, known, names - known.common)
    case.overdone = frozenset(overdone_apologies(case))
    return case


def overdone_apologies(case: Case) -> list[CueFinding]:
    """Return the apologies that come after too many others without a new action or fact between.

    One sentence apologises once, whatever it says twice.
    """
    dose, n_apologies = case.rubric.dose, 0
    flagged: list[CueFinding] = []
    for place, turn in enumerate(case.conversation.turns):
        if not turn.is_agent:
            continue
        if any(case.is_concrete(cue) for cue in case.cues([place], dose.renewed_by)):
            n_apologies = 0
        in_turn = case.cues([place], frozenset({Label.APOLOGISE}))
        for _, of_sentence in groupby(in_turn, key=case.sentence):
            n_apologies += 1
            if n_apologies >= dose.apologies:
                flagged += of_sentence
    return flagged
