"""Reader of mail: .eml files and .mbox files to threads, one conversation each.

The mails of a thread may lie in many files (an inbox and a folder of sent mail, or one .eml for
each), so all are read before the first conversation comes out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from coach.config import SourceSettings
from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.turn import Turn
from coach.errors import InputError, MalformedSource, NothingToScore
from coach.sources.base import Item, Lookup, problem, unreadable
from coach.sources.details import Details, unknown
from coach.sources.mbox import looks_like_mbox, split
from coach.sources.message import Mail, parse
from coach.sources.sides import Sides, sides_of
from coach.sources.threads import Thread, threads


class MailReader:
    """Reads mails and puts them together to threads."""

    def __init__(self, agent_domains: Sequence[str]) -> None:
        self._agent_domains = tuple(agent_domains)

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the name says mail; without a suffix, whether an mbox begins here."""
        suffix = path.suffix.lower()
        return suffix in {".eml", ".mbox"} or (not suffix and looks_like_mbox(head))

    def read(self, paths: Sequence[Path], lookup: Lookup) -> Iterator[Item]:
        """Yield one conversation for each thread, and a problem for each mail without words."""
        mails: list[Mail] = []
        for path in paths:
            for found in _mails(path):
                if isinstance(found, Item):
                    yield found
                else:
                    mails.append(found)
        for thread in threads(mails):
            yield from self._items(thread, lookup)

    def _items(self, thread: Thread, lookup: Lookup) -> Iterator[Item]:
        spoken = [mail for mail in thread.mails if mail.text]
        yield from (problem(mail.path, _no_text(mail)) for mail in thread.mails if not mail.text)
        if spoken:
            files = tuple(dict.fromkeys(mail.path for mail in spoken))
            sides = sides_of(thread.mails, self._agent_domains)
            details = _details(files, lookup)
            yield Item(_conversation(thread, spoken, sides, details), files)


def build(settings: SourceSettings) -> MailReader:
    """Return the reader."""
    return MailReader(settings.agent_domains)


def _mails(path: Path) -> Iterator[Mail | Item]:
    """Yield the mails of a file; what cannot be read becomes an item with the problem."""
    try:
        for where, data in _parts(path):
            try:
                yield parse(data, path, where)
            except InputError as exc:
                yield problem(path, exc)
    except InputError as exc:
        yield problem(path, exc)
    except OSError as exc:
        yield problem(path, unreadable(path, exc))


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the place and the bytes of each mail in a file."""
    if path.suffix.lower() == ".eml":
        yield str(path), path.read_bytes()
        return
    number = 0
    with path.open("rb") as lines:
        for number, data in enumerate(split(lines), 1):
            yield f"{path}, mail {number}", data
    if not number:
        raise MalformedSource(str(path), "line 1", "a mail box begins with a line 'From …'")


def _shared(agents: Sequence[str]) -> str:
    return (
        f"{' and '.join(agents)} answered; all of it counts for {agents[0]}, who was first, "
        "unless a manifest row names another agent"
    )


def _no_text(mail: Mail) -> NothingToScore:
    besides = " besides what it quotes" if mail.is_quoting else ""
    return NothingToScore(f"{mail.where} has no text to read{besides}")


def _details(files: Sequence[Path], lookup: Lookup) -> Details:
    """Return what is known about a thread's files; of an mbox, what all its threads share."""
    details = Details()
    for path in files:
        found = lookup(path)
        details = details.or_else(found if path.suffix.lower() == ".eml" else found.shared())
    return details


def _conversation(
    thread: Thread, mails: Sequence[Mail], sides: Sides, details: Details
) -> Conversation:
    """Return the conversation of a thread's mails that say something."""
    root_mark = hashlib.sha256(thread.root.encode()).hexdigest()[:16]
    agents = list(dict.fromkeys(m.sender.called for m in mails if sides.role(m) is Role.AGENT))
    known = details.or_else(
        Details(
            thread_id=thread.root,
            agent=agents[0] if agents else None,
        )
    )
    about = replace(
        known.about(fallback_id=f"mail-{root_mark}"),
        started_at=mails[0].sent_at or details.started_at,
    )
    turns = tuple(Turn(sides.role(mail), mail.text, sent_at=mail.sent_at) for mail in mails)
    notes = [note for mail in mails for note in mail.notes]
    notes += [sides.note] if sides.note else []
    notes += [_shared(agents)] if len(agents) > 1 and details.agent is None else []
    return Conversation(
        about, Channel.EMAIL, turns, notes=(*details.notes, *notes, *unknown(about))
    )
