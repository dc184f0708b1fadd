r"""The small language in which patterns are written, and its way into regular expressions.

A pattern is a row of words in the form in which spaCy gives them as norms: lower case, with
contractions written out ("I'm sorry", "im sorry" and "I’m sorry" are all `i am sorry`).

    sorry about               one word after the other
    sorry (for|about)         choices stand in brackets
    (going to|gonna) send     and may be runs of words
    really? so?               words that may be missing; a group too: (so very)?
    apolog*                   any ending; also *ing, any beginning
    ~3                        up to three words, none of them a comma or a stop
    ~~5                       up to five words, commas and the like among them
    _                         exactly one word
    !not                      the next word is not this; !(not|never): none of these
    #                         a number, in digits or in words up to twelve
    @agent                    a list of the file's table [words]
    ^ and $                   where a sentence begins and ends
    '?'                       punctuation, in quotes

In Japanese, which sets no spaces, words join without them, `~3` counts characters, and the
text is compared as NFKC. Nothing in this language repeats without a bound, so neither does
anything in the expressions made from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

_GAP = re.compile(r"(~~?)(\d{1,2})")
_COMMON = frozenset(
    """i you we it he she they the a an to is am are was be not can will would do does did have has
    that this there of in on for with my your our me us at as and or but so if what how when no
    would could should get go just all any out up one know got 's been about from by see yes
    が を に は で の と も た て です ます して いる こと""".split()  # noqa: SIM905 - a word list reads best as words
)


@dataclass(frozen=True, slots=True)
class Style:
    """How words stand in the text that patterns are matched with."""

    stop: str
    gap: str
    wide_gap: str
    any_word: str
    number: str
    border: str
    finish: str


SPACED = Style(
    stop=" ",
    gap=r"(?:(?![^\w\n]{1,3} )[^ \n]{1,100} ){0,%d}?",
    wide_gap=r"(?:[^ \n]{1,100} ){0,%d}?",
    any_word=r"[^ \n]{1,100} ",
    number=r"(?:\d[\d.,:/-]{0,12}[a-z]{0,5}|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve) ",
    border=r"(?<![^ \n])",
    finish=r"(?=(?:[.?!] ){0,3}$)",
)
JOINED = Style(
    stop="",
    gap=r"[^、。,.!?\n]{0,%d}?",
    wide_gap=r"[^。!?\n]{0,%d}?",
    any_word=r"[^、。,.!?\n]",
    number=r"[0-9一二三四五六七八九十百千万数両]{1,8}",
    border="",
    finish=r"(?=[。.?!]{0,3}$)",
)
STYLES = {"en": SPACED, "ja": JOINED}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern, ready to be looked for.

    Attributes:
        source: as written in the file.
        regex: the regular expression that it stands for.
        anchors: words one of which any match holds; empty when there is no such set.
    """

    source: str
    regex: str
    anchors: tuple[str, ...]

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield the places `[start, end)` at which the pattern holds."""
        for match in _compiled(self.regex).finditer(text, start, len(text) if end is None else end):
            stop = match.end() - match[0].endswith(" ")
            if stop > match.start():
                yield match.start(), stop

    def holds(self, text: str, start: int = 0, end: int | None = None) -> bool:
        """Return whether the pattern holds anywhere in `text[start:end]`."""
        return next(self.find(text, start, end), None) is not None


def phrase(source: str, language: str, words: Mapping[str, Sequence[str]] | None = None) -> Phrase:
    """Return a pattern made ready.

    Args:
        source: as in the module's docstring.
        language: "en" or "ja".
        words: lists that `@name` stands for.

    Raises:
        ValueError: a bracket is open, a list is not known, or nothing is left to match.

    >>> pattern = phrase("i (am|are) ~1 sorry", "en")
    >>> list(pattern.find("well i am so sorry . "))
    [(5, 18)]
    """
    parser = _Parser(source, STYLES[language], words or {})
    made = parser.whole()
    return Phrase(source, STYLES[language].border + made.regex, made.anchors)


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Made:
    """A part of an expression, with words one of which it needs (none known: empty)."""

    regex: str
    anchors: tuple[str, ...] = ()


class _Parser:
    """Reads one pattern from left to right."""

    def __init__(self, source: str, style: Style, words: Mapping[str, Sequence[str]]) -> None:
        self.source, self.style, self.words = source, style, words
        self.left = re.findall(r"!?\(|\)\??|\||[^\s()|]+", source)[::-1]

    def whole(self) -> _Made:
        made = self._choice()
        if self.left:
            raise ValueError(f"the pattern {self.source!r} closes a bracket that is not open")
        return made

    def _choice(self) -> _Made:
        """Read runs with bars between them, up to a closing bracket or the end."""
        runs = [self._run()]
        while self.left and self.left[-1] == "|":
            self.left.pop()
            runs.append(self._run())
        if any(re.fullmatch(run.regex.replace(self.style.finish, "."), "") for run in runs):
            raise ValueError(f"in the pattern {self.source!r} a choice can be nothing at all")
        return _either(runs)

    def _run(self) -> _Made:
        items = []
        while self.left and self.left[-1][0] not in "|)":
            items.append(self._item(self.left.pop()))
        return _Made("".join(i.regex for i in items), _rarest(i.anchors for i in items))

    def _item(self, piece: str) -> _Made:
        if piece in {"(", "!("}:
            return self._bracket(piece)
        if piece[0] == "!" and len(piece) > 1:
            return _Made(f"(?!{self._item(piece[1:]).regex})")
        if piece[-1] == "?" and len(piece) > 1:
            return _Made(f"(?:{self._item(piece[:-1]).regex})?")
        return self._mark(piece) or self._listed(piece) or _literal(piece, self.style)

    def _bracket(self, opening: str) -> _Made:
        inner = self._choice()
        if not self.left:
            raise ValueError(f"the pattern {self.source!r} leaves a bracket open")
        closing = self.left.pop()
        if opening == "!(":
            return _Made(f"(?!{inner.regex})")
        return _Made(f"(?:{inner.regex})?") if closing == ")?" else inner

    def _mark(self, piece: str) -> _Made | None:
        if gap := _GAP.fullmatch(piece):
            wide = self.style.wide_gap if gap[1] == "~~" else self.style.gap
            return _Made(wide % int(gap[2]))
        marks = {"_": self.style.any_word, "#": self.style.number, "^": "^", "$": self.style.finish}
        return _Made(marks[piece]) if piece in marks else None

    def _listed(self, piece: str) -> _Made | None:
        if piece[0] != "@":
            return None
        if piece[1:] not in self.words:
            raise ValueError(f"the pattern {self.source!r} uses {piece}, which is not in [words]")
        return _either(
            [_Parser(entry, self.style, self.words).whole() for entry in self.words[piece[1:]]]
        )


def _literal(piece: str, style: Style) -> _Made:
    if len(piece) > 2 and piece[0] == piece[-1] == "'":
        piece = piece[1:-1]
    stem = piece.strip("*")
    before, after = piece.startswith("*"), piece.endswith("*")
    ending = "[^ \\n]{0,20}"
    regex = ending * before + re.escape(stem) + ending * after + style.stop
    return _Made(regex, (stem,))


def _either(options: Sequence[_Made]) -> _Made:
    """Join options; the words needed are those of all options, if each needs some."""
    if len(options) == 1:
        return options[0]
    regex = "|".join(option.regex for option in options)
    needed = [word for option in options for word in option.anchors]
    whole = all(option.anchors for option in options)
    return _Made(f"(?:{regex})", tuple(dict.fromkeys(needed)) if whole else ())


def _rarest(choices: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the set of words that is the best sign of a match: rare, then few."""
    known = [words for words in choices if words]
    return min(known, key=lambda words: (bool(_COMMON & {*words}), len(words)), default=())
