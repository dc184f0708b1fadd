"""The analysis expected of each sample, in a form that people can check.

`make golden` writes it anew; whoever does so reads the difference and stands for it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from coach.config import Settings, SourceSettings
from coach.conversation.analysis import Analysis
from coach.conversation.conversation import Conversation
from coach.conversation.findings import Stretch
from coach.conversation.recording import Recording
from coach.pipeline import analyse
from coach.sources.base import Item
from coach.sources.discover import discover
from coach.workspace.stages import stages_from

SAMPLES = Path(__file__).parents[1] / "sample_calls"
EXPECTED = SAMPLES / "expected"


def analyses() -> dict[str, Analysis]:
    """Return the analysis of each sample by its name."""
    stages = stages_from(Settings())
    return {
        name_of(item): analyse(item.found, stages)
        for item in discover([SAMPLES], SourceSettings())
        if isinstance(item.found, Conversation | Recording)
    }


def name_of(item: Item) -> str:
    """Return a sample's name: kind and file, the first mail of a thread."""
    path = item.files[0]
    return f"{path.parent.name}-{path.stem.removesuffix('-1')}"


def shown(analysis: Analysis) -> dict[str, Any]:
    """Return what a person would check: the words found in each turn, and what they led to."""
    turns = analysis.conversation.turns
    return {
        "language": analysis.conversation.about.language,
        "script": [
            {
                "says": f"{turn.role}: {turn.text}",
                "found": {
                    f.label.value: analysis.words(f) for f in analysis.findings if f.turn == place
                },
            }
            for place, turn in enumerate(turns)
        ],
        "opportunities": [
            f"turn {o.moment.turn} {o.moment.label} -> {o.criterion}, {o.pairing}: {o.state}"
            + "".join(f", {c.label} in turn {c.turn}" for c in o.met_by)
            for o in analysis.opportunities
        ],
        "scores": {s.criterion.value: f"{s.met}/{s.opportunities}" for s in analysis.scores},
        "silences": [round(s.duration, 1) for s in analysis.dynamics.silences or ()],
        "holds": [round(s.duration, 1) for s in analysis.dynamics.holds or ()],
        "n_overlaps": len(analysis.dynamics.overlaps or ()),
        "interruptions": [_event(s) for s in analysis.dynamics.interruptions or ()],
        "backchannels": [_event(s) for s in analysis.dynamics.backchannels or ()],
    }


def _event(stretch: Stretch) -> str:
    return f"{stretch.start:.1f} {stretch.by}"


def main() -> None:
    """Write what is found now as what is expected."""
    EXPECTED.mkdir(exist_ok=True)
    for old in EXPECTED.glob("*.json"):
        old.unlink()
    for name, analysis in analyses().items():
        text = json.dumps(shown(analysis), ensure_ascii=False, indent=1)
        (EXPECTED / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
