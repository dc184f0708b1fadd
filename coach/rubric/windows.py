"""In which of the agent's turns a moment can be met, in time or late.

    customer   distress ...................
    agent                "mm-hm"  clarify   apologise     ...       ...
                         (uses    |--- window of 2 ---|--- late: 2 ---|
                          nothing)

A window is counted in turns of the agent that say something, and in seconds from the end of the
moment's turn. The first turn that says something is always inside: it is the agent's chance. Where
the customer waited longer for it than the window lasts, seconds are counted from that turn on: who
takes over a waiting customer may greet them first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coach.conversation.conversation import Conversation
from coach.conversation.span import Seconds
from coach.conversation.turn import Turn
from coach.rubric.wording import backchannel, refusals

_JAPANESE = re.compile(r"[ぁ-ゖァ-ヴ一-鿿]")
_SAYS_NOTHING = 12


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a window reaches.

    Attributes:
        turns: of the agent that say something.
        seconds: from the end of the moment's turn, or of a first answer that came later than that,
            to the start of the answer; None: any.
    """

    turns: int
    seconds: Seconds | None = None

    def then(self, more: Reach) -> Reach:
        """Return the reach of both, one after the other."""
        known = self.seconds is not None and more.seconds is not None
        seconds = (self.seconds or 0) + (more.seconds or 0) if known else None
        return Reach(self.turns + more.turns, seconds)


def turns_within(
    conversation: Conversation, moment: int, reach: Reach, counts: Callable[[int], bool]
) -> list[int]:
    """Return the agent's turns inside a window; the moment's own turn if it is the agent's.

    Args:
        conversation: whose.
        moment: the turn that opened it.
        reach: how far it reaches.
        counts: whether a turn uses the window up.
    """
    window: list[int] = []
    n_counted, since = 0, moment
    has_answered = False
    for place in _agents_turns(conversation, moment):
        is_beyond = _is_beyond(conversation.turns, since, place, reach.seconds)
        if n_counted >= reach.turns or (has_answered and is_beyond):
            break
        window.append(place)
        if not has_answered and not says_nothing(conversation.turns[place]):
            has_answered, since = True, place if is_beyond else moment
        n_counted += counts(place)
    return window


def says_nothing(turn: Turn) -> bool:
    """Whether a turn only keeps the line open ("mm-hm", "right", 「はい」); a bare "no" answers."""
    said = turn.text.strip()
    if refusals().search(said.lower()):
        return False
    if _JAPANESE.search(said):
        return bool(backchannel().search(said))
    return len(said) <= _SAYS_NOTHING and len(said.split()) <= 2


def _agents_turns(conversation: Conversation, moment: int) -> Iterator[int]:
    first = moment if conversation.turns[moment].is_agent else moment + 1
    for place in range(first, len(conversation.turns)):
        if conversation.turns[place].is_agent:
            yield place


def _is_beyond(turns: tuple[Turn, ...], moment: int, place: int, seconds: Seconds | None) -> bool:
    waited = _between(turns[moment], turns[place])
    return seconds is not None and waited is not None and waited > seconds


def _between(asked: Turn, answered: Turn) -> Seconds | None:
    """Return the seconds from the end of one turn to the start of another; None without times."""
    if asked.span and answered.span:
        return answered.span.start - asked.span.end
    if asked.sent_at and answered.sent_at:
        return (answered.sent_at - asked.sent_at).total_seconds()
    return None
