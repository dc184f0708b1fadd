"""Reader of the open format: .json with one conversation or a list, .jsonl with one a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from coach.config import SourceSettings
from coach.conversation.conversation import Conversation
from coach.errors import InputError, MalformedSource
from coach.sources.base import Item, Lookup, Problem, problem, read_each
from coach.sources.details import Details, fill, unknown
from coach.sources.lines import conversation_from, parse_json, read_lines

_BY_LINE = {".jsonl", ".ndjson"}


class JsonReader:
    """Reads conversations in the open format."""

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the file is JSON of ours; a transcript beside a recording is not."""
        name = path.name.lower()
        if path.suffix.lower() in _BY_LINE:
            return True
        return name.endswith(".json") and not name.endswith(".transcript.json") and _is_ours(path)

    def read(self, paths: Sequence[Path], lookup: Lookup) -> Iterator[Item]:
        """Yield the conversations of each file, and one problem where some of it is broken."""
        yield from read_each(paths, partial(read_file, lookup=lookup))


def build(settings: SourceSettings) -> JsonReader:
    """Return the reader; no setting changes it."""
    return JsonReader()


def read_file(path: Path, lookup: Lookup) -> Iterator[Item]:
    """Yield the conversations of one file, and one problem where some of it is broken.

    Raises:
        MalformedSource: the file is not JSON, or its only conversation is broken.
    """
    details = lookup(path)
    if path.suffix.lower() in _BY_LINE:
        yield from _line_items(path, details.shared())
        return
    raw = parse_json(path.read_bytes(), str(path))
    if isinstance(raw, list):
        yield from _list_items(path, raw, details.shared())
    else:
        yield _item(path, conversation_from(raw, str(path), "its object"), details)


def read_object(path: Path) -> Conversation:
    """Return the one conversation of a file.

    Raises:
        MalformedSource: the file is not JSON, or not one conversation.
    """
    return conversation_from(parse_json(path.read_bytes(), str(path)), str(path), "its object")


def _line_items(path: Path, details: Details) -> Iterator[Item]:
    problems = []
    with path.open("rb") as lines:
        for found in read_lines(lines, str(path)):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                yield _item(path, found.conversation, details)
    if problems:
        yield problem(path, _together([found.error for found in problems], "lines"))


def _together(errors: Sequence[InputError], what: str) -> InputError:
    """Return the first of the errors in a file, which says how many more there are."""
    more = len(errors) - 1
    if not more:
        return errors[0]
    one, be = (what[:-1], "is") if more == 1 else (what, "are")
    return InputError(f"{errors[0]}; {more} more {one} of it {be} no conversation")


def _list_items(path: Path, raws: list[Any], details: Details) -> Iterator[Item]:
    errors = []
    for number, raw in enumerate(raws, 1):
        try:
            conversation = conversation_from(raw, str(path), f"conversation {number}")
        except MalformedSource as exc:
            errors.append(exc)
        else:
            yield _item(path, conversation, details)
    if errors:
        yield problem(path, _together(errors, "objects"))


def _item(path: Path, conversation: Conversation, details: Details) -> Item:
    about = fill(conversation.about, details)
    notes = dict.fromkeys((*conversation.notes, *details.notes, *unknown(about)))
    return Item(replace(conversation, about=about, notes=tuple(notes)), (path,))


def _is_ours(path: Path) -> bool:
    """Whether it looks like a conversation or a list of them, or like a broken one."""
    data = path.read_bytes()
    if b'"turns"' not in data:
        return False
    try:
        raw = parse_json(data, str(path))
    except MalformedSource:
        return True
    found = raw if isinstance(raw, list) else [raw]
    return any(isinstance(each, Mapping) and "turns" in each for each in found)
