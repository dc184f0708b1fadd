"""Disagreements follow the words that they are about.

A claim is named by the place of its turn. Where a mail turns up that was sent between two others,
or a call is heard anew, turns get other places: what was agreed to be wrong of one answer would
then be left out of another's score.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher, get_close_matches

from sqlalchemy import Connection, select, update

from coach.store.schema import conversations, disagreements, turns

_ALIKE = 0.6  # of a turn that was heard a little otherwise; the standard library's measure


def follow(connection: Connection, name: str, texts: Sequence[str]) -> None:
    """Move what was said against turns of a conversation to where their words are from now on.

    Args:
        connection: writes, while the former turns are still stored.
        name: of the conversation.
        texts: of the turns that it will have.
    """
    d, c, t = disagreements.c, conversations.c, turns.c
    doubted = select(d.turn).where(d.conversation == name).distinct().order_by(d.turn)
    places = list(connection.scalars(doubted))
    stored = select(t.text).join(conversations, c.key == t.key).where(c.id == name)
    before = list(connection.scalars(stored.order_by(t.turn))) if places else []
    if not before or before == list(texts):
        return
    moved = places_after(places, before, texts)
    for place in places:  # by way of places that no turn has, for two may change places
        _move(connection, name, place, -1 - moved[place])
    for place in moved.values():
        _move(connection, name, -1 - place, place)


def places_after(
    places: Collection[int], before: Sequence[str], after: Sequence[str]
) -> dict[int, int]:
    """Return for each place of a turn the one that it has afterwards, each another.

    Turns whose words are gone get places past the end, of which nothing is claimed.

    >>> places_after([1], ["Hello.", "I am sorry."], ["Hello.", "One moment.", "I am sorry."])
    {1: 2}
    """
    found: dict[int, int] = {}
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, end, first_after, end_after in matcher.get_opcodes():
        free = dict(enumerate(after[first_after:end_after], first_after))
        for place in range(first, end):
            if kind == "equal":
                found[place] = first_after + place - first
            elif place in places and (like := _like(before[place], free)) is not None:
                found[place] = like
                del free[like]
    gone = (place for place in sorted(places) if place not in found)
    past = {place: len(after) + rank for rank, place in enumerate(gone)}
    return {place: found.get(place, past.get(place, place)) for place in places}


def _like(text: str, others: dict[int, str]) -> int | None:
    """Return the place of the text that is most like another; None where none is alike."""
    closest = get_close_matches(text, others.values(), n=1, cutoff=_ALIKE)
    return next((place for place, other in others.items() if other in closest), None)


def _move(connection: Connection, name: str, place: int, to: int) -> None:
    d = disagreements.c
    where = (d.conversation == name) & (d.turn == place)
    connection.execute(update(disagreements).where(where).values(turn=to))
