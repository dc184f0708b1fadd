"""The one place where settings become objects, and what doors (command line, pages) ask.

A door opens a `Workspace` and asks it; it never builds an engine itself.
"""

from coach.conversation.disagreement import Disputed
from coach.conversation.findings import Criterion
from coach.conversation.focus import Focus
from coach.insights.captions import title
from coach.insights.care_sums import CareSums
from coach.insights.clips import Clip
from coach.insights.difficulty import Adjusted
from coach.insights.effect import Effect
from coach.insights.estimates import Estimate
from coach.insights.logistic import Shift
from coach.insights.overview import Overview
from coach.insights.trends import Row
from coach.insights.wording import wording
from coach.store.queries import Filter
from coach.workspace.annotate import annotate_lines
from coach.workspace.beside import Beside, beside_scores, disputed_beside
from coach.workspace.checkup import examine
from coach.workspace.cutting import Cutting, is_heard, shown_words, write_clip, write_reel
from coach.workspace.named import demand_known
from coach.workspace.numbers import agents_side_by_side, effects, set_focus, teams_of, what_works
from coach.workspace.promises import (
    Briefing,
    moment_of,
    promise_lines,
    stored_promises,
    terms_of,
)
from coach.workspace.rephrase import Rephrased, rephrase
from coach.workspace.rescore import Rescored
from coach.workspace.sound import Playable, playable_of, recording_of
from coach.workspace.stages import settings_from
from coach.workspace.workspace import Progressed, Workspace

__all__ = [
    "Adjusted",
    "Beside",
    "Briefing",
    "CareSums",
    "Clip",
    "Criterion",
    "Cutting",
    "Disputed",
    "Effect",
    "Estimate",
    "Filter",
    "Focus",
    "Overview",
    "Playable",
    "Progressed",
    "Rephrased",
    "Rescored",
    "Row",
    "Shift",
    "Workspace",
    "agents_side_by_side",
    "annotate_lines",
    "beside_scores",
    "demand_known",
    "disputed_beside",
    "effects",
    "examine",
    "is_heard",
    "moment_of",
    "playable_of",
    "promise_lines",
    "recording_of",
    "rephrase",
    "set_focus",
    "settings_from",
    "shown_words",
    "stored_promises",
    "teams_of",
    "terms_of",
    "title",
    "what_works",
    "wording",
    "write_clip",
    "write_reel",
]
