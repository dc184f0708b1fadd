"""The promises that a page lists: worked out once, and kept until something changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from coach.access import Viewer
from coach.conversation.promises import Case
from coach.store.queries import Filter
from coach.workspace.promises import stored_promises, terms_of
from coach.workspace.workspace import Workspace


def promises_today(
    workspace: Workspace, viewer: Viewer, which: Filter, now: datetime
) -> list[Case]:
    """Return the stored cases that hold promises, judged at the last quarter of an hour.

    So what was read can be kept that long. Whether a deadline has passed since, the page sees by
    itself.
    """
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    terms = terms_of(workspace.settings, quarter)
    key = ("promises", viewer, which, quarter)
    return [
        *workspace.kept(
            key,
            lambda: [
                _wordless(case) for case in stored_promises(workspace.store, viewer, which, terms)
            ],
        )
    ]


def _wordless(case: Case) -> Case:
    """Return a case whose turns do not know when each word was said, which takes most room."""
    return replace(
        case,
        conversations=tuple(
            replace(talk, turns=tuple(replace(turn, words=()) for turn in talk.turns))
            for talk in case.conversations
        ),
    )
