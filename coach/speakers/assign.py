"""Which channel is the agent: as it was told to us, else by what they say.

Agents greet, name the company and ask how they can help; customers say what they call about. The
phrases are data (openers.toml).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from coach.conversation.recording import AgentChannel

SURE = 0.8  # below this probability a note says that the channels may be the other way round
_SPEAKS_FIRST = 0.4  # weight of speaking first: who answers a call is mostly the one called


class Opener(BaseModel):
    """A phrase that tells one side; `example` matches and `counter` does not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    side: Literal["agent", "customer"]
    weight: float
    pattern: re.Pattern[str]
    example: str
    counter: str

    def weighs(self, text: str) -> float:
        """Return how much a text speaks for its speaker being the agent; below 0 against."""
        if not self.pattern.search(text.casefold().replace("’", "'")):
            return 0.0
        return self.weight if self.side == "agent" else -self.weight


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which of two channels is the agent.

    Attributes:
        agent: 0 or 1.
        p: the probability that this is right, as far as the phrases tell; 1 when it was told.
        note: a sentence for people when that is not sure.
    """

    agent: int
    p: float
    note: str | None = None


def assign(said: Sequence[str], *, speaks_first: int, wanted: AgentChannel = "auto") -> Assignment:
    """Return which of two channels is the agent.

    Args:
        said: all that each of the two channels says.
        speaks_first: the channel whose turn comes first.
        wanted: the channel that a manifest or a setting names; "auto" asks the words.

    >>> assign(["Thank you for calling, how can I help?", "Hi."], speaks_first=0).agent
    0
    """
    if wanted != "auto":
        return Assignment(wanted, p=1.0)
    first = _SPEAKS_FIRST if speaks_first == 0 else -_SPEAKS_FIRST
    evidence = first + weight(said[0]) - weight(said[1])
    agent = 0 if evidence >= 0 else 1
    p = 1 / (1 + math.exp(-abs(evidence)))
    if p >= SURE:
        return Assignment(agent, p)
    return Assignment(
        agent,
        p,
        f"the words hardly tell which channel is the agent: channel {agent} was taken for it "
        f"({p:.0%} sure); say agent_channel in the manifest if that is wrong",
    )


@lru_cache(maxsize=1)
def openers() -> tuple[Opener, ...]:
    """Return the phrases that ship."""
    raw = tomllib.loads(files("coach.speakers").joinpath("openers.toml").read_text("utf-8"))
    return tuple(Opener.model_validate(entry) for entry in raw["opener"])


def weight(text: str) -> float:
    """Return how much all that somebody says speaks for them being the agent."""
    return sum(opener.weighs(text) for opener in openers())
