"""Evidence that was hardly heard is no evidence.

A recogniser's errors hit just the words that cues hang on ("sorry" becomes "fiery"), and it writes
kind stock phrases where nobody spoke. So a finding stands only if its words were heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coach.conversation.findings import CueFinding
from coach.conversation.turn import Turn, word_places

# Below this mean probability the words are more likely wrong than right. Whisper's word
# probabilities are meant so; how well they keep to it on your line, `make test-weights` tells.
LEAST_P = 0.5


def well_heard(
    findings: Iterable[CueFinding], turns: Sequence[Turn], *, least_p: float = LEAST_P
) -> tuple[list[CueFinding], int]:
    """Return the findings whose words were heard well enough, and how many were not.

    Words whose probability is not known (written, or typed by a person) are taken as they are.

    Args:
        findings: of one conversation.
        turns: its turns.
        least_p: the mean probability that the words of the evidence must have.
    """
    found = list(findings)
    kept = [f for f in found if heard_p(turns[f.turn], f.start, f.end) >= least_p]
    return kept, len(found) - len(kept)


def heard_p(turn: Turn, start: int, end: int) -> float:
    """Return the mean probability with which the words at `[start, end)` of a turn were heard.

    1 where it is not known.
    """
    there = [word for first, last, word in word_places(turn) if first < end and start < last]
    known = [word.p for word in there if word.p is not None]
    return sum(known) / len(known) if known else 1.0


def about_refused(n_refused: int) -> tuple[str, ...]:
    """Return what to say about findings that do not count."""
    if not n_refused:
        return ()
    things = "1 finding does" if n_refused == 1 else f"{n_refused} findings do"
    return (f"{things} not count, since the words were heard too unsurely",)
