"""One mail: from its bytes to who wrote what to whom, and when."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from coach.errors import MalformedSource
from coach.sources.charset import decode_text
from coach.sources.html_text import html_to_text
from coach.sources.quoted import own_words

MAX_TEXT = 200_000
_MAX_HEADER = 10_000  # decoding takes time with the square of the length
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_JAPANESE = re.compile(r"\.jp\b|iso-2022-jp|shift_jis|euc-jp", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address in small letters, with the name that stood before it ("" without)."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """What follows the @."""
        return self.address.rpartition("@")[2]

    @property
    def called(self) -> str:
        """The name, else what stands before the @."""
        return self.name or self.address.rpartition("@")[0]


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a thread.

    Attributes:
        path: the file that it lies in.
        where: its place for people: the file, and the number within an mbox.
        message_id: without its brackets; made from the content where the mail has none.
        parents: ids of the mails that it answers, the thread's first one first.
        sender: who wrote it.
        receivers: who got it, To before Cc.
        subject: as written, decoded.
        sent_at: UTC; None when the mail does not say, or not in a way that can be read.
        text: what the sender wrote, without quotes and signature; may be empty.
        is_automatic: whether a program sent it (an absence notice, a bounce).
        is_quoting: whether there was more text, all of it quoted or signature.
        notes: sentences about what could not be read as it stands.
    """

    path: Path
    where: str
    message_id: str
    parents: tuple[str, ...]
    sender: Address
    receivers: tuple[Address, ...]
    subject: str
    sent_at: datetime | None
    text: str
    is_automatic: bool = False
    is_quoting: bool = False
    notes: tuple[str, ...] = ()

    @property
    def people(self) -> frozenset[str]:
        """The addresses of all who wrote or got it."""
        return frozenset({self.sender.address, *(to.address for to in self.receivers)})


def parse(data: bytes, path: Path, where: str) -> Mail:
    """Return the mail that some bytes hold.

    Args:
        data: a mail as it travels (RFC 5322).
        path: the file that it lies in.
        where: its place for messages.

    Raises:
        MalformedSource: the bytes have no sender, or are nested beyond reading.
    """
    try:
        # Not policy.default: its header parser is slower, and fails on more broken headers.
        return _mail(BytesParser(policy=compat32).parsebytes(data), path, where)
    except RecursionError as exc:
        raise MalformedSource(where, "its structure", "parts are nested too deeply") from exc
    except (TypeError, ValueError) as exc:  # what the standard library raises on rare parameters
        raise MalformedSource(where, "its headers", f"a parameter is broken: {exc}") from exc


@dataclass(frozen=True, slots=True)
class _Body:
    text: str = ""
    notes: tuple[str, ...] = ()
    is_plain: bool = False


class _Headers:
    """The headers of a mail as text, whatever they are encoded in."""

    def __init__(self, message: Message) -> None:
        self._raw = [(name.lower(), str(value)) for name, value in message.raw_items()]
        self.is_japanese = any(_JAPANESE.search(value[:_MAX_HEADER]) for _, value in self._raw)

    def raw(self, name: str) -> str:
        """Return all values of a header, undecoded and unfolded."""
        values = (value for key, value in self._raw if key == name)
        return " ".join(" ".join(values)[:_MAX_HEADER].split())

    def text(self, raw: str) -> str:
        """Return a header's text with its encoded words decoded."""
        try:
            pieces = decode_header(raw)
        except HeaderParseError:  # an encoded word that is no base64: leave it as it stands
            return raw
        return "".join(self._piece(piece, label) for piece, label in pieces).strip()

    def addresses(self, *names: str) -> tuple[Address, ...]:
        """Return the addresses in some headers, in order."""
        found = getaddresses([self.raw(name) for name in names])
        named = [(address.strip().lower(), self.text(name)) for name, address in found]
        return tuple(Address(address, name) for address, name in named if "@" in address)

    def _piece(self, piece: bytes | str, label: str | None) -> str:
        data = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
        return decode_text(data, label, japanese=self.is_japanese).text


def _mail(message: Message, path: Path, where: str) -> Mail:
    headers = _Headers(message)
    senders = headers.addresses("from") or headers.addresses("sender")
    if not senders:
        raise MalformedSource(where, "its headers", "there is no From line with an address")
    body = _body(message, japanese=headers.is_japanese)
    text = own_words(body.text)
    sent_at, date_notes = _date(headers.raw("date"))
    cut_notes = ("only the start of a very long mail was read",) if len(text) > MAX_TEXT else ()
    own_id = _MESSAGE_ID.search(headers.raw("message-id"))
    return Mail(
        path,
        where,
        own_id[1] if own_id else _made_id(headers, text),
        _parents(headers),
        senders[0],
        headers.addresses("to", "cc"),
        headers.text(headers.raw("subject")),
        sent_at,
        text[:MAX_TEXT],
        is_automatic=_is_automatic(message, headers),
        is_quoting=bool(body.text.strip()) and not text,
        notes=tuple(
            f"{Path(where).name}: {note}" for note in (*date_notes, *body.notes, *cut_notes)
        ),
    )


def _made_id(headers: _Headers, text: str) -> str:
    said = "\n".join([headers.raw("from"), headers.raw("date"), headers.raw("subject"), text])
    mark = hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return f"{mark}@made-up"


def _parents(headers: _Headers) -> tuple[str, ...]:
    references = _MESSAGE_ID.findall(headers.raw("references"))
    answered = _MESSAGE_ID.findall(headers.raw("in-reply-to"))
    return tuple(dict.fromkeys([*references, *answered]))


def _date(raw: str) -> tuple[datetime | None, tuple[str, ...]]:
    if not raw:
        return None, ("it has no date",)
    try:
        moment = parsedate_to_datetime(raw)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC), ()
    except (ValueError, OverflowError):
        return None, (f"its date {raw[:80]!r} cannot be read",)


def _is_automatic(message: Message, headers: _Headers) -> bool:
    """Whether a program sent it. Source: RFC 3834, section 5; RFC 3462."""
    answered = headers.raw("auto-submitted").partition(";")[0].strip().lower()
    return answered not in {"", "no"} or message.get_content_type() == "multipart/report"


def _body(part: Message, *, japanese: bool) -> _Body:
    """Return the text of a part: its plain text, or its HTML where there is no plain text."""
    if part.is_multipart():
        return _joined(part, [_body(p, japanese=japanese) for p in _readable_parts(part)])
    kind = part.get_content_type()
    is_file = part.get_content_disposition() == "attachment" or part.get_filename()
    if is_file or kind not in {"text/plain", "text/html"}:
        return _Body()
    data, label = part.get_payload(decode=True), part.get_content_charset()
    decoded = decode_text(data if isinstance(data, bytes) else b"", label, japanese=japanese)
    text, cut = html_to_text(decoded.text) if kind == "text/html" else (decoded.text, None)
    notes = tuple(note for note in (decoded.note, cut) if note)
    return _Body(_CONTROLS.sub("", text), notes, is_plain=kind == "text/plain")


def _readable_parts(part: Message) -> list[Message]:
    """Return the parts of this mail, and not those of a mail that is attached to it."""
    inside = part.get_payload()
    is_own = part.get_content_maintype() == "multipart" and isinstance(inside, list)
    return [p for p in inside if isinstance(p, Message)] if is_own else []


def _joined(part: Message, bodies: Sequence[_Body]) -> _Body:
    """Return one body for many: the best of alternatives, else all that say something."""
    spoken = [body for body in bodies if body.text.strip()]
    if part.get_content_type() == "multipart/alternative":
        return max(spoken, key=lambda body: body.is_plain, default=_Body())
    return _Body(
        "\n\n".join(body.text for body in spoken),
        tuple(note for body in spoken for note in body.notes),
        is_plain=all(body.is_plain for body in spoken),
    )
