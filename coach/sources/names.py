"""What file names say, by the patterns in the settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from coach.errors import BadSettings
from coach.sources.details import Details
from coach.sources.times import read_time

_GROUPS = {"agent", "team", "date", "id", "queue", "language"}


class NamePatterns:
    """Regular expressions with named groups, tried on file names without their suffix.

    Every pattern that matches adds what the ones before it did not say.

    Raises:
        BadSettings: a pattern is no regular expression, or names a group that we do not know.
    """

    def __init__(self, patterns: Sequence[str], local: tzinfo) -> None:
        self._patterns = [_compiled(pattern) for pattern in patterns]
        self._local = local

    def details(self, path: Path) -> Details:
        """Return what the name of the file says."""
        found = Details()
        for pattern in self._patterns:
            if match := pattern.search(path.stem):
                found = found.or_else(self._from_groups(match, path))
        return found

    def _from_groups(self, match: re.Match[str], path: Path) -> Details:
        said = match.groupdict()
        details = Details(
            id=said.get("id") or None,
            agent=said.get("agent") or None,
            team=said.get("team") or None,
            queue=said.get("queue") or None,
            language=said.get("language") or None,
        )
        if not said.get("date"):
            return details
        try:
            return replace(details, started_at=read_time(said["date"], self._local))
        except ValueError as exc:
            return replace(details, notes=(f"{path.name}: {exc}",))


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern)
    except re.error as exc:
        raise BadSettings(f"setting sources.name_patterns: {pattern!r}: {exc}") from None
    if strange := sorted(compiled.groupindex.keys() - _GROUPS):
        raise BadSettings(
            f"setting sources.name_patterns: {pattern!r} names the group {strange[0]!r}; "
            f"there are: {', '.join(sorted(_GROUPS))}"
        )
    return compiled
