"""Words of one channel to the voices that said them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from coach.conversation.span import Seconds
from coach.conversation.transcript import Transcript, Utterance
from coach.conversation.turn import Word
from coach.conversation.voices import SpeakerSpan

_ENDS = (".", "?", "!", "。", "？", "！")
_MOST_STRAY = 0.35  # share of a sentence that may lie in another's voice and still be carried along
_PAUSE: Seconds = 1.2  # a sentence does not run on over a pause like this


def separated(transcript: Transcript, spans: Sequence[SpeakerSpan]) -> Transcript:
    """Return the transcript with a channel for each voice.

    A voice's border that falls into a sentence is moved to the sentence's end, if only the lesser
    part of it lies beyond: people change turns between sentences, and borders are estimated.

    Args:
        transcript: of one channel.
        spans: who speaks when.
    """
    n_speakers = max((one.speaker for one in spans), default=0) + 1
    words = sorted((w for u in transcript.utterances for w in u.words), key=lambda w: w.start)
    starts = [one.span.start for one in spans]
    said = [
        (speaker, word)
        for sentence in _sentences(words)
        for speaker, word in _given(sentence, spans, starts)
    ]
    utterances = tuple(
        Utterance(speaker, tuple(word for _, word in group))
        for speaker, group in groupby(said, key=lambda pair: pair[0])
    )
    return Transcript(utterances, n_speakers, transcript.language, transcript.by, transcript.notes)


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        if sentence and word.start - sentence[-1].end > _PAUSE:
            yield sentence
            sentence = []
        sentence.append(word)
        if word.text.endswith(_ENDS):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _given(
    sentence: Sequence[Word], spans: Sequence[SpeakerSpan], starts: Sequence[Seconds]
) -> list[tuple[int, Word]]:
    voices = [_speaker_at((w.start + w.end) / 2, spans, starts) for w in sentence]
    length: dict[int, Seconds] = {}
    for voice, word in zip(voices, sentence, strict=True):
        length[voice] = length.get(voice, 0.0) + max(word.end - word.start, 0.05)
    main = max(length, key=lambda voice: length[voice])
    stray = 1 - length[main] / sum(length.values())
    return [
        (main if stray <= _MOST_STRAY else voice, word)
        for voice, word in zip(voices, sentence, strict=True)
    ]


def _speaker_at(time: Seconds, spans: Sequence[SpeakerSpan], starts: Sequence[Seconds]) -> int:
    """Return whose voice is heard at a time, or nearest to it."""
    place = bisect_right(starts, time)
    near = spans[max(0, place - 1) : place + 1]
    if not near:
        return 0
    return min(near, key=lambda s: max(s.span.start - time, time - s.span.end, 0.0)).speaker
