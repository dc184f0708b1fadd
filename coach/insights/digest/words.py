"""What a digest says besides people's own words, in English and Japanese."""

from __future__ import annotations

from dataclasses import dataclass

from coach.insights.suggest import Suggestion


@dataclass(frozen=True, slots=True)
class Words:
    """All sentences of one language; `{}` holds what is filled in."""

    language: str
    of_agent: str
    of_team: str
    week: str
    day: str
    n_conversations: str
    n_left_out: str
    standings: str
    standings_hint: str
    this_week: str
    recent: str
    counts: str
    rate: str
    with_errors: str
    too_few: str
    none: str
    worth: str
    worth_hint: str
    worth_none: str
    against_team: str
    against_level: str
    sure: str
    unsure: str
    own_best: str
    best_of_agent: str
    missed: str
    suggestion: str
    rephrased: str
    as_template: str
    example: str
    best: str
    missed_of_team: str
    said: str
    said_parts: tuple[str, str, str, str]
    alike: str
    roles: tuple[str, str, str]
    colleague: str
    turn: str
    never: str

    def way_to_begin(self, suggestion: Suggestion) -> str:
        """Return the heading of a suggestion, which says if a model rephrased it, and which."""
        if not suggestion.is_rephrased:
            return self.suggestion
        return f"{self.suggestion} · {self.rephrased.format(suggestion.by)}"


ENGLISH = Words(
    language="en",
    of_agent="The week of {}",
    of_team="The week of team {}",
    week="{name}: {first} to {last}",
    day="{day} {month} {year}",
    n_conversations="{} conversations",
    n_left_out="{} left out, agreed to be wrong",
    standings="Moments met",
    standings_hint=(
        "Left, this week. Right, the eight weeks up to now: the rate and where it probably lies "
        "(9 chances in 10). Fewer than 8 moments give no rate."
    ),
    this_week="This week",
    recent="Eight weeks",
    counts="{met} of {n}",
    rate="{rate}\u00a0% ({low}–{high}\u00a0%)",
    with_errors=", with detection errors {low}–{high}\u00a0%",
    too_few="too few for a rate",
    none="no moment",
    worth="Worth working on",
    worth_hint="Chosen by what there is to win: how far below, how often, and how sure that is.",
    worth_none="Nothing stands out: either the moments were met, or there are too few of them.",
    against_team="{met} of {n} met; the others of the team together: {level}\u00a0%.",
    against_level="{met} of {n} met; held against {level}\u00a0%: there is no team to compare.",
    sure="That this lies below it is {p}\u00a0% sure.",
    unsure="That this lies below it is only {p}\u00a0% sure; there is still most to win here.",
    own_best="Your own best",
    best_of_agent="Best of this agent",
    missed="Missed",
    suggestion="A way to begin",
    rephrased="rephrased by {}",
    as_template="As the template has it",
    example="How a colleague met something like it",
    best="Went well this week",
    missed_of_team="Missed this week",
    said="What customers said",
    said_parts=("The problem", "What mattered", "What was promised", "How it ended"),
    alike="like this in {} conversations",
    roles=("Agent", "Customer", "System"),
    colleague="Colleague",
    turn="turn {}",
    never=(
        "Machines found these moments in the words, and they err: look at the words themselves. "
        "A dispute is a good reason to talk. Nothing here judges a voice or what an agent feels, "
        "and nothing here is for pay or dismissal."
    ),
)
JAPANESE = Words(
    language="ja",
    of_agent="{}さんの一週間",
    of_team="チーム{}の一週間",
    week="{name}（{first}〜{last}）",
    day="{year}年{month}月{day}日",
    n_conversations="応対{}件",
    n_left_out="誤りと認めて除いた判定{}件",
    standings="応えた場面",
    standings_hint=(
        "左は今週、右はこの八週間の割合と、確からしい範囲（十中九）です。"
        "場面が八つより少ないときは、割合を出しません。"
    ),
    this_week="今週",
    recent="八週間",
    counts="{n}回のうち{met}回",
    rate="{rate}\u00a0%（{low}〜{high}\u00a0%）",
    with_errors="、検出の誤りを含めると{low}〜{high}\u00a0%",
    too_few="割合を出すには少なすぎます",
    none="場面なし",
    worth="取り組むと伸びること",
    worth_hint="差の大きさ、機会の数、確かさから、伸びしろの大きいものを選んでいます。",
    worth_none="目立つものはありません。応えられていたか、場面がまだ少ないかのどちらかです。",
    against_team="{n}回のうち{met}回。チームのほかの人は合わせて{level}\u00a0%です。",
    against_level="{n}回のうち{met}回。比べるチームがないため、{level}\u00a0%を目安にしています。",
    sure="これより低いことは、ほぼ確かです（{p}\u00a0%）。",
    unsure="低いとまでは言えません（{p}\u00a0%）。それでも、伸びしろはここが一番あります。",
    own_best="ご自身の一番よかった場面",
    best_of_agent="この担当者の一番よかった場面",
    missed="逃した場面",
    suggestion="こう始めることもできます",
    rephrased="{}による言い換え",
    as_template="言い換える前の文",
    example="似た場面での同僚の応え方",
    best="今週よかった場面",
    missed_of_team="今週逃した場面",
    said="お客様のお話",
    said_parts=("困りごと", "大事なこと", "お約束したこと", "結び"),
    alike="似たお話が{}件",
    roles=("担当者", "お客様", "システム"),
    colleague="同僚",
    turn="{}番目の発言",
    never=(
        "これらの場面は機械が言葉から見つけたもので、誤ることがあります。言葉そのものをご覧ください。"
        "納得できないことは、話し合うよいきっかけです。声や担当者の感情は判定していません。"
        "給与や処分のためのものでもありません。"
    ),
)
WORDS = {"en": ENGLISH, "ja": JAPANESE}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
