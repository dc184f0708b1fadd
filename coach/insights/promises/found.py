"""What the finder of a language hands on: where a promise stands, and what it says of when."""

from __future__ import annotations

from dataclasses import dataclass

from coach.conversation.promises import Act, Deadline


@dataclass(frozen=True, slots=True)
class Found:
    """A promise in a plain text.

    Attributes:
        start: first character of its words.
        end: one past the last.
        action: first character of what is promised, less who promises it.
        act: what kind of thing it is.
        deadline: until when.
        condition: the range of what must happen first; None without one.
        rule: which phrases found it.
    """

    start: int
    end: int
    action: int
    act: Act
    deadline: Deadline
    condition: tuple[int, int] | None
    rule: str
