"""Which files lie under some paths, and who reads them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from coach.errors import InputError, UnknownFormat
from coach.sources import captions, media
from coach.sources.base import HEAD_BYTES, Problem, Reader, unreadable
from coach.sources.manifest import FILE_NAME, Manifests
from coach.sources.readers import READERS


class Survey:
    """What lies under some paths; nothing is read but the first bytes and the manifests.

    Attributes:
        files: for each reader, in the order of the readers, the files that it reads.
        problems: paths that do not exist, files that are empty or that nobody reads, …
        passed_over: files in folders that no reader knows.
    """

    def __init__(self, readers: Sequence[Reader], manifests: Manifests) -> None:
        self.files: list[list[Path]] = [[] for _ in readers]
        self.problems: list[Problem] = []
        self.passed_over: list[Path] = []
        self._readers = readers
        self._manifests = manifests
        self._seen: set[Path] = set()

    def add(self, path: Path) -> None:
        """Look at a file, or at all files in a folder and its folders, in the order of names.

        Hidden files, manifests and transcripts beside a recording are no files of their own; a
        transcript that is named itself stands for its recording.
        """
        try:
            if path.is_dir():
                self._add_folder(path)
            elif path.exists():
                self._add_named(path)
            else:
                self._refuse(path, InputError(f"{path} does not exist"))
        except OSError as exc:  # a name too long, or a folder on the way that may not be entered
            self._refuse(path, unreadable(path, exc))

    def _add_folder(self, folder: Path) -> None:
        files = list(_walk(folder, self._cannot_list))
        recordings = {path.with_suffix("") for path in files if _is_recording(path)}
        n_known = 0
        for path in files:
            if path.name == FILE_NAME:
                self._add_manifest(path.parent)
            elif _recording_name(path) in recordings:
                continue
            elif self._place(path):
                n_known += 1
            else:
                self.passed_over.append(path)
        if not n_known:
            sentence = f"{folder} holds nothing to score: no reader knows any of its files"
            self._refuse(folder, InputError(f"{sentence} ({len(files)})"))

    def _add_named(self, path: Path) -> None:
        self._add_manifest(path.parent, only_broken=True)
        if not self._place(_recording_beside(path) or path):
            kinds = ", ".join(READERS.names())
            sentence = f"{path}: no reader knows this kind of file; there are readers for: {kinds}"
            self._refuse(path, UnknownFormat(sentence))

    def _add_manifest(self, folder: Path, *, only_broken: bool = False) -> None:
        manifest = self._manifests.manifest_in(folder)
        if manifest.path in self._seen or (only_broken and manifest.rows):
            return
        self._seen.add(manifest.path)
        self.problems += [*manifest.problems, *manifest.missing_files()]

    def _place(self, path: Path) -> bool:
        """Give a file to the reader that knows it; return whether that is settled."""
        if path.resolve() in self._seen:
            return True
        try:
            chosen = self._choose(path)
        except OSError as exc:
            self._refuse(path, unreadable(path, exc))
            return True
        if chosen is None:
            return False
        self._seen.add(path.resolve())
        if path.stat().st_size:
            chosen.append(path)
        else:
            self._refuse(path, InputError(f"{path} is empty"))
        return True

    def _choose(self, path: Path) -> list[Path] | None:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        pairs = zip(self._readers, self.files, strict=True)
        return next((files for reader, files in pairs if reader.accepts(path, head)), None)

    def _cannot_list(self, exc: OSError) -> None:
        path = Path(exc.filename)
        self._refuse(path, unreadable(path, exc))

    def _refuse(self, path: Path, error: InputError) -> None:
        self.problems.append(Problem(path, error))


def _walk(folder: Path, told: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield the files under a folder, without hidden ones, in the order of names.

    Args:
        folder: where to begin.
        told: is called for each folder in it that the system does not let us list, and for each
            name of which it does not say whether it is a file.
    """
    for parent, folders, names in os.walk(folder, onerror=told):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files = (Path(parent, name) for name in sorted(names) if not name.startswith("."))
        yield from (path for path in files if _is_file(path, told))


def _is_file(path: Path, told: Callable[[OSError], None]) -> bool:
    try:
        return path.is_file()
    except OSError as exc:
        told(exc)
        return False


def _is_recording(path: Path) -> bool:
    return path.suffix.lower() in media.SUFFIXES


def _recording_name(path: Path) -> Path | None:
    """Return what the recording of a transcript is called, without its suffix."""
    for suffix in captions.SUFFIXES:
        if path.name.lower().endswith(suffix):
            return path.with_name(path.name[: -len(suffix)])
    return None


def _recording_beside(path: Path) -> Path | None:
    name = _recording_name(path)
    if name is None:
        return None
    beside = (other for other in sorted(path.parent.iterdir()) if _is_recording(other))
    return next((other for other in beside if other.with_suffix("") == name), None)
