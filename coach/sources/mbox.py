"""Splits an .mbox file into its mails.

The standard library's reader takes every line that begins with "From " for a new mail, also a
sentence of a customer's. Here it takes a blank line before it and a time of day in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_BEGINS = re.compile(rb"From \S{1,300} .{0,100}\d\d:\d\d")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def looks_like_mbox(head: bytes) -> bool:
    """Whether a file that begins with these bytes is an mbox."""
    return _BEGINS.match(head) is not None


def split(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each mail of an mbox, with the lines that were escaped (">From") restored.

    Lines before the first mail are passed over.

    Args:
        lines: of the file, with their line ends.
    """
    mail: list[bytes] | None = None
    after_blank = True
    for line in lines:
        if after_blank and _BEGINS.match(line):
            if mail is not None:
                yield _restored(mail)
            mail = []
        elif mail is not None:
            mail.append(line)
        after_blank = not line.strip()
    if mail is not None:
        yield _restored(mail)


def _restored(lines: list[bytes]) -> bytes:
    return _ESCAPED.sub(rb"\1", b"".join(lines))
