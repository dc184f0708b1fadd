"""What people hold for wrong, kept beside the analyses so that scoring again loses none of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update

from coach.access import Permission, Standing, Viewer
from coach.conversation.disagreement import (
    LONGEST,
    Answer,
    Claim,
    Disagreement,
    Doubt,
    Verdict,
    claims_of,
)
from coach.errors import AccessDenied, InputError
from coach.store.claims import claim_from
from coach.store.queries import EVERYTHING, Filter, fetch, narrow
from coach.store.repository import Store, load_from, write_scores
from coach.store.schema import conversations, disagreements


def disagree(store: Store, viewer: Viewer, said: Disagreement) -> None:
    """Keep that a viewer holds a claim for wrong; the figures stay as they are.

    Raises:
        AccessDenied: the viewer may not, or it is said in another name.
        InputError: the viewer sees no such claim, said so before, or says too much.
    """
    viewer.demand(Permission.DISAGREE)
    if said.by != viewer.name:
        raise AccessDenied(f"{viewer.name} may not disagree in the name of {said.by}")
    found = store.load(viewer, [said.conversation]).get(said.conversation)
    if found is None or said.claim not in claims_of(found):
        raise InputError(
            f"there is no {said.claim.name} in {said.conversation} to disagree with; "
            "a claim is turn.label, for an opportunity turn.label.pairing"
        )
    if _same(said) in map(_same, disagreements_of(store, viewer, said.conversation)):
        raise InputError(f"{said.by} has disagreed with {said.claim.name} before; take that back")
    _demand_short(said.words)
    with store.writing() as connection:
        connection.execute(insert(disagreements).values(_values(said)))


def take_back(store: Store, viewer: Viewer, said: Disagreement) -> None:
    """Forget a disagreement, and count again what was left out through it.

    Raises:
        AccessDenied: somebody else disagreed.
    """
    if said.by != viewer.name:
        raise AccessDenied(f"{said.by} alone may take back what {said.by} said")
    _demand_seen(store, viewer, said)
    with store.writing() as connection:
        connection.execute(delete(disagreements).where(_is(said)))
        _settle(connection, viewer, said.conversation)


def answer(store: Store, viewer: Viewer, said: Disagreement, answered: Answer | None) -> None:
    """Answer a disagreement, in place of an earlier answer; None opens it again.

    What is agreed to be wrong is left out of the figures until the answer is another.

    Raises:
        AccessDenied: the viewer may not answer, says so themselves, or answers in another name.
        InputError: the viewer sees no such disagreement, or says too much.
    """
    viewer.demand(Permission.ANSWER)
    if not may_answer(viewer, said):
        raise AccessDenied(
            f"{viewer.name} may not answer what {said.by} said; another lead or the owner may"
        )
    if answered is not None and answered.by != viewer.name:
        raise AccessDenied(f"{viewer.name} may not answer in the name of {answered.by}")
    _demand_seen(store, viewer, said)
    _demand_short(answered.words if answered else "")
    values = _answer_values(answered)
    with store.writing() as connection:
        connection.execute(update(disagreements).where(_is(said)).values(values))
        _settle(connection, viewer, said.conversation)


def may_answer(viewer: Viewer, said: Disagreement) -> bool:
    """Whether a viewer may answer a disagreement: leads may, but not what they said themselves.

    The owner may always; on one's own machine there is nobody else.
    """
    is_own = said.by == viewer.name and viewer.standing is not Standing.OWNER
    return viewer.may(Permission.ANSWER) and not is_own


def disagreements_in(
    store: Store, viewer: Viewer, which: Filter = EVERYTHING
) -> list[Disagreement]:
    """Return what was said against claims of the conversations asked for, the oldest first."""
    c, d = conversations.c, disagreements.c
    query = select(disagreements).join(conversations, c.id == d.conversation)
    query = query.order_by(d.at, d.conversation, d.turn, d.label, d.pairing, d.by)
    return [_disagreement(row) for row in fetch(store, narrow(query, viewer, which))]


def disagreements_of(store: Store, viewer: Viewer, conversation: str) -> list[Disagreement]:
    """Return what was said against claims of one conversation, the oldest first."""
    c, d = conversations.c, disagreements.c
    query = select(disagreements).join(conversations, c.id == d.conversation)
    query = query.where(d.conversation == conversation)
    query = query.order_by(d.at, d.turn, d.label, d.pairing, d.by)
    return [_disagreement(row) for row in fetch(store, narrow(query, viewer, EVERYTHING))]


def _settle(connection: Connection, viewer: Viewer, conversation: str) -> None:
    """Score a stored conversation by what is agreed now; its findings stay as they are."""
    found = load_from(connection, viewer, [conversation])[conversation]
    c = conversations.c
    key = connection.execute(select(c.key).where(c.id == conversation)).scalar_one()
    write_scores(connection, key, found)


def _demand_seen(store: Store, viewer: Viewer, said: Disagreement) -> None:
    if _same(said) not in map(_same, disagreements_of(store, viewer, said.conversation)):
        raise InputError(
            f"{viewer.name} sees no disagreement of {said.by} with {said.claim.name} in "
            f"{said.conversation}; `coach disagreements` lists those there are"
        )


def _demand_short(words: str) -> None:
    if len(words) > LONGEST:
        raise InputError(f"a sentence of at most {LONGEST} characters, not of {len(words)}")


def _same(said: Disagreement) -> tuple[str, Claim, str]:
    """Return what tells a disagreement from others: where, what and by whom."""
    return said.conversation, said.claim, said.by


def _is(said: Disagreement) -> ColumnElement[bool]:
    d, claim = disagreements.c, said.claim
    return and_(
        d.conversation == said.conversation,
        d.turn == claim.turn,
        d.label == claim.label.value,
        d.pairing == (claim.pairing or ""),
        d.by == said.by,
    )


def _values(said: Disagreement) -> dict[str, Any]:
    return {
        "conversation": said.conversation,
        "turn": said.claim.turn,
        "label": said.claim.label.value,
        "pairing": said.claim.pairing or "",
        "by": said.by,
        "at": said.at,
        "doubt": said.doubt.value,
        "words": said.words,
    } | _answer_values(said.answer)


def _answer_values(answered: Answer | None) -> dict[str, Any]:
    return {
        "verdict": answered.verdict.value if answered else None,
        "answer": answered.words if answered else None,
        "answered_by": answered.by if answered else None,
        "answered_at": answered.at if answered else None,
    }


def _disagreement(row: Row[Any]) -> Disagreement:
    answered = None
    if row.verdict is not None:
        verdict = Verdict(row.verdict)
        answered = Answer(verdict, row.answer, row.answered_by, row.answered_at)
    return Disagreement(
        row.conversation, claim_from(row), Doubt(row.doubt), row.words, row.by, row.at, answered
    )
