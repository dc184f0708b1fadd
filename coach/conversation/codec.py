"""The open format: one conversation as one JSON object, in and out.

    {"id": "c1", "language": "en", "channel": "call", "agent": "dana", "team": "billing",
     "started_at": "2026-11-16T09:30:00Z",
     "turns": [{"role": "agent", "text": "…", "start": 0.0, "end": 4.2, "sent_at": null}]}

`holds`, a list of `{"start", "end"}`, says when the customer was on hold, if the telephone system
knows. All but `turns[].role` and `turns[].text` may be missing; fields that we do not know are left
alone. An analysis is the same object with `findings`, `opportunities`, `scores`, `dynamics`
and `rubric` added. Times are seconds, text positions count code points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    ValidationError,
    field_validator,
    model_validator,
)

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.findings import CueFinding, Dynamics, News, Opportunity, Score
from coach.conversation.recording import About
from coach.conversation.span import Span
from coach.conversation.turn import Turn, Word

_CHANNELS = {
    "phone": Channel.CALL, "voice": Channel.CALL, "mail": Channel.EMAIL, "ticket": Channel.EMAIL,
    "forum": Channel.CHAT, "social": Channel.CHAT, "messaging": Channel.CHAT, "sms": Channel.CHAT,
}  # fmt: skip
_ABOUT = ("language", "agent", "team", "queue", "customer", "thread_id", "started_at")
_YEARS = range(1900, 3000)  # others stand for "not known" in some programs, and overflow in a zone


def _in_utc(moment: datetime) -> datetime:
    if moment.year not in _YEARS:
        raise ValueError(
            f"{moment.isoformat()} is no date of a conversation; leave it out if it is not known"
        )
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


_Moment = Annotated[datetime, AfterValidator(_in_utc)]


class _Edge(BaseModel):
    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)


class _WordIn(_Edge):
    text: str
    start: float
    end: float
    p: float | None = None


class _SpanIn(_Edge):
    start: float
    end: float

    @model_validator(mode="after")
    def _some_time(self) -> _SpanIn:
        if not 0 <= self.start < self.end:
            raise ValueError(f"needs 0 <= start < end, got start {self.start}, end {self.end}")
        return self


class _TurnIn(_Edge):
    role: Role
    text: str
    start: float | None = None
    end: float | None = None
    sent_at: _Moment | None = None
    words: list[_WordIn] = []

    @model_validator(mode="after")
    def _whole_times(self) -> _TurnIn:
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end come together or not at all")
        if self.start is not None and self.end is not None and not 0 <= self.start <= self.end:
            raise ValueError(f"needs 0 <= start <= end, got start {self.start}, end {self.end}")
        return self


class _ConversationIn(_Edge):
    id: str | None = None
    language: str | None = None
    channel: str | None = None
    agent: str | None = None
    team: str | None = None
    queue: str | None = None
    customer: str | None = None
    thread_id: str | None = None
    started_at: _Moment | None = None
    transcribed_by: str | None = None
    notes: list[str] = []
    holds: list[_SpanIn] = []
    turns: list[_TurnIn]

    @field_validator("language", "agent", "team", "queue", "customer", "thread_id")
    @classmethod
    def _some_text(cls, value: str | None) -> str | None:
        return value or None

    @field_validator("turns")
    @classmethod
    def _some_turns(cls, value: list[_TurnIn]) -> list[_TurnIn]:
        if not value:
            raise ValueError("a conversation needs at least one turn")
        return value


def decode(raw: object, *, fallback_id: str) -> Conversation:
    """Return the conversation that an object of the open format describes.

    A time of day without a zone is taken as UTC; a date that no conversation can have (the year 1
    for "not known") is refused. An empty text stands for what is not known, as tables have it.
    Without a channel, turns with times make a call and others a chat; a channel that we do not
    know is read as a chat, with a note.

    Args:
        raw: what `json.loads` gave.
        fallback_id: the id if the object has none.

    Raises:
        ValueError: one sentence that names the field and what is wrong with it.

    >>> decode({"turns": [{"role": "agent", "text": "Hello"}]}, fallback_id="c1").id
    'c1'
    """
    if not isinstance(raw, Mapping):
        raise ValueError(f"a conversation is a JSON object, this is {_json_kind(raw)}")
    try:
        edge = _ConversationIn.model_validate(raw)
    except ValidationError as exc:
        raise ValueError(_one_sentence(exc)) from None
    turns = tuple(_turn(turn, number) for number, turn in enumerate(edge.turns))
    channel, note = _channel(edge.channel, turns)
    about = About(
        id=edge.id or fallback_id,
        **{name: getattr(edge, name) for name in _ABOUT},
        holds=tuple(Span(hold.start, hold.end) for hold in edge.holds),
    )
    return Conversation(
        about,
        channel,
        turns,
        transcribed_by=edge.transcribed_by,
        notes=(*edge.notes, *([note] if note else [])),
    )


def encode(conversation: Conversation) -> dict[str, Any]:
    """Return the open-format object of a conversation; `decode` gives the conversation back.

    Times are written to a tenth of a millisecond, and it is not said where the recording lies.
    """
    about = conversation.about
    raw: dict[str, Any] = {"id": about.id, "channel": conversation.channel.value}
    raw |= {name: plain(getattr(about, name)) for name in _ABOUT}
    raw["transcribed_by"] = conversation.transcribed_by
    raw["notes"] = list(conversation.notes)
    if about.holds:
        raw["holds"] = plain(about.holds)
    raw["turns"] = [_turn_out(turn) for turn in conversation.turns]
    return raw


def encode_analysis(analysis: Analysis) -> dict[str, Any]:
    """Return the open-format object of a conversation together with all that was found."""
    return {
        **encode(analysis.conversation),
        "findings": [_finding(f) for f in analysis.findings],
        "opportunities": [_opportunity(o) for o in analysis.opportunities],
        "scores": {score.criterion.value: _score(score) for score in analysis.scores},
        "dynamics": _dynamics(analysis.dynamics),
        "rubric": analysis.rubric,
    }


def plain(value: Any) -> Any:
    """Return a model value as JSON knows it: dataclasses become objects, times ISO text.

    >>> plain(Span(0.5, 2.0))
    {'start': 0.5, 'end': 2.0}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, StrEnum | Path):
        return str(value)
    return round(value, 4) if isinstance(value, float) else value


def _channel(name: str | None, turns: tuple[Turn, ...]) -> tuple[Channel, str | None]:
    if name is None:
        return (Channel.CALL if any(turn.span for turn in turns) else Channel.CHAT), None
    known = _CHANNELS.get(name.lower(), name.lower())
    if known in set(Channel):
        return Channel(known), None
    return Channel.CHAT, f"the channel {name!r} is not one we know; read as a chat"


def _turn(edge: _TurnIn, number: int) -> Turn:
    span = None
    if edge.start is not None and edge.end is not None and edge.end > edge.start:
        span = Span(edge.start, edge.end)
    try:
        words = tuple(Word(w.text, w.start, w.end, w.p) for w in edge.words)
    except ValueError as exc:
        raise ValueError(f"turns[{number}].words: {exc}") from None
    return Turn(edge.role, edge.text, span, edge.sent_at, words)


def _turn_out(turn: Turn) -> dict[str, Any]:
    raw: dict[str, Any] = {"role": turn.role.value, "text": turn.text}
    raw |= {"start": None, "end": None} if turn.span is None else plain(turn.span)
    raw["sent_at"] = plain(turn.sent_at)
    if turn.words:
        raw["words"] = plain(turn.words)
    return raw


def _finding(finding: CueFinding) -> dict[str, Any]:
    return {**plain(finding), "p": round(finding.p, 4)}


def _opportunity(opportunity: Opportunity) -> dict[str, Any]:
    return {
        "turn": opportunity.moment.turn,
        "label": opportunity.moment.label.value,
        "criterion": opportunity.criterion.value,
        "state": opportunity.state.value,
        "met_by": [{"turn": c.turn, "label": c.label.value} for c in opportunity.met_by],
        "pairing": opportunity.pairing,
        "deadline": opportunity.deadline,
        "generic": [{"turn": c.turn, "label": c.label.value} for c in opportunity.generic],
        "unjudged": plain(opportunity.unjudged),
        "news": _news(opportunity.news),
    }


def _news(news: News | None) -> dict[str, Any] | None:
    """Return for each part of bad news whether it was there, and the turn that shows it."""
    if news is None:
        return None
    parts = {f.name: getattr(news, f.name) for f in fields(news)}
    return {name: None if cue is None else {"turn": cue.turn} for name, cue in parts.items()}


def _dynamics(dynamics: Dynamics) -> dict[str, Any]:
    """Return all measures but the tone of voice, which is for nobody but the agent."""
    raw: dict[str, Any] = plain(dynamics)
    del raw["tone"]
    return raw


def _score(score: Score) -> dict[str, Any]:
    return {"met": score.met, "opportunities": score.opportunities, "value": plain(score.value)}


def _json_kind(raw: object) -> str:
    kinds = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(raw), "a number")


def _one_sentence(exc: ValidationError) -> str:
    first = exc.errors(include_url=False)[0]
    path = ""
    for part in first["loc"]:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    problem = first["msg"].removeprefix("Value error, ")
    more = exc.error_count() - 1
    return f"{path or 'conversation'}: {problem}" + (f" (and {more} more)" if more else "")
