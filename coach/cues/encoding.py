"""How a turn becomes what the model of the cues reads: windows of word pieces.

    [CLS] customer: it died again [SEP] agent: oh no, I'm sorry. Did it beep? [SEP]
    └──── what was said before ────┘           └──────── the turn itself ───────┘

Training and inference both come through here, so that the model sees the same thing in both.
A turn too long for one window becomes several, cut between sentences; what precedes a window in
its own turn then stands where earlier turns stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach.conversation.turn import Turn

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

_CLS, _SEP, _MASK = "[CLS]", "[SEP]", "[MASK]"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of a conversation the model reads, in word pieces.

    Attributes:
        turn: at most this many of the turn in one window.
        before: at most this many of what was said before.
        each: at most this many of any one earlier turn: its beginning and its end.
        n_turns: at most this many earlier turns.
    """

    turn: int = 96
    before: int = 80
    each: int = 40
    n_turns: int = 3


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a turn as the model reads it, with what was said before.

    Attributes:
        ids: word pieces, with their separators.
        border: how many of them precede the turn and its marker.
        first: place of the first word piece of the turn itself.
        offsets: for each word piece of the turn itself, its characters `[start, end)` in the
            turn's text.
    """

    ids: tuple[int, ...]
    border: int
    first: int
    offsets: tuple[tuple[int, int], ...]

    @property
    def own(self) -> range:
        """Places of the turn's own word pieces."""
        return range(self.first, self.first + len(self.offsets))


class Encoder:
    """Cuts turns into windows of word pieces.

    Attributes:
        mask_id: the word piece that stands for a hidden one.
    """

    def __init__(self, tokenizer: Path, budget: Budget) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._tokenizer.encode_special_tokens = True  # a customer may write "[SEP]"
        self._budget = budget
        self._cls = self._id(_CLS)
        self._sep = self._id(_SEP)
        self.mask_id = self._id(_MASK)

    def windows(self, turn: Turn, before: Sequence[Turn]) -> list[Window]:
        """Return the windows of a turn, in order; none for a turn without a word piece."""
        pieces = self._pieces(turn.text)
        if not pieces.ids:
            return []
        all_ids, all_offsets = pieces.ids, pieces.offsets  # each access copies the whole list
        marker = self._marker(turn)
        earlier = [self._marker(t) + self._shortened(t.text) for t in self._last(before)]
        windows = []
        for start, end in self._cuts(turn.text, all_offsets):
            head = [[*marker, *all_ids[max(0, start - self._budget.each) : start]]] * (start > 0)
            past = self._joined([*earlier, *head])
            opening = [self._cls, *past, self._sep]
            ids = [*opening, *marker]
            own = all_ids[start:end]
            offsets = tuple(all_offsets[start:end])
            windows.append(Window((*ids, *own, self._sep), len(opening), len(ids), offsets))
        return windows

    def _cuts(self, text: str, offsets: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the ranges of word pieces that make the windows."""
        if len(offsets) <= self._budget.turn:
            return [(0, len(offsets))]
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        starts = _first_at_or_after(offsets, ends)
        cuts, begin = [], 0
        while len(offsets) - begin > self._budget.turn:
            reach = begin + self._budget.turn
            fitting = [place for place in starts if begin < place <= reach]
            end = fitting[-1] if fitting else reach
            cuts.append((begin, end))
            begin = end
        return [*cuts, (begin, len(offsets))]

    def _last(self, before: Sequence[Turn]) -> Sequence[Turn]:
        return before[-self._budget.n_turns :] if self._budget.n_turns else ()

    def _joined(self, earlier: list[list[int]]) -> list[int]:
        """Return as many of the last earlier turns as there is room for, oldest first."""
        kept: list[int] = []
        for ids in reversed(earlier):
            if len(kept) + len(ids) > self._budget.before:
                break
            kept = [*ids, *kept]
        return kept

    def _shortened(self, text: str) -> list[int]:
        ids = self._pieces(text[:_FAR] + text[-_FAR:] if len(text) > 2 * _FAR else text).ids
        if len(ids) <= self._budget.each:
            return list(ids)
        half = self._budget.each // 2
        return [*ids[:half], *ids[-half:]]

    def _marker(self, turn: Turn) -> list[int]:
        return list(self._pieces(f"{turn.role}:").ids)

    def _pieces(self, text: str) -> Encoding:
        known = _LONE_SURROGATE.sub("\ufffd", text)
        return self._tokenizer.encode(known, add_special_tokens=False)

    def _id(self, token: str) -> int:
        found = self._tokenizer.token_to_id(token)
        if found is None:
            raise ValueError(f"the tokenizer knows no {token}")
        return int(found)


_FAR = 400


def _first_at_or_after(offsets: list[tuple[int, int]], ends: list[int]) -> list[int]:
    """Return the place of the first word piece that starts at or behind each position."""
    places, place = [], 0
    for end in ends:
        while place < len(offsets) and offsets[place][0] < end:
            place += 1
        places.append(place)
    return places
