"""Text that an agent says again and again, nearly word for word.

Sentences are compared by their runs of words (in Japanese, of characters): two are the same text
where the runs that they share make up most of both. Runs that many sentences hold are looked up
in an index, so that a year of mails takes seconds. Greetings and sign-offs are left out, however
long: everybody says the same each time. Canned text is no fault in itself: it is shown with how
often it was said.

Source: shingles and their resemblance, Broder (1997), "On the resemblance and containment of
documents". Numbers are taken for one another, and the threshold of 0.6 keeps texts together that
differ by a name and a date.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from coach.conversation.analysis import Analysis
from coach.conversation.conversation import Channel
from coach.insights.courtesy import without_courtesies

LEAST_TIMES = 3
_ALIKE = 0.6
_RUN = 3
_FEWEST_WORDS = 6
_FEWEST_CHARACTERS = 14
_SENTENCE = re.compile(r"[^.!?。！？\n]{4,600}(?:\n[^.!?。！？\n]{1,200}){0,6}")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヴ一-鿿]")
_NUMBER = re.compile(r"\d+")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a canned text stands: `[start, end)` of a turn."""

    conversation: str
    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Canned:
    """A text that an agent says in many conversations.

    Attributes:
        agent: who says it.
        channel: where; calls, mails and chats are counted apart.
        text: as it was first said.
        n_conversations: in how many it was said.
        n_in_all: the agent's conversations of that channel.
        places: each time, in order.
    """

    agent: str | None
    channel: Channel
    text: str
    n_conversations: int
    n_in_all: int
    places: tuple[Place, ...]


@dataclass(slots=True)
class _Text:
    words: str
    runs: frozenset[str]
    places: list[Place]


@dataclass(slots=True)
class _Said:
    """What one agent said in one channel, and in which texts each run of words stands."""

    texts: list[_Text] = field(default_factory=list)
    index: dict[str, list[int]] = field(default_factory=dict)
    n_conversations: int = 0


def find_canned(analyses: Iterable[Analysis], *, least: int = LEAST_TIMES) -> list[Canned]:
    """Return what each agent repeats, what was said in the most conversations first.

    Args:
        analyses: of any number of agents and channels.
        least: in how many conversations a text must stand.
    """
    groups: dict[tuple[str | None, Channel], _Said] = {}
    for analysis in analyses:
        talk = analysis.conversation
        _read(groups.setdefault((talk.about.agent, talk.channel), _Said()), analysis)
    found = [
        canned for (agent, channel), said in groups.items() for canned in _of(agent, channel, said)
    ]
    return sorted(
        (canned for canned in found if canned.n_conversations >= least),
        key=lambda canned: (-canned.n_conversations, canned.agent or "", canned.text),
    )


def canned_in(found: Iterable[Canned]) -> dict[str, tuple[Canned, ...]]:
    """Return by the ids of conversations the texts that stand in each, with its places alone."""
    held: dict[str, list[Canned]] = {}
    for canned in found:
        own: dict[str, list[Place]] = {}
        for place in canned.places:
            own.setdefault(place.conversation, []).append(place)
        for name, places in own.items():
            held.setdefault(name, []).append(replace(canned, places=tuple(places)))
    return {name: tuple(texts) for name, texts in held.items()}


def _read(said: _Said, analysis: Analysis) -> None:
    said.n_conversations += 1
    for words, place in _sentences(analysis):
        _add(said, words, place)


def _of(agent: str | None, channel: Channel, said: _Said) -> Iterator[Canned]:
    for text in said.texts:
        n_conversations = len({place.conversation for place in text.places})
        yield Canned(
            agent, channel, text.words, n_conversations, said.n_conversations, tuple(text.places)
        )


def _add(said: _Said, words: str, place: Place) -> None:
    """Put a sentence to the text that it resembles most, or begin a new one."""
    runs, texts = _runs(words), said.texts
    shared = Counter(number for run in runs for number in said.index.get(run, ()))
    best = max(shared, key=lambda n: (_alike(shared[n], runs, texts[n].runs), -n), default=None)
    if best is not None and _alike(shared[best], runs, texts[best].runs) >= _ALIKE:
        texts[best].places.append(place)
        return
    for run in runs:
        said.index.setdefault(run, []).append(len(texts))
    texts.append(_Text(words, runs, [place]))


def _alike(n_shared: int, ours: frozenset[str], theirs: frozenset[str]) -> float:
    return n_shared / (len(ours) + len(theirs) - n_shared)


def _sentences(analysis: Analysis) -> Iterator[tuple[str, Place]]:
    for number, turn in enumerate(analysis.conversation.turns):
        if not turn.is_agent:
            continue
        for match in _SENTENCE.finditer(turn.text):
            words = " ".join(match[0].split())
            if _is_long(without_courtesies(words)):
                place = Place(analysis.conversation.id, number, match.start(), match.end())
                yield words, place


def _is_long(words: str) -> bool:
    if _JAPANESE.search(words):
        return len(words) >= _FEWEST_CHARACTERS
    return len(words.split()) >= _FEWEST_WORDS


def _runs(words: str) -> frozenset[str]:
    """Return every run of words, or of characters where a language sets no spaces."""
    plain = _NUMBER.sub("0", unicodedata.normalize("NFKC", words).lower())
    is_japanese = bool(_JAPANESE.search(plain))
    tokens = list("".join(_TOKEN.findall(plain))) if is_japanese else _TOKEN.findall(plain)
    length = _RUN + is_japanese
    last = max(1, len(tokens) - length + 1)
    return frozenset(" ".join(tokens[n : n + length]) for n in range(last))
