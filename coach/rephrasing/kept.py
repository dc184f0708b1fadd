"""Keep what a model made of a text on disk, so that it is asked once and a page never waits."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, ValidationError

from coach.errors import StoreUnavailable
from coach.rephrasing.base import Rephraser

SCHEMA = 1  # to be raised when the same model would be asked otherwise
_log = logging.getLogger(__name__)


class _Page(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A rephraser that is asked only for what it has not said yet.

    What it says is kept as it is, whether it may stand or not, under the text, its language and
    the identity of the rephraser.

    Attributes:
        rephraser: the one that is asked.
        folder: where its words are kept; made when needed.
    """

    rephraser: Rephraser
    folder: Path

    @property
    def name(self) -> str:
        """That of the rephraser inside."""
        return self.rephraser.name

    def known(self, text: str, language: str) -> str | None:
        """Return what was said before; None where nothing was, or it cannot be read."""
        path = self._path(text, language)
        try:
            return _Page.model_validate_json(path.read_bytes()).text
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as exc:
            _log.warning("%s: kept words cannot be read and are asked for anew (%s)", path, exc)
            return None

    def rephrase(self, text: str, language: str) -> str:
        """Return what was said before, or ask for it and keep it.

        Raises:
            SetupError: the rephraser cannot work, or the folder cannot be written.
        """
        known = self.known(text, language)
        if known is not None:
            return known
        self._make_folder()
        said = self.rephraser.rephrase(text, language)
        self._write(self._path(text, language), said)
        return said

    def _path(self, text: str, language: str) -> Path:
        parts = json.dumps([SCHEMA, self.rephraser.identity, language, text])
        return self.folder / f"{hashlib.sha256(parts.encode()).hexdigest()}.json"

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            sentence = f"{self.folder}: what was rephrased cannot be kept there ({exc.strerror})"
            raise StoreUnavailable(sentence) from exc

    def _write(self, path: Path, said: str) -> None:
        unfinished = path.with_name(f".{path.stem}-{uuid4().hex}")
        try:
            unfinished.write_text(_Page(text=said).model_dump_json(), encoding="utf-8")
            unfinished.replace(path)
        except OSError as exc:
            sentence = f"{path}: what was rephrased cannot be kept ({exc.strerror})"
            raise StoreUnavailable(sentence) from exc
        finally:
            unfinished.unlink(missing_ok=True)
