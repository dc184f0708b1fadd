"""What people agreed to be wrong, as the store's own questions need it: no viewer is asked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, select

from coach.conversation.codebook import Label
from coach.conversation.disagreement import Claim, Verdict
from coach.store.schema import conversations, disagreements, findings


def wrong_claims(connection: Connection, conversation: str) -> frozenset[Claim]:
    """Return the claims of a conversation that people agreed to be wrong."""
    d = disagreements.c
    query = select(d.turn, d.label, d.pairing).where(
        d.conversation == conversation, d.verdict == Verdict.AGREED.value
    )
    return frozenset(claim_from(row) for row in connection.execute(query))


def claim_from(row: Any) -> Claim:
    """Return the claim that a row of `disagreements` is about."""
    return Claim(row.turn, Label(row.label), row.pairing or None)


def is_undisputed() -> ColumnElement[bool]:
    """Return the condition that a row of `findings`, joined, was not agreed to be wrong."""
    d, f = disagreements.c, findings.c
    agreed = exists().where(
        d.conversation == conversations.c.id,
        d.turn == f.turn,
        d.label == f.label,
        d.pairing == "",
        d.verdict == Verdict.AGREED.value,
    )
    return ~agreed.correlate(conversations, findings)
