"""Training conversations shown anew each time, closer to how real ones come.

* Recognisers leave out punctuation and capitals.
* People send one thought in several messages, and platforms join them to one turn without a
  full stop between them: real turns are longer and hold more than written ones.
* Names, numbers and links are masked before anybody may look at a conversation.

What is marked stays marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from coach.conversation.codebook import Label
from coach.conversation.turn import Turn
from coach.training.data import Labelled, Mark
from coach.training.noise import garbled, without_punctuation
from coach.training.recipe import VariationRecipe

_JOINT = " "
_MISHEARD = 0.1
_NAMES = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?= |[.,!?]|$)")
_MASKS = ("#NAME#", "#NAME#", "[NAME]", "<name>", "#PRS_ORG#", "XXXX")


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn with its marks, on its way to being changed."""

    turn: Turn
    marks: tuple[Mark, ...]
    doubtful: frozenset[Label]


def varied(one: Labelled, recipe: VariationRecipe, generator: np.random.Generator) -> Labelled:
    """Return the conversation as it is, or changed in some of the ways above."""
    if generator.random() < recipe.run_together:
        one = run_together(one, recipe.most_words, generator)
    if generator.random() < recipe.masked_names:
        one = with_masked_names(one, generator)
    if generator.random() < recipe.unpunctuated:
        one = as_heard(one)
    if generator.random() < recipe.misheard:
        one = misheard(one, share=_MISHEARD, seed=int(generator.integers(1_000_000)))
    return one


def as_heard(one: Labelled) -> Labelled:
    """Return the conversation as a recogniser without punctuation would have written it."""
    turns = tuple(
        replace(turn, text=without_punctuation(turn.text)) for turn in one.conversation.turns
    )
    return replace(one, conversation=replace(one.conversation, turns=turns))


def misheard(one: Labelled, *, share: float, seed: int) -> Labelled:
    """Return the conversation with a share of its words misheard; what is marked stays marked."""
    turns = tuple(
        replace(turn, text=garbled(turn.text, share=share, seed=seed + place))
        for place, turn in enumerate(one.conversation.turns)
    )
    return replace(one, conversation=replace(one.conversation, turns=turns))


def run_together(one: Labelled, most_words: int, generator: np.random.Generator) -> Labelled:
    """Return the conversation with messages of one speaker joined, half of those that can be.

    Two messages can be joined when nothing stands between them, or one message of the other
    side that carries no label and is left out; and when the turn stays below `most_words`.
    """
    made: list[_Turn] = []
    waiting = _turns(one)
    while waiting:
        turn = waiting.pop(0)
        while waiting and generator.random() < 0.5:
            skipped = _between(turn, waiting)
            if skipped is None or _n_words(turn) + _n_words(waiting[skipped]) > most_words:
                break
            turn = _joined(turn, waiting[skipped])
            del waiting[: skipped + 1]
        made.append(turn)
    return _rebuilt(one, made)


def with_masked_names(one: Labelled, generator: np.random.Generator) -> Labelled:
    """Return the conversation with words that look like names masked, as in cleaned records."""
    mask = _MASKS[int(generator.integers(len(_MASKS)))]
    return _rebuilt(one, [_substituted(turn, _NAMES, lambda _: mask) for turn in _turns(one)])


def _turns(one: Labelled) -> list[_Turn]:
    parts = zip(one.conversation.turns, one.marks, one.doubtful, strict=True)
    return [_Turn(turn, marks, doubtful) for turn, marks, doubtful in parts]


def _between(turn: _Turn, waiting: list[_Turn]) -> int | None:
    """Return how many messages stand between a turn and the next that can be joined to it."""
    for skipped, other in enumerate(waiting[:2]):
        if other.turn.role is turn.turn.role:
            return skipped
        if other.marks or other.doubtful:
            return None
    return None


def _joined(first: _Turn, second: _Turn) -> _Turn:
    """Return both as one turn; a label marked in both keeps both marks."""
    shift = len(first.turn.text) + len(_JOINT)
    text = first.turn.text + _JOINT + second.turn.text
    moved = tuple(replace(m, start=m.start + shift, end=m.end + shift) for m in second.marks)
    marks = first.marks + moved
    doubtful = (first.doubtful | second.doubtful) - {mark.label for mark in marks}
    return _Turn(replace(first.turn, text=text), marks, doubtful)


def _substituted(turn: _Turn, pattern: re.Pattern[str], by: Callable[[str], str]) -> _Turn:
    """Return the turn with every match exchanged, and its marks moved along."""
    text, marks = turn.turn.text, list(turn.marks)
    for match in reversed(list(pattern.finditer(text))):
        new = by(match.group())
        text = text[: match.start()] + new + text[match.end() :]
        grown = len(new) - len(match.group())
        marks = [_moved(mark, match.start(), match.end(), grown) for mark in marks]
    return _Turn(replace(turn.turn, text=text), tuple(marks), turn.doubtful)


def _moved(mark: Mark, start: int, end: int, grown: int) -> Mark:
    """Return the mark after [start, end) grew by so many characters."""
    if mark.start >= end:
        return replace(mark, start=mark.start + grown, end=mark.end + grown)
    if mark.end > start:
        return replace(mark, start=min(mark.start, start), end=max(mark.end, end) + grown)
    return mark


def _n_words(turn: _Turn) -> int:
    return turn.turn.text.count(" ") + 1


def _rebuilt(one: Labelled, made: list[_Turn]) -> Labelled:
    turns = tuple(part.turn for part in made)
    return replace(
        one,
        conversation=replace(one.conversation, turns=turns),
        marks=tuple(part.marks for part in made),
        doubtful=tuple(part.doubtful for part in made),
    )
