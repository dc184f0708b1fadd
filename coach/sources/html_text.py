"""HTML mail to the text that its sender wrote.

Quoted mail, styles and what is not shown are left out; a line stays a line, and two cells of a
table do not grow into one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

# The parser's time grows with the square of the depth: 2 MB of nothing but opening tags take
# minutes. Within both bounds the worst mail that we could make takes some seconds.
MAX_CHARS = 2_000_000
MAX_DEPTH = 2_000

_NOT_SHOWN = frozenset(["head", "script", "style", "template", "title", "noscript"])
# Quotes and signatures of Gmail, Thunderbird, Apple Mail and Yahoo. An answer that stands between
# two quotes stays.
_QUOTE_CLASSES = frozenset(
    ["gmail_attr", "gmail_signature", "moz-cite-prefix", "moz-signature", "yahoo_quoted"]
)
# Outlook writes the mail that is answered after one of these, as a sibling.
_QUOTE_FOLLOWS = frozenset({"divRplyFwdMsg", "ms-outlook-mobile-reference-message"})
_LINES = frozenset({
    "address", "article", "blockquote", "dd", "div", "dl", "dt", "footer", "form", "header", "hr",
    "li", "main", "pre", "section", "tr",
})  # fmt: skip
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "table", "ul"])
_CELLS = frozenset({"td", "th"})

# Stand for line ends while the spaces of the source are folded.
_LINE, _PARAGRAPH, _BR = "\u2028", "\u2029", "\x1e"
_MARKS = re.compile(f"([{_LINE}{_PARAGRAPH}{_BR}])")
_SPACES = re.compile(r"[ \t\r\n\f\v\xa0\u200b\ufeff]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_DATA_URI = re.compile(r"data:[^\"'\s<>]{200,}")
_TAG = re.compile(r"<(/?)([a-zA-Z]{1,20})[^<>]{0,5000}>")
_CLOSED_BY_ITSELF = frozenset({
    "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input",
    "li", "link", "meta", "option", "p", "param", "source", "tbody", "td", "th", "thead", "tr",
    "wbr",
})  # fmt: skip


def html_to_text(source: str) -> tuple[str, str | None]:
    """Return the text of an HTML mail without what it quotes, and a note where it was cut.

    >>> html_to_text("<p>It broke <b>tw</b>ice.<blockquote>What broke?</blockquote>")
    ('It broke twice.', None)
    """
    whole = _DATA_URI.sub("", source)
    kept = whole[: min(MAX_CHARS, _too_deep_at(whole[:MAX_CHARS]))]
    note = None if len(kept) == len(whole) else f"only the first {len(kept)} characters were read"
    body = LexborHTMLParser(kept).body
    pieces = [] if body is None else list(_pieces(body))
    text = "\n".join(_lines(_SPACES.sub(" ", "".join(pieces))))
    return _BLANK_LINES.sub("\n\n", text).strip(), note


def _too_deep_at(source: str) -> int:
    """Return where more than MAX_DEPTH tags are open, or the end."""
    depth = 0
    for tag in _TAG.finditer(source):
        if tag[2].lower() in _CLOSED_BY_ITSELF:
            continue
        depth += -1 if tag[1] else 1
        if depth > MAX_DEPTH:
            return tag.start()
    return len(source)


def _lines(marked: str) -> Iterator[str]:
    """Yield the lines of a text with marks; a block ends a line, a <br> also an empty one."""
    parts = [*_MARKS.split(marked), _LINE]
    for text, mark in zip(parts[0::2], parts[1::2], strict=True):
        line = text.strip()
        if line or mark == _BR:
            yield line
        if mark == _PARAGRAPH:
            yield ""


def _pieces(body: LexborNode) -> Iterator[str]:
    """Yield the text of a page piece by piece, with breaks where lines begin and end."""
    n_open_pre = 0
    for node, opens in _events(body):
        if node.tag == "-text":
            text = node.text_content or "" if opens else ""
            yield text.replace("\n", _BR) if n_open_pre else text
            continue
        if node.tag == "pre":
            n_open_pre += 1 if opens else -1
        yield _mark(node.tag or "", opens=opens)


def _mark(tag: str, *, opens: bool) -> str:
    if tag in _PARAGRAPHS:
        return _PARAGRAPH
    if tag == "li" and opens:
        return f"{_LINE}- "
    if tag == "br":
        return _BR if opens else ""
    if tag in _LINES:
        return _LINE
    return " " if tag in _CELLS else ""


def _events(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Yield every node that is read twice: when it opens, and when it closes.

    A loop and not a recursion, for a mail may nest its tags thousands deep.
    """
    node, depth = root, 0
    while True:
        if node.id in _QUOTE_FOLLOWS:
            return
        if _is_left_out(node):
            if node.tag in {"blockquote", "div"}:  # what stands around it stays apart
                yield node, False
        else:
            yield node, True
            if node.child is not None:
                node, depth = node.child, depth + 1
                continue
            yield node, False
        while node.next is None and depth > 0 and node.parent is not None:
            node, depth = node.parent, depth - 1
            yield node, False
        if depth == 0 or node.next is None:
            return
        node = node.next


def _is_left_out(node: LexborNode) -> bool:
    if node.tag in _NOT_SHOWN or node.tag in {"blockquote", "-comment"}:
        return True
    if node.tag == "-text":
        return False
    attributes = node.attributes
    style = (attributes.get("style") or "").replace(" ", "")
    classes = (attributes.get("class") or "").split()
    return (
        "hidden" in attributes or "display:none" in style or not _QUOTE_CLASSES.isdisjoint(classes)
    )
