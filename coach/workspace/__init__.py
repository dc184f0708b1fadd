"""The one place where settings become objects, and what doors (command line, pages) ask.

A door opens a `Workspace` and asks it; it never builds an engine itself.
"""

from coach.insights.clips import Clip
from coach.insights.estimates import Estimate
from coach.insights.trends import Row
from coach.store.queries import Filter
from coach.workspace.annotate import annotate_lines
from coach.workspace.checkup import examine
from coach.workspace.promises import (
    Briefing,
    moment_of,
    promise_lines,
    stored_promises,
    terms_of,
)
from coach.workspace.stages import settings_from
from coach.workspace.workspace import Playable, Progressed, Workspace

__all__ = [
    "Briefing",
    "Clip",
    "Estimate",
    "Filter",
    "Playable",
    "Progressed",
    "Row",
    "Workspace",
    "annotate_lines",
    "examine",
    "moment_of",
    "promise_lines",
    "settings_from",
    "stored_promises",
    "terms_of",
]
