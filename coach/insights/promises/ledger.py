"""The ledger of a case: every promise in it, and what became of each by a certain time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from coach.conversation.conversation import Conversation
from coach.conversation.promises import Case
from coach.insights.promises.extract import commitments
from coach.insights.promises.judge import judged
from coach.insights.promises.made import Made
from coach.insights.promises.signals import signals
from coach.insights.promises.timeline import Said, in_order, timeline
from coach.insights.promises.workdays import Workdays

_MONTH_FIRST = ("America/", "US/")


@dataclass(frozen=True, slots=True)
class Terms:
    """By which clock and calendar promises are read.

    Attributes:
        now: when the ledger is read.
        zone: the zone of the case: days end there.
        workdays: its working days.
    """

    now: datetime
    zone: ZoneInfo
    workdays: Workdays

    @property
    def day_first(self) -> bool:
        """Whether 5/11 is the fifth of November there."""
        return not self.zone.key.startswith(_MONTH_FIRST)


def ledger(conversations: Sequence[Conversation], terms: Terms) -> Case:
    """Return a case with its promises; the order in which conversations are given is no matter.

    Args:
        conversations: at least one; they belong together.
        terms: by which clock and calendar to judge.
    """
    said = timeline(conversations, terms.zone)
    made = [
        Made(one, each, _asked(said, each))
        for each in said
        for one in commitments(each, terms.workdays, day_first=terms.day_first)
    ]
    told = [signal for each in said for signal in signals(each)]
    ordered = tuple(in_order(conversations))
    about = ordered[0].about
    promises = tuple(judged(made, told, terms.now, said))
    return Case(about.thread_id or about.id, ordered, promises)


def _asked(said: Sequence[Said], each: Said) -> str:
    """Return what the customer said right before a turn, made plain; empty where nothing."""
    name = each.place.conversation
    earlier = (said[order] for order in reversed(range(each.order)))
    before = next((one for one in earlier if one.place.conversation == name), None)
    return "" if before is None or before.turn.is_agent else before.folded


def cases(conversations: Iterable[Conversation]) -> list[tuple[Conversation, ...]]:
    """Return conversations put together by thread, in the order in which threads first appear.

    One without a thread is a case by itself.
    """
    grouped: dict[tuple[bool, str], list[Conversation]] = {}
    for conversation in conversations:
        about = conversation.about
        key = (about.thread_id is not None, about.thread_id or about.id)
        grouped.setdefault(key, []).append(conversation)
    return [tuple(group) for group in grouped.values()]
