"""Which words of a turn show a label, from how strongly each word piece speaks for it.

The strongest run of words, widened to the borders of its clause: a highlight is something that
a person would have underlined, four to twelve words, never a whole message.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.conversation.lines import goes_on

FEWEST_WORDS, MOST_WORDS = 4, 12
_WORD = re.compile(r"\S{1,40}")
_CLAUSE_END = re.compile(r"[.!?,;:…)–—-]+[\"'”’)]*$")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)]*$")
_OPENS_CLAUSE = frozenset(
    {
        "and", "but", "or", "because", "if", "when", "while", "although", "though", "unless",
        "until", "which", "whereas", "however",
    }
)  # fmt: skip
_LOOSE = " \t\r\n.,;:!?…-–—\"'“”‘’()[]*"
_STRONG = 0.4

NEARLY = 0.8
"""From this share of the strongest word's weight, other words show a label nearly as well.

Lower, what is marked beside is what annotators marked less and less often.
"""

Range = tuple[int, int]


def evidence(text: str, offsets: Sequence[Range], weights: Sequence[float]) -> Range:
    """Return the characters `[start, end)` that show a label best; never empty.

    Args:
        text: the whole turn.
        offsets: the characters of each word piece, in order; at least one.
        weights: how likely each word piece is to be evidence, in 0..1.

    >>> pieces = [(0, 2), (2, 3), (4, 6), (7, 12), (13, 18), (19, 23)]
    >>> evidence("ok. so sorry about that", pieces, [0.1, 0.0, 0.2, 0.9, 0.5, 0.1])
    (4, 23)
    """
    words = _words(text, offsets[0][0], offsets[-1][1])
    strength = _strengths(words, offsets, weights)
    first, last = _strongest_run(strength)
    parts = _by_sentence(text, words, first, last)
    best = max(range(len(parts)), key=lambda i: sum(strength[parts[i][0] : parts[i][1] + 1]))
    first, last = _within_limits(strength, *parts[best])
    first, last = _to_clause_borders(text, words, first, last)
    first, last = _with_whole_neighbours(text, words, parts, best, (first, last))
    return _tight(text, words[first][0], words[last][1])


def elsewhere(
    text: str, offsets: Sequence[Range], weights: Sequence[float], shown: Range
) -> Range | None:
    """Return the characters outside of those shown that show the label nearly as well, if any do.

    A long message may complain twice; whoever marks it by hand chooses one of both.

    Args:
        text: the whole turn.
        offsets: the characters of each word piece, in order; at least one.
        weights: how likely each word piece is to be evidence, in 0..1.
        shown: what `evidence` returned.
    """
    is_shown = [start < shown[1] and shown[0] < end for start, end in offsets]
    left = [0.0 if known else weight for known, weight in zip(is_shown, weights, strict=True)]
    best = max(weight for known, weight in zip(is_shown, weights, strict=True) if known)
    if not max(left) or max(left) < NEARLY * best:
        return None
    start, end = evidence(text, offsets, left)
    return None if start < shown[1] and shown[0] < end else (start, end)


def _words(text: str, start: int, end: int) -> list[Range]:
    """Return the words that the stretch touches; the stretch itself where it holds none."""
    found = [match.span() for match in _WORD.finditer(text, start) if match.start() < end]
    return found or [(start, end)]


def _strengths(
    words: Sequence[Range], offsets: Sequence[Range], weights: Sequence[float]
) -> list[float]:
    """Return for each word the weight of its strongest piece."""
    strength = [0.0] * len(words)
    word = 0
    for (start, _), weight in zip(offsets, weights, strict=True):
        while word + 1 < len(words) and words[word + 1][0] <= start:
            word += 1
        strength[word] = max(strength[word], weight)
    return strength


def _strongest_run(strength: Sequence[float]) -> Range:
    """Return first and last word of the run with the largest sum above a share of the peak."""
    floor = _STRONG * max(strength)
    best, best_run = float("-inf"), (0, 0)
    total, begin = 0.0, 0
    for place, value in enumerate(strength):
        if total <= 0:
            total, begin = 0.0, place
        total += value - floor
        if total > best:
            best, best_run = total, (begin, place)
    return best_run


def _by_sentence(text: str, words: Sequence[Range], first: int, last: int) -> list[Range]:
    """Return the parts of a run, one for each sentence that it touches."""
    ends = [place for place in range(first, last) if _ends_sentence(text, words, place)]
    return list(zip([first, *(end + 1 for end in ends)], [*ends, last], strict=True))


def _with_whole_neighbours(
    text: str, words: Sequence[Range], parts: Sequence[Range], best: int, chosen: Range
) -> Range:
    """Widen the chosen words by the next sentences of the run where these fit in whole."""
    first, last = chosen
    for _, end in parts[best + 1 :]:
        while end < len(words) - 1 and not _ends_sentence(text, words, end):
            end += 1
        if not _ends_sentence(text, words, last) or end - first + 1 > MOST_WORDS:
            break
        last = end
    for begin, _ in reversed(parts[:best]):
        while begin > 0 and not _ends_sentence(text, words, begin - 1):
            begin -= 1
        if not (first and _ends_sentence(text, words, first - 1)) or last - begin >= MOST_WORDS:
            break
        first = begin
    return first, last


def _ends_sentence(text: str, words: Sequence[Range], place: int) -> bool:
    start, end = words[place]
    return bool(_SENTENCE_END.search(text[start:end])) or _breaks(text, end, words[place + 1][0])


def _within_limits(strength: Sequence[float], first: int, last: int) -> Range:
    """Return the strongest part of a run that is not longer than is allowed."""
    if last - first < MOST_WORDS:
        return first, last
    starts = range(first, last - MOST_WORDS + 2)
    best = max(starts, key=lambda start: sum(strength[start : start + MOST_WORDS]))
    return best, best + MOST_WORDS - 1


def _to_clause_borders(text: str, words: Sequence[Range], first: int, last: int) -> Range:
    """Widen a run to the borders of its clause, as far as the limits allow."""
    while not _opens(text, words, first) and last - first + 1 < MOST_WORDS:
        first -= 1
    while not _closes(text, words, last) and last - first + 1 < MOST_WORDS:
        if last - first + 1 >= FEWEST_WORDS and _is_opener(text, words[last + 1]):
            break
        last += 1
    return first, last


def _opens(text: str, words: Sequence[Range], place: int) -> bool:
    if place == 0 or _closes(text, words, place - 1):
        return True
    return _is_opener(text, words[place])


def _closes(text: str, words: Sequence[Range], place: int) -> bool:
    start, end = words[place]
    if place == len(words) - 1 or _CLAUSE_END.search(text[start:end]):
        return True
    return _breaks(text, end, words[place + 1][0])


def _breaks(text: str, end: int, start: int) -> bool:
    """Return whether a new thought begins between two words: on a new line of its own."""
    breaks = [place for place in range(end, start) if text[place] == "\n"]
    return bool(breaks) and not (len(breaks) == 1 and goes_on(text, breaks[0]))


def _is_opener(text: str, word: Range) -> bool:
    return text[word[0] : word[1]].strip(_LOOSE).lower() in _OPENS_CLAUSE


def _tight(text: str, start: int, end: int) -> Range:
    """Return the range without loose punctuation at its ends, unless nothing else is there."""
    inner_start, inner_end = start, end
    while inner_start < inner_end and text[inner_start] in _LOOSE:
        inner_start += 1
    while inner_end > inner_start and text[inner_end - 1] in _LOOSE:
        inner_end -= 1
    return (inner_start, inner_end) if inner_start < inner_end else (start, end)
