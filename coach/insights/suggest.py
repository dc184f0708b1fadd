"""What an agent could have said: templates filled with this customer's own words and facts.

Nothing is invented: what stands in a suggestion is the template, or was said by the customer. What
only the agent can know (the answer, the step, the date) stays blank ("…"). A suggestion is a way
to begin, not the text of a reply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.conversation.codebook import Label
from coach.conversation.evidence import Moment
from coach.insights.facts import Fact, Kind, facts_of
from coach.insights.sentences import n_words, sentence_at

MOST_WORDS = 24  # of a quote
LEAST_WORDS = 3
_MOST_FACTS = 2

_ENGLISH: dict[Label, str] = {
    Label.DISTRESS: (
        "You said “{quote}”. I can see why, and I am sorry. {facts}"
        "What I will do now: … You will hear from me by …"
    ),
    Label.IMPACT: "You said “{quote}”, so that is what this has to fit. {facts}What I can do: …",
    Label.PROBLEM: (
        "Let me say it back, to be sure: {back}. {facts}Is that right, or is there more?"
    ),
    Label.CONFUSION: (
        "You said “{quote}”. {facts}Let me take that step by step: … Does that make it clear?"
    ),
    Label.QUESTION: (
        "You asked “{quote}”. {facts}The plain answer is: … "
        "(Or: I do not know that yet. I will find out, and tell you by …)"
    ),
    Label.FEEDBACK: (
        "You said “{quote}”. Thank you for telling me. {facts}This is what I do with it: …"
    ),
    Label.BAD_NEWS: "“{quote}”: the reason is … {facts}What I can do instead: …",
}
_JAPANESE: dict[Label, str] = {
    Label.DISTRESS: (
        "「{quote}」とのこと、そうお感じになるのはもっともです。申し訳ございません。{facts}"
        "これから…いたします。…までにご連絡いたします。"
    ),
    Label.IMPACT: "「{quote}」と伺いました。{facts}それに合うように、…いたします。",
    Label.PROBLEM: "「{quote}」ということでございますね。{facts}ほかにもございますか。",
    Label.CONFUSION: (
        "「{quote}」とのこと、順を追ってご説明いたします。{facts}…。ここまででご不明な点はございますか。"
    ),
    Label.QUESTION: (
        "「{quote}」とのお尋ねですね。{facts}お答えは…です。"
        "（わからないとき：まだわかりません。確かめて、…までにご連絡いたします。）"
    ),
    Label.FEEDBACK: "「{quote}」とのお声をありがとうございます。{facts}これを…に生かします。",
    Label.BAD_NEWS: "「{quote}」の理由は…です。{facts}代わりに…できます。",
}
TEMPLATES = {"en": _ENGLISH, "ja": _JAPANESE}
_MENTION = {
    "en": "You also mentioned {}: I keep that in view. ",
    "ja": "{}のことも承知しております。",
}
_QUOTED = {"en": "“{}”", "ja": "「{}」"}
_JOINT = {"en": " and ", "ja": "、"}

_FILLERS = re.compile(
    r"^(?:(?:um+|uh+|er|so|and|but|then|because|well|okay|ok|yeah|yes|no|hi|hello)\b[\s,.]*"
    r"|(?:あの|えっと|ええと|その|はい|いや|でも|まあ)[、。\s]+)+",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"^[とをがはに]|^[^\"]*\"[^\"]*$"
)  # begins with a particle; half a quotation
_ADDRESSES = re.compile(r"\b(?:you|your|yours|yourself|u|ur)\b|['’]d\b", re.IGNORECASE)
_FLIPS = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "we": "you",
    "us": "you", "our": "your", "ours": "yours", "am": "are", "i'm": "you're", "i've": "you've",
    "i'll": "you'll", "we're": "you're", "we've": "you've", "we'll": "you'll",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_WAS = re.compile(r"\b(you) was(n't)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way to begin.

    Attributes:
        text: in the language of the conversation; "…" is left to the agent.
        language: "en" or "ja".
        turn: the turn that is quoted or said back.
        start: where that begins in it.
        end: one past its last code point.
        facts: what else is taken up from the customer.
        slots: what was filled into the template, as it stands in it: what was quoted or said
            back first, then the facts.
        by: who worded it: "template", or the name of the model that rephrased it.
        template: what the template said, where a model rephrased it; None where none did.
    """

    text: str
    language: str
    turn: int
    start: int
    end: int
    facts: tuple[Fact, ...]
    slots: tuple[str, ...]
    by: str = "template"
    template: str | None = None

    @property
    def is_rephrased(self) -> bool:
        """Whether a model worded it."""
        return self.template is not None


def suggest(moment: Moment) -> Suggestion | None:
    """Return what could have been said to a moment; None where there is no template for it.

    That is so for other languages than English and Japanese.
    """
    conversation, finding = moment.analysis.conversation, moment.opportunity.moment
    language = conversation.about.language or ""
    template = TEMPLATES.get(language, {}).get(finding.label)
    if template is None:
        return None
    text = conversation.turns[finding.turn].text
    start, end = quoted(text, finding.start, finding.end)
    quote = _on_one_line(text[start:end], language)
    apart = [f for f in facts_of(conversation, finding.turn) if f.text not in quote]
    facts = tuple(apart[:_MOST_FACTS])
    back = said_back(quote)
    filled = template.format(quote=quote, back=back, facts=_mention(facts, language))
    taken_up = back if "{back}" in template else _QUOTED[language].format(quote)
    slots = (taken_up, *(fact.text for fact in facts))
    return Suggestion(filled, language, finding.turn, start, end, facts, slots)


def quoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Return what to quote of a turn for the evidence `[start, end)` in it.

    That is the evidence, or its sentence where it is too short to say anything; without fillers
    before it, and cut where it is long.
    """
    if n_words(text[start:end]) < LEAST_WORDS or _FRAGMENT.search(text[start:end]):
        start, end = sentence_at(text, start)
    filler = _FILLERS.match(text[start:end])
    if filler and filler.end() < end - start:
        start += filler.end()
    end = _cut(text, start, end)
    trimmed = text[start:end].rstrip(" \n\t,.;:!?…—-、。！？")
    return (start, start + len(trimmed)) if trimmed else (start, end)


def said_back(clause: str) -> str:
    """Return a customer's clause as the agent would say it back; quoted where that is unsafe.

    >>> said_back("my router died and I am stuck"), said_back("you never called me")
    ('your router died and you are stuck', '“you never called me”')
    """
    if _ADDRESSES.search(clause):
        return f"“{clause}”"
    turned = _WORD.sub(_flip, clause)
    return _WAS.sub(lambda match: f"{match[1]} were{match[2] or ''}", turned)


def _on_one_line(text: str, language: str) -> str:
    lines = [line.strip() for line in text.split("\n")]
    return (" " if language == "en" else "").join(line for line in lines if line)


def _flip(match: re.Match[str]) -> str:
    word = match[0]
    return _FLIPS.get(word.lower().replace("’", "'"), word)


def _cut(text: str, start: int, end: int) -> int:
    """Return where a quote has to end so that it is not too long: at a comma, else at a space."""
    while n_words(text[start:end]) > MOST_WORDS:
        borders = [text.rfind(mark, start + 1, end - 1) for mark in (", ", "、", "。", " ")]
        nearest = max(borders[:3])
        shorter = nearest if nearest > start else borders[3]
        end = shorter if shorter > start else min(start + 2 * MOST_WORDS, end - 1)
    return end


def _mention(facts: tuple[Fact, ...], language: str) -> str:
    if not facts:
        return ""
    mine = "your " if language == "en" else ""
    named = [f"{mine}{fact.text}" if fact.kind is Kind.THING else fact.text for fact in facts]
    return _MENTION[language].format(_JOINT[language].join(named))
