"""Sentences of a turn, as places in its text.

For showing and counting only: what a sentence says is found by detectors, which have their own
pipelines. Speech that was written down without stops is one sentence.
"""

from __future__ import annotations

import re
import unicodedata

from coach.conversation.lines import goes_on

_END = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bNo)(?<!\bSt)[.!?…]+(?=[\s\"'”’)]|$)[\"'”’)]*"
    r"|[。！？]+[」』）”]*|\n+"
)
_ASKS = re.compile(r"[?？][\"'”’)」』）\s]*$|か[。」』）\s]*$")
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?", re.IGNORECASE)
_KANA = re.compile(r"[ぁ-ヿ一-鿿々]")
_CHARACTERS_A_WORD = 2


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the sentences of a text are, in order, as `[start, end)` without outer spaces.

    >>> text = "That was Mr. Hill. It cost $4.50! 困りました。はい"
    >>> [text[start:end] for start, end in sentences(text)]
    ['That was Mr. Hill.', 'It cost $4.50!', '困りました。', 'はい']
    """
    found, first = [], 0
    borders = (match.end() for match in _END.finditer(text) if not _is_wrapped(text, match))
    for end in (*borders, len(text)):
        piece = text[first:end]
        start = first + len(piece) - len(piece.lstrip())
        stop = first + len(piece.rstrip())
        if start < stop:
            found.append((start, stop))
        first = end
    return tuple(found)


def _is_wrapped(text: str, border: re.Match[str]) -> bool:
    return border[0] == "\n" and goes_on(text, border.start())


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Return the sentence that holds a place; the whole text where none does."""
    held = (one for one in sentences(text) if one[0] <= place < one[1])
    return next(held, (0, len(text)))


def asks(sentence: str) -> bool:
    """Whether a sentence ends as a question does.

    >>> asks("いつ届きますか。"), asks("When?"), asks("It is late.")
    (True, True, False)
    """
    return bool(_ASKS.search(sentence))


def n_words(text: str) -> int:
    """Return how many words a text has; two characters of Japanese count as one.

    >>> n_words("It's been six weeks"), n_words("六週間待ちました")
    (4, 4)
    """
    text = unicodedata.normalize("NFKC", text)
    return len(_WORD.findall(text)) + len(_KANA.findall(text)) // _CHARACTERS_A_WORD
