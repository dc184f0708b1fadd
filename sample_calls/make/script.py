"""Reads the call scripts in `calls/`: a head of `key: value` lines, then one turn a line.

    agent 0.6 | Thank you for calling. How can I help?
    customer 0.5 raised | My bill went up ^ again, and nobody told me.
    agent ^ | {Mm-hm.|umhum}

The number is the gap in seconds after the last word so far; negative means before it has ended. A
turn with `^` for its gap starts at the next unused `^` of an earlier turn: so backchannels and
interruptions are written. `[1.5]` is a pause inside a turn. `{shown|spoken}` is shown in the
transcript one way and pronounced another. `raised` and `quiet` set the loudness of the turn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROLES = ("agent", "customer")
MANNERS = {"": 0.0, "raised": 3.0, "quiet": -3.0}  # dB against the usual level of speech
PIECE = re.compile(
    r"\{(?P<shown>[^|{}]*)\|(?P<spoken>[^|{}]*)\}"
    r"|\[(?P<pause>[\d.]+)\]|(?P<mark>\^)|(?P<plain>[^{}\[\]^]+)"
)
TURN = re.compile(r"(?P<role>\w+) (?P<gap>\^|-?[\d.]+)(?: (?P<manner>\w+))? \| (?P<text>.+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a turn: text, a pause in seconds, or a mark where another turn starts."""

    shown: str = ""
    spoken: str = ""
    pause: float | None = None
    is_mark: bool = False
    is_fixed: bool = False  # written as {shown|spoken}: timed as one


@dataclass(frozen=True, slots=True)
class ScriptTurn:
    """One turn as written; `gap` is None when it starts at a mark."""

    role: str
    gap: float | None
    manner: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """One call as written: its head and its turns."""

    name: str
    head: dict[str, str]
    turns: tuple[ScriptTurn, ...]


def read_script(path: Path) -> Script:
    """Returns the call written in `path`.

    Raises:
        ValueError: A line is not a turn, or the marks and the turns that use them do not pair up.
    """
    head_text, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    head = dict(line.split(": ", 1) for line in head_text.splitlines())
    turns = tuple(_read_turn(line, path.name) for line in body.splitlines() if line.strip())
    n_marks = sum(piece.is_mark for turn in turns for piece in turn.pieces)
    n_users = sum(turn.gap is None for turn in turns)
    if n_marks != n_users:
        raise ValueError(f"{path.name}: {n_marks} marks, but {n_users} turns that start at one")
    return Script(path.stem, head, turns)


def _read_turn(line: str, name: str) -> ScriptTurn:
    match = TURN.fullmatch(line.strip())
    if match is None or match["role"] not in ROLES or (match["manner"] or "") not in MANNERS:
        raise ValueError(f"{name}: not a turn: {line}")
    gap = None if match["gap"] == "^" else float(match["gap"])
    return ScriptTurn(match["role"], gap, match["manner"] or "", _read_pieces(match["text"]))


def _read_pieces(text: str) -> tuple[Piece, ...]:
    return tuple(_as_piece(match) for match in PIECE.finditer(text))


def _as_piece(match: re.Match[str]) -> Piece:
    if match["mark"]:
        return Piece(is_mark=True)
    if match["pause"]:
        return Piece(pause=float(match["pause"]))
    if match["plain"]:
        return Piece(match["plain"], match["plain"])
    return Piece(match["shown"], match["spoken"], is_fixed=True)
