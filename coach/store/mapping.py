"""Model values to rows and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label, Role
from coach.conversation.codec import plain
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.disagreement import left_out
from coach.conversation.findings import (
    Criterion,
    CueFinding,
    Dynamics,
    News,
    Opportunity,
    Score,
    Sides,
    Spread,
    State,
    Stretch,
    Unjudged,
)
from coach.conversation.recording import About
from coach.conversation.span import Span
from coach.conversation.turn import Turn, Word
from coach.conversation.voices import Tone

Values = dict[str, Any]


def conversation_values(analysis: Analysis, *, source: str, fingerprint: str) -> Values:
    """Return the row of `conversations`, without its key; a recording by its absolute path."""
    conversation, about = analysis.conversation, analysis.conversation.about
    return {
        "id": about.id,
        "source": source,
        "fingerprint": fingerprint,
        "channel": conversation.channel.value,
        "language": about.language,
        "agent": about.agent,
        "team": about.team,
        "queue": about.queue,
        "customer": about.customer,
        "thread_id": about.thread_id,
        "started_at": about.started_at,
        "duration": conversation.duration,
        "media": str(conversation.media.resolve()) if conversation.media else None,
        "audio_channels": list(about.channels),
        "agent_channel": None if about.agent_channel == "auto" else about.agent_channel,
        "transcribed_by": conversation.transcribed_by,
        "notes": list(conversation.notes),
        "dynamics": plain(analysis.dynamics),
        "rubric": analysis.rubric,
    }


def turn_values(analysis: Analysis) -> list[Values]:
    """Return the rows of `turns`, without their key."""
    return [
        {
            "turn": place,
            "role": turn.role.value,
            "text": turn.text,
            "start": turn.span.start if turn.span else None,
            "end": turn.span.end if turn.span else None,
            "sent_at": turn.sent_at,
            "words": [[w.text, w.start, w.end, w.p] for w in turn.words],
        }
        for place, turn in enumerate(analysis.conversation.turns)
    ]


def finding_values(analysis: Analysis) -> list[Values]:
    """Return the rows of `findings`, without their key."""
    return [
        {
            "finding": place,
            "turn": finding.turn,
            "label": finding.label.value,
            "p": finding.p,
            "start": finding.start,
            "end": finding.end,
            "by": finding.by,
        }
        for place, finding in enumerate(analysis.findings)
    ]


def opportunity_values(analysis: Analysis) -> list[Values]:
    """Return the rows of `opportunities`, without their key; findings are named by place."""
    places = {finding: place for place, finding in enumerate(analysis.findings)}
    return [
        {
            "opportunity": place,
            "criterion": chance.criterion.value,
            "pairing": chance.pairing,
            "moment": places[chance.moment],
            "label": chance.moment.label.value,
            "state": chance.state.value,
            "met_by": [places[cue] for cue in chance.met_by],
            "deadline": chance.deadline,
            "details": _details(chance, places),
            "p": min(chance.moment.p, *(cue.p for cue in chance.met_by), 1.0),
        }
        for place, chance in enumerate(analysis.opportunities)
    ]


def score_values(analysis: Analysis) -> list[Values]:
    """Return the rows of `scores`, without their key."""
    return [
        {
            "criterion": score.criterion.value,
            "place": place,
            "met": score.met,
            "opportunities": score.opportunities,
        }
        for place, score in enumerate(analysis.scores)
    ]


def conversation_from(row: Row[Any], turn_rows: Sequence[Row[Any]]) -> Conversation:
    """Return the conversation of a row of `conversations` and its turns in order."""
    about = About(
        id=row.id,
        language=row.language,
        agent=row.agent,
        team=row.team,
        queue=row.queue,
        customer=row.customer,
        thread_id=row.thread_id,
        started_at=row.started_at,
        agent_channel="auto" if row.agent_channel is None else row.agent_channel,
        channels=tuple(row.audio_channels or ()),  # stores of before there was a choice lack it
    )
    return Conversation(
        about,
        Channel(row.channel),
        tuple(_turn(turn) for turn in turn_rows),
        media=Path(row.media) if row.media else None,
        transcribed_by=row.transcribed_by,
        notes=tuple(row.notes),
    )


def finding_from(row: Row[Any]) -> CueFinding:
    """Return the finding of a row."""
    return CueFinding(row.turn, Label(row.label), row.p, row.start, row.end, row.by)


def opportunity_from(row: Row[Any], findings: Sequence[CueFinding]) -> Opportunity:
    """Return the opportunity of a row, given all findings of its conversation in order."""
    details = row.details or {}  # rows of before these were kept have none
    before = details.get("before")
    judged = Opportunity(
        criterion=Criterion(row.criterion),
        pairing=row.pairing,
        moment=findings[row.moment],
        state=State(before["state"] if before else row.state),
        met_by=tuple(findings[place] for place in (before["met_by"] if before else row.met_by)),
        deadline=row.deadline,
        generic=tuple(findings[place] for place in details.get("generic", ())),
        unjudged=_unjudged_from((before or details).get("unjudged")),
        news=_news_from(details["news"], findings) if details.get("news") is not None else None,
    )
    return left_out(judged) if before else judged


def score_from(row: Row[Any]) -> Score:
    """Return the score of a row."""
    return Score(Criterion(row.criterion), row.met, row.opportunities)


def dynamics_from(raw: Values) -> Dynamics:
    """Return the dynamics that `plain` wrote."""
    return Dynamics(
        talk_share=Sides(**raw["talk_share"]),
        silences=_stretches(raw["silences"]),
        overlaps=_stretches(raw["overlaps"]),
        response_times=_spreads(raw["response_times"]),
        longest_monologue=Sides(**raw["longest_monologue"]),
        reply_delays=_spreads(raw["reply_delays"]),
        quality=tuple(raw["quality"]),
        holds=_stretches(raw.get("holds")),  # stores of before these measures lack them
        interruptions=_stretches(raw.get("interruptions")),
        backchannels=_stretches(raw.get("backchannels")),
        pace=Sides(**raw.get("pace") or {}),
        patience=Spread(**raw["patience"]) if raw.get("patience") else None,
        balance=tuple(raw.get("balance") or ()),
        tone=Tone(**raw["tone"]) if raw.get("tone") else None,
    )


def _details(chance: Opportunity, places: dict[CueFinding, int]) -> Values:
    news = chance.news
    return {
        "generic": [places[cue] for cue in chance.generic],
        "unjudged": chance.unjudged.value if chance.unjudged else None,
        "news": {
            part.name: places[cue]
            for part in fields(news)
            if (cue := getattr(news, part.name)) is not None
        }
        if news
        else None,
        "before": _before(chance.before, places) if chance.before else None,
    }


def _before(chance: Opportunity, places: dict[CueFinding, int]) -> Values:
    return {
        "state": chance.state.value,
        "met_by": [places[cue] for cue in chance.met_by],
        "unjudged": chance.unjudged.value if chance.unjudged else None,
    }


def _unjudged_from(raw: str | None) -> Unjudged | None:
    return Unjudged(raw) if raw else None


def _news_from(raw: dict[str, int], findings: Sequence[CueFinding]) -> News:
    return News(**{name: findings[place] for name, place in raw.items()})


def _turn(row: Row[Any]) -> Turn:
    span = Span(row.start, row.end) if row.start is not None else None
    words = tuple(Word(*word) for word in row.words or ())
    return Turn(Role(row.role), row.text, span, row.sent_at, words)


def _stretches(raw: list[Values] | None) -> tuple[Stretch, ...] | None:
    if raw is None:
        return None
    return tuple(Stretch(s["start"], s["end"], Role(s["by"]) if s["by"] else None) for s in raw)


def _spreads(raw: Values) -> Sides[Spread]:
    return Sides(**{side: Spread(**value) if value else None for side, value in raw.items()})
