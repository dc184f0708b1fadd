"""How well the promise ledger agrees with cases whose ledger somebody wrote down.

A promise that was found is the expected one if it stands in the same turn and their words
overlap; each counts once. Deadlines and states are compared where both have the promise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from coach.conversation.promises import Promise
from coach.errors import MalformedSource
from coach.insights.promises.ledger import Terms, ledger
from coach.insights.promises.workdays import Workdays, country_of
from coach.sources.base import Problem
from coach.sources.case_lines import InCase, read_cases


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share in 0..1; None of nothing."""
        return self.hits / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class PromiseReport:
    """How well ledgers agree.

    Attributes:
        n_cases: how many cases were compared.
        precision: found promises that are expected.
        recall: expected promises that were found.
        deadline: matched promises with the very same deadline.
        kind: matched promises with the same kind of deadline.
        state: matched promises with the same state.
        evidence: those with the same state whose evidence is the same turn.
        differences: one line for each disagreement.
    """

    n_cases: int
    precision: Share
    recall: Share
    deadline: Share
    kind: Share
    state: Share
    evidence: Share
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    """One case: its ledger beside the one that was written down."""

    name: str
    found: tuple[Promise, ...]
    expected: tuple[Mapping[str, Any], ...]
    pairs: tuple[tuple[Promise, Mapping[str, Any]], ...]


def measure_files(files: Iterable[Path]) -> PromiseReport:
    """Return how well the ledgers of all cases of some JSONL files agree with those given.

    Raises:
        MalformedSource: a line is no case with an expected ledger.
    """
    compared = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                compared.append(_compare(line, str(file), number))
    return _report(compared)


def _compare(line: str, name: str, number: int) -> _Compared:
    raw = json.loads(line)
    where = f"line {number}"
    if "expected" not in raw or "now" not in raw or "timezone" not in raw:
        raise MalformedSource(name, where, "a case needs timezone, now and expected")
    zone = ZoneInfo(raw["timezone"])
    conversations = []
    for each in read_cases([line], name, zone):
        if isinstance(each, Problem):
            raise each.error
        if isinstance(each, InCase):
            conversations.append(each.conversation)
    terms = Terms(datetime.fromisoformat(raw["now"]), zone, Workdays(country_of(zone.key)))
    found = ledger(conversations, terms).promises if conversations else ()
    expected = tuple(raw["expected"])
    return _Compared(raw["id"], found, expected, tuple(_pairs(found, expected)))


def _pairs(
    found: Sequence[Promise], expected: Sequence[Mapping[str, Any]]
) -> list[tuple[Promise, Mapping[str, Any]]]:
    """Pair what overlaps most first; each counts once."""
    ranked = sorted(
        ((_overlap(one, other), i, j) for i, one in enumerate(found)
         for j, other in enumerate(expected)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )  # fmt: skip
    pairs, used_found, used_expected = [], set(), set()
    for overlap, i, j in ranked:
        if overlap > 0 and i not in used_found and j not in used_expected:
            used_found.add(i)
            used_expected.add(j)
            pairs.append((found[i], expected[j]))
    return pairs


def _overlap(one: Promise, other: Mapping[str, Any]) -> int:
    place = one.made.place
    if (place.conversation, place.turn) != (other["conversation"], other["turn"]):
        return 0
    return min(one.made.end, int(other["end"])) - max(one.made.start, int(other["start"]))


def _report(compared: Sequence[_Compared]) -> PromiseReport:
    pairs = [pair for case in compared for pair in case.pairs]
    n_found = sum(len(case.found) for case in compared)
    n_expected = sum(len(case.expected) for case in compared)
    same_state = [pair for pair in pairs if pair[0].state == pair[1]["state"]]
    return PromiseReport(
        n_cases=len(compared),
        precision=Share(len(pairs), n_found),
        recall=Share(len(pairs), n_expected),
        deadline=Share(sum(_same_deadline(*pair) for pair in pairs), len(pairs)),
        kind=Share(sum(p.made.deadline.kind == e["deadline_kind"] for p, e in pairs), len(pairs)),
        state=Share(len(same_state), len(pairs)),
        evidence=Share(sum(_same_evidence(*pair) for pair in same_state), len(same_state)),
        differences=tuple(line for case in compared for line in _differences(case)),
    )


def _same_deadline(one: Promise, other: Mapping[str, Any]) -> bool:
    at = other["deadline"]
    return one.made.deadline.at == (datetime.fromisoformat(at) if at else None)


def _same_evidence(one: Promise, other: Mapping[str, Any]) -> bool:
    seen, given = one.evidence, other["evidence"]
    if seen is None or given is None:
        return seen is None and given is None
    return (seen.conversation, seen.turn) == (given["conversation"], given["turn"])


def _differences(case: _Compared) -> Iterable[str]:
    matched = [id(one) for one, _ in case.pairs], [id(other) for _, other in case.pairs]
    for one in case.found:
        if id(one) not in matched[0]:
            yield f"{case.name}: not a promise: {one.made.action!r} ({one.made.by})"
    for other in case.expected:
        if id(other) not in matched[1]:
            yield f"{case.name}: missed: {other['action']!r}"
    for one, other in case.pairs:
        made = one.made
        if not _same_deadline(one, other) or made.deadline.kind != other["deadline_kind"]:
            due = made.deadline.at and made.deadline.at.isoformat()
            yield (
                f"{case.name}: {other['action']!r} is due {other['deadline_kind']} "
                f"{other['deadline']}, got {made.deadline.kind} {due}"
            )
        if one.state != other["state"]:
            yield f"{case.name}: {other['action']!r} is {other['state']}, got {one.state}"
