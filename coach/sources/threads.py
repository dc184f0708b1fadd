"""Mails to threads: what answers what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from coach.sources.message import Mail

_REPLY = re.compile(
    r"\s*(?:re|aw|sv|fwd?|返信|返|転送)(?:\[\d{1,3}\]|\*\d{1,3})?\s*[:：]", re.IGNORECASE
)
_NO_DATE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Thread:
    """Mails that answer each other.

    Attributes:
        root: Message-ID of the mail that began it, also where we do not have that mail.
        mails: at least one, in the order of time; one without a date after those it answers.
    """

    root: str
    mails: tuple[Mail, ...]


def threads(mails: Iterable[Mail]) -> list[Thread]:
    """Return the threads of some mails, in the order of their first mails.

    Mails belong together when one names the other in References or In-Reply-To. A mail that
    names none, but is a reply by its subject, joins the last one before it with the same subject
    and the same people. A mail that is there twice (sent and received) counts once.
    """
    once = list({(mail.message_id, mail.text): mail for mail in mails}.values())
    links = _Links()
    for mail in once:
        for parent in mail.parents:
            links.join(mail.message_id, parent)
    _join_by_subject(once, links)
    groups: defaultdict[str, list[Mail]] = defaultdict(list)
    for mail in once:
        groups[links.find(mail.message_id)].append(mail)
    return [_thread(group) for group in groups.values()]


class _Links:
    """Which ids belong together (union-find with halved paths)."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def find(self, name: str) -> str:
        up = self._up
        while (above := up.setdefault(name, name)) != name:
            up[name] = up[above]
            name = up[name]
        return name

    def join(self, one: str, other: str) -> None:
        self._up[self.find(one)] = self.find(other)


def _join_by_subject(mails: Sequence[Mail], links: _Links) -> None:
    last: dict[tuple[str, frozenset[str]], Mail] = {}
    for mail in sorted(mails, key=lambda mail: mail.sent_at or _NO_DATE):
        subject = bare_subject(mail.subject)
        key = subject.casefold(), mail.people
        if key in last and not mail.parents and subject != mail.subject.strip():
            links.join(mail.message_id, last[key].message_id)
        last[key] = mail


def bare_subject(subject: str) -> str:
    """Return a subject without the marks of replies and forwards.

    >>> bare_subject("Re: RE[2]: 返信：Router")
    'Router'
    """
    while match := _REPLY.match(subject):
        subject = subject[match.end() :]
    return subject.strip()


def _thread(mails: Sequence[Mail]) -> Thread:
    places = _places(mails)
    ordered = sorted(mails, key=lambda mail: (places[mail.message_id], len(mail.parents)))
    first = ordered[0]
    return Thread((*first.parents, first.message_id)[0], tuple(ordered))


def _places(mails: Sequence[Mail]) -> dict[str, tuple[datetime, int]]:
    """Return for each id the time to sort by, and how many answers after that time it came.

    A mail without a date takes the time of the mail that it answers, and stands after it.
    """
    by_id = {mail.message_id: mail for mail in mails}
    places = {mail.message_id: (mail.sent_at, 0) for mail in mails if mail.sent_at is not None}
    for mail in mails:
        undated: dict[str, None] = {}  # from here up to a mail with a place; in order
        above: str | None = mail.message_id
        while above is not None and above not in places and above not in undated:
            undated[above] = None
            above = _answered(by_id[above], by_id)
        time, n_steps = places.get(above or "", (_NO_DATE, 0))
        for steps, name in enumerate(reversed(undated), n_steps + 1):
            places[name] = time, steps
    return places


def _answered(mail: Mail, by_id: Mapping[str, Mail]) -> str | None:
    """Return the id of the mail that one answers directly, as far as we have it."""
    return next((parent for parent in reversed(mail.parents) if parent in by_id), None)
