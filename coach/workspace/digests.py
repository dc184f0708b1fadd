"""Weekly digests and summaries of what is stored, for one viewer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from coach.access import Permission, Standing
from coach.audio.encoding import appearing
from coach.conversation.analysis import Analysis
from coach.conversation.disagreement import without
from coach.errors import AccessDenied, NothingToScore
from coach.insights.digest.digest import N_WEEKS, agent_digest, team_digest
from coach.insights.digest.render import html_of, pdf_of
from coach.insights.digest.sheet import Sheet, sheet_of
from coach.insights.digest.week import Week, week_named
from coach.insights.summary import Said, summarise_many, summarise_one
from coach.insights.trends import week_of
from coach.store.queries import Filter, analyses, heads
from coach.workspace.cutting import safe_name
from coach.workspace.disputes import agreed
from coach.workspace.reworded import in_other_words
from coach.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which digest.

    Attributes:
        agent: whose week; None for a team's.
        team: the team, where no agent is named.
        week: as in "2026-W47"; None for the latest in which there is a conversation.
        language: of the page, "en" or "ja".
        app: address of the app that conversations link to; empty for no links.
    """

    agent: str | None = None
    team: str | None = None
    week: str | None = None
    language: str = "en"
    app: str = ""


def digest_sheet(workspace: Workspace, wanted: Wanted) -> Sheet:
    """Return the page of a week.

    An agent sees their own, without colleagues to compare with; a lead those of their teams. Where
    a model is set that rephrases, it is asked for what it has not said yet.

    Raises:
        AccessDenied: the viewer may not see that agent or team.
        BadSettings: no week is called that.
        NothingToScore: the week holds no conversation of theirs.
        SetupError: the model that is set to rephrase cannot be used.
    """
    _admit(workspace, wanted)
    week = _week(workspace, wanted)
    which = Filter(since=week.end - timedelta(weeks=N_WEEKS), until=week.end)
    found = analyses(workspace.store, workspace.viewer, which)
    wrong = agreed(workspace.store, workspace.viewer)
    if wanted.agent is not None:
        digest = agent_digest(found, wanted.agent, week, wrong, workspace.errors)
    else:
        digest = team_digest(found, wanted.team or "", week, wrong, workspace.errors)
    if not digest.n_conversations:
        raise _nothing(wanted, f"in {week.name}")
    digest = replace(digest, behaviours=in_other_words(workspace.settings, digest.behaviours))
    return sheet_of(digest, wanted.language, _sentences(workspace), app=wanted.app)


def write_digest(
    workspace: Workspace, wanted: Wanted, folder: Path, *, pdf: bool, fonts: Path | None = None
) -> list[Path]:
    """Write the page of a week into a folder and return the files.

    Args:
        workspace: what is stored, and for whom.
        wanted: which digest.
        folder: made if it is not there.
        pdf: also write it as PDF.
        fonts: a folder with fonts for the PDF besides those of this machine.

    Raises:
        CoachError: as `digest_sheet`; or the PDF cannot be set on this machine.
        SetupError: the folder cannot be written.
    """
    sheet = digest_sheet(workspace, wanted)
    name = safe_name(f"{wanted.agent or wanted.team}-{_week(workspace, wanted).name}")
    made = {folder / f"{name}.html": html_of(sheet).encode()}
    if pdf:
        made[folder / f"{name}.pdf"] = pdf_of(sheet, fonts=fonts)
    for path, content in made.items():
        with appearing(path) as unfinished:
            unfinished.write_bytes(content)
    return list(made)


def summary_of(workspace: Workspace, names: list[str], which: Filter) -> tuple[Said, ...]:
    """Return the summary of the conversations named, or of all that the filter lets through.

    What was agreed to be wrong is left out.

    Raises:
        NothingToScore: there is none, or the viewer may not see one that is named.
    """
    wrong = agreed(workspace.store, workspace.viewer)
    asked: Iterable[Analysis] = (
        _named(workspace, names) if names else analyses(workspace.store, workspace.viewer, which)
    )
    found = [without(each, wrong.get(each.conversation.id, ())) for each in asked]
    if not found:
        raise NothingToScore("there is no conversation of that kind to summarise")
    return summarise_one(found[0]) if len(found) == 1 else summarise_many(found)


def _named(workspace: Workspace, names: list[str]) -> list[Analysis]:
    loaded = workspace.store.load(workspace.viewer, names)
    if missing := [name for name in names if name not in loaded]:
        raise NothingToScore(
            f"no conversation is called {missing[0]!r}; `coach export` lists their ids"
        )
    return [loaded[name] for name in dict.fromkeys(names)]


def _admit(workspace: Workspace, wanted: Wanted) -> None:
    viewer = workspace.viewer
    if wanted.agent is None:
        viewer.demand(Permission.SEE_TEAMS)
        if not viewer.sees(None, wanted.team):
            raise AccessDenied(f"{viewer.standing} {viewer.name} may not see team {wanted.team}")
    elif viewer.standing is Standing.AGENT and not viewer.is_agent(wanted.agent):
        raise AccessDenied(f"{viewer.standing} {viewer.name} may not see agent {wanted.agent}")


def _week(workspace: Workspace, wanted: Wanted) -> Week:
    zone = workspace.settings.sources.timezone
    if wanted.week is not None:
        return week_named(wanted.week, zone)
    which = Filter(agent=wanted.agent, team=wanted.team if wanted.agent is None else None)
    latest = heads(workspace.store, workspace.viewer, which, limit=1)
    if not latest or latest[0].started_at is None:
        raise _nothing(wanted, "with a date")
    return week_named(week_of(latest[0].started_at, zone), zone)


def _nothing(wanted: Wanted, when: str) -> NothingToScore:
    who = f"agent {wanted.agent}" if wanted.agent is not None else f"team {wanted.team}"
    return NothingToScore(f"no conversation of {who} {when} is stored here")


def _sentences(workspace: Workspace) -> Callable[[str], str]:
    def says(name: str) -> str:
        known = workspace.rubric.pairing(name)
        return known.says if known else name

    return says
