"""A page as a file: HTML that needs nothing beside it, and PDF.

Nothing is fetched: the HTML has no script, picture or font in it, and typst, which sets the PDF,
is given all text as data. Japanese needs a font of this machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment

from coach.errors import MissingExtra
from coach.insights.digest.sheet import Sheet

LATIN_FONTS = ("Noto Sans", "Liberation Sans", "DejaVu Sans", "Arial", "Libertinus Serif")
JAPANESE_FONTS = (
    "Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "Source Han Sans JP", "IPAexGothic",
    "IPAGothic", "BIZ UDPGothic", "Yu Gothic", "Meiryo", "MS Gothic", "Hiragino Sans",
    "Hiragino Kaku Gothic ProN", "TakaoGothic", "VL Gothic", "Noto Serif CJK JP",
)  # fmt: skip
_FIRST_JAPANESE = "\u3040"


def html_of(sheet: Sheet) -> str:
    """Return a page as one HTML document that loads nothing."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    source = (files("coach.insights.digest") / "digest.html.jinja").read_text(encoding="utf-8")
    fields = {name: getattr(sheet, name) for name in sheet.__slots__}
    return environment.from_string(source).render(fields) + "\n"


def pdf_of(sheet: Sheet, *, fonts: Path | None = None) -> bytes:
    """Return a page as PDF; the same page gives the same bytes.

    Args:
        sheet: what it says.
        fonts: a folder with fonts to use besides those of this machine.

    Raises:
        MissingExtra: typst is not installed, or the page has Japanese on it and no font can set
            Japanese.
    """
    try:
        import typst
    except ImportError:
        raise MissingExtra("PDF needs typst: pip install 'coach[pdf]'") from None
    folders = [str(fonts)] if fonts else []
    said = json.dumps(asdict(sheet), ensure_ascii=False)
    held = typst.Fonts(font_paths=folders)
    chosen = choose_fonts(held.families(), needs_japanese=_has_japanese(said))
    template = (files("coach.insights.digest") / "digest.typ").read_bytes()
    return typst.compile(
        template,
        format="pdf",
        font_paths=held,
        sys_inputs={"sheet": said, "fonts": json.dumps(chosen)},
        timestamp=0,
    )


def choose_fonts(families: Iterable[str], *, needs_japanese: bool) -> list[str]:
    """Return the fonts to set a page in, the first choice first.

    Raises:
        MissingExtra: Japanese is needed and none of the fonts can set it.
    """
    present = set(families)
    japanese = [name for name in JAPANESE_FONTS if name in present]
    if needs_japanese and not japanese:
        raise MissingExtra(
            "no font on this machine can set Japanese: install Noto Sans CJK JP, or name a folder "
            "that holds one with --fonts"
        )
    return [name for name in LATIN_FONTS if name in present] + japanese


def _has_japanese(text: str) -> bool:
    return any(character >= _FIRST_JAPANESE for character in text)
