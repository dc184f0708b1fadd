"""What things cost on this machine: `make bench`. Quote ratios of one run, not times across runs.

Each line gives CPU time of this process (one core), the best of three, after a first run that
loads what is loaded once. `python -m tests.bench hearing windows` prints these two alone.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from coach.access import OWNER
from coach.audio import decode
from coach.config import Settings, SourceSettings
from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Role
from coach.conversation.conversation import Conversation
from coach.conversation.recording import Recording
from coach.cues import classifier
from coach.cues.contexts import contexts
from coach.language.pipeline import Languages
from coach.pipeline import analyse, find_cues, hear
from coach.rubric.opportunity import find_opportunities
from coach.sources.discover import discover
from coach.sources.quoted import own_words
from coach.store import queries
from coach.store.repository import Store
from coach.workspace.stages import stages_from
from tests.bench_hearing import cost_of_ours, of_hearing, of_windows
from tests.bench_pages import of_pages
from tests.bench_two_hours import of_two_hours
from tests.bench_voices import of_voices

SAMPLES = Path(__file__).parents[1] / "sample_calls"
Line = tuple[str, float, str]


def main() -> None:
    """Print every measure."""
    table = Table(box=None, pad_edge=False)
    table.add_column("measure")
    table.add_column("value", justify="right")
    table.add_column("unit")
    measures = (
        of_stages, of_model, of_store, of_pages, of_audio, of_mail, of_help, of_windows, of_share,
        of_hearing, of_two_hours, of_voices,
    )  # fmt: skip
    wanted = sys.argv[1:]
    for measure in (m for m in measures if not wanted or m.__name__.removeprefix("of_") in wanted):
        for name, value, unit in measure():
            table.add_row(name, f"{value:,.2f}" if value < 100 else f"{value:,.0f}", unit)
    Console(highlight=False).print(table)


def cpu(work: Callable[[], object], *, times: int = 3) -> float:
    """Return CPU seconds of the cheapest of some runs, after one that warms up."""
    work()
    costs = []
    for _ in range(times):
        before = time.process_time()
        work()
        costs.append(time.process_time() - before)
    return min(costs)


def conversations() -> list[Conversation]:
    """Return the sample calls and threads."""
    stages = stages_from(Settings())
    found = [item.found for item in discover([SAMPLES], SourceSettings())]
    heard = (hear(f, stages) if isinstance(f, Recording) else f for f in found)
    return [analyse(f, stages).conversation for f in heard if isinstance(f, Conversation)]


def of_stages() -> Iterator[Line]:
    """Cues and rubric, per language, in turns per second of one core."""
    stages = stages_from(Settings())
    for language in ("en", "ja"):
        talks = [c for c in conversations() if c.about.language == language]
        n_turns = sum(len(talk.turns) for talk in talks)
        cost = cpu(lambda talks=talks: [find_cues(talk, stages) for talk in talks])
        yield f"cue stage, {language}", n_turns / cost, "turns/s"
    found = [(talk, find_cues(talk, stages)) for talk in conversations()]
    n_turns = sum(len(talk.turns) for talk, _ in found)
    cost = cpu(lambda: [find_opportunities(talk, cues, stages.rubric) for talk, cues in found])
    yield "rubric", n_turns / cost, "turns/s"


def of_model() -> Iterator[Line]:
    """The cue model by itself: agent turns per second of one core, and what loading it takes."""
    before = time.process_time()
    model = classifier.build()
    yield "loading the cue model", time.process_time() - before, "s"
    languages = Languages()
    batch = [
        context
        for talk in conversations()
        for context in contexts(talk, languages)
        if talk.about.language == "en" and context.turn.role is Role.AGENT
    ]
    yield "cue model, length-sorted", len(batch) / cpu(lambda: model.read(batch)), "agent turns/s"
    alone = cpu(lambda: [model.read([one]) for one in batch])
    yield "cue model, one by one", len(batch) / alone, "agent turns/s"


def of_store() -> Iterator[Line]:
    """Writing and asking a store of 1,000 conversations."""
    stages = stages_from(Settings())
    analyses = [analyse(talk, stages) for talk in conversations()]
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/bench.db")
        before = time.process_time()
        for number in range(1000):
            one = analyses[number % len(analyses)]
            name = f"c{number}"
            store.save(OWNER, _renamed(one, name), source="x", fingerprint=name)
        yield "saving", 1000 / (time.process_time() - before), "conversations/s"
        yield "team page's question", 1000 * cpu(lambda: queries.tallies(store, OWNER)), "ms"
        one_id = ["c7"]
        yield "opening a conversation", 1000 * cpu(lambda: store.load(OWNER, one_id)), "ms"
        store.close()


def of_audio() -> Iterator[Line]:
    """Decoding a call: seconds of call per CPU second."""
    path = min((SAMPLES / "calls").glob("*.ogg"))
    length = decode(path).duration
    yield "decoding", length / cpu(lambda: decode(path)), "s of call/s"


def of_share() -> Iterator[Line]:
    """What the cues of a call cost beside hearing it; for a week of calls the share is the same."""
    stages, heard = stages_from(Settings()), cost_of_ours()
    for language in ("en", "ja"):
        calls = [
            talk
            for talk in conversations()
            if talk.about.language == language and talk.turns[-1].span is not None
        ]
        seconds = sum(talk.turns[-1].span.end for talk in calls if talk.turns[-1].span)
        cost = cpu(lambda calls=calls: [find_cues(talk, stages) for talk in calls]) / seconds
        yield f"cue stage beside hearing, {language}", 100 * cost / heard, "%"


def of_mail() -> Iterator[Line]:
    """Taking quotes off hostile mails: kilobytes per CPU second."""
    for name, text in (("quotes", "> a\n" * 75_000), ("on on on", "On " * 100_000)):
        yield f"stripping {name}", len(text) / 1000 / cpu(lambda t=text: own_words(t)), "kB/s"


def of_help() -> Iterator[Line]:
    """How long `coach --help` takes beyond starting Python, on the wall."""
    bare = _wall([sys.executable, "-c", "pass"])
    yield "coach --help", _wall([sys.executable, "-m", "coach", "--help"]) - bare, "s"


def _wall(command: list[str]) -> float:
    costs = []
    for _ in range(5):
        before = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        costs.append(time.perf_counter() - before)
    return min(costs)


def _renamed(analysis: Analysis, name: str) -> Analysis:
    talk = analysis.conversation
    return replace(analysis, conversation=replace(talk, about=replace(talk.about, id=name)))


if __name__ == "__main__":
    main()
