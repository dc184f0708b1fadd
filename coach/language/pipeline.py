"""The spaCy pipelines, one for each language that has patterns.

Nothing here is trained or downloaded: a pipeline splits text into words and sentences. What a
sentence says is found by the patterns in `coach.cues`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coach.conversation.lines import goes_on
from coach.errors import UnknownName

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LANGUAGES = ("en", "ja")

# As people type; spaCy's own exceptions ("cant", "dont", "ive") stay as they are. Each part
# is written as its first text and read as its second.
_SHORT_FORMS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("im", (("i", "i"), ("m", "am"))),
    ("thats", (("that", "that"), ("s", "'s"))),
    ("whats", (("what", "what"), ("s", "'s"))),
    ("theres", (("there", "there"), ("s", "'s"))),
    ("hes", (("he", "he"), ("s", "'s"))),
    ("shes", (("she", "she"), ("s", "'s"))),
    ("itll", (("it", "it"), ("ll", "will"))),
    ("u", (("u", "you"),)),
    ("ur", (("ur", "your"),)),
    ("pls", (("pls", "please"),)),
    ("plz", (("plz", "please"),)),
    ("thx", (("thx", "thanks"),)),
    ("cos", (("cos", "because"),)),
    ("cuz", (("cuz", "because"),)),
    ("'cause", (("'cause", "because"),)),
)


class Languages:
    """The pipelines, each made when it is first asked for and then kept.

    >>> [token.norm_ for token in Languages().pipeline("en")("Im sorry, we can’t")]
    ['i', 'am', 'sorry', ',', 'we', 'can', 'not']
    """

    def __init__(self) -> None:
        self._made: dict[str, Language] = {}

    def pipeline(self, language: str) -> Language:
        """Return the pipeline of a language; any text goes through it, however long.

        Raises:
            UnknownName: there are no patterns for this language.
        """
        if language not in LANGUAGES:
            raise UnknownName("language", language, LANGUAGES)
        if language not in self._made:
            self._made[language] = _english() if language == "en" else _japanese()
        return self._made[language]


class PiecewiseTokenizer:
    """Hands text to a tokenizer in pieces that it can digest.

    Lone halves of surrogate pairs, which JSON can carry, are read as the replacement
    character, so that places in the text stay as they were.
    """

    def __init__(self, tokenize: Callable[[str], Doc], cut: Callable[[str], list[str]]) -> None:
        self._tokenize = tokenize
        self._cut = cut

    def __call__(self, text: str) -> Doc:
        """Return the text as one Doc, with every character where it was."""
        from spacy.tokens import Doc

        text = re.sub("[\ud800-\udfff]", "\ufffd", text)
        pieces = self._cut(text)
        if len(pieces) < 2:
            return self._tokenize(text)
        docs = [self._tokenize(piece) for piece in pieces]
        for doc in docs:
            doc.user_data.clear()  # Sudachi's shorter units; joining would warn about each
        return Doc.from_docs(docs, ensure_whitespace=False)


def _cut_long_runs(text: str) -> list[str]:
    """Cut runs without a space every 100 characters: spaCy takes quadratic time over them.

    Source: measured, 20,000 exclamation marks took 36 seconds in one piece.
    """
    pieces, last = [], 0
    for run in re.finditer(r"\S{101,}", text):
        places = range(run.start(), run.end(), 100)
        pieces += [text[last : places[0]], *(text[at : at + 100] for at in places[:-1])]
        last = places[-1]
    return [piece for piece in (*pieces, text[last:]) if piece]


def _cut_by_length(text: str) -> list[str]:
    """Cut behind sentences: Sudachi refuses more than 49,149 bytes at once."""
    return (
        re.findall(r"(?s).{1,2000}(?<=[。！？\n])|.{1,2000}", text) if len(text) > 2000 else [text]
    )


def _english() -> Language:
    import spacy

    nlp = spacy.blank("en")
    tokenizer: Any = nlp.tokenizer
    for short, parts in _SHORT_FORMS:
        for written in (short, short.capitalize()):
            cut, case = 0, []
            for part, norm in parts:
                case.append({"ORTH": written[cut : cut + len(part)], "NORM": norm})
                cut += len(part)
            tokenizer.add_special_case(written, case)
    return _with_sentences(nlp, _cut_long_runs)


def _japanese() -> Language:
    import spacy

    # Mode C keeps compound verbs whole, so that their dictionary form is one word (引き落とす).
    sudachi = {"@tokenizers": "spacy.ja.JapaneseTokenizer", "split_mode": "C"}
    with warnings.catch_warnings():  # spaCy 3.8 asks SudachiPy 0.6.11 in the old way
        warnings.filterwarnings("ignore", "Dictionary.create", DeprecationWarning)
        nlp = spacy.blank("ja", config={"nlp": {"tokenizer": sudachi}})
    return _with_sentences(nlp, _cut_by_length)


def _with_sentences(nlp: Language, cut: Callable[[str], list[str]]) -> Language:
    from spacy.language import Language

    if not Language.has_factory("line_breaks"):
        Language.component("line_breaks", func=_break_at_lines)
    nlp.add_pipe("line_breaks")
    nlp.add_pipe("sentencizer")
    nlp.tokenizer = PiecewiseTokenizer(nlp.tokenizer, cut)
    nlp.max_length = 1 << 31
    return nlp


def _break_at_lines(doc: Doc) -> Doc:
    """Start a sentence behind each line break that ends one; the sentencizer knows stops alone."""
    text = doc.text
    for token in doc[:-1]:
        if "\n" in token.text and not (token.text == "\n" and goes_on(text, token.idx)):
            token.nbor().is_sent_start = True
    return doc
