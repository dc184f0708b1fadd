"""The open format as text: JSON to conversations, one object at a time.

A stream of lines keeps each object beside its conversation, so that who annotates it can hand
back the fields that we do not know.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coach.conversation.codec import decode
from coach.conversation.conversation import Channel, Conversation
from coach.errors import MalformedSource
from coach.sources.base import Problem

_TOO_DEEP = "not a conversation: its lists are nested too deeply"


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation of a stream, with the object that it was read from.

    Attributes:
        number: its line, from one.
        raw: the object as it came, with the fields that we do not know.
        conversation: what we understood of it.
    """

    number: int
    raw: Mapping[str, Any]
    conversation: Conversation


def read_lines(lines: Iterable[str | bytes], name: str) -> Iterator[Line | Problem]:
    """Yield the conversation of each line, or the problem with it; blank lines are passed over.

    Args:
        lines: JSON objects in the open format, one a line; bytes are UTF-8.
        name: what the stream is called in messages, and in the ids of conversations without one.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            raw = parse_json(line.rstrip(), name, first_line=number)
            yield Line(number, raw, conversation_from(raw, name, f"line {number}"))
        except MalformedSource as exc:
            yield Problem(Path(name), exc)


def conversation_from(raw: Any, name: str, where: str) -> Conversation:
    """Return the conversation of one object; without an id, it gets one from its content.

    Raises:
        MalformedSource: the object is no conversation.
    """
    try:
        mark = hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()[:8]
        stem = Path(name).stem.removesuffix(".transcript")
        conversation = decode(raw, fallback_id=f"{stem}-{mark}")
    except ValueError as exc:
        raise MalformedSource(name, where, str(exc)) from exc
    except RecursionError as exc:
        raise MalformedSource(name, where, _TOO_DEEP) from exc
    if conversation.channel is Channel.CALL and conversation.transcribed_by is None:
        return replace(conversation, transcribed_by="given")
    return conversation


def parse_json(text: str | bytes, name: str, *, first_line: int = 1) -> Any:
    """Return the JSON value of a text that begins in `first_line` of the source called `name`.

    Raises:
        MalformedSource: it is not UTF-8 or not JSON; with the line of the first fault.
    """
    line = first_line
    try:
        plain = text if isinstance(text, str) else text.decode("utf-8-sig")
        raw = json.loads(plain.removeprefix("\ufeff"))
    except UnicodeDecodeError as exc:
        line += exc.object[: exc.start].count(b"\n")
        raise MalformedSource(name, f"line {line}", "not valid UTF-8") from exc
    except json.JSONDecodeError as exc:
        sentence = f"not valid JSON: {exc.msg} at column {exc.colno}"
        raise MalformedSource(name, f"line {line + exc.lineno - 1}", sentence) from exc
    except ValueError as exc:  # a number of more than 4300 digits
        raise MalformedSource(name, f"line {line}", f"not valid JSON: {exc}") from exc
    except RecursionError as exc:
        raise MalformedSource(name, f"line {line}", _TOO_DEEP) from exc
    return _whole(raw) if "\\ud" in plain.lower() else raw


def _whole(raw: Any) -> Any:
    """Replace halves of characters: an emoji cut in two cannot be stored or sent anywhere."""
    return json.loads(json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace"))
