"""Keep transcripts on disk, so that no call is heard twice with the same ears."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from coach.audio.clips import content_hash
from coach.conversation.recording import Recording
from coach.conversation.transcript import Transcript
from coach.errors import AudioError, StoreUnavailable
from coach.transcription.base import Options, Transcriber

SCHEMA = 2  # to be raised when the same settings would give other words
_TRANSCRIPT = TypeAdapter(Transcript)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cached:
    """A transcriber that asks another one only for what it has not heard yet.

    A transcript is kept under the content of its recording, which of its channels are heard, the
    options, and the identity of the recogniser; renaming a recording changes nothing.

    Attributes:
        transcriber: the one that hears.
        folder: where transcripts are kept; made when needed.
    """

    transcriber: Transcriber
    folder: Path

    @property
    def identity(self) -> str:
        """That of the transcriber inside."""
        return self.transcriber.identity

    def transcribe(self, recording: Recording, options: Options) -> Transcript:
        """Return what was heard before, or hear it and keep it.

        A kept transcript that cannot be read is heard anew.

        Raises:
            AudioError: the recording cannot be decoded.
            MissingModel: the weights are not on this machine.
            StoreUnavailable: the folder cannot be written; told before anything is heard.
        """
        path = self.folder / f"{self._key(recording, options)}.json"
        kept = _read(path)
        if kept is not None:
            return kept
        _make_writable(self.folder)
        transcript = self.transcriber.transcribe(recording, options)
        _write(path, transcript)
        return transcript

    def _key(self, recording: Recording, options: Options) -> str:
        try:
            content = content_hash(recording.path)
        except OSError as exc:
            raise AudioError(f"{recording.path}: cannot be read ({exc.strerror})") from exc
        channels = recording.about.channels
        parts = [SCHEMA, content, channels, self.transcriber.identity, asdict(options)]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _read(path: Path) -> Transcript | None:
    try:
        return _TRANSCRIPT.validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as exc:
        _log.warning("%s: a kept transcript cannot be read and is made anew (%s)", path, exc)
        return None


def _make_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StoreUnavailable(f"{folder}: transcripts cannot be kept there ({exc})") from exc
    if not os.access(folder, os.W_OK):
        raise StoreUnavailable(f"{folder}: transcripts cannot be kept there (not writable)")


def _write(path: Path, transcript: Transcript) -> None:
    unfinished = path.with_name(f".{path.stem}-{uuid4().hex}")
    try:
        unfinished.write_bytes(_TRANSCRIPT.dump_json(transcript))
        unfinished.replace(path)
    except OSError as exc:
        raise StoreUnavailable(f"{path}: the transcript cannot be kept ({exc})") from exc
    finally:
        unfinished.unlink(missing_ok=True)
