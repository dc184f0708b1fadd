"""A Doc as patterns see it: one line of normal forms for each sentence, and the way back.

English words stand as spaCy's norms with a space after each; Japanese is its NFKC text without
spaces. Every place in that text leads back to the characters of the turn.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.conversation.lines import goes_on

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_OPENERS = {
    "en": frozenset(
        ["and", "but", "so", "because", "which", "although", "though", "while", "unless", "if"]
    ),
    "ja": frozenset(["が", "けど", "けれど", "けれども", "ので", "から", "し", "のに"]),
}
_BEFORE_SO = frozenset(
    ["am", "is", "are", "was", "were", "be", "been", "'s", "not", "feel", "ever"]
)
_STOPS = frozenset(",.;:!?()…—–-、。！？「」・\n")
_REACH = {"en": (12, 12), "ja": (16, 24)}
_CARRIES = ("名詞-普通", "名詞-固有", "動詞-一般", "形容詞-一般", "形状詞-一般")
_STEM = 5
_LOUD = 3
_FEWEST = 3
_HANGS = ("or ", "and ", "but ", "nor ")


@dataclass(frozen=True, slots=True)
class Wording:
    """The normal form of a turn.

    Attributes:
        text: sentences, one to a line.
        sentences: where each lies in `text`.
        starts: where each word begins in `text`.
        chars: where each word lies in the turn.
        opens: for each word, whether a clause begins with it.
        is_word: for each word, whether it is more than punctuation.
        loudness: for each word 0, or if written in capitals 1, or 2 if no acronym looks like it.
        carries: for each word, the stem by which matter is compared; empty for the others.
        reach: how many words evidence may grow to the left and in all.
    """

    text: str
    sentences: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    chars: tuple[tuple[int, int], ...]
    opens: tuple[bool, ...]
    is_word: tuple[bool, ...]
    loudness: tuple[int, ...]
    carries: tuple[str, ...]
    reach: tuple[int, int]

    def sentence(self, place: int) -> tuple[int, int]:
        """Return the sentence that holds a place of `text`."""
        found = bisect_right(self.sentences, (place, len(self.text) + 1)) - 1
        return self.sentences[max(found, 0)]

    def words(self, start: int, end: int) -> range:
        """Return the words that touch `text[start:end]`."""
        return range(max(bisect_right(self.starts, start) - 1, 0), bisect_left(self.starts, end))

    def matter(self, start: int = 0, end: int | None = None) -> frozenset[str]:
        """Return the stems that carry the matter of `text[start:end]`."""
        words = self.words(start, len(self.text) if end is None else end)
        return frozenset(self.carries[word] for word in words if self.carries[word])

    def shouts(self, start: int, end: int) -> bool:
        """Return whether words of `text[start:end]` are shouted: two, or one common word."""
        return sum(self.loudness[word] for word in self.words(start, end)) > 1

    def evidence(self, start: int, end: int, *, grow: bool = True) -> tuple[int, int]:
        """Return the clause around `text[start:end]`, as characters `[start, end)` of the turn.

        It grows to the borders of its clause, to the right first, and stays short where none
        is near, as in speech written down without punctuation. One or two words that hang
        on the clause before ("green, or red?") take it along.
        """
        words = self.words(start, end)
        first, last = words[0], words[-1]
        sentence = self.words(*self.sentence(start)) if grow else words
        most_left, most = self.reach
        while last < sentence[-1] and not self.opens[last + 1] and last - first < most:
            last += 1
        left = first - most_left
        while first > max(left, sentence[0]) and not self.opens[first] and last - first < most:
            first -= 1
        while first < last and not self.is_word[last]:
            last -= 1
        if grow and last - first + 1 < _FEWEST and self._hangs(first) and first > sentence[0]:
            first = self._opening_before(first, sentence[0])
        while first < last and not self.is_word[first]:
            first += 1
        return self.chars[first][0], self.chars[last][1]

    def _hangs(self, word: int) -> bool:
        """Return whether a word joins what follows to the clause before it."""
        return self.text.startswith(_HANGS, self.starts[word])

    def _opening_before(self, word: int, first: int) -> int:
        """Return where the clause before a word opens, at most a clause's length away."""
        nearest = max(first, word - self.reach[1])
        return next((w for w in range(word - 1, nearest, -1) if self.opens[w]), nearest)


def wording(doc: Doc) -> Wording:
    """Return the normal form of a Doc, made once and kept with it as `doc._.wording`."""
    from spacy.tokens import Doc

    if not Doc.has_extension("wording"):
        Doc.set_extension("wording", default=None)
    if doc._.wording is None:
        doc._.wording = _read(doc)
    known: Wording = doc._.wording
    return known


def _read(doc: Doc) -> Wording:
    language = doc.lang_
    space = " " if language == "en" else ""
    written = doc.text
    text, starts, tokens, sentences = "", [], [], []
    for sentence in doc.sents:
        begin = len(text)
        for token in sentence:
            if not token.is_space:
                starts.append(len(text))
                tokens.append(token)
                text += _normal(token, language) + space
        if len(text) > begin:
            sentences.append((begin, len(text)))
            text += "\n"
    return Wording(
        text,
        tuple(sentences),
        tuple(starts),
        tuple((token.idx, token.idx + len(token)) for token in tokens),
        tuple(_opens(token, language, written) for token in tokens),
        tuple(any(c.isalnum() for c in token.text) for token in tokens),
        tuple(_loudness(token) for token in tokens),
        tuple(_matter(token, language) for token in tokens),
        _REACH[language],
    )


def _normal(token: Token, language: str) -> str:
    if language == "en":
        return token.norm_.lower().replace(" ", "")
    return unicodedata.normalize("NFKC", token.text).lower().replace("\n", "")


def _loudness(token: Token) -> int:
    """Return how loud a word is; a masked name (`#NAME#`) and a code (`USB3`) are not."""
    masked = token.i > 0 and token.nbor(-1).text == "#"
    if masked or len(token) < _LOUD or not (token.is_alpha and token.is_upper):
        return 0
    return 2 if token.is_stop else 1


def _opens(token: Token, language: str, text: str) -> bool:
    if token.i == 0 or token.is_sent_start:
        return True
    before = token.nbor(-1)
    if before.text[-1] in _STOPS:
        return not _joins(before, text)
    if language == "en":
        is_degree = token.norm_ == "so" and before.norm_ in _BEFORE_SO
        return token.norm_ in _OPENERS["en"] and not is_degree
    return before.text in _OPENERS["ja"] and before.tag_.startswith("助詞-接続助詞")


def _joins(mark: Token, text: str) -> bool:
    """Return whether a mark joins two parts of one word ("Wi-Fi"), or two lines of one sentence."""
    if mark.text == "-":
        return not mark.whitespace_ and mark.i > 0 and not mark.nbor(-1).whitespace_
    return mark.text == "\n" and goes_on(text, mark.idx)


def _matter(token: Token, language: str) -> str:
    if language == "en":
        alone = token.is_alpha and len(token) > 2 and not token.is_stop
        return token.norm_.lower()[:_STEM] if alone else ""
    return token.norm_ if token.tag_.startswith(_CARRIES) and len(token.norm_) > 1 else ""
