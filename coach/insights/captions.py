"""The words of a clip as captions in WebVTT, and the title that a reel shows before it.

Source: https://www.w3.org/TR/webvtt1/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from coach.conversation.codebook import Role
from coach.conversation.span import Seconds, Span
from coach.conversation.turn import Turn, Word, word_places
from coach.insights.clips import Clip
from coach.language.redact import Private, masked_part

VOICES = {Role.AGENT: "Agent", Role.CUSTOMER: "Customer", Role.OTHER: "Other"}
_LONGEST = 84  # two lines of 42 letters; BBC and Netflix guidelines for captions
_WIDE = 2  # a Japanese letter is as wide as two Latin ones
_PAUSE: Seconds = 1.0  # begins a new caption
_SHORTEST: Seconds = 0.1
_SENTENCE_ENDS = tuple(".?!。？！")

Place = tuple[int, int, Word]  # of a word in a text: see `word_places`


@dataclass(frozen=True, slots=True)
class Caption:
    """Text that is shown for a time.

    Attributes:
        span: when, in seconds of the file that the captions go with.
        text: one line.
        voice: whose words they are; None for a title.
    """

    span: Span
    text: str
    voice: str | None = None

    def later(self, by: Seconds) -> Caption:
        """Return the same, shown later by so many seconds."""
        return replace(self, span=Span(self.span.start + by, self.span.end + by))


def captions(
    turns: Sequence[Turn], heard: Span, private: Sequence[Private] = (), role: Role | None = None
) -> list[Caption]:
    """Return captions for a stretch of a call, on a clock that begins with the stretch.

    Args:
        turns: of the whole call; those without times are left out.
        heard: the stretch, in seconds of the recording.
        private: what to mask.
        role: whose words alone to show; None: everybody's.
    """
    found = []
    for place, turn in enumerate(turns):
        if role is None or turn.role is role:
            for span, start, end in _pieces(turn, heard):
                text = masked_part(place, turn.text, private, start, end).strip()
                on_clock = Span(max(0.0, span.start - heard.start), span.end - heard.start)
                found.append(Caption(on_clock, text, VOICES[turn.role]))
    return sorted(found, key=lambda caption: caption.span)


def title(clip: Clip, number: int) -> str:
    """Return what a clip shows, without saying who is heard in it.

    Args:
        clip: the clip.
        number: its place in the reel, from one.
    """
    name = clip.shows[0].label.replace("_", " ")
    if clip.criterion is None or clip.state is None:
        return f"{number}. {name}"
    return f"{number}. {clip.criterion}, {clip.state}: {name}"


def webvtt(shown: Iterable[Caption]) -> str:
    """Return captions as a WebVTT file.

    >>> print(webvtt([Caption(Span(1.5, 2), "Oh & no", "Agent")]), end="")
    WEBVTT
    <BLANKLINE>
    00:00:01.500 --> 00:00:02.000
    <v Agent>Oh &amp; no
    """
    blocks = ["WEBVTT\n"]
    for caption in shown:
        voice = f"<v {caption.voice}>" if caption.voice else ""
        times = f"{_clock(caption.span.start)} --> {_clock(caption.span.end)}"
        blocks.append(f"{times}\n{voice}{_escaped(' '.join(caption.text.split()))}\n")
    return "\n".join(blocks)


def _pieces(turn: Turn, heard: Span) -> Iterator[tuple[Span, int, int]]:
    """Yield when pieces of a turn are said that can be heard, and where they stand in its text."""
    every = list(word_places(turn))
    if not every and turn.span and turn.text.strip():
        shown = turn.span.overlap(heard)
        if shown and shown.duration > turn.span.duration / 2:
            yield shown, 0, len(turn.text)
    ends = [*(start for start, _, _ in every[1:]), len(turn.text)][: len(every)]
    places = [
        (start, end, word)
        for (start, _, word), end in zip(every, ends, strict=True)
        if heard.start <= word.start < heard.end and word.end <= heard.end + _SHORTEST
    ]
    first = 0
    for place in range(1, len(places) + 1):
        if place == len(places) or _is_break(turn.text, places, first, place):
            start = places[first][2].start
            last = max(start + _SHORTEST, *(word.end for _, _, word in places[first:place]))
            yield Span(start, last), places[first][0], places[place - 1][1]
            first = place


def _is_break(text: str, places: Sequence[Place], first: int, place: int) -> bool:
    """Whether a new caption begins with the word at `place`."""
    before, word = places[place - 1], places[place]
    if word[2].start - before[2].end > _PAUSE or text[: before[1]].rstrip().endswith(
        _SENTENCE_ENDS
    ):
        return True
    return _width(text[places[first][0] : word[1]]) > _LONGEST


def _width(text: str) -> int:
    return sum(1 if letter.isascii() else _WIDE for letter in text)


def _clock(time: Seconds) -> str:
    minutes, milliseconds = divmod(round(time * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
