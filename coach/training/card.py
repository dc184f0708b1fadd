"""Write a model's card: `python -m coach.training.card models/cues-en --gold FILE…` (`make card`).

All that can be measured is measured when the card is written: the text, the files, and every way
to find cues beside the others on the same turns. What a person has to say stands in `about.md`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from coach.conversation.codebook import Label
from coach.cues import classifier, combined, rules
from coach.cues.base import Detector
from coach.cues.encoding import Encoder
from coach.language.pipeline import Languages
from coach.training.compare import by_frozen_encoder, by_words
from coach.training.data import Labelled, read_all, read_labelled
from coach.training.diversity import diversity
from coach.training.evaluate import LabelLine, Report, judge, report
from coach.training.network import new_network, start_folder
from coach.training.recipe import read_recipe
from coach.training.tables import SUMMARY, number, span, with_span
from coach.training.variation import as_heard, misheard

_MEGABYTE = 1e6
_USED = "rules and model"
_MISHEARD = 0.1


def card(folder: Path, gold: Sequence[Path]) -> str:
    """Return the card of the model in a folder, as Markdown.

    Raises:
        BadSettings: the recipe is missing or says something impossible.
        MissingModel: a file of the model or of the labelled conversations is not there.
    """
    recipe = read_recipe(folder / "recipe.toml")
    learned = read_all(sorted((folder / recipe.data.folder).glob("*.jsonl")))
    ways = _ways(folder, learned)
    parts = [
        (folder / "about.md").read_text(encoding="utf-8").rstrip(),
        _text_part(learned),
        _files_part(folder),
    ]
    languages = Languages()
    for path in gold:
        conversations = read_labelled(path)
        reports = {
            name: report(judge(conversations, [way], languages)) for name, way in ways.items()
        }
        heard = [misheard(as_heard(one), share=_MISHEARD, seed=0) for one in conversations]
        in_noise = report(judge(heard, [ways[_USED]], languages))
        parts.append(_gold_part(path.stem, reports, in_noise))
    return "\n\n".join(parts) + "\n"


def _ways(folder: Path, learned: Sequence[Labelled]) -> dict[str, Detector]:
    """Return every way to find cues, the simplest first."""
    recipe = read_recipe(folder / "recipe.toml")
    untrained = new_network(dropout=0.0, seed=0)
    encoder = Encoder(start_folder() / "tokenizer.json", recipe.budget)
    return {
        "rules": rules.build(),
        "words, linear": by_words(learned),
        "frozen encoder, linear": by_frozen_encoder(untrained, encoder, learned),
        "model alone": classifier.build(folder=folder),
        _USED: combined.build(folder=folder),
    }


def _text_part(learned: Sequence[Labelled]) -> str:
    found = diversity(learned)
    n = Counter(label for one in learned for turn in _turns(one) for label in one.labels(turn))
    lines = [
        "## What it learned from",
        "",
        f"{found.n_conversations:,} conversations, {found.n_turns:,} turns, "
        f"{found.n_words:,} words. Distinct runs of two words {found.distinct_pairs:.0%}, of three "
        f"{found.distinct_triples:.0%}; turns that are nearly said in another conversation too: "
        f"{found.repeated:.1%}.",
        "",
        "Turns by label: " + ", ".join(f"`{label}` {n[label]:,}" for label in Label) + ".",
    ]
    return "\n".join(lines)


def _turns(one: Labelled) -> range:
    return range(len(one.conversation.turns))


def _files_part(folder: Path) -> str:
    sizes = {name: (folder / name).stat().st_size / _MEGABYTE for name in classifier.FILES}
    rows = [f"| `{name}` | {size:.2f} MB |" for name, size in sizes.items()]
    return "\n".join(["## Files", "", "| file | size |", "|---|---:|", *rows])


def _gold_part(name: str, reports: dict[str, Report], in_noise: Report) -> str:
    """Return the tables of one set: all ways side by side, then what is used label by label."""
    used = reports[_USED]
    head = " | ".join(reports)
    rows = [
        f"| {title} | " + " | ".join(with_span(getattr(one, field)) for one in reports.values())
        for title, field in SUMMARY
    ]
    lines = [_label_row(line) for line in used.lines]
    return "\n".join(
        [
            f"## Agreement with annotators: {name}",
            "",
            f"{used.n_conversations} conversations, {used.n_turns} turns; 90 % intervals by "
            "conversation.",
            "",
            f"| | {head} |",
            "|---|" + "---:|" * len(reports),
            *(row + " |" for row in rows),
            "",
            "Without punctuation and capitals and with every tenth word misheard, rules and model "
            f"reach {with_span(in_noise.macro)} macro-F1, {with_span(in_noise.micro_cues)} on cues "
            f"and {with_span(in_noise.micro_moments)} on moments.",
            "",
            "Rules and model, label by label:",
            "",
            "| label | n | precision | recall | F1 | | AUROC | ECE |",
            "|---|---:|---:|---:|---:|---|---:|---:|",
            *lines,
        ]
    )


def _label_row(line: LabelLine) -> str:
    return (
        f"| `{line.label}` | {line.n} | {number(line.decisions.precision)} | "
        f"{number(line.decisions.recall)} | {number(line.f1.value)} | {span(line.f1)} | "
        f"{number(line.auroc)} | {number(line.calibration_error)} |"
    )


def main() -> None:
    """Write card.md into the folder named on the command line."""
    parser = argparse.ArgumentParser(description="Measure a model and write its card.")
    parser.add_argument("folder", type=Path, help="holds the model; card.md is written here")
    parser.add_argument("--gold", type=Path, action="append", required=True)
    given = parser.parse_args()
    text = card(given.folder, given.gold)
    (given.folder / "card.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
