"""WebVTT: captions with times and voices.

What a transcript needs of it: times, voices (`<v Dana>`), words. Where no cue has a voice, names
before a colon are read as voices ("Dana: hello"), which is how meeting programs export. Styles,
regions and places on the screen are passed over.

Source: https://www.w3.org/TR/webvtt1/
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coach.conversation.span import Seconds

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d\.\d{3})"
_TIMES = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(?:\s.*)?", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^\s>]{1,80})?[ \t]{1,20}([^>]{1,200})>")
_TAG = re.compile(r"<[^<>]{0,200}>")
_NAMED = re.compile(r"\s*([^:：<>]{1,40})[:：]\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cue:
    """What one voice says in one caption.

    Attributes:
        voice: the speaker's name; None where the file does not say.
        text: without markup.
        start: seconds.
        end: seconds; not before `start`.
        line: where it stands in the file, from one.
    """

    voice: str | None
    text: str
    start: Seconds
    end: Seconds
    line: int


def parse(text: str) -> list[Cue]:
    """Return the cues of a WebVTT file by start time, one for each voice in a caption.

    Raises:
        ValueError: "line 12: …", what is wrong there.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0][:6] != "WEBVTT" or lines[0][6:7].strip():
        raise ValueError("line 1: a WebVTT file begins with the word WEBVTT")
    cues = [cue for block in _blocks(lines[1:]) for cue in _cues(block)]
    if cues and all(cue.voice is None for cue in cues):
        cues = _named(cues)
    return sorted(cues, key=lambda cue: cue.start)


def _blocks(lines: Iterable[str]) -> Iterator[list[tuple[int, str]]]:
    """Yield runs of lines between blank ones, with their numbers."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 2):
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _cues(block: list[tuple[int, str]]) -> Iterator[Cue]:
    at = next((i for i, (_, line) in enumerate(block[:2]) if "-->" in line), None)
    if at is None:
        return  # a note, a style, a region, or the rest of the header
    number, line = block[at]
    start, end = _times(line, number)
    payload = "\n".join(line for _, line in block[at + 1 :])
    # What stands before the first voice tag has none: the pieces are text, voice, text, …
    first, *rest = _VOICE.split(payload)
    voices: list[str | None] = [None, *rest[0::2]]
    for voice, words in zip(voices, [first, *rest[1::2]], strict=True):
        if said := " ".join(html.unescape(_TAG.sub("", words)).split()):
            name = html.unescape(voice).strip() if voice else None
            yield Cue(name or None, said, start, end, number)


def _times(line: str, number: int) -> tuple[Seconds, Seconds]:
    match = _TIMES.fullmatch(line)
    if match is None:
        raise ValueError(
            f"line {number}: {line.strip()[:80]!r} is not a time range; "
            "one is 00:03.000 --> 00:04.500"
        )
    start, end = _seconds(*match.groups()[:3]), _seconds(*match.groups()[3:])
    if end < start:
        first, _, last = line.partition("-->")
        raise ValueError(f"line {number}: end {last.split()[0]} is before start {first.strip()}")
    return start, end


def _seconds(hours: str | None, minutes: str, seconds: str) -> Seconds:
    return round(int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds), 3)


def _named(cues: list[Cue]) -> list[Cue]:
    """Return the cues with the names before their colons as voices, if all have one."""
    matches = [_NAMED.fullmatch(cue.text) for cue in cues]
    named = [
        replace(cue, voice=match[1].strip(), text=match[2])
        for cue, match in zip(cues, matches, strict=True)
        if match and match[2]
    ]
    return named if len(named) == len(cues) else cues
