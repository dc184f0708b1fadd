"""Findings of several rules, or of several detectors, made into one for each label and place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding


def merge(findings: Iterable[CueFinding], *, most_per_label: int | None = None) -> list[CueFinding]:
    """Return findings with those that overlap in one turn and under one label made into one.

    The surest stands with its own evidence, the longer where two are as sure; its `by` names
    every finder, in the order of their certainty.

    Args:
        findings: of one conversation, by any number of finders.
        most_per_label: keep only the surest of each label in a turn.

    Returns:
        Findings by turn, then by place, then by label.
    """
    groups: dict[tuple[int, Label], list[CueFinding]] = defaultdict(list)
    for finding in sorted(findings, key=_surest_first):
        _take_in(groups[finding.turn, finding.label], finding)
    kept = [finding for group in groups.values() for finding in group[:most_per_label]]
    return sorted(kept, key=lambda f: (f.turn, f.start, f.end, f.label))


def _surest_first(finding: CueFinding) -> tuple[float, int, int, str]:
    return -finding.p, finding.start - finding.end, finding.start, finding.by


def _take_in(group: list[CueFinding], finding: CueFinding) -> None:
    for place, known in enumerate(group):
        if finding.start < known.end and known.start < finding.end:
            by = dict.fromkeys([*known.by.split("+"), *finding.by.split("+")])
            group[place] = replace(known, by="+".join(by))
            return
    group.append(finding)
