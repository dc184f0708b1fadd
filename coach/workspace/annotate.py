"""Conversations in, the same with findings out; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from coach.config import Settings
from coach.conversation.codec import encode_analysis
from coach.pipeline import analyse
from coach.sources.base import Problem
from coach.sources.lines import read_lines
from coach.workspace.stages import stages_from

_ADDED = ("notes", "findings", "opportunities", "scores", "dynamics", "rubric")


def annotate_lines(
    lines: Iterable[str | bytes], name: str, settings: Settings
) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Yield (object with what was found, None) or ({}, sentence) for each line of JSONL.

    Fields that are not ours are kept as they came; what was noted stands behind the notes given.
    """
    stages = stages_from(settings)
    for read in read_lines(lines, name):
        if isinstance(read, Problem):
            yield {}, read.sentence
        else:
            found = encode_analysis(analyse(read.conversation, stages))
            found["notes"] = list(dict.fromkeys(found["notes"]))  # some are from the last time
            given = {key: value for key, value in read.raw.items() if value is not None}
            yield {**found, **given, **{key: found[key] for key in _ADDED}}, None
