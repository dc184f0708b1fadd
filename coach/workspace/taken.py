"""Whether the id of something to score is taken by another conversation of the store.

The store keeps one conversation of each id, and a later one takes the place of the one before.
That is right where the same one is read again: from the same file, whatever became of it, or from
another that holds all that is stored (it was moved, copied, or its thread went on). Else what is
stored would be lost, and so it stays: the words of a call, as an export has them, lack its sound.
"""

from __future__ import annotations

from pathlib import Path

from coach.access import Viewer
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.recording import Recording
from coach.errors import InputError
from coach.sources.base import Item
from coach.sources.discover import file_hash, id_taken
from coach.store.provenance import Held, Provenance
from coach.store.repository import Store


def taken(store: Store, viewer: Viewer, item: Item) -> InputError | None:
    """Return why an item may not be kept: another conversation has its id; None where none has."""
    found, path = item.found, item.files[0]
    if not isinstance(found, Conversation | Recording):
        return None
    held = store.held(viewer, found.about.id)
    if held is None or _is_same_place(held.provenance.place, path) or _goes_on(held, item):
        return None
    if isinstance(found, Conversation) and held.has_sound:
        return InputError(
            f"{path}: the id {found.about.id!r} is taken by {held.provenance.place}, whose sound "
            "is not here; score the recording, and give another call its own id"
        )
    if isinstance(found, Conversation) and found.channel is Channel.EMAIL:
        return InputError(
            f"{path}: the id {found.about.id!r} is taken by {held.provenance.place}, which has "
            "mails that are not here; score a thread's mails together, and give another thread "
            "its own id"
        )
    return id_taken(path, found.about.id, held.provenance.place)


def provenance_of(item: Item) -> Provenance:
    """Return where an item was read from, for those who look for its id later."""
    path = item.files[0]
    content = content_of(path) if isinstance(item.found, Recording) else None
    return Provenance(path.resolve(), content)


def _is_same_place(place: Path, path: Path) -> bool:
    return place.resolve() == path.resolve()


def _goes_on(held: Held, item: Item) -> bool:
    """Whether an item of another file holds all that is stored."""
    if isinstance(item.found, Conversation):
        return not held.has_sound and _holds(item.found, held)
    content = held.provenance.content or content_of(held.provenance.place)
    return content is not None and content == content_of(item.files[0])


def _holds(conversation: Conversation, held: Held) -> bool:
    """Whether a conversation has all stored turns in their order.

    Sides are not looked at, since somebody may have exchanged them. One with the same words that
    began at another time is another.
    """
    said = [(turn.text, turn.sent_at) for turn in conversation.turns]
    rest = iter(said)
    if not held.said or not all(turn in rest for turn in held.said):
        return False
    began = conversation.about.started_at
    is_longer = len(said) > len(held.said)
    return is_longer or None in (began, held.started_at) or began == held.started_at


def content_of(path: Path) -> str | None:
    """Return a hash of a file; None where it is gone or cannot be read."""
    try:
        return file_hash(path)
    except OSError:
        return None
