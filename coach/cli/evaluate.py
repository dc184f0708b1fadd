"""`coach evaluate`: how well the cues agree with annotators."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from coach.errors import InputError, MissingModel

if TYPE_CHECKING:
    from coach.training.evaluate import LabelLine, Report

_COLUMNS = ("n", "precision", "recall", "F1", "90 %", "AUROC", "ECE")


def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            envvar="COACH_GOLD", help="Labelled conversations: files, or folders of them."
        ),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="A model's folder; default: the one that ships.")
    ] = None,
    detectors: Annotated[
        str, typer.Option(help="What looks for cues, separated by commas.")
    ] = "combined",
    output: Annotated[
        Literal["text", "json"], typer.Option("--format", help="How to print it.")
    ] = "text",
    promises: Annotated[
        list[Path] | None,
        typer.Option(help="Measure the promise ledger instead: files of cases with theirs."),
    ] = None,
    annomi: Annotated[
        Path | None,
        typer.Option(help="Measure the balance of listening instead: rated AnnoMI sessions."),
    ] = None,
) -> None:
    """Measure agreement with annotators: per label, and over all, with 90 % intervals."""
    if promises:
        _measure_promises(_files(promises), output)
        return
    if annomi:
        _measure_balance(annomi, detectors, model, output)
        return
    from coach.training.evaluate import evaluate_files

    reports = evaluate_files(_files(gold or []), detectors.split(","), model=model)
    if output == "json":
        plain = {path.stem: asdict(report) for path, report in reports.items()}
        typer.echo(json.dumps(plain, ensure_ascii=False))
        return
    for path, report in reports.items():
        _print(path.stem, report)


def _measure_promises(files: list[Path], output: str) -> None:
    from coach.training.promises import measure_files

    report = measure_files(files)
    if output == "json":
        typer.echo(json.dumps(asdict(report), ensure_ascii=False))
        return
    console = Console(highlight=False)
    for line in report.differences:
        console.print(line, markup=False)
    console.print(f"{report.n_cases} cases")
    for name in ("precision", "recall", "deadline", "kind", "state", "evidence"):
        share = getattr(report, name)
        value = "–" if share.value is None else f"{share.value:.2f}"
        console.print(f"{name:<10} {value}  {share.hits} of {share.n}")


def _measure_balance(path: Path, detectors: str, model: Path | None, output: str) -> None:
    from coach.training.annomi import separation
    from coach.training.tables import with_span

    found = separation(path, detectors.split(","), model=model)
    if output == "json":
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    typer.echo(f"{path.stem}: {found.n_high} sessions rated high, {found.n_low} rated low")
    typer.echo(f"AUROC of the listening balance  {with_span(found.auroc)}")
    typer.echo(f"mean balance  high {found.mean_high:.2f}, low {found.mean_low:.2f}")


def _files(gold: list[Path]) -> list[Path]:
    files = [
        file
        for path in gold
        for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])
    ]
    if not files:
        raise MissingModel(
            "no labelled conversations to measure against: name files or folders of them with "
            "--gold or in COACH_GOLD"
        )
    for file in files:
        _demand_lines(file)
    return files


def _demand_lines(file: Path) -> None:
    """Do nothing if a file can be read as lines.

    Raises:
        InputError: it cannot be read, holds nothing, or is no text in UTF-8.
    """
    try:
        if not file.read_text(encoding="utf-8").strip():
            raise InputError(f"{file} is empty; labelled conversations as JSONL are expected")
    except OSError as exc:
        raise InputError(f"{file} cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise InputError(
            f"{file} is no text in UTF-8; labelled conversations as JSONL are expected"
        ) from exc


def _print(name: str, report: Report) -> None:
    from coach.training.tables import SUMMARY, with_span

    table = Table(
        title=f"{name}: {report.n_conversations} conversations, {report.n_turns} turns",
        title_justify="left",
        box=None,
        pad_edge=False,
        header_style="bold",
    )
    table.add_column("label")
    for column in _COLUMNS:
        table.add_column(column, justify="right")
    for line in report.lines:
        table.add_row(str(line.label), *_cells(line))
    console = Console(highlight=False)
    console.print(table)
    for title, field in SUMMARY:
        console.print(f"{title:<30} {with_span(getattr(report, field))}", markup=False)
    console.print()


def _cells(line: LabelLine) -> list[str]:
    from coach.training.tables import number, span

    return [
        str(line.n),
        number(line.decisions.precision),
        number(line.decisions.recall),
        number(line.f1.value),
        span(line.f1),
        number(line.auroc),
        number(line.calibration_error),
    ]
