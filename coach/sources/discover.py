"""From paths to what there is to score: the way into this package."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from coach.config import SourceSettings
from coach.conversation.codec import encode, plain
from coach.conversation.conversation import Conversation
from coach.errors import InputError
from coach.sources.base import Item, Lookup, Problem, Reader, problem
from coach.sources.details import Details
from coach.sources.manifest import Manifests
from coach.sources.names import NamePatterns
from coach.sources.readers import READERS
from coach.sources.survey import Survey
from coach.sources.times import zone

_logger = logging.getLogger(__name__)


def discover(paths: Sequence[Path], settings: SourceSettings) -> Iterator[Item]:
    """Return all conversations, recordings and problems under some files and folders.

    Which files there are is found out at once; they are read one by one as the items are asked
    for. Problems with paths and manifests come first, then what each reader reads, in the order
    of file names. One broken file, line or mail costs no other.

    Raises:
        BadSettings: a file-name pattern or the time zone cannot be.
    """
    manifests = Manifests(zone(settings.timezone))
    lookup = _lookup(settings, manifests)
    readers: list[Reader] = [READERS.create(n, settings=settings) for n in READERS.names()]
    survey = Survey(readers, manifests)
    for path in paths:
        survey.add(path)
    if survey.passed_over:
        _logger.info("passed over %d files that no reader knows", len(survey.passed_over))
    problems = (Item(found, (found.path,)) for found in survey.problems)
    pairs = zip(readers, survey.files, strict=True)
    read = chain.from_iterable(reader.read(files, lookup) for reader, files in pairs)
    return chain(problems, _with_own_ids(read))


def fingerprint(item: Item, manner: str = "") -> str:
    """Return a hash that changes when what would be analysed, or the manner of it, does.

    For what was written it is taken over the conversation; for a recording over the bytes of its
    files, where they lie, and what is known about it. So it takes one pass over the files.

    Args:
        item: what was found.
        manner: everything else that the outcome depends on (rubric, detectors, models).

    Raises:
        OSError: a file of the recording is gone.
    """
    found = item.found
    if isinstance(found, Problem):
        return _hash_of([manner, found.sentence])
    if isinstance(found, Conversation):
        return _hash_of([manner, encode(found)])
    files = [(str(path.resolve()), file_hash(path)) for path in item.files]
    return _hash_of([manner, plain(found.about), files, list(found.notes)])


def id_taken(path: Path, name: str, by: Path) -> InputError:
    """Return the sentence for a conversation whose id another has, which it would replace."""
    return InputError(f"{path}: the id {name!r} is taken by {by}; each needs its own")


def _lookup(settings: SourceSettings, manifests: Manifests) -> Lookup:
    names = NamePatterns(settings.name_patterns, zone(settings.timezone))
    shipped = Details(agent_channel=settings.agent_channel, channels=settings.channels or None)
    return lambda path: manifests.details(path).or_else(names.details(path)).or_else(shipped)


def _with_own_ids(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items; one whose id was there before becomes a problem, for it would replace it."""
    taken: dict[str, Path] = {}
    for item in items:
        if isinstance(item.found, Problem):
            yield item
            continue
        name, path = item.found.about.id, item.files[0]
        if name in taken:
            yield problem(path, id_taken(path, name, taken[name]))
        else:
            taken[name] = path
            yield item


def file_hash(path: Path) -> str:
    """Return a hash of a file's bytes.

    Raises:
        OSError: it is gone or cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_of(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
