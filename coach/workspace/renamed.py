"""Files that were renamed: what they hold keeps the id under which it is stored.

Where nobody gives a conversation an id, it is called by its file and a mark of its content. Under
another name it would be a second conversation, and all that its agent did would count twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from coach.access import Viewer
from coach.conversation.conversation import Conversation
from coach.sources.base import Item, Problem
from coach.store.provenance import Held
from coach.store.repository import Store
from coach.workspace.taken import content_of

_MADE = re.compile(r".*-([0-9a-f]{8})", re.DOTALL)


def as_stored(store: Store, viewer: Viewer, items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items; one that was stored when its file had another name gets the id of then.

    A copy beside the file that it was made of stays a conversation of its own.
    """
    stored = store.ids(viewer)
    free: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(stored):
        free[_mark(name)].append(name)
    for item in items:
        if isinstance(item.found, Problem) or item.found.about.id in stored:
            yield item
            continue
        names = free[_mark(item.found.about.id)]
        before = next((name for name in names if _was_renamed(store, viewer, name, item)), None)
        if before is None:
            yield item
        else:
            names.remove(before)
            about = replace(item.found.about, id=before)
            yield replace(item, found=replace(item.found, about=about))


def _mark(name: str) -> str:
    """Return the mark of the content with which an id ends that a reader made; else all of it."""
    made = _MADE.fullmatch(name)
    return made[1] if made else name


def _was_renamed(store: Store, viewer: Viewer, name: str, item: Item) -> bool:
    """Whether the file of what is stored is gone, or is this one, and holds the same."""
    held, path = store.held(viewer, name), item.files[0]
    if held is None:
        return False
    place = held.provenance.place.resolve()
    if place != path.resolve() and content_of(place) is not None:
        return False
    if isinstance(item.found, Conversation):
        return _says_the_same(held, item.found)
    return held.provenance.content is not None and held.provenance.content == content_of(path)


def _says_the_same(held: Held, conversation: Conversation) -> bool:
    said = tuple((turn.text, turn.sent_at) for turn in conversation.turns)
    began = conversation.about.started_at
    is_same_time = None in (began, held.started_at) or began == held.started_at
    return not held.has_sound and said == held.said and is_same_time
