"""What documents say about the repository is so: their links, commands and make targets."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from coach.cli.main import cli

ROOMS = ("docs", "models", "sample_calls")
PAGES = [*Path().glob("*.md"), *(page for room in ROOMS for page in Path(room).rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
FENCED = re.compile(r"^```.*?^```", re.M | re.S)


def anchors(page):
    """Return what a link may name inside a page, as GitHub makes it of headings."""
    headings = re.findall(r"^#+ +(.+)$", FENCED.sub("", page.read_text(encoding="utf-8")), re.M)
    plain = [re.sub(r"[^\w\s-]", "", heading.lower()).strip() for heading in headings]
    return {re.sub(r"\s", "-", heading) for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page):
    dead = []
    for path, anchor in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(f"{path}#{anchor}")
    assert dead == []


def test_every_page_of_docs_is_listed_in_the_readme():
    readme = Path("README.md").read_text(encoding="utf-8")
    assert [page for page in map(str, Path("docs").glob("*.md")) if f"({page})" not in readme] == []


def test_commands_of_the_readme_exist_and_none_is_left_out():
    readme = Path("README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `coach (\w+)", readme, re.M)) == set(get_command(cli).commands)


def test_make_targets_are_told_to_contributors():
    makefile = Path("Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.M)[0].split())
    assert phony <= set(re.findall(r"`([\w-]+)`", Path("CONTRIBUTING.md").read_text("utf-8")))
