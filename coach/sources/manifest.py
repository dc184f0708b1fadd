"""manifest.csv: a table that says for each file who, when and which queue.

Columns: file, agent, team, started_at, language, agent_channel, queue, and if wished customer,
thread_id, id, channels, holds. Their order and case do not matter; other columns are ignored. A
file is named relative to the folder of the manifest. Columns stand apart by commas, semicolons or
tabs. UTF-8 (with or without BOM), cp932 and cp1252 are read, which is what spreadsheet programs
write in Japan and in Europe. Holds are seconds of the
recording as the telephone system noted them: "65.2-120; 300-330.5". Channels are those of the
parties where the recording has more, counted from 0: "0,2".
"""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path

from coach.conversation.recording import AgentChannel, channels_from
from coach.conversation.span import Span
from coach.errors import MalformedSource
from coach.sources.base import Problem, unreadable
from coach.sources.details import Details
from coach.sources.times import read_time

FILE_NAME = "manifest.csv"
_APART = (",", ";", "\t")
_END = "\0"  # stands in the last line; what is read holds none
# European letters read as cp932: one half-width kana or one or two kanji beside small letters.
_MISREAD = re.compile(
    "(?<![\uff61-\uff9f])[\uff61-\uff9f](?=[a-z])|(?<=[a-z])[\uff61-\uff9f](?![\uff61-\uff9f])"
    "|[A-Za-z][\ue000-\uf8ff\u4e00-\u9fff]{1,2}[a-z]"
)
_CHANNELS: dict[str, AgentChannel] = {"0": 0, "1": 1, "auto": "auto"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a manifest.

    Attributes:
        name: the file that it is about, as it is written there.
        file: the same, absolute.
        line: where it stands in the manifest.
        details: what it says; what could not be read is in their notes.
    """

    name: str
    file: Path
    line: int
    details: Details


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that could be read, at least in part.

    Attributes:
        path: where it lies.
        rows: in order.
        problems: one for each cell that could not be read; its row is there all the same.
    """

    path: Path
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()

    def missing_files(self) -> Iterator[Problem]:
        """Yield a problem for each row that names a file which is not there, or named before."""
        first: dict[str, int] = {}
        for row in self.rows:
            earlier = first.setdefault(_key(row.file), row.line)
            if earlier != row.line:
                sentence = f"{row.name} has a row already, in line {earlier}"
                yield _problem(self.path, row.line, sentence)
            elif not _is_there(row.file):
                yield _problem(self.path, row.line, f"there is no file {row.name}")


class Manifests:
    """Finds the row of a file in the nearest manifest: in its folder or in one above."""

    def __init__(self, local: tzinfo) -> None:
        self._local = local
        self._manifests: dict[Path, Manifest] = {}
        self._details: dict[Path, dict[str, Details]] = {}

    def details(self, path: Path) -> Details:
        """Return what the nearest manifest that names the file says of it."""
        file = _placed(path)
        for folder in file.parents:
            if (found := self._details_in(folder).get(_key(file))) is not None:
                return found
        return Details()

    def manifest_in(self, folder: Path) -> Manifest:
        """Return the manifest of a folder; one without rows where there is none."""
        place = folder.resolve()
        if place not in self._manifests:
            path = folder / FILE_NAME
            there = path.is_file()
            self._manifests[place] = read_manifest(path, self._local) if there else Manifest(path)
        return self._manifests[place]

    def _details_in(self, folder: Path) -> dict[str, Details]:
        if folder not in self._details:
            rows = self.manifest_in(folder).rows
            # Last to first, so that the first row of a file counts.
            self._details[folder] = {_key(row.file): row.details for row in reversed(rows)}
        return self._details[folder]


def read_manifest(path: Path, local: tzinfo) -> Manifest:
    """Return what a manifest says; what is wrong with it is in its problems.

    Args:
        path: the file.
        local: the zone of times that name none.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        for line, cells in _lines(_decoded(path.read_bytes(), path), path):
            details, faults = _details(cells, local)
            problems += [_problem(path, line, fault) for fault in faults]
            if name := cells.get("file"):
                notes = tuple(f"{path.name}, line {line}: {fault}" for fault in faults)
                file = _placed(path.parent / name.replace("\\", "/"))
                rows.append(Row(name, file, line, replace(details, notes=notes)))
    except OSError as exc:
        problems.append(Problem(path, unreadable(path, exc)))
    except MalformedSource as exc:
        problems.append(Problem(path, exc))
    return Manifest(path, tuple(rows), tuple(problems))


def _problem(path: Path, line: int, sentence: str) -> Problem:
    return Problem(path, MalformedSource(str(path), f"line {line}", sentence))


def _placed(path: Path) -> Path:
    """Return an absolute path; a link to a file stays one, for the row is about the link."""
    return path.parent.resolve() / path.name


def _key(path: Path) -> str:
    """Return a name that is the same however the system composes its accents.

    A table says が in one code point; a Mac's disk says it in two.
    """
    return unicodedata.normalize("NFC", str(path))


def _decoded(data: bytes, path: Path) -> str:
    read = {charset: _try(data, charset) for charset in ("utf-8-sig", "cp932", "cp1252")}
    if read["cp932"] is not None and read["cp1252"] and _MISREAD.search(read["cp932"]):
        read["cp932"] = None
    text = next((text for text in read.values() if text is not None), None)
    if text is None:
        raise MalformedSource(str(path), "its text", "is neither UTF-8 nor cp932 nor cp1252")
    return text.replace("\0", "")


def _try(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return None


def _lines(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    first = text.partition("\n")[0]
    whole = io.StringIO(f"{text}\n{_END}", newline="")
    reader = csv.reader(whole, delimiter=max(_APART, key=first.count))
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if "file" not in header:
            raise MalformedSource(str(path), "line 1", "there is no column 'file'")
        line = reader.line_num
        for cells in reader:
            _demand_closed(cells, path, line + 1)
            line = reader.line_num
            row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            if any(value != _END for value in row.values() if value):
                yield line, row
    except csv.Error as exc:
        raise MalformedSource(str(path), f"line {reader.line_num}", str(exc)) from exc


def _demand_closed(cells: list[str], path: Path, line: int) -> None:
    """Refuse a row that runs to the end of the table: its lines cannot be told apart any more."""
    if cells and cells[-1] != _END and _END in cells[-1]:
        sentence = "a quotation mark is not closed, so that nothing from here on can be read"
        raise MalformedSource(str(path), f"line {line}", sentence)


def _details(cells: dict[str, str], local: tzinfo) -> tuple[Details, list[str]]:
    faults = [] if cells.get("file") else ["names no file"]
    details = Details(
        id=cells.get("id") or None,
        agent=cells.get("agent") or None,
        team=cells.get("team") or None,
        queue=cells.get("queue") or None,
        customer=cells.get("customer") or None,
        language=cells.get("language") or None,
        thread_id=cells.get("thread_id") or None,
    )
    if date := cells.get("started_at"):
        try:
            details = replace(details, started_at=read_time(date, local))
        except ValueError as exc:
            faults.append(f"started_at: {exc}")
    return _heard(cells, details, faults), faults


def _heard(cells: dict[str, str], details: Details, faults: list[str]) -> Details:
    """Return the details with what a line says of the sound; what cannot be read is a fault."""
    if channel := cells.get("agent_channel"):
        details = replace(details, agent_channel=_CHANNELS.get(channel.lower()))
        if details.agent_channel is None:
            faults.append(f"agent_channel is {channel!r}; it can be 0, 1 or auto")
    if channels := cells.get("channels"):
        try:
            details = replace(details, channels=channels_from(channels))
        except ValueError as exc:
            faults.append(str(exc))
    if holds := cells.get("holds"):
        try:
            details = replace(details, holds=_holds(holds))
        except ValueError:
            faults.append(f"holds is {holds!r}; it is written like 65.2-120; 300-330")
    return details


def _holds(text: str) -> tuple[Span, ...]:
    """Return the spans of a text like "65.2-120; 300-330".

    Raises:
        ValueError: it is not written like that.
    """
    pairs = (part.split("-") for part in text.split(";") if part.strip())
    return tuple(Span(float(start), float(end)) for start, end in pairs)


def _is_there(path: Path) -> bool:
    forms: Iterable[str] = (unicodedata.normalize(form, str(path)) for form in ("NFC", "NFD"))
    # Not Path.exists: of a name that is too long for a file it raises in place of saying no.
    return os.path.exists(path) or any(os.path.exists(form) for form in forms)  # noqa: PTH110
