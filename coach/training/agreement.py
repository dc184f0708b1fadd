"""Measure how well detectors see what was met: `python -m coach.training.agreement`.

Every opportunity that people's labels open is judged twice: by the cues that people marked, and
by those that the detectors find; the moments are the people's both times. The counts go into a
file beside the model, or beside the rules, from where they widen every interval
(`coach.insights.agreement`).
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from coach.conversation.codebook import Label, Role
from coach.conversation.findings import Criterion, CueFinding, Opportunity, State
from coach.cues.base import DETECTORS, Detector
from coach.cues.contexts import contexts
from coach.cues.merge import merge
from coach.insights.agreement import FILE, Agreement, Decisions, DetectionError
from coach.language.pipeline import Languages
from coach.rubric.criteria import Rubric, read_rubric
from coach.rubric.opportunity import find_opportunities
from coach.training.data import Labelled, read_all
from coach.training.evaluate import judge, report

_JUDGED = (State.MET, State.LATE, State.MISSED)
_HERE = Path(__file__).parents[1] / "insights"


def main() -> None:
    """Measure the rules, or a model with them, and write the file."""
    parser = ArgumentParser(prog="python -m coach.training.agreement", description=__doc__)
    parser.add_argument("--gold", type=Path, action="append", required=True, metavar="FILE")
    parser.add_argument("--model", type=Path, help="the model's folder; default: the rules alone")
    asked = parser.parse_args()
    names = ("combined",) if asked.model else ("rules",)
    options = {"folder": asked.model} if asked.model else {}
    detectors = [DETECTORS.create(name, **options) for name in names]
    conversations = read_all(asked.gold)
    n_turns = sum(len(one.conversation.turns) for one in conversations)
    stems = ", ".join(path.stem for path in asked.gold)
    found = Agreement(
        detectors=names,
        source=f"{len(conversations)} labelled conversations, {n_turns} turns ({stems})",
        command="python -m coach.training.agreement --gold FILE",
        criteria=criteria_of(conversations, detectors, read_rubric(None)),
        labels=labels_of(conversations, detectors),
    )
    text = found.model_dump_json(indent=1)
    ((asked.model or _HERE) / FILE).write_text(text + "\n", encoding="utf-8")


def criteria_of(
    conversations: Iterable[Labelled], detectors: Sequence[Detector], rubric: Rubric
) -> dict[Criterion, DetectionError]:
    """Return how opportunities fared under the cues of people and of detectors."""
    languages = Languages()
    times: Counter[tuple[Criterion, bool, bool]] = Counter()
    for one in conversations:
        marked = _marked(one)
        moments = [finding for finding in marked if finding.label.role is Role.CUSTOMER]
        cues = [f for f in _found(one, detectors, languages) if f.label.role is Role.AGENT]
        people = _opportunities(one, marked, rubric)
        machine = _opportunities(one, [*moments, *cues], rubric)
        for key in people.keys() & machine.keys():
            times[people[key].criterion, people[key].is_met, machine[key].is_met] += 1
    return {
        criterion: DetectionError(
            found=times[criterion, True, True],
            overlooked=times[criterion, True, False],
            imagined=times[criterion, False, True],
            seen_missed=times[criterion, False, False],
        )
        for criterion in Criterion
    }


def labels_of(
    conversations: Sequence[Labelled], detectors: Sequence[Detector]
) -> dict[Label, Decisions]:
    """Return the decisions on every label that occurs or was found."""
    lines = report(judge(conversations, detectors, Languages())).lines
    return {
        line.label: Decisions(
            right=line.decisions.hits,
            wrong=line.decisions.false_alarms,
            overlooked=line.decisions.misses,
        )
        for line in lines
    }


def _marked(one: Labelled) -> list[CueFinding]:
    return [
        CueFinding(turn, mark.label, 1.0, mark.start, mark.end, "people")
        for turn, marks in enumerate(one.marks)
        for mark in marks
    ]


def _found(
    one: Labelled, detectors: Sequence[Detector], languages: Languages
) -> Iterable[CueFinding]:
    batch = list(contexts(one.conversation, languages))
    by_detector = [detector.detect(batch) for detector in detectors]
    for each in zip(*by_detector, strict=True):
        yield from merge([finding for found in each for finding in found])


def _opportunities(
    one: Labelled, findings: Sequence[CueFinding], rubric: Rubric
) -> dict[tuple[str, CueFinding], Opportunity]:
    found = find_opportunities(one.conversation, findings, rubric)
    return {(o.pairing, o.moment): o for o in found if o.state in _JUDGED}


if __name__ == "__main__":
    main()
