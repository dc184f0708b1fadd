"""What pages say around numbers: headings, hints and the form of a focus, in both languages.

The sentences about the numbers themselves are `coach.insights.wording`'s.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.insights.wording import Wording, wording
from coach.ui.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class NumbersText:
    """Words of one language; `{}` holds what is filled in."""

    bars: str
    drawn: str
    joint: str
    compared: str
    compared_hint: str
    met: str
    rate: str
    with_errors: str
    rank: str
    against: str
    expected: str
    adjusted: str
    not_offered: str
    of_team: str
    works: str
    works_hint: str
    works_none: str
    focus: str
    focus_none: str
    focus_since: str
    focus_set: str
    focus_what: str
    focus_from: str
    focus_save: str
    latest_read: str
    latest_read_of_team: str

    @property
    def rate_and_bars(self) -> str:
        """What the dot and both bars of a scale mean."""
        return self.joint.join([self.drawn, self.bars])


ENGLISH = NumbersText(
    bars=(
        "Thick bar: what was seen. Thin line: what may have been, since the detectors overlook "
        "some care and imagine some."
    ),
    drawn="The rate is drawn towards the team's where there is little to go by.",
    joint=" ",
    compared="Beside each other",
    compared_hint=(
        "An order is claimed only where it holds; nobody is ranked with fewer than {n} "
        "opportunities. Adjusted: the rate with the team's cases instead of the agent's own, from "
        "{cases} opportunities of a team on."
    ),
    met="Met",
    rate="Rate (90\u00a0%)",
    with_errors="With detection errors",
    rank="Rank",
    against="Beside the others",
    expected="Expected of such cases",
    adjusted="Adjusted (90\u00a0%)",
    not_offered="–",
    of_team="{team}: {told}",
    works="What goes with better ends here",
    works_hint=(
        "Conversations that began with distress or confusion in the customer's words, and whether "
        "their last third shows less of it. What goes together need not be a cause."
    ),
    works_none="Too few conversations to tell: {n} with a behaviour and {n} without are needed.",
    focus="What {agent} works on",
    focus_none="Nothing is set.",
    focus_since="{what}, since {day}, set by {who}",
    focus_set="Set what {agent} works on",
    focus_what="Works on",
    focus_from="From",
    focus_save="Set",
    latest_read="The latest {n} conversations of {agent} were read.",
    latest_read_of_team="Of the team, the latest {n} conversations were read.",
)

JAPANESE = NumbersText(
    bars="太い帯は検出された値、細い線は検出の見落としや誤りも含めた範囲です。",
    drawn="割合は、件数が少ないほどチームの値に寄せています。",
    joint="",
    compared="担当者どうしの比較",
    compared_hint=(
        "順位は、確かに言えるときだけ示します。機会が{n}件に満たない人には付けません。"
        "「調整後」は、本人の案件ではなくチームの案件だったと仮定した割合で、"
        "チームの機会が{cases}件以上のときに示します。"
    ),
    met="件数",
    rate="割合（90\u00a0%）",
    with_errors="検出誤りを含む",
    rank="順位",
    against="ほかの人と比べて",
    expected="同じ案件の見込み",
    adjusted="調整後（90\u00a0%）",
    not_offered="–",
    of_team="{team}：{told}",
    works="ここで良い終わり方とともに見られること",
    works_hint=(
        "お客様の言葉に不満や混乱があった会話のうち、最後の三分の一でそれが減ったかどうかを見ます。"
        "ともに見られることは、原因とはかぎりません。"
    ),
    works_none="判断するには会話が少なすぎます（その言動のある会話とない会話が{n}件ずつ必要です）。",
    focus="{agent}さんの取り組み",
    focus_none="まだ決まっていません。",
    focus_since="{what}（{day}から、設定：{who}）",
    focus_set="{agent}さんの取り組みを決める",
    focus_what="取り組み",
    focus_from="開始日",
    focus_save="決める",
    latest_read="{agent}さんの会話は直近の{n}件を調べています。",
    latest_read_of_team="チームの会話は直近の{n}件を調べています。",
)


def around(say: Catalogue) -> NumbersText:
    """Return the words of a page's language."""
    return JAPANESE if say.japanese else ENGLISH


def sentences(say: Catalogue) -> Wording:
    """Return the sentences about numbers of a page's language."""
    return wording(say.language)


def unbroken(told: str) -> str:
    """Return a sentence in which no line ends within an interval, for narrow places."""
    return told.replace("–", "\u2060–\u2060")
