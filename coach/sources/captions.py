"""Transcripts: WebVTT and our own .transcript.json, beside a recording or alone.

A .transcript.json holds one object of the open format; its turns may carry their words:
`{"role": "agent", "text": "Hello there", "start": 0.0, "end": 0.9, "words": [{"text": "Hello",
"start": 0.0, "end": 0.4, "p": 0.98}, …]}`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

from coach.config import SourceSettings
from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.recording import About
from coach.conversation.span import Span
from coach.conversation.turn import Turn
from coach.errors import MalformedSource
from coach.sources.base import Item, Lookup, read_each, unreadable
from coach.sources.conversation_json import read_file, read_object
from coach.sources.details import Details, fill, unknown
from coach.sources.voices import roles_of
from coach.sources.webvtt import Cue, parse

SUFFIXES = (".transcript.json", ".vtt")
# A voice that goes on after this many seconds starts a new turn, so that a hold stays visible.
# Source: Contact Lens counts a silence from three seconds as non-talk time.
_PAUSE = 3.0


class CaptionsReader:
    """Reads transcripts that no recording lies beside."""

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the name is that of a transcript."""
        return path.name.lower().endswith(SUFFIXES)

    def read(self, paths: Sequence[Path], lookup: Lookup) -> Iterator[Item]:
        """Yield one call for each file."""
        yield from read_each(paths, partial(_read, lookup=lookup))


def build(settings: SourceSettings) -> CaptionsReader:
    """Return the reader; no setting changes it."""
    return CaptionsReader()


def transcript_beside(path: Path) -> Path | None:
    """Return the transcript of a recording: call.transcript.json, else call.vtt, else None.

    The suffix may be written in capitals.
    """
    written = [each for suffix in SUFFIXES for each in (suffix, suffix.upper(), suffix.title())]
    beside = (path.with_suffix(suffix) for suffix in written)
    return next((file for file in beside if file.is_file()), None)


def read_transcript(
    path: Path, about: About, *, media: Path | None = None, notes: Sequence[str] = ()
) -> Conversation:
    """Return the call that a transcript holds.

    Args:
        path: a .vtt or .transcript.json file.
        about: what is known; the transcript's object completes it. The agent's name helps to
            tell the voices apart.
        media: the recording, if there is one.
        notes: what was noted about the recording; what the transcript does say is struck out.

    Raises:
        InputError: the file cannot be read.
        MalformedSource: it breaks its format, or does not say who speaks.
    """
    try:
        given = read_object(path) if path.suffix.lower() == ".json" else _from_vtt(path, about)
    except OSError as exc:
        raise unreadable(path, exc) from exc
    known = fill(about, _details(given.about))
    known = replace(known, holds=known.holds or given.about.holds)
    kept = [note for note in notes if note not in unknown(about)]
    return replace(
        given,
        about=known,
        channel=Channel.CALL,
        media=media,
        transcribed_by=given.transcribed_by or "given",
        notes=(*kept, *given.notes, *unknown(known)),
    )


def _read(path: Path, lookup: Lookup) -> Iterator[Item]:
    if path.name.lower().endswith(SUFFIXES[0]):
        yield from read_file(path, lookup)
        return
    details = lookup(path)
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    about = details.about(fallback_id=f"{path.stem}-{mark}")
    notes = (*details.notes, *unknown(about))
    yield Item(read_transcript(path, about, notes=notes), (path,))


def _details(about: About) -> Details:
    return Details(
        language=about.language,
        agent=about.agent,
        team=about.team,
        queue=about.queue,
        customer=about.customer,
        thread_id=about.thread_id,
        started_at=about.started_at,
    )


def _from_vtt(path: Path, about: About) -> Conversation:
    try:
        cues = parse(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as exc:
        raise MalformedSource(str(path), f"byte {exc.start + 1}", "not valid UTF-8") from exc
    except ValueError as exc:
        where, _, sentence = str(exc).partition(": ")
        raise MalformedSource(str(path), where, sentence) from exc
    if not cues:
        raise MalformedSource(str(path), "its text", "there is no caption with words in it")
    voices = _voices(cues)
    if not any(voices):
        sentence = "no caption names its speaker; one that does begins with <v Agent>"
        raise MalformedSource(str(path), f"line {cues[0].line}", sentence)
    roles, note = roles_of(voices, about.agent)
    return Conversation(about, Channel.CALL, _turns(cues, roles), notes=(note,) if note else ())


def _voices(cues: Sequence[Cue]) -> list[str | None]:
    """Return the voice of each caption; one without goes on with the voice before it."""
    voices: list[str | None] = []
    for cue in cues:
        voices.append(cue.voice or (voices[-1] if voices else None))
    return voices


def _turns(cues: Sequence[Cue], roles: Sequence[Role]) -> tuple[Turn, ...]:
    """Join what one side says in captions that follow each other."""
    groups: list[list[Cue]] = [[cues[0]]]
    sides = [roles[0]]
    for (before, cue), (role_before, role) in zip(pairwise(cues), pairwise(roles), strict=True):
        if role is role_before and cue.start - before.end < _PAUSE:
            groups[-1].append(cue)
        else:
            groups.append([cue])
            sides.append(role)
    return tuple(_turn(group, role) for group, role in zip(groups, sides, strict=True))


def _turn(cues: Sequence[Cue], role: Role) -> Turn:
    text = cues[0].text
    for cue in cues[1:]:
        text += _space(text[-1], cue.text[0]) + cue.text
    start, end = cues[0].start, max(cue.end for cue in cues)
    return Turn(role, text, Span(start, end) if start < end else None)


def _space(left: str, right: str) -> str:
    """Return what stands between two captions: Japanese writes no space."""
    return "" if any("\u2e80" <= char <= "\uffef" for char in (left, right)) else " "
