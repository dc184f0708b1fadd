"""What the doors ask: scoring, reports, clips, exports, sound.

What is heavy is built when it is first asked for, so that a report needs no spaCy and a page no
speech recogniser.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, TypeVar

from coach import __version__
from coach.access import OWNER, Viewer
from coach.batch.jobs import Outcome
from coach.batch.local import physical_cores, run
from coach.config import Settings
from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.codec import encode_analysis, plain
from coach.conversation.findings import State
from coach.conversation.promises import Case
from coach.errors import BadSettings
from coach.insights.agreement import Errors
from coach.insights.canned import canned_in, find_canned
from coach.insights.care import care_in
from coach.insights.clips import CANDIDATES, Clip, choose, cue_clips
from coach.insights.trends import Group, Row, summarise
from coach.rubric.criteria import Rubric, read_rubric
from coach.sources.base import Item, Problem, problem, unreadable
from coach.sources.discover import discover, fingerprint
from coach.store.corrections import exchanged_ids
from coach.store.queries import (
    EVERYTHING,
    Filter,
    analyses,
    known_problems,
    moments,
    sightings,
    tallies,
)
from coach.store.repository import Store
from coach.transcription.glossary import read_glossary
from coach.workspace.detection import errors_of
from coach.workspace.disputes import agreed, said_against
from coach.workspace.kept import Kept
from coach.workspace.processes import processes
from coach.workspace.promises import Briefing, brief, stored_promises, terms_of
from coach.workspace.renamed import as_stored
from coach.workspace.rescore import Rescored, rescore
from coach.workspace.stages import ears, is_to_hear, settings_from, stages_from, worker
from coach.workspace.swap import swap
from coach.workspace.taken import provenance_of, taken

_MOST_KEPT = 24  # results: a few pages of a few people
_Worked = TypeVar("_Worked")


@dataclass(frozen=True, slots=True)
class Progressed:
    """What became of one thing to score.

    Attributes:
        source: the file it came from.
        n_total: how many things there are in all.
        was_known: it had been scored before, the same way, and has not changed.
        problem: why it could not be scored; None when it was.
    """

    source: str
    n_total: int
    was_known: bool = False
    problem: str | None = None

    @property
    def was_scored(self) -> bool:
        """Whether it was scored just now."""
        return not self.was_known and self.problem is None


class Workspace:
    """Settings and what is built from them, for one viewer."""

    def __init__(
        self, settings: Settings, viewer: Viewer = OWNER, *, must_exist: bool = False
    ) -> None:
        self.settings = settings
        self.viewer = viewer
        self._must_exist = must_exist
        self._kept = Kept(_MOST_KEPT)

    @classmethod
    def open(
        cls, settings: Settings | None = None, *, must_exist: bool = False, **overrides: Any
    ) -> Workspace:
        """Return a workspace on this machine, where the viewer is the owner.

        Args:
            settings: in place of those in force.
            must_exist: refuse a store that is not there, for doors that only read.
            overrides: settings given at the door; None means not given.

        Raises:
            BadSettings: a setting cannot be.
        """
        return cls(settings or settings_from(**overrides), must_exist=must_exist)

    @cached_property
    def store(self) -> Store:
        """The store.

        Raises:
            StoreUnavailable: it cannot be opened or written, or is not there and must be.
        """
        return Store.open(self.settings.db, must_exist=self._must_exist)

    def kept(self, key: Hashable, work_out: Callable[[], _Worked]) -> _Worked:
        """Return what was worked out before and still holds, else work it out.

        Args:
            key: what is asked, and on whose behalf; the state of the store is added to it.
            work_out: makes the result, which nobody may change afterwards.
        """
        return self._kept.get((key, self.store.last_change), work_out)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been scored into the store yet, by anybody."""
        return not self.store.fingerprints()

    @cached_property
    def rubric(self) -> Rubric:
        """The rubric in force."""
        return read_rubric(self.settings.rubric)

    def score(self, paths: Sequence[Path]) -> Iterator[Progressed]:
        """Score what lies at the paths, keep it, and yield how it goes.

        What was scored before with the same words, settings and rubric is passed over; not so a
        recording of which the timing alone was measured, once its words can be heard. What would
        take the place of another conversation with its id is a problem (see `taken`). Each
        conversation is kept as soon as it is done, so that an interrupt loses nothing.
        """
        known = self.store.fingerprints()
        found = as_stored(self.store, self.viewer, discover(paths, self.settings.sources))
        marked = [self._marked(item) for item in found]
        n_total = len(marked)
        self._forget_problems(paths, [item for item, _ in marked])
        todo = []
        for item, mark in marked:
            if isinstance(item.found, Problem):
                yield self._failed(item, item.found.sentence, n_total)
            elif mark in known or (is_to_hear(item) and self._unheard(mark) in known):
                yield Progressed(_source(item), n_total, was_known=True)
            elif refusal := taken(self.store, self.viewer, item):
                yield self._failed(item, str(refusal), n_total)
            else:
                todo.append((item, mark))
        start = partial(worker, self.settings, exchanged_ids(self.store))
        for outcome in run(start, todo, workers=self._n_workers([item for item, _ in todo])):
            yield self._keep(outcome, n_total)

    def swap(self, name: str, viewer: Viewer | None = None) -> Analysis:
        """Exchange agent and customer of a stored call, score it anew, and return it.

        Args:
            name: the conversation's id.
            viewer: on whose behalf; None: the workspace's own.

        Raises:
            AccessDenied: the viewer may not write.
            InputError: there is no such call among those that the viewer may see.
        """
        return swap(self.store, viewer or self.viewer, stages_from(self.settings), name)

    def rescore(self) -> Iterator[Rescored]:
        """Score everything that is stored anew by the rubric in force, and yield how it goes."""
        return rescore(self.store, self.viewer, self.rubric)

    @cached_property
    def errors(self) -> Errors:
        """What is known of the errors of the detectors in force.

        Raises:
            BadSettings: the file that says it is broken.
        """
        return errors_of(self.settings.detectors)

    def report(self, by: str, which: Filter = EVERYTHING) -> list[Row]:
        """Return a line for each agent, team or week."""
        found = tallies(self.store, self.viewer, which)
        zone = self.settings.sources.timezone
        return summarise(found, Group(by), zone=zone, errors=self.errors)

    def export(self, which: Filter = EVERYTHING) -> Iterator[dict[str, Any]]:
        """Yield what is stored as objects of the open format, with what is shown beside scores.

        Text that comes back is looked for in all that is exported, which is read once before.
        """
        canned = canned_in(find_canned(analyses(self.store, self.viewer, which)))
        wrong = agreed(self.store, self.viewer)
        for found in analyses(self.store, self.viewer, which):
            name = found.conversation.id
            care = care_in(found, self.rubric, canned.get(name, ()), wrong.get(name, ()))
            said = said_against(self.store, self.viewer, found)
            yield encode_analysis(found) | {"care": plain(care), "disagreements": said}

    def clips(
        self,
        which: Filter = EVERYTHING,
        *,
        cue: str | None = None,
        show: Literal["best", "missed", "both"] = "both",
        limit: int,
    ) -> list[Clip]:
        """Return clips of one cue, or of the best and the missed moments.

        Raises:
            BadSettings: the codebook has no such label.
        """
        if cue is not None:
            n_places = limit * CANDIDATES
            found = sightings(self.store, self.viewer, _label(cue), which, limit=n_places)
            return cue_clips(found, limit)
        states = {
            "best": (State.MET,),
            "missed": (State.MISSED,),
            "both": (State.MET, State.MISSED),
        }[show]
        n_looked_at = limit * CANDIDATES
        return [
            clip
            for state in states
            for clip in choose(
                moments(self.store, self.viewer, which, state=state, limit=n_looked_at), limit
            )
        ]

    def promises(self, which: Filter, now: datetime, zone: str | None = None) -> list[Case]:
        """Return the cases that hold promises of the conversations asked for, oldest first.

        A case is judged by all of its conversations that the viewer may see; those promises
        are listed that were made in conversations that the filter lets through.
        """
        return stored_promises(self.store, self.viewer, which, terms_of(self.settings, now, zone))

    def briefing(self, name: str, now: datetime, zone: str | None = None) -> Briefing:
        """Return what to know before one talks to a customer.

        Args:
            name: a customer or a thread.
            now: when it is.
            zone: in which days end; None: the zone of the settings.

        Raises:
            InputError: nothing of that name is stored among what the viewer may see.
        """
        return brief(self.store, self.viewer, name, terms_of(self.settings, now, zone))

    def _marked(self, item: Item) -> tuple[Item, str]:
        """Return an item with its fingerprint; one of a file that cannot be read is a problem."""
        try:
            return item, fingerprint(item, self._manner)
        except OSError as exc:
            return problem(item.files[0], unreadable(Path(exc.filename or item.files[0]), exc)), ""

    def _forget_problems(self, paths: Sequence[Path], items: Sequence[Item]) -> None:
        """Drop what was noted of files at or under the paths, also of those that are gone.

        A path is the same however it is written: problems of `calls` are those of `/home/me/calls`.
        """
        noted = {source for source, _ in known_problems(self.store, self.viewer)}
        read = {_absolute(_source(item)) for item in items}
        folders = [_absolute(path) for path in paths]
        whole = {source: _absolute(source) for source in noted}
        self.store.forget_problems(
            self.viewer,
            [
                source
                for source, place in whole.items()
                if place in read or any(place.is_relative_to(folder) for folder in folders)
            ],
        )

    def _keep(self, outcome: Outcome[tuple[Item, str], Analysis], n_total: int) -> Progressed:
        item, mark = outcome.item
        if outcome.result is None:
            return self._failed(item, outcome.problem or "nothing came back", n_total)
        if refusal := taken(self.store, self.viewer, item):  # another batch may have kept it since
            return self._failed(item, str(refusal), n_total)
        source = _source(item)
        if is_to_hear(item) and outcome.result.conversation.transcribed_by is None:
            mark = self._unheard(mark)
        self.store.save(
            self.viewer,
            outcome.result,
            source=source,
            fingerprint=mark,
            provenance=provenance_of(item),
        )
        return Progressed(source, n_total)

    def _failed(self, item: Item, sentence: str, n_total: int) -> Progressed:
        source = _source(item)
        self.store.note_problem(self.viewer, source=source, sentence=sentence)
        return Progressed(source, n_total, problem=sentence)

    def _unheard(self, mark: str) -> str:
        """Return the fingerprint of a recording whose words could not be heard with these ears.

        Words that were heard stay, also where the weights are gone: their fingerprint is another.
        """
        return hashlib.sha256(f"{mark} {ears(self.settings)}".encode()).hexdigest()

    @cached_property
    def _manner(self) -> str:
        """Everything but the words that a score depends on, as one text."""
        asr = self.settings.asr.model_dump_json(exclude={"batch", "threads"})
        glossary = read_glossary(self.settings.asr.glossary)
        timing = self.settings.dynamics.model_dump_json(), self.settings.speakers.model_dump_json()
        manner = (__version__, self.rubric.stamp, self.settings.detectors, asr, glossary, *timing)
        return hashlib.sha256(repr(manner).encode()).hexdigest()

    def _n_workers(self, todo: Sequence[Item]) -> int:
        return self.settings.workers or processes(todo, self.settings.asr, cores=physical_cores())


def _source(item: Item) -> str:
    return str(item.files[0])


def _absolute(path: Path | str) -> Path:
    """Return a path from the root, without its dots; links stay links."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def _label(name: str) -> Label:
    try:
        return Label(name)
    except ValueError:
        known = ", ".join(Label)
        raise BadSettings(f"the codebook has no label {name!r}; there are: {known}") from None
