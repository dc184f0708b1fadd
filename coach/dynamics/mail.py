"""How long written messages waited for their answer."""

from __future__ import annotations

from itertools import pairwise

from coach.conversation.codebook import Role
from coach.conversation.conversation import Conversation
from coach.conversation.findings import Dynamics, Sides
from coach.conversation.span import Seconds
from coach.dynamics.talk import spread


def measure_replies(conversation: Conversation) -> Dynamics:
    """Return the reply delays of a written conversation, in seconds of the calendar.

    A delay runs from one side's last message to the other side's answer, whatever a bot wrote in
    between; where either has no date, it is not known. Nights and holidays count: the customer
    waited through them.
    """
    delays: dict[Role, list[Seconds]] = {}
    of_sides = [turn for turn in conversation.turns if turn.role is not Role.OTHER]
    for before, after in pairwise(of_sides):
        if before.sent_at and after.sent_at and before.role is not after.role:
            waited = (after.sent_at - before.sent_at).total_seconds()
            delays.setdefault(after.role, []).append(max(0.0, waited))
    n_undated = sum(turn.sent_at is None for turn in conversation.turns)
    note = (f"{n_undated} messages have no date and were left out of reply delays",)
    return Dynamics(
        reply_delays=Sides(
            agent=spread(delays.get(Role.AGENT, [])),
            customer=spread(delays.get(Role.CUSTOMER, [])),
        ),
        quality=note if n_undated else (),
    )
