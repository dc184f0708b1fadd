"""Cues and moments by rules: patterns over the words of a spaCy Doc, kept as data in TOML.

Patterns become regular expressions over the line of norms that `wording` makes of a Doc, and are
tried only where one of the words that they need occurs. spaCy's Matcher took thirty times as
long on the same patterns (104 against 3,200 turns per CPU second), and groups, gaps and sentence
borders read more plainly than lists of token attributes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coach.conversation.codebook import Label, Role
from coach.conversation.findings import CueFinding
from coach.conversation.turn import Turn
from coach.cues.base import Context
from coach.cues.merge import merge
from coach.cues.phrases import Phrase
from coach.cues.rulefile import Rule, RuleBook, read
from coach.cues.wording import Wording, wording
from coach.language.pipeline import LANGUAGES

if TYPE_CHECKING:
    from spacy.tokens import Doc

PATTERNS = Path(__file__).parent / "patterns"
MOST_PER_LABEL = 3
_NEAR = 80
_LOOK_BACK = 8
_MEMORY = 60

_Match = tuple[Rule, int, int]


class RuleDetector:
    """Finds what the rules of each language say, in the turns of that language."""

    def __init__(self, books: Sequence[RuleBook]) -> None:
        self._index = {
            (book.language, role): _Index(book, role)
            for book in books
            for role in (Role.AGENT, Role.CUSTOMER)
        }

    def detect(self, batch: Sequence[Context]) -> list[list[CueFinding]]:
        """Return the findings of each context, in the order of the batch."""
        return [self._one(context) for context in batch]

    def _one(self, context: Context) -> list[CueFinding]:
        index = self._index.get((context.language, context.turn.role))
        if index is None:
            return []
        seen = _Seen(context, index.book)
        matches = [match for match in index.matches(seen.wording) if seen.allows(*match)]
        kept = _without_yielding(matches, seen.wording)
        return merge((seen.finding(*match) for match in kept), most_per_label=MOST_PER_LABEL)


def build(*, folder: Path = PATTERNS) -> RuleDetector:
    """Return the detector of the rules in a folder that holds `en.toml` and `ja.toml`.

    Raises:
        BadSettings: a file is missing or says something impossible.
    """
    return RuleDetector([read(folder / f"{language}.toml") for language in LANGUAGES])


class _Index:
    """The rules of one role, found by the words that their patterns need."""

    def __init__(self, book: RuleBook, role: Role) -> None:
        self.book = book
        rules = [rule for rule in book.rules if rule.label.role is role]
        self._plain = [rule for rule in rules if not rule.phrases]
        self._patterns = [(rule, phrase) for rule in rules for phrase in rule.phrases]
        self._always: list[int] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, (_, phrase) in enumerate(self._patterns):
            for word in phrase.anchors:
                self._by_word[word].append(number)
            if not phrase.anchors:
                self._always.append(number)

    def matches(self, words: Wording) -> Iterator[_Match]:
        """Yield every place where a rule's pattern holds, whatever its conditions say."""
        for rule in self._plain:
            yield from ((rule, start, end) for start, end in words.sentences)
        tried = set(self._always)
        for word, numbers in self._by_word.items():
            if word in words.text:
                tried.update(numbers)
        for number in sorted(tried):
            rule, phrase = self._patterns[number]
            yield from ((rule, start, end) for start, end in phrase.find(words.text))


class _Seen:
    """What a rule's conditions can ask about a turn; worked out when first asked."""

    def __init__(self, context: Context, book: RuleBook) -> None:
        self.context = context
        self.wording = wording(context.doc)
        self._book = book
        self._recalled: frozenset[str] | None = None
        self._said: frozenset[str] | None = None
        self._last: Wording | None = None

    def finding(self, rule: Rule, start: int, end: int) -> CueFinding:
        """Return the finding of a match, on the clause that shows it."""
        if rule.recalls:
            start, end = self._first_recalled(start)
        first, last = self.wording.evidence(start, end, grow=not rule.whole)
        by = f"rule:{rule.id}"
        return CueFinding(self.context.index, rule.label, rule.p, first, last, by)

    def allows(self, rule: Rule, start: int, end: int) -> bool:
        """Return whether all conditions of a rule hold at a place."""
        return (
            self._turn_fits(rule)
            and self._sentence_fits(rule, start, end)
            and (not rule.after or self._follows(rule.after))
            and self._echoes(rule, start)
            and self._recalls(rule, start)
        )

    def _turn_fits(self, rule: Rule) -> bool:
        role, channel = self.context.turn.role, self.context.channel
        if rule.channels and channel not in rule.channels:
            return False
        nth = 1 + sum(turn.role is role for turn in self.context.before)
        return rule.nth[0] <= nth <= rule.nth[1]

    def _sentence_fits(self, rule: Rule, start: int, end: int) -> bool:
        first, last = self.wording.sentence(start)
        least, most = rule.words
        if (
            not least
            <= sum(self.wording.is_word[w] for w in self.wording.words(first, last))
            <= most
        ):
            return False
        if rule.asks is not None and self._is_question(first, last) != rule.asks:
            return False
        if rule.shouts and not self.wording.shouts(first, last):
            return False
        near = max(first, start - _NEAR), min(last, end + _NEAR)
        return not any(phrase.holds(self.wording.text, *near) for phrase in rule.unless)

    def _is_question(self, first: int, last: int) -> bool:
        text = self.wording.text
        return "?" in text[first:last] or any(p.holds(text, first, last) for p in self._book.asks)

    def _follows(self, after: Sequence[Phrase]) -> bool:
        """Return whether the other side's last words hold one of the phrases."""
        last = self._last_of_other()
        return last is not None and any(phrase.holds(last.text) for phrase in after)

    def _last_of_other(self) -> Wording | None:
        role = self.context.turn.role
        for turn, doc in zip(
            reversed(self.context.before), reversed(self.context.docs_before), strict=True
        ):
            if turn.role not in {role, Role.OTHER}:
                return wording(doc)
        return None

    def _echoes(self, rule: Rule, start: int) -> bool:
        if not rule.echo:
            return True
        if self._said is None:
            self._said = self._customer_matter()
        return len(self.wording.matter(*self.wording.sentence(start)) & self._said) >= rule.echo

    def _recalls(self, rule: Rule, start: int) -> bool:
        if not rule.recalls:
            return True
        return len(self.wording.matter(*self.wording.sentence(start)) & self._earlier()) >= (
            rule.recalls
        )

    def _first_recalled(self, start: int) -> tuple[int, int]:
        """Return where the first recalled word of a sentence lies in its text."""
        words = self.wording.words(*self.wording.sentence(start))
        word = next(w for w in words if self.wording.carries[w] in self._earlier())
        return self.wording.starts[word], self.wording.starts[word] + 1

    def _earlier(self) -> frozenset[str]:
        """Return what the customer said before their last words and nobody has said since."""
        if self._recalled is None:
            pairs = list(zip(self.context.before, self.context.docs_before, strict=True))[-_MEMORY:]
            border = _last_words(pairs)
            said, since = set[str](), set(self._book.common)
            for place, (turn, doc) in enumerate(pairs):
                earlier = turn.is_customer and place < border
                (said if earlier else since).update(wording(doc).matter())
            self._recalled = frozenset(said - since)
        return self._recalled

    def _customer_matter(self) -> frozenset[str]:
        """Return what the customer's last turns were about."""
        pairs = zip(self.context.before, self.context.docs_before, strict=True)
        docs = [doc for turn, doc in pairs if turn.is_customer][-_LOOK_BACK:]
        return frozenset().union(*(wording(doc).matter() for doc in docs))


def _last_words(pairs: Sequence[tuple[Turn, Doc]]) -> int:
    """Return where the customer's last words begin: all of their turns since another spoke."""
    place = len(pairs)
    while place and not pairs[place - 1][0].is_customer:
        place -= 1
    while place and pairs[place - 1][0].is_customer:
        place -= 1
    return place


def _without_yielding(matches: Sequence[_Match], words: Wording) -> Iterator[_Match]:
    """Drop matches whose sentence shows a label that their rule yields to."""
    taken: dict[tuple[int, int], set[Label]] = defaultdict(set)
    for rule, start, _ in matches:
        taken[words.sentence(start)].add(rule.label)
    for rule, start, end in matches:
        if not rule.yields_to & taken[words.sentence(start)]:
            yield rule, start, end
