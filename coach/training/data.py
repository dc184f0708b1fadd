"""Labelled conversations: what training learns from and what evaluation measures against.

One JSON object a line, in the open format of `coach.conversation.codec`, with `labels` on its
turns: `{"label": "apologise", "start": 7, "end": 54}`, code points of the turn's text; with
`"reader": 2` where only somebody who looked again saw it. A turn may also name `doubtful` labels,
on which its annotators did not agree: these are counted neither as right nor as wrong.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from coach.conversation.codebook import Label
from coach.conversation.codec import decode
from coach.conversation.conversation import Conversation
from coach.errors import MalformedSource, MissingModel

_CHANNELS = {"forum_email_like": "email"}
_ROLES = ("agent", "customer")


class _Edge(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _MarkIn(_Edge):
    label: Label
    start: int
    end: int
    reader: int = 1


class _TurnIn(_Edge):
    role: str
    text: str
    labels: tuple[_MarkIn, ...] = ()
    doubtful: tuple[Label, ...] = ()


class _ConversationIn(_Edge):
    id: str | None = None
    language: str = "en"
    channel: str = "chat"
    turns: tuple[_TurnIn, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A label that an annotator gave, with the characters that show it: `[start, end)`.

    Attributes:
        reader: 1 for the first annotator, 2 where only one who looked again gave it.
    """

    label: Label
    start: int
    end: int
    reader: int = 1


@dataclass(frozen=True, slots=True)
class Labelled:
    """A conversation with what its annotators marked.

    Attributes:
        conversation: what was said.
        marks: for each turn, what was marked in it.
        doubtful: for each turn, the labels that count neither way.
        manner: the name of the file that it comes from, without its ending; conversations of
            one file share a writer or a source.
        channel: what the source calls the channel ("social" is a chat to everything else).
    """

    conversation: Conversation
    marks: tuple[tuple[Mark, ...], ...]
    doubtful: tuple[frozenset[Label], ...]
    manner: str
    channel: str

    def labels(self, turn: int) -> frozenset[Label]:
        """Return the labels that hold for a turn."""
        return frozenset(mark.label for mark in self.marks[turn])


def read_labelled(path: Path) -> list[Labelled]:
    """Return the labelled conversations of a file, in its order; `.gz` is unpacked.

    Raises:
        MissingModel: there is no such file.
        MalformedSource: a line is not a labelled conversation; the message names the line.
    """
    if not path.is_file():
        raise MissingModel(f"{path}: there are no labelled conversations here")
    found = []
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found.append(labelled(json.loads(line), manner=path.stem, number=number))
        except ValueError as exc:
            raise MalformedSource(str(path), f"line {number}", str(exc)) from exc
    return found


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except (OSError, EOFError, zlib.error) as exc:
        raise MalformedSource(str(path), "file", f"cannot be unpacked: {exc}") from exc
    except UnicodeDecodeError as exc:
        raise MalformedSource(str(path), "file", f"is not UTF-8: {exc.reason}") from exc


def read_all(paths: Iterable[Path]) -> list[Labelled]:
    """Return the conversations of many files, file by file."""
    return [one for path in paths for one in read_labelled(path)]


def labelled(raw: object, *, manner: str = "", number: int = 1) -> Labelled:
    """Return the labelled conversation that an object describes.

    Lines of anybody but the agent and the customer are kept, as those of others.

    Raises:
        ValueError: it is no conversation, or a label or its range cannot be.

    >>> turn = {"role": "agent", "text": "So sorry.", "labels": []}
    >>> labelled({"channel": "chat", "turns": [turn]}).marks
    ((),)
    """
    try:
        edge = _ConversationIn.model_validate(raw)
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{where or 'conversation'}: {first['msg']}") from None
    turns = [
        {"role": turn.role if turn.role in _ROLES else "other", "text": turn.text}
        for turn in edge.turns
    ]
    known: dict[str, Any] = {"id": edge.id, "language": edge.language, "turns": turns}
    known["channel"] = _CHANNELS.get(edge.channel, edge.channel)
    conversation = decode(known, fallback_id=f"{manner}-{number}")
    marks = tuple(_marks(turn) for turn in edge.turns)
    doubtful = tuple(frozenset(turn.doubtful) for turn in edge.turns)
    return Labelled(conversation, marks, doubtful, manner, edge.channel)


def _marks(turn: _TurnIn) -> tuple[Mark, ...]:
    for mark in turn.labels:
        if not 0 <= mark.start < mark.end <= len(turn.text):
            raise ValueError(
                f"{mark.label} has the range [{mark.start}, {mark.end}) in a turn of "
                f"{len(turn.text)} characters"
            )
        if mark.label.role != turn.role:
            raise ValueError(f"{mark.label} is no label for a turn of the {turn.role}")
    return tuple(Mark(mark.label, mark.start, mark.end, mark.reader) for mark in turn.labels)
