"""Reader of recordings. It decodes nothing: that a file can be heard is found out later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from coach.config import SourceSettings
from coach.conversation.recording import Recording
from coach.sources.base import Item, Lookup, read_each
from coach.sources.captions import transcript_beside
from coach.sources.details import unknown

SUFFIXES = frozenset({
    ".3gp", ".aac", ".aif", ".aiff", ".amr", ".au", ".caf", ".flac", ".gsm", ".m4a", ".m4b",
    ".mka", ".mkv", ".mov", ".mp3", ".mp4", ".mpeg", ".mpga", ".oga", ".ogg", ".opus", ".wav",
    ".wave", ".webm", ".wma",
})  # fmt: skip
_ID_BYTES = 1 << 20


class MediaReader:
    """Reads recordings, each with the transcript that lies beside it."""

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the name says audio or video; without a suffix, whether the bytes do."""
        return path.suffix.lower() in SUFFIXES or (not path.suffix and _sounds(head))

    def read(self, paths: Sequence[Path], lookup: Lookup) -> Iterator[Item]:
        """Yield one recording for each file."""
        yield from read_each(paths, lambda path: iter([_item(path, lookup)]))


def build(settings: SourceSettings) -> MediaReader:
    """Return the reader; no setting changes it."""
    return MediaReader()


def _item(path: Path, lookup: Lookup) -> Item:
    details = lookup(path)
    about = details.about(fallback_id=_own_id(path))
    transcript = transcript_beside(path)
    recording = Recording(path, about, transcript, (*details.notes, *unknown(about)))
    return Item(recording, (path, transcript) if transcript else (path,))


def _own_id(path: Path) -> str:
    """Return the file's name with a mark of its content, for two calls may share a name.

    The mark is taken from the size and the first MiB, so that the id of an hour of audio
    costs no more than that of a minute, and stays when the file moves.
    """
    mark = hashlib.sha256(str(path.stat().st_size).encode())
    with path.open("rb") as file:
        mark.update(file.read(_ID_BYTES))
    return f"{path.stem}-{mark.hexdigest()[:8]}"


def _sounds(head: bytes) -> bool:
    return (
        head.startswith((b"OggS", b"fLaC", b"ID3", b"\x1aE\xdf\xa3"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WAVE")
        or head[4:8] == b"ftyp"
    )
