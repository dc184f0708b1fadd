"""What real people say all the time and the learning text hardly says.

Writers avoid stock phrases; those who work on a floor live by them. A model that learned from the
one does not know what the other means: `python -m coach.training.plainness models/cues-en FILE...`
tells the words and short runs of words that a file of real conversations has more often than the
model's learning text, so that more can be written where it is thin. Words are counted, and nothing
of the file is kept.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.conversation.codebook import Role
from coach.training.data import Labelled, read_all
from coach.training.recipe import read_recipe

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_MASKED = re.compile(r"#\w+#|__\w+__|\[\w+\]|@\w+|https?://\S+")
_LONGEST_RUN = 3
_PER = 10_000
_FEWEST = 5  # times that a run must stand in the real text: what is rarer may be chance
_SMOOTH = 0.4  # times in 10,000 words, taken for granted on both sides

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thin:
    """A run of words that is rarer in one text than in the other.

    Attributes:
        words: one to three of them.
        real: turns with it for 10,000 words of the real text.
        own: the same in the learning text.
    """

    words: str
    real: float
    own: float


def thin(own: Iterable[str], real: Iterable[str], *, most: int) -> list[Thin]:
    """Return what the real turns say more often than the own ones, the widest gaps first.

    A gap counts by how often it is met: the real rate times the logarithm of both rates' ratio.

    >>> thin(["it came late"] * 9, ["due to rain"] * 9, most=1)
    [Thin(words='due', real=3333.3333333333335, own=0.0)]
    """
    ours, n_own = _runs(own)
    theirs, n_real = _runs(real)
    found = [
        Thin(" ".join(run), _PER * n / n_real, _PER * ours[run] / max(1, n_own))
        for run, n in theirs.items()
        if n >= _FEWEST
    ]
    return sorted(found, key=_widest_first)[:most]


def _widest_first(one: Thin) -> tuple[float, str]:
    return -one.real * math.log((one.real + _SMOOTH) / (one.own + _SMOOTH)), one.words


def _runs(turns: Iterable[str]) -> tuple[Counter[Run], int]:
    """Return in how many turns each run stands, and how many words there are."""
    found: Counter[Run] = Counter()
    n_words = 0
    for turn in turns:
        words = _WORD.findall(_MASKED.sub(" ", turn.lower().replace("’", "'")))
        n_words += len(words)
        lengths = range(1, _LONGEST_RUN + 1)
        found.update({run for n in lengths for run in _of_length(words, n)})
    return found, n_words


def _of_length(words: Sequence[str], length: int) -> Iterator[Run]:
    return zip(*(words[start:] for start in range(length)), strict=False)


def said(conversations: Iterable[Labelled], role: Role) -> list[str]:
    """Return the texts of the turns of one role."""
    turns = (turn for one in conversations for turn in one.conversation.turns)
    return [turn.text for turn in turns if turn.role is role]


def main() -> None:
    """Tell what the learning text of a model lacks against files of real conversations."""
    parser = argparse.ArgumentParser(description="Tell what the learning text hardly says.")
    parser.add_argument("model", type=Path, help="folder of the model's recipe")
    parser.add_argument("real", type=Path, nargs="+", help="real conversations as JSONL")
    parser.add_argument("--most", type=int, default=60, help="lines for each role")
    given = parser.parse_args()
    folder = given.model / read_recipe(given.model / "recipe.toml").data.folder
    own = read_all(sorted(folder.glob("*.jsonl")))
    real = read_all(given.real)
    for role in (Role.AGENT, Role.CUSTOMER):
        sys.stdout.write(f"{role}: turns with it in 10,000 words, real and own\n")
        for one in thin(said(own, role), said(real, role), most=given.most):
            sys.stdout.write(f"{one.real:8.1f} {one.own:8.1f}  {one.words}\n")


if __name__ == "__main__":
    main()
