"""Our own components: a script and a style sheet each, in files beside this one.

They draw into the page itself (Streamlit components v2), so they are as trusted as the page.
Words of people reach the browser as data only and are set with `textContent`; no part of a
script or a style sheet is made from them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any
from zlib import crc32

import streamlit as st

ROOT = '<div class="root"></div>'


@cache
def component(name: str) -> Any:
    """Return the function that mounts one of the parts: "player", "cards", "scorecard", "head".

    Every part shares `words.js` and `words.css`, which stand before its own.
    """
    return st.components.v2.component(
        f"coach_{name}", html=ROOT, css=_joined(name, "css"), js=_joined(name, "js")
    )


def trace_of(*drawn: object) -> str:
    """Return a short text that is another as soon as anything that is drawn is."""
    return f"{crc32(repr(drawn).encode()):08x}"


def _joined(name: str, suffix: str) -> str:
    folder = files("coach.ui.parts")
    names = (f"words.{suffix}", f"{name}.{suffix}")
    return "\n".join((folder / each).read_text(encoding="utf-8") for each in names)
