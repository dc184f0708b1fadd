"""Text as a recogniser of speech might have left it: for training, and for tests of robustness.

Both kinds of noise keep every character's place, so that marked evidence stays where it was.
"""

from __future__ import annotations

import random
import re

_PUNCTUATION = re.compile(r"""[.,!?;:"“”()\[\]…–—-]""")
_WORD = re.compile(r"[A-Za-z']{3,}")
_VOWELS = "aeiou"
_CONSONANTS = "bdfgklmnprstv"


def without_punctuation(text: str) -> str:
    """Return the text in small letters with spaces for its punctuation; of the same length.

    >>> without_punctuation("I'm sorry, Jo. It broke!")
    "i'm sorry  jo  it broke "
    """
    small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _PUNCTUATION.sub(" ", small)


def garbled(text: str, *, share: float, seed: int) -> str:
    """Return the text with a share of its words misheard; of the same length.

    A misheard word keeps its length and its beginning, as sounds do; what follows is another
    vowel for each vowel and another consonant for each consonant. Words of one or two letters
    stay.

    Args:
        text: what was said.
        share: how many of the words are misheard, in 0..1.
        seed: makes the noise the same every time.

    >>> garbled("we will refund the delivery fee", share=0.5, seed=4)
    'we widt refedd tpi delivery fee'
    """
    generator = random.Random(seed)  # noqa: S311 (noise, not a secret)

    def heard(match: re.Match[str]) -> str:
        word = match.group()
        return _misheard(word, generator) if generator.random() < share else word

    return _WORD.sub(heard, text)


def _misheard(word: str, generator: random.Random) -> str:
    kept = len(word) // 2
    rest = [generator.choice(_VOWELS if c in _VOWELS else _CONSONANTS) for c in word[kept:].lower()]
    return word[:kept] + "".join(rest)
