"""Words of each channel into turns: what one party says until the other takes over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from coach.conversation.span import Seconds, Span, merge
from coach.conversation.transcript import Transcript
from coach.conversation.turn import Word

# How the floor changes hands. Our choices, in the light of the pauses, gaps and overlaps that
# Heldner & Edlund (2010), Journal of Phonetics 38, 555-568, measured in three languages.
SILENCE: Seconds = 3.0  # nobody speaks: what follows is a new start
PAUSE: Seconds = 1.2  # long enough for the other's "yes" to be an answer
BREATH: Seconds = 0.3  # shorter gaps are within a sentence
BACKCHANNEL: Seconds = 0.8  # "mhm", "okay then": shorter ones do not take the floor
_JUST_BEFORE: Seconds = 1.0  # an interruption ends about when the interrupted falls silent
_BETWEEN_WORDS: Seconds = 0.5  # of one stretch of speech
_SHORTEST: Seconds = 0.01  # recognisers give short words no length; a turn needs one
# Begin of the turn so far, its last word's end, the next word's start: is it another's turn now?
HandsOver = Callable[[Seconds, Seconds, Seconds], bool]
_NO_SPACES = frozenset({"ja", "zh", "yue", "th", "lo", "my", "km"})


@dataclass(frozen=True, slots=True)
class ChannelTurn:
    """What one channel says until the other takes over.

    Attributes:
        channel: index of the audio channel.
        words: at least one, in order.
    """

    channel: int
    words: tuple[Word, ...]

    @property
    def span(self) -> Span:
        """From the first word to the last."""
        start = self.words[0].start
        return Span(start, max(start + _SHORTEST, *(word.end for word in self.words)))


def turns_from(transcript: Transcript) -> list[ChannelTurn]:
    """Return the turns of all channels in the order in which they begin.

    A party's words are split at a gap when, in it or just before it, another party said more
    than a backchannel; when it is longer than 1.2 seconds and another party speaks in it at all;
    and when nobody speaks for three seconds. What is said while the other party talks on is a
    turn of its own and splits nothing:

        channel 0   ──── ── ────        ─────         two turns
        channel 1         mhm     ─────               two turns

    In a recording of one channel, where nobody can be told apart, every gap of 1.2 seconds splits.
    """
    channels = [_words_of(transcript, channel) for channel in range(transcript.n_channels)]
    turns: list[ChannelTurn] = []
    for channel, words in enumerate(channels):
        others = _stretches(w for n, said in enumerate(channels) if n != channel for w in said)
        hands_over = _changes(others) if transcript.n_channels > 1 else _pauses
        turns += (ChannelTurn(channel, part) for part in _split(words, hands_over))
    return sorted(turns, key=lambda turn: (turn.words[0].start, turn.channel))


def text_of(words: Sequence[Word], language: str | None) -> str:
    """Return words as they are written, with spaces where the language has them.

    >>> text_of([Word("Hello,", 0, 1), Word("Dana.", 1, 2)], "en")
    'Hello, Dana.'
    >>> text_of([Word("私", 0, 1), Word("の", 1, 2), Word("iPad", 2, 3), Word("Pro", 3, 4)], "ja")
    '私のiPad Pro'
    """
    if (language or "").partition("-")[0] not in _NO_SPACES:
        return " ".join(word.text for word in words)
    text = ""
    for word in words:
        is_latin = text[-1:].isascii() and text[-1:].isalnum() and word.text[0].isascii()
        text += (" " if is_latin and word.text[0].isalnum() else "") + word.text
    return text


def _words_of(transcript: Transcript, channel: int) -> list[Word]:
    words = [w for u in transcript.utterances if u.channel == channel for w in u.words]
    return sorted(words, key=lambda word: word.start)


def _stretches(words: Iterable[Word]) -> list[Span]:
    spans = (Span(w.start, max(w.end, w.start + _SHORTEST)) for w in words)
    return merge(spans, gap=_BETWEEN_WORDS)


def _split(words: Sequence[Word], hands_over: HandsOver) -> Iterator[tuple[Word, ...]]:
    first, said_until = 0, 0.0
    for place, word in enumerate(words):
        if place > first and hands_over(words[first].start, said_until, word.start):
            yield tuple(words[first:place])
            first = place
        said_until = max(said_until, word.end)
    if words:
        yield tuple(words[first:])


def _pauses(_begin: Seconds, said_until: Seconds, goes_on: Seconds) -> bool:
    return goes_on - said_until > PAUSE


def _changes(others: Sequence[Span]) -> HandsOver:
    """Return what tells whether the floor changes hands in a gap, given the others' speech."""
    ends = [span.end for span in others]

    def hands_over(begin: Seconds, said_until: Seconds, goes_on: Seconds) -> bool:
        gap = goes_on - said_until
        if gap <= BREATH or gap >= SILENCE:
            return gap >= SILENCE
        for span in others[bisect_right(ends, said_until - _JUST_BEFORE) :]:
            if span.start >= goes_on:
                break
            if gap > PAUSE and span.end > said_until:
                return True
            if begin < span.start and span.end <= goes_on and span.duration >= BACKCHANNEL:
                return True
        return False

    return hands_over
