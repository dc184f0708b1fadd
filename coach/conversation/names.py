"""How labels, families, criteria and pairings are called, in English and Japanese.

The English meanings are the codebook's own; the Japanese ones stand here. Everything else that
pages say is in `coach.ui.text`.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.conversation.codebook import CODEBOOK, Family, Label
from coach.conversation.findings import Criterion


@dataclass(frozen=True, slots=True)
class Name:
    """What a label is called, and what it means.

    Attributes:
        english: short, as it stands on a chip.
        japanese: the same.
        meaning: one Japanese line for tooltips.
    """

    english: str
    japanese: str
    meaning: str


LABELS: dict[Label, Name] = {
    Label.DISTRESS: Name(
        "Upset", "つらい気持ち", "不満・怒り・不安・落胆などを、言葉や言い方で表している"
    ),
    Label.IMPACT: Name(
        "What it means for them", "生活や仕事への影響", "何に困るのか、なぜ大事なのかを話している"
    ),
    Label.PROBLEM: Name("Problem", "困りごと・要望", "何が問題か、何を望むかを具体的に話している"),
    Label.QUESTION: Name("Question", "質問", "情報や判断を求めている"),
    Label.FEEDBACK: Name(
        "Feedback", "ご意見", "会社・商品・サービス・担当者についての評価や提案を述べている"
    ),
    Label.CONFUSION: Name(
        "Confusion", "とまどい", "理解できていない、またはつじつまが合わないと感じている"
    ),
    Label.ACKNOWLEDGE_FEELING: Name(
        "Names the feeling",
        "気持ちを受けとめる",
        "お客様の気持ちや置かれた状況を言葉にして受けとめる",
    ),
    Label.VALIDATE: Name(
        "Finds it reasonable", "もっともだと認める", "気持ちや質問、希望を当然のことだと認める"
    ),
    Label.APOLOGISE: Name("Says sorry", "お詫びする", "ご迷惑や不手際、結果についてお詫びする"),
    Label.REASSURE: Name("Reassures", "安心していただく", "力になると伝え、不安をやわらげる"),
    Label.WARMTH: Name(
        "Adds warmth", "心づかいを添える", "決まり文句を超えた個人的な温かさを添える"
    ),
    Label.OPEN_QUESTION: Name(
        "Asks openly", "自由に話していただく", "お客様自身の言葉で詳しく話していただくよう促す"
    ),
    Label.CLARIFY: Name(
        "Asks to understand", "具体的に尋ねる", "状況や希望を理解するための具体的な質問をする"
    ),
    Label.REFLECT: Name(
        "Says it back", "自分の言葉で言い直す", "お客様の話や希望を自分の言葉で言い直す"
    ),
    Label.CONFIRM_UNDERSTANDING: Name(
        "Checks understanding", "理解を確かめ合う", "理解が合っているか、納得いただけたかを確かめる"
    ),
    Label.RECALL: Name("Remembers", "前の話を生かす", "先ほどの話やこれまでの経緯を生かす"),
    Label.EXPLAIN_REASON: Name(
        "Gives the reason", "理由を説明する", "原因や、決まり・手順の理由を説明する"
    ),
    Label.BAD_NEWS: Name(
        "Says bad news plainly", "悪い知らせも率直に伝える", "望ましくないことをはっきり伝える"
    ),
    Label.SET_EXPECTATION: Name(
        "Says what comes next", "見通しを伝える", "次に何が、いつまでに、いくらで起こるかを伝える"
    ),
    Label.COMMIT: Name(
        "Commits to a step", "具体的に約束する", "自分または会社が行うことを具体的に約束する"
    ),
    Label.ADMIT_UNCERTAINTY: Name(
        "Admits not knowing", "わからないと率直に言う", "わからないこと、確かでないことを認める"
    ),
    Label.OWN_FAULT: Name(
        "Owns the fault", "こちらの非を認める", "自社や自分の落ち度を認める、または再発を防ぐ"
    ),
    Label.PERSONALISE: Name(
        "Fits it to the customer", "お客様に合わせる", "お客様の事情に合わせた答えを出す"
    ),
    Label.GO_BEYOND: Name(
        "Goes beyond", "一歩先まで応える", "求められた以上のことを、お客様のためにする"
    ),
    Label.WELCOME_FEEDBACK: Name(
        "Welcomes feedback", "ご意見を生かす", "ご意見に感謝し、求め、対応につなげる"
    ),
    Label.DISMISS: Name("Plays it down", "軽くあしらう", "気持ちや問題を軽く扱う、取り合わない"),
    Label.BLAME: Name(
        "Puts the blame on others", "責任を押しつける", "責任を逃れるため人のせいにする"
    ),
    Label.EVADE: Name("Dodges", "はぐらかす", "質問をかわす、または中身のない答えをする"),
    Label.PUSH_SELL: Name("Pushes a sale", "売り込む", "必要とされていない商品やプランを勧める"),
}

FAMILIES: dict[Family, tuple[str, str]] = {
    Family.MOMENT: ("Customer's moment", "お客様の場面"),
    Family.EMPATHY: ("Empathy", "共感"),
    Family.LISTENING: ("Active listening", "傾聴"),
    Family.TRANSPARENCY: ("Transparency", "率直な説明"),
    Family.RELATIONSHIP: ("Relationship", "関係づくり"),
    Family.AGAINST: ("Against care", "気になる言動"),
}

CRITERIA: dict[Criterion, tuple[str, str]] = {
    Criterion.EMPATHY: FAMILIES[Family.EMPATHY],
    Criterion.LISTENING: FAMILIES[Family.LISTENING],
    Criterion.TRANSPARENCY: FAMILIES[Family.TRANSPARENCY],
    Criterion.RELATIONSHIP: FAMILIES[Family.RELATIONSHIP],
}

FAMILY_OF: dict[Criterion, Family] = {
    Criterion.EMPATHY: Family.EMPATHY,
    Criterion.LISTENING: Family.LISTENING,
    Criterion.TRANSPARENCY: Family.TRANSPARENCY,
    Criterion.RELATIONSHIP: Family.RELATIONSHIP,
}

# What the shipped rubric says, for Japanese pages. A rubric that says something else is shown
# in its own words.
PAIRINGS: dict[str, str] = {
    "The customer shows a feeling; the agent meets it.": (
        "お客様が気持ちを表し、担当者がそれに応える。"
    ),
    "The customer says what it does to them; the agent takes that up.": (
        "お客様が困っている事情を話し、担当者がそれを受けとめる。"
    ),
    "The customer says what is wrong; the agent asks or says back before answering.": (
        "お客様が困りごとを話し、担当者は答える前に尋ねるか言い直す。"
    ),
    "The customer is lost; the agent makes sure that it becomes clear.": (
        "お客様がとまどい、担当者がわかるように導く。"
    ),
    "The customer asks; the agent tells, also when the answer is no or not known.": (
        "お客様が尋ね、担当者は答えが「できない」「わからない」でも率直に伝える。"
    ),
    "The agent has bad news; they give the reason, or what can be done instead.": (
        "悪い知らせがあり、担当者は理由や代わりの方法を伝える。"
    ),
    "The customer says why it matters; the agent fits the help to that.": (
        "お客様が大事な事情を話し、担当者がそれに合わせて対応する。"
    ),
    "The customer finds fault or suggests a change; the agent takes it seriously.": (
        "お客様が不満や改善の提案を述べ、担当者がそれを真摯に受けとめる。"
    ),
}


def label_name(label: Label, *, japanese: bool) -> str:
    """Return what a label is called.

    >>> label_name(Label.APOLOGISE, japanese=False)
    'Says sorry'
    """
    return LABELS[label].japanese if japanese else LABELS[label].english


def label_meaning(label: Label, *, japanese: bool) -> str:
    """Return one line on what a label means."""
    return LABELS[label].meaning if japanese else CODEBOOK[label].meaning
