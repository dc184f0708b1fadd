"""What an agent says nearly word for word in many conversations, with the way to some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from coach.conversation.analysis import Analysis
from coach.insights.canned import Canned, Place
from coach.ui.names import beginning_of
from coach.ui.session import Visit
from coach.workspace.habits import Habits, first_places

_LONGEST = 240  # columns of a text


@dataclass(frozen=True, slots=True)
class CannedText:
    """What the section says; `{}` holds what is filled in."""

    title: str
    hint: str
    cut: str
    quote: str
    said: str


ENGLISH = CannedText(
    title="Said again and again",
    hint="No fault in itself: look whether it fitted each customer.",
    cut="The latest {} conversations were read.",
    quote="“{}”",
    said="{channel}: said nearly word for word in {n} of {m} conversations.",
)
JAPANESE = CannedText(
    title="繰り返し使われている言い回し",
    hint="それ自体は問題ではありません。それぞれのお客様に合っていたかをご覧ください。",
    cut="直近の{}件の会話を調べています。",
    quote="「{}」",
    said="{channel}：{m}件の会話のうち{n}件で、ほぼ同じ言葉で使われています。",
)


def draw(visit: Visit, found: Habits) -> None:
    """Draw the texts said in the most conversations; nothing where none is repeated."""
    if not found.repeated:
        return
    text = JAPANESE if visit.say.japanese else ENGLISH
    st.header(text.title, anchor=False)
    st.caption(f"{text.hint} {text.cut.format(found.n_read)}" if found.is_cut else text.hint)
    for number, canned in enumerate(found.repeated):
        with st.container(gap=None, key=f"canned {number}"):
            st.text(text.quote.format(beginning_of(canned.text, _LONGEST)))
            st.caption(_said(visit, text, canned))
            st.markdown(" · ".join(_links(visit, canned, found.shown)))


def _said(visit: Visit, text: CannedText, canned: Canned) -> str:
    return text.said.format(
        channel=visit.say.channel_name(canned.channel),
        n=canned.n_conversations,
        m=canned.n_in_all,
    )


def _links(visit: Visit, canned: Canned, read: Mapping[str, Analysis]) -> list[str]:
    """Return links to the first places in different conversations, as markup."""
    places = first_places(canned).values()
    return [_link(visit, place, read[place.conversation]) for place in places]


def _link(visit: Visit, place: Place, analysis: Analysis) -> str:
    conversation = analysis.conversation
    span = conversation.turns[place.turn].span
    asked = {"conversation": conversation.id, "lang": str(visit.say.language)}
    query = urlencode(asked | ({"t": f"{span.start:.1f}"} if span else {}))
    began = conversation.about.started_at
    name = visit.say.clock(visit.local(began)) if began else visit.say.part.open
    return f"[{name}](conversation?{query})"
