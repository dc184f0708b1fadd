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
from functools import lru_cache
from itertools import pairwise

from coach.conversation.codebook import Label
from coach.conversation.lines import goes_on
from coach.rubric.wording import English, english, japanese

_TOKEN = re.compile(r"\S+")
_LOOSE = ".,;:!?…\"'“”‘’()[]*–—-"
_STOP = re.compile(r"[.!?;…]")
_INNER_STOP = re.compile(r"[.!?]\s")
_CLOSING = " \n)\"'”’"
_PAUSE = re.compile(r"[,:–—]|-$")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヴ一-鿿]")
_STOPS_JAPANESE = frozenset("、，。！？!?")
_POINTS_BACK = re.compile(
    r"\b(?:that|this|it)\b(?: (?:must|sounds|is|was|would)\b|$)|^(?:how )?\w+$"
)
_LEADS_ON = ("、", "，")
_LEANS_ON = (*_LEADS_ON, "。")
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
    headed = [
        n
        for n in touched
        if heads
        and any(heads.match(w.text) for w in clauses[n].words if start < w.end and w.start < end)
    ]
    runs_on = not _is_punctuated(text) and any(not clauses[n].after for n in touched[1:])
    own = [" ".join(_of_clause(clauses, n, label)) for n in headed or touched]
    is_unsure = runs_on and (not headed or label is Label.PERSONALISE)
    return tuple(own) if is_unsure else (" ".join(own),)


def told_before(text: str, start: int) -> str:
    """Return the sentence before `start` where it tells what the customer went through.

    "You waited ten days. That must be awful." A sentence about anything else returns nothing.

    Args:
        text: the whole turn.
        start: where the care begins.
    """
    if _JAPANESE.search(text[start:]):
        return ""
    clauses = _clauses(text)
    place = next((n for n, c in enumerate(clauses) if c.words[-1].end > start), 0)
    while place and clauses[place].after != ".":
        place -= 1
    first = place - 1
    while first > 0 and clauses[first].after != ".":
        first -= 1
    if first < 0 or not any(_is_lived(clause) for clause in clauses[first:place]):
        return ""
    return " ".join(word.text for clause in clauses[first:place] for word in clause.words)


def points_back(words: str) -> bool:
    """Whether care names its matter only by "that" or "this"."""
    return bool(_POINTS_BACK.search(words))


def _is_punctuated(text: str) -> bool:
    """Whether somebody set stops: where no stop stands, sentences do not part."""
    return bool(_STOP.search(text.rstrip(_CLOSING)[-1:]) or _INNER_STOP.search(text))


def _is_lived(clause: _Clause) -> bool:
    """Whether a clause tells what the customer did or bore."""
    lists = english()
    said = [word.text for word in clause.words]
    return any(
        first in {"you've", "youve", "you'd"}
        or (first == "you" and (second in lists.experienced or second.endswith("ed")))
        for first, second in pairwise([*said, ""])
    )


def _of_clause(clauses: Sequence[_Clause], place: int, label: Label) -> list[str]:
    words = clauses[place].words
    first = _first_that_counts(words, label)
    own = [word.text for word in words[first : first + _REACH]]
    if label not in _FROM_HEAD:
        return own
    return [*_before(clauses, place, label), *own, *_behind(clauses, place, label)]


def _first_that_counts(words: Sequence[_Word], label: Label) -> int:
    """Return the place of the head; the clause's first word where its subject leads to the head."""
    lists = english()
    heads = lists.heads.get(label)
    if label not in _FROM_HEAD or heads is None:
        return 0
    head = next((n for n, word in enumerate(words) if heads.match(word.text)), 0)
    leads = {word.text for word in words[max(0, head - 3) : head + 1]}
    return 0 if leads & lists.linking else head


def _before(clauses: Sequence[_Clause], place: int, label: Label) -> list[str]:
    """Return a phrase set before the care, or what ", and I am sorry about that" points back to."""
    if not place or clauses[place].after != ",":
        return []
    phrase = clauses[place - 1]
    leans = clauses[place].first == "and" or label is Label.REASSURE
    if leans and clauses[place].words[-1].text in {"that", "this", "it"}:
        return [word.text for word in phrase.words]
    starts_anew = place == 1 or phrase.after == "."
    if not starts_anew or phrase.first not in english().fronted:
        return []
    return [word.text for word in phrase.words]


def _behind(clauses: Sequence[_Clause], place: int, label: Label) -> list[str]:
    """Return what follows the care and still belongs to it; what calms tells why after a comma."""
    own: list[str] = []
    counted = english().fronted - english().refusing
    for clause in clauses[place + 1 :]:
        joined = clause.after == "," and (
            label is Label.REASSURE or clause.first in counted or _is_lived(clause)
        )
        if clause.after == "." or not (clause.first in english().goes_on or joined):
            break
        own += [word.text for word in clause.words]
    return own


@lru_cache(maxsize=512)  # a turn is asked about for each of its cues
def _clauses(text: str) -> tuple[_Clause, ...]:
    words = _words(text)
    runs_on = not _is_punctuated(text)
    clauses: list[_Clause] = []
    begun, after = 0, "."
    for place in range(1, len(words) + 1):
        cut = "." if place == len(words) else _border(words, place, runs_on=runs_on)
        if cut is not None:
            clauses.append(_Clause(tuple(words[begun:place]), after))
            begun, after = place, cut
    return tuple(clauses)


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
    """Whether a line ends here on purpose, and not because a mail program broke it."""
    return "\n" in tail and not goes_on(text, text.index("\n", end))


def _border(words: Sequence[_Word], place: int, *, runs_on: bool) -> str | None:
    """Return what parts a word from the one before it; None where nothing does.

    Where stops are set, a new subject parts nothing unless the agent speaks of themselves: "sorry
    that this leaves you with nothing" is one clause.
    """
    before = words[place - 1]
    if before.stop:
        return before.stop
    if not runs_on and words[place].text in english().others:
        return None
    following = words[place + 1].text if place + 1 < len(words) else ""
    is_border = _begins(words[place].text, before.text, following) or _is_closed(words, place)
    return "" if is_border else None


def _begins(word: str, before: str, following: str) -> bool:
    """Whether a clause begins with a word of run-on speech."""
    lists = english()
    if word in lists.openers:
        return not (word == "so" and before in lists.degrees)
    if word in lists.orders:
        return before not in lists.before_order | lists.auxiliaries
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
    first, last = headed[0], headed[-1]
    while label in _FROM_HEAD and first and _says_back(pieces[first - 1]):
        first -= 1
    if label is Label.REASSURE and pieces[last].endswith(_LEADS_ON):
        headed.append(last + 1)
    return (" ".join(pieces[n] for n in [*range(first, headed[0]), *headed] if n < len(pieces)),)


def _says_back(piece: str) -> bool:
    """Whether a clause says back what was heard, and the care after it leans on that."""
    said = piece.strip()
    return said.endswith(_LEANS_ON) and bool(japanese().says_back.search(said[:-1]))
