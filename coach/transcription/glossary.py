"""The names that a recogniser should expect: products, places, agents."""

from __future__ import annotations

from pathlib import Path

from coach.errors import BadSettings


def read_glossary(path: Path | None) -> tuple[str, ...]:
    """Return the terms of a glossary in order: one on each line, `#` begins a remark.

    Args:
        path: a UTF-8 text file; None for no glossary.

    Raises:
        BadSettings: it cannot be read, or is not text.
    """
    if path is None:
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as exc:
        raise BadSettings(f"asr.glossary: {path} cannot be read ({exc.strerror})") from exc
    except UnicodeDecodeError as exc:
        raise BadSettings(f"asr.glossary: {path} is not text in UTF-8") from exc
    terms = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(dict.fromkeys(term for term in terms if term))
