"""Which voice of a caption file is the agent's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.conversation.codebook import Role

# Source: what Contact Lens, Transcribe, Webex and the common Japanese call tools print.
_WORDS = {
    Role.AGENT: (
        "agent", "advisor", "adviser", "representative", "rep", "operator", "support",
        "エージェント", "オペレーター", "オペレータ", "担当", "担当者", "応対者",
    ),
    Role.CUSTOMER: ("customer", "caller", "client", "user", "お客様", "お客さま", "顧客", "客"),
    Role.OTHER: ("bot", "ivr", "va", "system", "announcement", "自動音声", "音声ガイダンス"),
}  # fmt: skip
_ROLES = {word: role for role, words in _WORDS.items() for word in words}


def roles_of(
    voices: Sequence[str | None], agent: str | None
) -> tuple[tuple[Role, ...], str | None]:
    """Return whose each voice is, and a note where that was not said.

    A voice is told by a word ("Agent", お客様) or by the agent's name. Of voices that tell
    nothing, all are customers if the agent is known, and agents if the customer is; else the
    first to speak is taken for the agent. What no voice says (None) is nobody's.

    Args:
        voices: the voice of each caption, in the order of time.
        agent: the agent's name as the manifest has it; None when nobody told us.

    >>> roles_of(["Dana", "Tom", "Dana"], None)[1]
    "the captions do not say who the agent is: taken for 'Dana', who speaks first"
    """
    told = {voice: _told(voice, agent) for voice in voices if voice is not None}
    known, open_voices = set(told.values()), [v for v, role in told.items() if role is None]
    note = None
    if open_voices and not known & {Role.AGENT, Role.CUSTOMER}:
        first = open_voices[0]
        told[first] = Role.AGENT
        note = f"the captions do not say who the agent is: taken for {first!r}, who speaks first"
    rest = Role.CUSTOMER if Role.AGENT in told.values() else Role.AGENT
    return tuple(Role.OTHER if v is None else told[v] or rest for v in voices), note


def _told(voice: str, agent: str | None) -> Role | None:
    words = _words(voice)
    for word in (voice.casefold(), *words):
        if word in _ROLES:
            return _ROLES[word]
    name = _words(agent or "")
    if name and (set(name) <= set(words) or (words and set(words) <= set(name))):
        return Role.AGENT
    return None


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[\W\d_]+", name.casefold()) if word]
