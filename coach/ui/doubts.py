"""What pages say about disagreements, in English and Japanese."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from coach.conversation.disagreement import Answer, Claim, Disagreement, Disputed, Doubt, Verdict
from coach.conversation.findings import Opportunity, State
from coach.ui.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class DoubtText:
    """The sentences; `doubts` in the order of `Doubt`, `{}` holds what is filled in."""

    disagree: str
    hint: str
    why: str
    doubts: tuple[str, str, str, str, str, str]
    words: str
    send: str
    marked: str
    agreed: str
    stays: str
    quoted: str
    and_also: str
    because: str
    gone: str
    take_back: str
    own: str
    verdict: str
    verdicts: tuple[str, str]
    agreed_hint: str
    answer: str
    reopen: str
    title: str
    title_open: str
    open_it: str
    pick_hint: str
    claim: str
    by: str
    state: str
    states: tuple[str, str, str, str]
    n_disputed: str
    n_left_out: str
    disputed_hint: str
    turn: str
    joint: str

    def doubt(self, doubt: Doubt) -> str:
        """Return what is wrong, in words."""
        return self.doubts[[*Doubt].index(doubt)]

    def state_name(self, state: str) -> str:
        """Return what became of a disagreement."""
        return self.states[["open", "agreed", "stays", "gone"].index(state)]


ENGLISH = DoubtText(
    disagree="Disagree",
    hint="It changes no figure by itself. Whoever sees this conversation sees it; a lead answers.",
    why="What is wrong?",
    doubts=(
        "This is not what was said",
        "The words do not show this",
        "It was met",
        "It was not met",
        "It was not my turn to speak or act",
        "Something else",
    ),
    words="In a sentence (optional)",
    send="Send",
    marked="Marked as doubtful by {by} on {day}: {doubt}.",
    agreed="Agreed by {by} on {day}; left out of the figures.",
    stays="Stays, {by} answered on {day}.",
    quoted="“{}”",
    and_also=", ",
    because="{doubt}. {words}",
    gone="Settled: scored again, Coach no longer says so.",
    take_back="Take back",
    own="You said this yourself: another lead or the owner answers it.",
    verdict="Answer",
    verdicts=("Agreed", "Stays"),
    agreed_hint="What is agreed to be wrong is left out of all figures, neither met nor missed. "
    "Another answer brings it back.",
    answer="Answer",
    reopen="Take the answer back",
    title="Disagreements ({})",
    title_open="Open disagreements ({})",
    open_it="Open",
    pick_hint="Pick a line to open its place.",
    claim="Doubtful",
    by="By",
    state="State",
    states=("Open", "Agreed", "Stays", "Settled"),
    n_disputed="{} of them disputed",
    n_left_out="{} left out, agreed to be wrong",
    disputed_hint="Disputed: somebody disagrees with so many of the opportunities, and they count. "
    "Left out: agreed to be wrong, they count nowhere.",
    turn="turn {}",
    joint=" ",
)
JAPANESE = DoubtText(
    disagree="違うと思う",
    hint="これだけで数字は変わりません。この会話を見られる人に表示され、リーダーが答えます。",
    why="何が違いますか",
    doubts=(
        "言葉が聞き違えられている",
        "この言葉はそれを示していない",
        "応えていた",
        "応えていなかった",
        "自分の番ではなかった",
        "そのほか",
    ),
    words="ひとこと（任意）",
    send="送る",
    marked="{by}さんが{day}に疑問ありとしました：{doubt}。",
    agreed="{by}さんが{day}に同意しました。数字から除いています。",
    stays="{by}さんが{day}に「そのまま」と答えました。",
    quoted="「{}」",
    and_also="、",
    because="{doubt}。{words}",
    gone="決着：採点し直した結果、この判定はなくなりました。",
    take_back="取り下げる",
    own="ご自身の記入です。答えるのは、ほかのリーダーか管理者です。",
    verdict="答え",
    verdicts=("同意する", "そのままにする"),
    agreed_hint="同意すると、応えた・逃したのどちらにもせず、すべての数字から除きます。"
    "答えを変えれば戻ります。",
    answer="答える",
    reopen="答えを取り消す",
    title="「違うと思う」（{}件）",
    title_open="答えを待つ「違うと思う」（{}件）",
    open_it="開く",
    pick_hint="行を選ぶと、その場所が開きます。",
    claim="疑問のある判定",
    by="記入者",
    state="状態",
    states=("答え待ち", "同意", "そのまま", "決着"),
    n_disputed="うち{}件に疑問あり",
    n_left_out="誤りと認めて除いたもの {}件",
    disputed_hint="「疑問あり」は異議が出ている機会で、数に含みます。"
    "「除外」は誤りと認めた機会で、数に含みません。",
    turn="{}番目の発話",
    joint="",
)

Day = Callable[[datetime], str]


def text_of(say: Catalogue) -> DoubtText:
    """Return the sentences in the language of a page."""
    return JAPANESE if say.japanese else ENGLISH


def told(said: Disagreement, text: DoubtText, day: Day) -> str:
    """Return a disagreement, with its answer, in words."""
    parts = [text.marked.format(by=said.by, day=day(said.at), doubt=text.doubt(said.doubt))]
    parts += _quoted(said.words, text)
    if said.answer is not None:
        parts += _answered(said.answer, text, day)
    return text.joint.join(parts)


def by_claim(
    found: Iterable[Disagreement], text: DoubtText, day: Day
) -> dict[Claim, tuple[str, ...]]:
    """Return disagreements in words, by what they are about."""
    said: dict[Claim, tuple[str, ...]] = {}
    for each in found:
        said[each.claim] = (*said.get(each.claim, ()), told(each, text, day))
    return said


def doubts_for(chance: Opportunity | None) -> list[Doubt]:
    """Return what can be wrong with an opportunity; with a finding where there is none."""
    if chance is None:
        return [each for each in Doubt if each not in (Doubt.WAS_MET, Doubt.WAS_NOT_MET)]
    needless = {
        State.MET: Doubt.WAS_MET,
        State.LATE: None,
        State.MISSED: Doubt.WAS_NOT_MET,
        State.NOT_JUDGEABLE: None,
    }[chance.state]
    return [each for each in Doubt if each is not needless]


def beside_rate(disputed: Disputed, text: DoubtText) -> list[str]:
    """Return what stands beside a rate, where its opportunities are disputed or left out."""
    lines = [text.n_disputed.format(disputed.n_open)] if disputed.n_open else []
    if disputed.n_left_out:
        lines.append(text.n_left_out.format(disputed.n_left_out))
    return lines


def _answered(answer: Answer, text: DoubtText, day: Day) -> list[str]:
    form = text.agreed if answer.verdict is Verdict.AGREED else text.stays
    return [form.format(by=answer.by, day=day(answer.at)), *_quoted(answer.words, text)]


def _quoted(words: str, text: DoubtText) -> list[str]:
    return [text.quoted.format(words)] if words else []
