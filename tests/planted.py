"""Conversations put together with a known truth: who met how many of which moments.

Each conversation is about one matter and holds at most one planted moment. It is met, answered
with a stock phrase, passed over, or not there at all (a calm one). The text is such that the rules
find what was planted; that they do is itself tested.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.recording import About
from coach.conversation.turn import Turn

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
FEELING, LOST = "feeling", "understood"
MET, CANNED, MISSED, CALM = "met", "canned", "missed", "calm"

MATTERS = {
    "en": (
        ("router", "daughter's exam"),
        ("parcel", "sister's wedding"),
        ("refund", "dentist in Leeds"),
        ("tablet", "trip to Norway"),
    ),
    "ja": (
        ("ルーター", "娘の受験"),
        ("荷物", "妹の結婚式"),
        ("返金", "歯医者の支払い"),
        ("タブレット", "沖縄の旅行"),
    ),
}
_SAYS = {
    "en": {
        FEELING: "I am really upset, the {matter} for my {why} went wrong again.",
        LOST: "I am confused, I do not understand the letter on the {matter} for my {why}.",
        CALM: "Hello, I would like a copy of the paper for the {matter}.",
    },
    "ja": {
        FEELING: "{why}に使う{matter}がまただめになって、本当に腹が立っています。",
        LOST: "{why}に使う{matter}のお手紙が、どういうことかわからないんです。",
        CALM: "こんにちは、{matter}の控えをお願いします。",
    },
}
_ANSWERS = {
    "en": {
        (FEELING, MET): (
            "It must be upsetting that the {matter} for your {why} went wrong again, I am so sorry."
        ),
        (FEELING, CANNED): "I understand your frustration and apologise for any inconvenience.",
        (
            LOST,
            MET,
        ): "That letter came because the {matter} for your {why} was booked twice by mistake.",
        MISSED: "Your account number, please.",
        CALM: "Here it is.",
    },
    "ja": {
        (FEELING, MET): (
            "{why}に使う{matter}がまただめになってしまい、腹が立つのは当然です。申し訳ございません。"
        ),
        (FEELING, CANNED): "ご不便をおかけしまして申し訳ございません。",
        (LOST, MET): ("お手紙が届いたのは、{why}に使う{matter}の登録が二重になっていたためです。"),
        MISSED: "お客様番号をお願いいたします。",
        CALM: "こちらです。",
    },
}
_END = {
    "en": ("Here: 77120.", "Noted, one moment.", "Fine.", "Goodbye."),
    "ja": ("はい、七七一二〇です。", "少々お待ちください。", "はい。", "失礼いたします。"),
}


@dataclass(frozen=True)
class Planted:
    """An agent with known ways.

    Attributes:
        name: of the agent.
        team: theirs.
        feeling: probability that a feeling is met.
        lost: probability that somebody who is lost is helped.
        canned: share of the feelings that are not met which get the stock phrase.
        calm: share of conversations in which nothing happens.
        language: of all their conversations.
    """

    name: str
    team: str = "billing"
    feeling: float = 0.5
    lost: float = 0.5
    canned: float = 0.3
    calm: float = 0.2
    language: str = "en"


@dataclass
class Garden:
    """What was planted, and the truth about it.

    Attributes:
        conversations: in the order of their dates.
        truth: by conversation id, (kind, outcome); the kind of a calm one is "calm".
    """

    conversations: list[Conversation] = field(default_factory=list)
    truth: dict[str, tuple[str, str]] = field(default_factory=dict)

    def counts(self, agent, kind):
        """Return (met, opportunities) of an agent for a kind of moment."""
        found = self._outcomes(agent, kind)
        return found[MET], sum(found.values())

    def n_canned(self, agent):
        """Return how often an agent used the stock phrase."""
        return self._outcomes(agent, FEELING)[CANNED]

    def _outcomes(self, agent, kind):
        mine = {c.id for c in self.conversations if c.about.agent == agent}
        return Counter(what for name, (k, what) in self.truth.items() if name in mine and k == kind)


def plant(agents, n_each, *, seed=0, weeks=4):
    """Return `n_each` conversations of each agent, spread over the weeks."""
    rng = np.random.default_rng(seed)
    garden = Garden()
    for agent in agents:
        for number in range(n_each):
            name = f"{agent.name}-{number:03d}"
            kind, outcome = _draw(agent, rng)
            choices = MATTERS[agent.language]
            matter = choices[int(rng.integers(len(choices)))]
            at = MONDAY + timedelta(days=7 * weeks * number / n_each)
            garden.truth[name] = (kind, outcome)
            garden.conversations.append(_conversation(agent, name, kind, outcome, matter, at))
    garden.conversations.sort(key=lambda one: (one.about.started_at, one.id))
    return garden


def analysed(garden, stages):
    """Return the analyses of what was planted; the same words are looked at once."""
    from coach.pipeline import analyse

    known = {}
    found = []
    for one in garden.conversations:
        said = tuple((turn.role, turn.text) for turn in one.turns)
        if said not in known:
            known[said] = analyse(one, stages)
        found.append(replace(known[said], conversation=one))
    return found


def _draw(agent, rng):
    if rng.random() < agent.calm:
        return CALM, CALM
    kind = FEELING if rng.random() < 0.5 else LOST
    if rng.random() < (agent.feeling if kind == FEELING else agent.lost):
        return kind, MET
    canned = kind == FEELING and rng.random() < agent.canned
    return kind, CANNED if canned else MISSED


def _conversation(agent, name, kind, outcome, matter, at):
    says, answers = _SAYS[agent.language], _ANSWERS[agent.language]
    answer = answers.get((kind, outcome)) or answers[outcome]
    given, noted, fine, bye = _END[agent.language]
    thing, why = matter
    said = (
        (Role.CUSTOMER, says[kind].format(matter=thing, why=why)),
        (Role.AGENT, answer.format(matter=thing, why=why)),
        (Role.CUSTOMER, given),
        (Role.AGENT, noted),
        (Role.CUSTOMER, fine),
        (Role.AGENT, bye),
    )
    about = About(
        id=name, language=agent.language, agent=agent.name, team=agent.team,
        queue="faults" if kind == FEELING else "desk", started_at=at,
    )  # fmt: skip
    turns = tuple(
        Turn(role, text, sent_at=at + timedelta(seconds=30 * place))
        for place, (role, text) in enumerate(said)
    )
    return Conversation(about, Channel.CHAT, turns)
