"""A case in the order of time: which turn comes after which, and when each was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from coach.conversation.conversation import Channel, Conversation
from coach.conversation.promises import Place
from coach.conversation.turn import Turn
from coach.insights.promises.text import plain

_SESSION = timedelta(minutes=30)
_NO_DATE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """A turn in its case.

    Attributes:
        place: which turn of which conversation.
        order: its place in the case; later turns have a higher one.
        channel: what its conversation came by.
        turn: the turn itself.
        folded: its text made plain.
        language: "en" or "ja".
        at: when it was said, on the clock of the case's zone; None where nobody knows.
        n_before: how many turns of the agent came before it in its conversation.
        opens: whether the customer has said nothing yet in its conversation.
    """

    place: Place
    order: int
    channel: Channel
    turn: Turn
    folded: str
    language: str
    at: datetime | None
    n_before: int
    opens: bool

    @property
    def is_live(self) -> bool:
        """Whether both sides were there at once."""
        return self.channel is not Channel.EMAIL

    def same_session(self, other: Said) -> bool:
        """Whether both were said in one go: in one call or chat, without a long break."""
        if self.place.conversation != other.place.conversation or not self.is_live:
            return False
        if self.at is None or other.at is None:
            return True
        return abs(self.at - other.at) < _SESSION or self.channel is Channel.CALL


def in_order(conversations: Iterable[Conversation]) -> list[Conversation]:
    """Return conversations in the order in which they began; those without a date first."""
    return sorted(conversations, key=lambda each: (_began(each), each.id))


def timeline(conversations: Sequence[Conversation], zone: tzinfo) -> list[Said]:
    """Return all turns of a case in their order, whatever the order of the conversations.

    A call that falls into a thread of mails stands between the mails before it and those after.
    The turns of one conversation keep their own order, whatever their dates say.
    """
    dated = [pair for one in in_order(conversations) for pair in _dated(one, zone)]
    dated.sort(key=lambda pair: pair[0])
    return [replace(each, order=order) for order, (_, each) in enumerate(dated)]


def _dated(conversation: Conversation, zone: tzinfo) -> Iterator[tuple[datetime, Said]]:
    """Yield the turns of a conversation, each with the latest time that was reached by then."""
    reached = _began(conversation)
    for each in _turns(conversation, zone):
        reached = max(reached, each.at or reached)
        yield reached, each


def language_of(text: str, given: str | None) -> str:
    """Return "ja" where the text has kana, else what the source says, else "en"."""
    if any("ぁ" <= character <= "ヺ" for character in text):
        return "ja"
    return "ja" if (given or "").lower().startswith("ja") and not text.isascii() else "en"


def _turns(conversation: Conversation, zone: tzinfo) -> Iterator[Said]:
    n_agent, opens = 0, True
    for place, turn in enumerate(conversation.turns):
        at = _at(conversation, turn)
        yield Said(
            Place(conversation.id, place), 0, conversation.channel, turn, plain(turn.text),
            language_of(turn.text, conversation.about.language), at and at.astimezone(zone),
            n_agent, opens,
        )  # fmt: skip
        n_agent += turn.is_agent
        opens = opens and not turn.is_customer


def _at(conversation: Conversation, turn: Turn) -> datetime | None:
    """Return when a turn was said: it says so itself, or it lies so far into its conversation."""
    if turn.sent_at is not None:
        return turn.sent_at
    began = conversation.about.started_at
    if began is None or turn.span is None:
        return began
    return began + timedelta(seconds=turn.span.start)


def _began(conversation: Conversation) -> datetime:
    times = [turn.sent_at for turn in conversation.turns if turn.sent_at]
    return conversation.about.started_at or min(times, default=_NO_DATE)
