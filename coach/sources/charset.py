"""Bytes of a mail to text, whatever its label says.

The label is believed where it fits. Japanese mail is the reason for the rest: programs label as
ISO-2022-JP what has characters (①, 髙) that ISO-2022-JP does not know, and old ones do not label
at all. A text that had to be guessed comes with a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

# What mail programs mean by these labels. Source: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {
    "us-ascii": "ascii",
    "ansi_x3.4-1968": "ascii",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-9": "cp1254",
}
# Left open, charset-normalizer takes short cp932 for Korean and German for an old Macintosh's.
_JAPANESE = ("cp932", "euc_jp")
_COMMON = ("cp1252", "cp932", "euc_jp", "cp1251", "cp949", "gb18030", "big5")
# English with a pound sign or a dash here and there is cp1252, whatever its few bytes look like.
_FEW = 0.3
_SAMPLE = 10_000
_JIS = re.compile(rb"\x1b(\$[@B]|\([BJI])")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and a note where its charset had to be guessed."""

    text: str
    note: str | None = None


def decode_text(data: bytes, label: str | None, *, japanese: bool) -> Decoded:
    r"""Return the text of some bytes; never fails.

    Tried in order: the label, ISO-2022-JP as Windows writes it, UTF-8, what the bytes look
    like, cp932 for Japanese mail (cp1252 for other); at last, what cannot be read becomes �.

    Args:
        data: the bytes, with their transfer encoding undone.
        label: the charset that the mail declares.
        japanese: whether the mail is likely to be Japanese.

    >>> decode_text(b"caf\xe9", "iso-8859-1", japanese=False).text
    'café'
    """
    declared = (label or "us-ascii").strip("\"' ").lower()
    text = _try(data, _MEANT.get(declared, declared))
    if text is not None and "\x1b$" not in text:
        return Decoded(text)
    if b"\x1b$" in data and (text := _iso_2022_jp(data)) is not None:
        return Decoded(text)
    if (text := _try(data, "utf-8")) is not None:
        return Decoded(text)
    return _guess(data, declared, japanese=japanese)


def _guess(data: bytes, declared: str, *, japanese: bool) -> Decoded:
    found = from_bytes(data, cp_isolation=list(_candidates(data, japanese=japanese))).best()
    charset = found.encoding if found else "cp932" if japanese else "cp1252"
    if (text := _try(data, charset)) is not None:
        return Decoded(text, f"the charset {declared!r} does not fit; read as {charset}")
    note = f"the charset {declared!r} does not fit, nor does another; some letters are lost"
    return Decoded(data.decode("cp932" if japanese else "utf-8", "replace"), note)


def _candidates(data: bytes, *, japanese: bool) -> tuple[str, ...]:
    sample = data[:_SAMPLE]
    if sum(byte >= 0x80 for byte in sample) <= _FEW * len(sample):
        return (*_JAPANESE, "cp1252") if japanese else ("cp1252",)
    return _JAPANESE if japanese else _COMMON


def _try(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (LookupError, ValueError):  # no such charset, or it does not fit
        return None


def _iso_2022_jp(data: bytes) -> str | None:
    """Return the text of ISO-2022-JP, also with the characters that Windows adds to it."""
    plain = _try(data, "iso2022_jp")
    text = plain if plain is not None else _try(_as_cp932(data), "cp932")
    return None if text is None or "\x1b" in text else text


def _as_cp932(data: bytes) -> bytes:
    """Return ISO-2022-JP as cp932, which orders the same table differently.

    Source: JIS X 0208:1997, appendix 1 (shifted code).
    """
    first, *rest = _JIS.split(data)
    pieces = [first]
    for escape, chunk in zip(rest[0::2], rest[1::2], strict=True):
        pieces.append(_shifted(chunk) if escape[:1] == b"$" else _roman(chunk, escape))
    return b"".join(pieces)


def _roman(chunk: bytes, escape: bytes) -> bytes:
    return bytes(byte | 0x80 for byte in chunk) if escape == b"(I" else chunk


def _shifted(chunk: bytes) -> bytes:
    out = bytearray()
    at = 0
    while at < len(chunk):
        row, cell = chunk[at], chunk[at + 1] if at + 1 < len(chunk) else 0
        if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):  # a line break, or torn in two
            out.append(row)
            at += 1
            continue
        out.append((row + 1) // 2 + (0x70 if row < 0x5F else 0xB0))
        out.append(cell + 0x7E if row % 2 == 0 else cell + (0x1F if cell < 0x60 else 0x20))
        at += 2
    return bytes(out)
