"""What the recogniser made up is left out, and what it hardly heard says so.

Whisper was trained on captions and writes them where nobody speaks: over music, noise and
silence it thanks for watching, or says one thing again and again. Four signs give it away: what the
voice detector heard at that moment, how sure the recogniser was, how the text repeats, and known
sentences. What stays keeps its probability, lowered where little voice was heard.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from coach.conversation.span import Span
from coach.conversation.turn import Word
from coach.transcription.hearing import REPETITIVE, UNLIKELY, Heard, HeardWord
from coach.transcription.inventions import kind_of
from coach.transcription.packing import Piece, Window

NOBODY = 0.6  # the recogniser's own "no speech", believed if its words are unlikely too;
# Radford et al. (2022), section 4.5
VOICELESS = (
    0.1  # no frame of a word has more of a voice: below it the word has no sound to stand on
)
POOR = 0.6  # mean probability under which a stock phrase that stands alone is not believed
MOST_REPEATS = 4  # "no, no, no, no" is said by people; loops go on for the rest of a window
_LONGEST_LOOP = 12  # words
_SENTENCE_END = re.compile(r"[.!?。！？]+$")

Voice = Callable[[int, Span], float]


@dataclass(frozen=True, slots=True)
class Said:
    """A word on the call's clock and the piece in which it was heard."""

    piece: Piece
    word: Word
    opens: bool  # whether the recogniser wrote a space before it


def believable(window: Window, heard: Heard, voice: Voice, refused: Counter[str]) -> list[Said]:
    """Return the words of a window that were said, in order.

    Args:
        window: what was listened to.
        heard: what the recogniser made of it.
        voice: the highest probability of a voice in a stretch of a channel.
        refused: counts words by why they are left out: "silence", "loop", "invention".
    """
    if heard.no_speech > NOBODY and heard.log_p < UNLIKELY:
        refused["silence"] += len(heard.words)
        return []
    kept = without_loops(heard.words)
    if len(kept) > 1 and _compression(kept) > REPETITIVE:
        kept = []
    refused["loop"] += len(heard.words) - len(kept)
    said = _voiced([_said(window, word) for word in kept if word.text.strip()], voice, refused)
    return _without_inventions(said, refused)


def without_loops(words: Sequence[HeardWord]) -> list[HeardWord]:
    """Return words without what is said more than four times in a row, however long it is.

    >>> from coach.transcription.hearing import HeardWord as W
    >>> said = "so we went thank you thank you thank you thank you thank you".split()
    >>> [word.text for word in without_loops([W(text, 0, 1, 0.9) for text in said])]
    ['so', 'we', 'went']
    """
    plain = [word.text.strip().strip(".,!?。、").casefold() for word in words]
    kept: list[HeardWord] = []
    place = 0
    while place < len(words):
        length = _loop_at(plain, place)
        if not length:
            kept.append(words[place])
        place += length or 1
    return kept


def _loop_at(plain: Sequence[str], place: int) -> int:
    """Return how many words a loop that begins here takes up in all; 0 where none begins."""
    for size in range(1, _LONGEST_LOOP + 1):
        unit, end = plain[place : place + size], place + size
        while plain[end : end + size] == unit:
            end += size
        if (end - place) // size > MOST_REPEATS:
            return end - place
    return 0


def _compression(words: Sequence[HeardWord]) -> float:
    text = "".join(word.text for word in words).strip().encode()
    return len(text) / len(zlib.compress(text))


def _said(window: Window, heard: HeardWord) -> Said:
    piece, start, end = window.place(heard.start, max(heard.start, heard.end))
    p = min(max(heard.p, 0.0), 1.0)
    return Said(piece, Word(heard.text.strip(), start, end, p), heard.text[:1].isspace())


def _voiced(said: Sequence[Said], voice: Voice, refused: Counter[str]) -> list[Said]:
    """Drop words without any voice, and lower the probability of those with little of it."""
    kept = []
    for one in said:
        loudest = voice(
            one.piece.channel, Span(one.word.start, max(one.word.end, one.word.start + 0.05))
        )
        if loudest < VOICELESS:
            refused["silence"] += 1
            continue
        p = (one.word.p or 0.0) * min(1.0, 2 * loudest)
        kept.append(replace(one, word=replace(one.word, p=p)))
    return kept


def _without_inventions(said: Sequence[Said], refused: Counter[str]) -> list[Said]:
    kept = []
    for _, group in groupby(said, key=lambda one: one.piece):
        in_piece = list(group)
        sentences = _sentences(in_piece)
        for sentence in sentences:
            if _is_invented(sentence, stands_alone=len(sentences) == 1):
                refused["invention"] += len(sentence)
            else:
                kept += sentence
    return kept


def _is_invented(sentence: Sequence[Said], *, stands_alone: bool) -> bool:
    text = "".join((" " if one.opens else "") + one.word.text for one in sentence)
    kind = kind_of(text)
    if kind != "weak":
        return kind == "never"
    p = sum(one.word.p or 0.0 for one in sentence) / len(sentence)
    return stands_alone and p < POOR


def _sentences(said: Sequence[Said]) -> list[list[Said]]:
    sentences: list[list[Said]] = [[]]
    for one in said:
        sentences[-1].append(one)
        if _SENTENCE_END.search(one.word.text):
            sentences.append([])
    return [sentence for sentence in sentences if sentence]
