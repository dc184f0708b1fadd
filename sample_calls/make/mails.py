"""Writes the threads of `mail/*.txt` as the .eml and .mbox files that a mail program keeps.

A thread is a head of `key: value` lines, then messages that start with a line like
`=== customer 2026-10-21T08:12:00-04:00`. After the time may stand `html` (plain text and HTML side
by side) and `quote=inline` (the quotes stand in the text already). The agent's signature and the
quoted earlier message are added here.
"""

from __future__ import annotations

import html
import mailbox
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.contentmanager import raw_data_manager
from email.header import Header
from email.message import EmailMessage
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from pathlib import Path

DOMAIN = "larkmoor.example"
START = re.compile(r"^=== (agent|customer) (\S+)((?: \S+)*)$", re.MULTILINE)
WEEKDAYS = "月火水木金土日"
SIGNATURES = {
    "en": "-- \n{name}\nLarkmoor Broadband, {team}\nPhone 207-555-0138\nhttps://larkmoor.example/help",
    "ja": "{rule}\nラークムア・ジャパン株式会社 サポートセンター\n{name}\n電話 050-0000-0427\n"
    "https://larkmoor.example/ja/\n{rule}",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes, as in a mail's address line."""

    name: str
    mail: str

    def address(self, charset: str) -> str:
        """Returns the address line, with the name encoded in `charset` where it needs to be."""
        return formataddr((self.name, self.mail), charset)


HELP_DESK = Person("Larkmoor", f"help@{DOMAIN}")


@dataclass(frozen=True, slots=True)
class Mail:
    """One message of a thread, ready to be written: `text` holds signature and quotes."""

    sender: Person
    receiver: Person
    time: datetime
    text: str
    has_html: bool
    message_id: str


def write_threads(
    scripts: Path, target: Path, agents: dict[str, dict[str, str]]
) -> list[dict[str, str]]:
    """Writes every thread of `scripts` into `target` and returns the rows of the manifest."""
    target.mkdir(exist_ok=True)
    rows: list[dict[str, str]] = []
    for path in sorted(scripts.glob("*.txt")):
        head_text, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        head = dict(line.split(": ", 1) for line in head_text.splitlines())
        agent = agents[head["agent"]]
        mails = _read_mails(path.stem, head, body, agent)
        shared = {"team": agent["team"], "agent_channel": ""}
        shared |= {key: head[key] for key in ("agent", "language", "queue")}
        for name, time in _write(path.stem, head, mails, target):
            started_at = time.astimezone(UTC).isoformat()
            rows.append({"file": f"mail/{name}", "started_at": started_at} | shared)
    return rows


def _read_mails(name: str, head: dict[str, str], body: str, agent: dict[str, str]) -> list[Mail]:
    people = {
        "agent": Person(agent["name"], agent["mail"]),
        "customer": Person(*parseaddr(head["customer"])),
    }
    signatures = {"agent": _signature(agent, head["language"]), "customer": _own_signature(head)}
    mails: list[Mail] = []
    _, *parts = START.split(body)
    for role, stamp, options, text in zip(*(parts[i::4] for i in range(4)), strict=True):
        earlier = mails[-1] if mails else None
        style = "inline" if "quote=inline" in options else head["quote"]
        sender = people[role]
        receiver = people["customer" if role == "agent" else "agent"] if mails else HELP_DESK
        mail = Mail(
            sender=sender,
            receiver=receiver,
            time=datetime.fromisoformat(stamp),
            text=text.strip() + signatures[role] + _quote(earlier, style, head),
            has_html="html" in options,
            message_id=_message_id(f"{name} {stamp}", len(mails) + 1, sender),
        )
        mails.append(mail)
    return mails


def _message_id(key: str, number: int, sender: Person) -> str:
    return f"<{zlib.crc32(key.encode()):08x}.{number}@{sender.mail.partition('@')[2]}>"


def _signature(agent: dict[str, str], language: str) -> str:
    team = {"billing": "Billing", "technical": "Technical Support"}[agent["team"]]
    signature = SIGNATURES[language].format(name=agent["name"], team=team, rule="-" * 40)
    return f"\n\n{signature}"


def _own_signature(head: dict[str, str]) -> str:
    if "signature" not in head:
        return ""
    return "\n".join(["\n", "-- ", *head["signature"].split(" / ")])


def _quote(earlier: Mail | None, style: str, head: dict[str, str]) -> str:
    """Returns the earlier message as the mail programs of this thread quote it, or nothing."""
    if earlier is None or style == "inline":
        return ""
    if style == "outlook":
        return f"\n\n{_outlook_head(earlier, head)}\n\n{earlier.text}"
    quoted = "\n".join(_quoted(line) for line in earlier.text.split("\n"))
    return f"\n\n{_attribution(earlier, head['language'])}\n\n{quoted}"


def _quoted(line: str) -> str:
    return f">{line}" if line.startswith(">") else f"> {line}".rstrip()


def _attribution(mail: Mail, language: str) -> str:
    who = f"{mail.sender.name} <{mail.sender.mail}>"
    if language == "ja":
        day = (
            f"{mail.time:%Y}年{mail.time.month}月{mail.time.day}日({WEEKDAYS[mail.time.weekday()]})"
        )
        return f"{day} {mail.time:%H:%M} {who}:"
    hour = f"{mail.time:%I:%M %p}".lstrip("0")
    return f"On {mail.time:%a, %b} {mail.time.day}, {mail.time:%Y} at {hour} {who} wrote:"


def _outlook_head(mail: Mail, head: dict[str, str]) -> str:
    sender, receiver = (f"{who.name} <{who.mail}>" for who in (mail.sender, mail.receiver))
    if head["language"] == "ja":
        keys = ("-----元のメッセージ-----", "差出人", "送信日時", "宛先", "件名")
    else:
        keys = ("-----Original Message-----", "From", "Sent", "To", "Subject")
    values = (sender, f"{mail.time:%Y-%m-%d %H:%M}", receiver, head["subject"])
    lines = [f"{key}: {value}" for key, value in zip(keys[1:], values, strict=True)]
    return "\n".join([keys[0], *lines])


def _write(
    name: str, head: dict[str, str], mails: list[Mail], target: Path
) -> Iterator[tuple[str, datetime]]:
    """Writes the thread's files and yields each one's name and the time of its first message."""
    messages = [_message(mails, index, head) for index in range(len(mails))]
    if head.get("format") == "mbox":
        _write_mbox(target / f"{name}.mbox", mails, messages)
        yield f"{name}.mbox", mails[0].time
        return
    for number, (mail, message) in enumerate(zip(mails, messages, strict=True), 1):
        (target / f"{name}-{number}.eml").write_bytes(message.as_bytes())
        yield f"{name}-{number}.eml", mail.time


def _write_mbox(path: Path, mails: list[Mail], messages: list[EmailMessage]) -> None:
    path.unlink(missing_ok=True)
    box = mailbox.mbox(path)
    for mail, message in zip(mails, messages, strict=True):
        kept = mailbox.mboxMessage(message)
        kept.set_from(mail.sender.mail, mail.time.astimezone(UTC).timetuple())
        box.add(kept)
    box.close()


def _message(mails: list[Mail], index: int, head: dict[str, str]) -> EmailMessage:
    mail, earlier = mails[index], mails[:index]
    charset = head.get("charset", "utf-8")
    message = EmailMessage(compat32)  # the newer policies write headers in UTF-8 only
    message["From"] = mail.sender.address(charset)
    message["To"] = mail.receiver.address(charset)
    message["Date"] = format_datetime(mail.time)
    message["Message-ID"] = mail.message_id
    if earlier:
        message["In-Reply-To"] = earlier[-1].message_id
        message["References"] = " ".join(before.message_id for before in earlier)
    subject = ("Re: " if earlier else "") + head["subject"]
    message["Subject"] = Header(subject, "us-ascii" if subject.isascii() else charset)
    cte = "7bit" if charset == "iso-2022-jp" else None
    text = mail.text + "\n"
    message.set_content(text, charset=charset, cte=cte, content_manager=raw_data_manager)
    if mail.has_html:
        page = _as_html(mail.text)
        message.add_alternative(page, subtype="html", content_manager=raw_data_manager)
        message.set_boundary(f"=-{zlib.crc32(mail.message_id.encode()):08x}")
    return message


def _as_html(text: str) -> str:
    """Returns `text` as a mail program writes it: paragraphs, signature, quote in a blockquote."""
    own, *quoted = re.split(r"\n\n(?=On .+ wrote:\n)", text, maxsplit=1)
    words, _, signature = own.partition("\n\n-- \n")
    parts = [f"<p>{_escape(paragraph)}</p>" for paragraph in words.split("\n\n")]
    parts.append(f'<div class="signature">-- <br>\n{_escape(signature)}</div>')
    if quoted:
        attribution, _, earlier = quoted[0].partition("\n\n")
        bare = re.sub(r"^> ?", "", earlier, flags=re.MULTILINE)
        quote = f'<blockquote type="cite">{_escape(bare)}</blockquote>'
        parts.append(f'<div class="quote">{_escape(attribution)}{quote}</div>')
    return "<html><body>\n" + "\n".join(parts) + "\n</body></html>\n"


def _escape(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>\n")
