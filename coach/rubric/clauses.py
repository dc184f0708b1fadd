"""The words that belong to a cue's own clause, also where speech is written without full stops.

A stock phrase must not borrow what is said around it. So a turn is cut into clauses, at its
punctuation and where a new subject, question or opener begins in run-on speech:

    your parcel is delayed | i understand your frustration | can you tell me your name
                             ^ head ------------------->

and of the clause that shows the cue, what counts follows its head ("sorry", "understand"), and
what is joined to it: "about …", "that …", a phrase set before it ("No heating for a week, I'm
so sorry"), or what the customer went through, told after it. In Japanese the head comes last, so
what counts stands before it, back to the last finite verb that nothing joins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coach.conversation.codebook import Label
from coach.rubric.wording import English, english, japanese

_TOKEN = re.compile(r"\S+")
_LOOSE = ".,;:!?…\"'“”‘’()[]*–—-"
_STOP = re.compile(r"[.!?;…]")
_PAUSE = re.compile(r"[,:–—]|-$")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヴ一-鿿]")
_STOPS_JAPANESE = frozenset("、，。！？!?")
_WRAPPED = 48  # columns from which a mail program may have broken a line
_REACH = 16  # words after a head that can still belong to it
_FROM_HEAD = frozenset(
    {
        Label.ACKNOWLEDGE_FEELING, Label.VALIDATE, Label.APOLOGISE, Label.REASSURE, Label.WARMTH,
        Label.WELCOME_FEEDBACK, Label.RECALL,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    stop: str  # what ends with it: "." a sentence, "," a phrase, "" nothing


@dataclass(frozen=True, slots=True)
class _Clause:
    words: tuple[_Word, ...]
    after: str  # what stands before it: "." or "," or "" where speech just runs on

    @property
    def first(self) -> str:
        return self.words[0].text


def own_words(text: str, start: int, end: int, label: Label) -> tuple[str, ...]:
    """Return the words of a turn that belong to the cue at `[start, end)`.

    Where the evidence lies in clauses of run-on speech and none shows a head, nobody knows whose
    it is: each clause is returned by itself, and what is asked of the cue must hold for all.

    Args:
        text: the whole turn, English or Japanese.
        start: where the evidence begins.
        end: one past it.
        label: what the evidence shows.

    >>> own_words("your parcel is delayed i understand your frustration", 0, 52,
    ...           Label.ACKNOWLEDGE_FEELING)
    ('understand your frustration',)
    >>> own_words("I'm so sorry. Your parcel is delayed.", 0, 12, Label.APOLOGISE)
    ('sorry',)
    """
    if _JAPANESE.search(text[start:end]):
        return _own_japanese(text, start, end, label)
    clauses = _clauses(text)
    touched = [
        n for n, c in enumerate(clauses) if c.words[-1].end > start and c.words[0].start < end
    ]
    heads = english().heads.get(label)
    headed = [n for n in touched if heads and any(heads.match(w.text) for w in clauses[n].words)]
    own = [" ".join(_of_clause(clauses, n, label)) for n in headed or touched]
    runs_on = any(not clauses[n].after for n in touched[1:])
    return tuple(own) if runs_on and not headed else (" ".join(own),)


def _of_clause(clauses: Sequence[_Clause], place: int, label: Label) -> list[str]:
    words = clauses[place].words
    first = _first_that_counts(words, label)
    own = [word.text for word in words[first : first + _REACH]]
    if label not in _FROM_HEAD:
        return own
    return [*_before(clauses, place), *own, *_behind(clauses, place)]


def _first_that_counts(words: Sequence[_Word], label: Label) -> int:
    """Return the place of the head; the clause's first word where its subject leads to the head."""
    lists = english()
    heads = lists.heads.get(label)
    if label not in _FROM_HEAD or heads is None:
        return 0
    head = next((n for n, word in enumerate(words) if heads.match(word.text)), 0)
    leads = {word.text for word in words[max(0, head - 3) : head + 1]}
    return 0 if leads & lists.linking else head


def _before(clauses: Sequence[_Clause], place: int) -> list[str]:
    """Return a phrase set before the care, or what ", and I am sorry about that" points back to."""
    if not place or clauses[place].after != ",":
        return []
    phrase = clauses[place - 1]
    if clauses[place].first == "and" and clauses[place].words[-1].text in {"that", "this", "it"}:
        return [word.text for word in phrase.words]
    starts_anew = place == 1 or phrase.after == "."
    if not starts_anew or phrase.first not in english().fronted:
        return []
    return [word.text for word in phrase.words]


def _behind(clauses: Sequence[_Clause], place: int) -> list[str]:
    """Return what follows the care and still belongs to it."""
    lists, own = english(), []
    for clause in clauses[place + 1 :]:
        second = clause.words[1].text if len(clause.words) > 1 else ""
        lived = clause.after == "," and (
            clause.first in {"you've", "youve"}
            or (clause.first == "you" and (second in lists.experienced or second.endswith("ed")))
        )
        if clause.after == "." or not (clause.first in lists.goes_on or lived):
            break
        own += [word.text for word in clause.words]
    return own


def _clauses(text: str) -> list[_Clause]:
    words = _words(text)
    clauses: list[_Clause] = []
    begun, after = 0, "."
    for place in range(1, len(words) + 1):
        cut = "." if place == len(words) else _border(words, place)
        if cut is not None:
            clauses.append(_Clause(tuple(words[begun:place]), after))
            begun, after = place, cut
    return clauses


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    matches = list(_TOKEN.finditer(text))
    for match, following in pairwise([*matches, None]):
        if match is None:
            break
        tail = text[match.start() : following.start() if following else len(text)]
        word = match[0].strip(_LOOSE).lower().replace("’", "'")
        ending = tail.rstrip()[-2:]
        stop = "." if _STOP.search(ending) or _ends_line(text, tail, match.end()) else ""
        stop = stop or ("," if _PAUSE.search(ending) else "")
        if word:
            found.append(_Word(word, match.start(), match.end(), stop))
        elif found and stop > found[-1].stop:
            found[-1] = _Word(found[-1].text, found[-1].start, found[-1].end, stop)
    return found


def _ends_line(text: str, tail: str, end: int) -> bool:
    """Whether a line ends here on purpose: a mail program breaks only what is long."""
    line = text[text.rfind("\n", 0, end) + 1 : end]
    return tail.count("\n") > 1 or ("\n" in tail and len(line) < _WRAPPED)


def _border(words: Sequence[_Word], place: int) -> str | None:
    """Return what parts a word from the one before it; None where nothing does."""
    before = words[place - 1]
    if before.stop:
        return before.stop
    following = words[place + 1].text if place + 1 < len(words) else ""
    is_border = _begins(words[place].text, before.text, following) or _is_closed(words, place)
    return "" if is_border else None


def _begins(word: str, before: str, following: str) -> bool:
    """Whether a clause begins with a word of run-on speech."""
    lists = english()
    if word in lists.openers:
        return not (word == "so" and before in lists.degrees)
    if word == "sorry":
        return before not in lists.before_sorry
    if word == "no" and following in {"worries", "problem", "worry"}:
        return True
    if word == "as" and following == "you":
        return before not in lists.linkers
    if word in {"and", "or"}:
        return following in lists.subjects | lists.openers | {"then", "if", "wait", "let"}
    return _new_subject(lists, word, before, following)


def _new_subject(lists: English, word: str, before: str, following: str) -> bool:
    if before in lists.linkers or before in lists.question_words:
        return False
    if word in lists.subjects or word in lists.question_words:
        return before not in {"and", "or", *lists.auxiliaries}
    if word in lists.pointers and following in lists.after_pointer:
        return before not in lists.auxiliaries
    return (
        word in lists.auxiliaries and following in lists.pronouns and before not in lists.subjects
    )


def _is_closed(words: Sequence[_Word], place: int) -> bool:
    """Whether the phrase before a word is complete, so that the word cannot belong to it."""
    lists, word, before = english(), words[place].text, words[place - 1].text
    if before in lists.closers:
        return word not in lists.joiners
    lead = words[place - 2].text if place > 1 else ""
    if before in {"that", "this", "you"} and lead in {"about", "for", "with"}:
        return word not in lists.joiners
    if before == "you" and lead == "hear":
        return word not in lists.joiners | {"say", "saying", "had", "have"}
    told = [each.text for each in words[max(0, place - 4) : place]]
    return _is_retold(told) and word not in {"earlier", "before", "already", "that"}


def _is_retold(words: Sequence[str]) -> bool:
    """Whether words end with "as you mentioned", "as you said earlier"."""
    tail = list(words[:-1]) if words[-1] in {"earlier", "before", "already"} else list(words)
    return tail[-3:-1] == ["as", "you"] and tail[-1] in english().retold


def _own_japanese(text: str, start: int, end: int, label: Label) -> tuple[str, ...]:
    lists = japanese()
    cuts = [0, *(match.end() for match in lists.end.finditer(text)), len(text)]
    pieces = [text[a:b] for a, b in pairwise(cuts) if b > a]
    places = [(a, b) for a, b in pairwise(cuts) if b > a]
    touched = [n for n, (a, b) in enumerate(places) if b > start and a < end]
    heads = lists.heads.get(label)
    headed = [n for n in touched if heads and heads.search(pieces[n])]
    if not headed:
        own = [pieces[n] for n in touched]
        runs_on = any(piece.strip()[-1:] not in _STOPS_JAPANESE for piece in own[:-1])
        return tuple(own) if runs_on else ("".join(own),)
    first = headed[0]
    while label in _FROM_HEAD and first and _says_back(pieces[first - 1]):
        first -= 1
    return (" ".join(pieces[n] for n in [*range(first, headed[0]), *headed]),)


def _says_back(piece: str) -> bool:
    """Whether a clause says back what was heard and leads on with a comma."""
    return piece.endswith(("、", "，")) and bool(japanese().says_back.search(piece[:-1]))
