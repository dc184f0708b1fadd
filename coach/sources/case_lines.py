"""Conversations of cases, as other programs write them: the open format, read with tolerance.

Besides the open format it takes a whole case on one line (`{"thread_id": …, "conversations":
[…]}`), other names for the same fields (`time` or `date` for `started_at`, `speaker` for `role`,
`body` for `text`), and turns that give their time as a time of day, as seconds, or not at all. A
time without a zone is on the clock of the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from coach.conversation.conversation import Conversation
from coach.errors import MalformedSource
from coach.sources.base import Problem
from coach.sources.lines import conversation_from, parse_json

_BEGAN = ("started_at", "time", "date", "timestamp", "start_time", "sent_at", "at", "datetime",
          "created_at", "start", "begin")  # fmt: skip
_SENT = ("sent_at", "at", "time", "timestamp", "date", "datetime", "created_at", "start", "offset",
         "t", "seconds", "start_seconds")  # fmt: skip
_ENDED = ("end", "end_time", "end_seconds")
_ROLE = ("role", "speaker", "from", "who", "party", "author", "sender")
_TEXT = ("text", "body", "content", "message", "utterance")
_THREAD = ("thread_id", "thread", "case_id", "case", "ticket_id", "ticket")
_SIDES = {
    "agent": "agent", "operator": "agent", "rep": "agent", "representative": "agent",
    "advisor": "agent", "adviser": "agent", "support": "agent", "staff": "agent", "a": "agent",
    "assistant": "agent", "customer": "customer", "client": "customer", "caller": "customer",
    "user": "customer", "c": "customer", "consumer": "customer", "担当": "agent",
    "担当者": "agent", "オペレーター": "agent", "お客様": "customer", "顧客": "customer",
}  # fmt: skip
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
_SHORT = 0.5
_HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class InCase:
    """A conversation of a case.

    Attributes:
        conversation: what was read.
        zone: the zone that its line names; None if it names none.
    """

    conversation: Conversation
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class EmptyCase:
    """A line of a case that has no conversations yet.

    Attributes:
        id: its thread; where it stands, if it names none.
    """

    id: str


def read_cases(
    lines: Iterable[str | bytes], name: str, zone: ZoneInfo
) -> Iterator[InCase | EmptyCase | Problem]:
    """Yield the conversations of each line, or the problem with it; blank lines are passed over.

    Args:
        lines: JSON objects, one a line; bytes are UTF-8.
        name: what the stream is called in messages.
        zone: the clock of times that name no zone.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"line {number}"
        try:
            raw = parse_json(line.rstrip(), name, first_line=number)
            yield from list(_conversations(raw, name, where, zone))
        except MalformedSource as exc:
            yield Problem(Path(name), exc)


def _conversations(raw: Any, name: str, where: str, zone: ZoneInfo) -> Iterator[InCase | EmptyCase]:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("conversations"), list):
        yield _conversation(raw, name, where, zone)
        return
    shared = {"thread_id": _first(raw, (*_THREAD, "id")), "timezone": raw.get("timezone")}
    if not raw["conversations"]:
        yield EmptyCase(str(shared["thread_id"] if shared["thread_id"] is not None else where))
    for number, each in enumerate(raw["conversations"], 1):
        part = f"{where}, conversation {number}"
        if not isinstance(each, Mapping):
            raise MalformedSource(name, part, "a conversation is a JSON object")
        known = {key: value for key, value in shared.items() if value is not None}
        yield _conversation({**known, **each}, name, part, zone)


def _conversation(raw: Any, name: str, where: str, zone: ZoneInfo) -> InCase:
    if not isinstance(raw, Mapping):
        return InCase(conversation_from(raw, name, where))
    own = raw.get("timezone") if isinstance(raw.get("timezone"), str) else None
    try:
        clock = ZoneInfo(own) if own else zone
    except (KeyError, ValueError, OSError):
        sentence = f"{own!r} is not a time zone; one is 'Asia/Tokyo'"
        raise MalformedSource(name, where, f"timezone: {sentence}") from None
    return InCase(conversation_from(_opened(raw, clock), name, where), own)


def _opened(raw: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Return an object in the names of the open format."""
    began = _time(_first(raw, _BEGAN), zone)
    thread = _first(raw, _THREAD)
    turns = raw.get("turns") if raw.get("turns") is not None else raw.get("messages")
    opened = {**raw, "started_at": began.isoformat() if began else raw.get("started_at")}
    opened["thread_id"] = str(thread) if isinstance(thread, str | int) else None
    if isinstance(raw.get("id"), int):
        opened["id"] = str(raw["id"])
    if isinstance(turns, list):
        opened["turns"] = list(_turns(turns, began, zone))
    return opened


def _turns(turns: Iterable[Any], began: datetime | None, zone: ZoneInfo) -> Iterator[Any]:
    """Yield turns in the names of the open format.

    A time of day that lies half a day before that of an earlier turn is one past midnight.
    """
    latest: datetime | None = None
    for turn in turns:
        opened = _turn(turn, began, latest, zone) if isinstance(turn, Mapping) else turn
        if isinstance(opened, dict) and "sent_at" in opened:
            latest = datetime.fromisoformat(opened["sent_at"])
        yield opened


def _turn(
    raw: Mapping[str, Any], began: datetime | None, latest: datetime | None, zone: ZoneInfo
) -> dict[str, Any]:
    turn: dict[str, Any] = {
        key: value for key, value in raw.items() if key not in ("start", "end", "sent_at")
    }
    role = _first(raw, _ROLE)
    turn["role"] = _SIDES.get(role.strip().lower(), "other") if isinstance(role, str) else role
    if isinstance(text := _first(raw, _TEXT), str):
        turn["text"] = text
    said = _first(raw, _SENT)
    if (sent := _moment(said, began, latest, zone)) is not None:
        turn["sent_at"] = sent.isoformat()
    elif (start := _seconds(said)) is not None:
        end = _seconds(_first(raw, _ENDED))
        turn |= {"start": start, "end": end if end is not None and end > start else start + _SHORT}
    return turn


def _first(raw: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((raw[name] for name in names if raw.get(name) is not None), None)


def _moment(
    said: Any, began: datetime | None, latest: datetime | None, zone: ZoneInfo
) -> datetime | None:
    """Return when a turn was said, if it gives a date or a time of day; None if neither."""
    if not isinstance(said, str):
        return None
    if (full := _time(said, zone)) is not None:
        return full
    clock = _CLOCK.fullmatch(said.strip())
    if clock is None or began is None or int(clock[1]) > 23 or clock[3] is not None:
        return None
    day = (latest or began).astimezone(zone)
    there = day.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
    if latest and day - there > _HALF_A_DAY:
        return there + timedelta(days=1)
    return there if there >= began - timedelta(minutes=1) else None


def _seconds(said: Any) -> float | None:
    """Return how many seconds after the beginning a turn was said; None if it does not say."""
    if isinstance(said, int | float) and not isinstance(said, bool) and said >= 0:
        return float(said)
    if isinstance(said, str) and (clock := _CLOCK.fullmatch(said.strip())):
        first, second, third = (int(part or 0) for part in clock.groups())
        return float(first * 3600 + second * 60 + third if clock[3] else first * 60 + second)
    return None


def _time(said: Any, zone: ZoneInfo) -> datetime | None:
    """Return the date and time that a text names; None if it names none."""
    if not isinstance(said, str) or len(said) < len("2026-11-16"):
        return None
    try:
        moment = datetime.fromisoformat(said.strip().replace("/", "-"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
