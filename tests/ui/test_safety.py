"""What pages must never do, whatever they show."""

import re

import pytest

from tests.ui.conftest import ROOT

SOURCES = [ROOT / "app.py", *sorted((ROOT / "coach/ui").rglob("*.py"))]
SCRIPTS = sorted((ROOT / "coach/ui").rglob("*.js"))
PARSES = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|DOMParser"


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_no_page_lets_markup_through(file):
    assert not re.search(r"unsafe_allow_\w+", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_no_script_parses_text_as_markup(file):
    assert not re.search(PARSES, file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_no_script_calls_anybody(file):
    code = file.read_text(encoding="utf-8")
    assert re.findall(r"https?://[^\"]+|fetch\(|XMLHttpRequest", code) in (
        [],
        ["http://www.w3.org/2000/svg"],
    )


def test_html_is_given_files_only():
    for file in SOURCES:
        for given in re.findall(r"st\.html\(([^)]*)\)", file.read_text(encoding="utf-8")):
            assert given == '_HERE / "page.css"'


@pytest.mark.parametrize(
    "file", sorted((ROOT / "coach/ui/pages").glob("*.py")), ids=lambda f: f.name
)
def test_a_page_is_short(file):
    assert file.read_text(encoding="utf-8").count("\n") <= 150
