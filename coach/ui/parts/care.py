"""What is shown of a conversation beside its scores: the course of care, apologies, going beyond.

Plain sentences under the player, in the page's language; what could not be found is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import streamlit as st

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Label
from coach.conversation.disagreement import Claim, found_wrong, without
from coach.conversation.findings import CueFinding, News
from coach.insights.apology import Part, apologies, overdone
from coach.insights.balance import listening_balance
from coach.insights.beyond import beyond, please_confirm
from coach.insights.feedback_loop import feedback_loops
from coach.insights.repeats import repeats
from coach.insights.timeline import Step, timeline
from coach.rubric.criteria import Rubric
from coach.ui.catalogue import Catalogue
from coach.ui.names import beginning_of
from coach.ui.session import Visit

_LONGEST = 160  # columns of a turn that is quoted whole


@dataclass(frozen=True, slots=True)
class CareText:
    """What the section says; `{}` holds what is filled in."""

    title: str
    hint: str
    care: str
    knowledge: str
    no_care: str
    balance: str
    after: str
    after_seconds: str
    generic: str
    apology: str
    parts: tuple[str, str, str, str, str]
    overdone: str
    news: str
    news_parts: tuple[str, str, str, str]
    repeated: str
    feedback: str
    feedback_parts: tuple[str, str, str, str]
    passed_over: str
    beyond: str
    levels: tuple[str, str, str]
    confirm: str
    listing: str
    left_out: str


ENGLISH = CareText(
    title="How care went",
    hint="Shown, not scored.",
    care="First care that took the customer up: {}",
    knowledge="First solution or information: {}",
    no_care="No care took up what the customer was going through.",
    balance="Sentences that say back or invite: {back}; that tell or ask closed questions: {told}",
    after="answer {turns}",
    after_seconds="answer {turns}, {lasting} after the first difficulty",
    generic="Could have been said to anybody: “{}”",
    apology="Parts of the apology “{words}”: {parts}",
    parts=("regret", "explanation", "responsibility", "repair", "prevention"),
    overdone="Sorry again with nothing new: “{}”",
    news="Bad news “{words}”: {parts}",
    news_parts=("plain", "with the reason", "feeling met", "what can be done instead"),
    repeated="The customer had to say again: “{}”",
    feedback="Feedback “{words}”: {parts}",
    feedback_parts=("thanked", "taken seriously", "acted on or passed on", "told back later"),
    passed_over="nothing found that followed",
    beyond="Beyond what was asked, please confirm: “{words}”, {level}",
    levels=("more than asked", "foresees the next need", "proposes what was not thought of"),
    confirm="Please confirm: {name}, “{words}”",
    listing=", ",
    left_out="Left out, since they were agreed to be wrong: {} of the findings",
)
JAPANESE = CareText(
    title="応対の流れ",
    hint="参考表示です。採点には含みません。",
    care="お客様の事情に触れた最初の配慮：{}",
    knowledge="最初の解決策・情報：{}",
    no_care="お客様の事情に触れた配慮は見つかりませんでした。",
    balance="言い直し・促しの文：{back}、説明・限定質問の文：{told}",
    after="{turns}回目の応答",
    after_seconds="{turns}回目の応答（最初の困りごとから{lasting}後）",
    generic="どのお客様にも言える言葉：「{}」",
    apology="お詫び「{words}」に含まれる要素：{parts}",
    parts=("遺憾の意", "説明", "責任の認識", "埋め合わせ", "再発防止"),
    overdone="新しい内容のないお詫びの繰り返し：「{}」",
    news="悪い知らせ「{words}」：{parts}",
    news_parts=("率直", "理由あり", "気持ちへの配慮", "代わりの方法"),
    repeated="お客様が言い直したこと：「{}」",
    feedback="ご意見「{words}」：{parts}",
    feedback_parts=("お礼", "真剣な受け止め", "対応または共有", "後の報告"),
    passed_over="その後の対応は見つかりませんでした",
    beyond="一歩先の対応（ご確認ください）：「{words}」、{level}",
    levels=("頼まれた以上のこと", "次に必要になることの先取り", "お客様が考えていなかった提案"),
    confirm="ご確認ください：{name}「{words}」",
    listing="、",
    left_out="誤りと認めて除いた判定：{}件",
)


def draw(visit: Visit, analysis: Analysis, wrong: Collection[Claim] = ()) -> None:
    """Draw the section without what was agreed to be wrong; nothing if there is nothing to say."""
    text = JAPANESE if visit.say.japanese else ENGLISH
    lines = sentences(without(analysis, wrong), visit.workspace.rubric, visit.say, text)
    if n := len(found_wrong(analysis, wrong)):
        lines.append(text.left_out.format(n))
    if lines:
        with st.expander(text.title):
            st.caption(text.hint)
            for line in lines:
                st.text(line)


def sentences(analysis: Analysis, rubric: Rubric, say: Catalogue, text: CareText) -> list[str]:
    """Return what can be said of a conversation, each sentence once."""
    found = [
        *_course(analysis, rubric, say, text),
        *_balance(analysis, text),
        *_apologies(analysis, rubric, text),
        *_opportunities(analysis, text),
        *_customer(analysis, rubric, text),
        *_confirm(analysis, say, text),
    ]
    return list(dict.fromkeys(found))


def _course(analysis: Analysis, rubric: Rubric, say: Catalogue, text: CareText) -> Iterator[str]:
    line = timeline(analysis, rubric)
    if line is None:
        return
    yield text.care.format(_when(line.care, say, text)) if line.care else text.no_care
    if line.knowledge:
        yield text.knowledge.format(_when(line.knowledge, say, text))


def _when(step: Step, say: Catalogue, text: CareText) -> str:
    if step.seconds is None or step.seconds < 0:
        return text.after.format(turns=step.turns)
    return text.after_seconds.format(turns=step.turns, lasting=say.lasting(step.seconds))


def _balance(analysis: Analysis, text: CareText) -> Iterator[str]:
    held = listening_balance(analysis.conversation.turns, analysis.findings)
    if held.n and analysis.findings:
        yield text.balance.format(back=held.back + held.open, told=held.closed + held.told)


def _apologies(analysis: Analysis, rubric: Rubric, text: CareText) -> Iterator[str]:
    for sorry in apologies(analysis, rubric):
        names = [text.parts[[*Part].index(part)] for part, _ in sorry.parts]
        yield text.apology.format(
            words=_words(analysis, sorry.finding), parts=text.listing.join(names)
        )
    for finding in overdone(analysis, rubric):
        yield text.overdone.format(_words(analysis, finding))


def _opportunities(analysis: Analysis, text: CareText) -> Iterator[str]:
    for chance in analysis.opportunities:
        for cue in chance.generic:
            yield text.generic.format(_words(analysis, cue))
        if chance.news is not None:
            shown = text.listing.join(_told(chance.news, text)) or "–"
            yield text.news.format(words=_words(analysis, chance.moment), parts=shown)


def _told(news: News, text: CareText) -> list[str]:
    there = (news.plain, news.reason, news.feeling, news.instead)
    return [name for name, cue in zip(text.news_parts, there, strict=True) if cue is not None]


def _customer(analysis: Analysis, rubric: Rubric, text: CareText) -> Iterator[str]:
    for repeat in repeats([analysis], rubric):
        said = " ".join(analysis.conversation.turns[repeat.again.turn].text.split())
        yield text.repeated.format(beginning_of(said, _LONGEST))
    for loop in feedback_loops([analysis], rubric):
        followed = (loop.thanked, loop.taken_seriously, loop.acted_on, loop.told_back is not None)
        parts = [name for name, is_so in zip(text.feedback_parts, followed, strict=True) if is_so]
        shown = text.listing.join(parts) or text.passed_over
        yield text.feedback.format(words=_words(analysis, loop.feedback), parts=shown)


def _confirm(analysis: Analysis, say: Catalogue, text: CareText) -> Iterator[str]:
    found = beyond(analysis)
    for each in found:
        level = text.levels[each.level - 1]
        yield text.beyond.format(level=level, words=_words(analysis, each.finding))
    told = {(each.finding.turn, Label.GO_BEYOND) for each in found}
    for finding in analysis.findings:
        if please_confirm(finding) and (finding.turn, finding.label) not in told:
            words = _words(analysis, finding)
            yield text.confirm.format(name=say.label(finding.label), words=words)


def _words(analysis: Analysis, finding: CueFinding) -> str:
    """Return the words that show a finding, in one line."""
    return " ".join(analysis.words(finding).split())
