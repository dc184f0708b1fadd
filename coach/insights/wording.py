"""What numbers say in words, in English and Japanese, for pages and reports alike.

Every sentence about a number says how sure it is, or that nothing can be said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.conversation.disagreement import Disputed
from coach.insights.change import Change, Verdict
from coach.insights.compare import Standing
from coach.insights.difficulty import Adjusted
from coach.insights.effect import Effect, Outcome, Side
from coach.insights.estimates import Estimate
from coach.insights.works_here import Association


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one language; `{}` holds what is filled in."""

    untold: str
    ahead_of: str
    ahead_of_all: str
    behind: str
    behind_all: str
    verdicts: dict[Verdict, str]
    outcomes: dict[Outcome, str]
    none: str
    small: str
    alone: str
    rate: str
    also: str
    rank: str
    ranks: str
    nobody: str
    ahead: str
    rest: str
    listing: str
    expected: str
    adjusted: str
    changed: str
    unchanged: str
    effect: str
    too_early: str
    side: str
    with_it: str
    goes_better: str
    goes_worse: str
    goes_untold: str
    stop: str
    gap: str
    disputed: str
    left_out: str

    def said_of(self, estimate: Estimate, adjusted: Adjusted | None) -> str:
        """Return all that can be said of a rate, in one sentence."""
        parts = [self.rate_of(estimate), self.with_errors(estimate)]
        if adjusted:
            parts += [self.expected_of(adjusted), self.adjusted_of(adjusted)]
        return self.listing.join(part for part in parts if part) + self.stop

    def rate_of(self, estimate: Estimate) -> str:
        """Return a rate with its interval, or that the sample is small, or that there is none."""
        if estimate.low is None or estimate.high is None:
            return self.none
        if estimate.rate is None:
            return self.small
        low, high = estimate.seen or (estimate.low, estimate.high)
        return self.rate.format(rate=percent(estimate.rate), interval=percents(low, high))

    def plain_of(self, adjusted: Adjusted) -> str:
        """Return an adjusted rate with its interval and no more words."""
        interval = percents(adjusted.low, adjusted.high)
        return self.rate.format(rate=percent(adjusted.rate), interval=interval)

    def reach_of(self, estimate: Estimate) -> str | None:
        """Return the interval with the detectors' errors and no more words."""
        if estimate.rate is None or estimate.seen is None:
            return None
        if estimate.low is None or estimate.high is None:
            return None
        return percents(estimate.low, estimate.high)

    def beside(self, told: str, disputed: Disputed) -> str:
        """Return what is told of a rate, and how many opportunities are disputed or left out."""
        counts = ((self.disputed, disputed.n_open), (self.left_out, disputed.n_left_out))
        return self.listing.join([told, *(form.format(n=n) for form, n in counts if n)])

    def with_errors(self, estimate: Estimate) -> str | None:
        """Return the interval with the detectors' errors; None where it is not known or needed."""
        reach = self.reach_of(estimate)
        return self.also.format(interval=reach) if reach else None

    def rank_of(self, standing: Standing | None, estimate: Estimate) -> str:
        """Return the rank that holds, the ranks that are not ruled out, or why there is none."""
        if standing is None:
            return self.small if estimate.is_small else self.alone
        best, worst, n = standing.best_rank, standing.worst_rank, standing.n_compared
        if standing.rank is not None:
            return self.rank.format(rank=standing.rank, n=n)
        if (best, worst) == (1, n):
            return self.untold
        return self.ranks.format(best=best, worst=worst, n=n)

    def against_of(self, standing: Standing) -> str:
        """Return of how many others an agent is ahead, and behind how many, where it is told."""
        others = standing.n_compared - 1
        counts = (
            (len(standing.ahead_of), self.ahead_of, self.ahead_of_all),
            (len(standing.behind), self.behind, self.behind_all),
        )
        parts = [
            (every if n == others else some).format(n=n, others=others)
            for n, some, every in counts
            if n
        ]
        return self.listing.join(parts) or self.untold

    def order_of(self, names: Sequence[str], standings: Sequence[Standing | None]) -> str:
        """Return who is ahead of whom in a team, or that nobody can be told from anybody."""
        lines = [
            self.ahead.format(
                who=name, whom=self.listing.join(names[place] for place in standing.ahead_of)
            )
            for name, standing in zip(names, standings, strict=True)
            if standing and standing.ahead_of
        ]
        return self.gap.join([*lines, self.rest]) if lines else self.nobody

    def adjusted_of(self, adjusted: Adjusted) -> str:
        """Return the rate with the difficulty of the cases taken out."""
        interval = percents(adjusted.low, adjusted.high)
        return self.adjusted.format(rate=percent(adjusted.rate), interval=interval)

    def expected_of(self, adjusted: Adjusted) -> str:
        """Return what an average colleague would meet of the same opportunities."""
        return self.expected.format(expected=percent(adjusted.expected))

    def change_of(self, change: Change) -> str:
        """Return how a rate went over the weeks."""
        said = self.verdicts[change.verdict]
        if change.shift is None:
            return said.format(n=change.opportunities)
        shift = change.shift
        is_told = change.verdict is not Verdict.UNTOLD
        form = self.changed if is_told else self.unchanged
        return form.format(
            said=said,
            points=size(shift.difference) if is_told else points(shift.difference),
            interval=between(shift.low, shift.high),
            n=change.n_weeks,
        )

    def effect_of(self, effect: Effect) -> str:
        """Return what became of a focus."""
        said = self.outcomes[effect.outcome]
        sides = {"before": self.side_of(effect.before), "after": self.side_of(effect.after)}
        if effect.shift is None:
            return self.too_early.format(said=said, **sides)
        shift = effect.shift
        interval = between(shift.low, shift.high)
        return self.effect.format(
            said=said, points=points(shift.difference), interval=interval, **sides
        )

    def side_of(self, side: Side) -> str:
        """Return what was met before, or since."""
        return self.side.format(met=side.met, n=side.opportunities)

    def association_of(self, association: Association, behaviour: str) -> str:
        """Return what goes together with a behaviour."""
        shift = association.shift
        if not association.is_told:
            form = self.goes_untold
        else:
            form = self.goes_better if shift.difference > 0 else self.goes_worse
        return form.format(
            behaviour=behaviour,
            points=size(shift.difference),
            interval=between(shift.low, shift.high),
            with_it=self.with_it.format(better=association.better_with, n=association.n_with),
            without=self.with_it.format(better=association.better_without, n=association.n_without),
        )


def percent(share: float) -> str:
    r"""Return a share in 0..1 as it is printed; the sign stays on the line of its number.

    >>> percent(0.754)
    '75\xa0%'
    """
    return f"{share * 100:.0f}\u00a0%"


def percents(low: float, high: float) -> str:
    r"""Return an interval of shares as it is printed.

    >>> percents(0.514, 0.9)
    '51–90\xa0%'
    """
    return f"{low * 100:.0f}–{percent(high)}"


def points(difference: float) -> str:
    """Return a difference of shares in points.

    >>> points(0.123), points(-0.05), points(0.001)
    ('+12', '−5', '0')
    """
    rounded = round(difference * 100)
    return f"{rounded:+d}".replace("-", "−") if rounded else "0"


def size(difference: float) -> str:
    """Return how large a difference of shares is, in points.

    >>> size(-0.123)
    '12'
    """
    return f"{abs(difference) * 100:.0f}"


def between(low: float, high: float) -> str:
    """Return an interval of differences in points.

    >>> between(-0.05, 0.1)
    '−5 … +10'
    """
    return f"{points(low)} … {points(high)}"


ENGLISH = Wording(
    untold="cannot be told apart",
    ahead_of="ahead of {n} of the {others} others",
    ahead_of_all="ahead of all others",
    behind="behind {n} of the {others} others",
    behind_all="behind all others",
    verdicts={
        Verdict.RISEN: "Risen",
        Verdict.FALLEN: "Fallen",
        Verdict.UNTOLD: "No change can be told",
        Verdict.TOO_LITTLE: "Too little to tell a change ({n} opportunities).",
    },
    outcomes={
        Outcome.BETTER: "Better",
        Outcome.WORSE: "Worse",
        Outcome.UNTOLD: "No change can be told",
        Outcome.TOO_EARLY: "Too early to say",
    },
    none="no opportunity",
    small="small sample",
    alone="nobody to compare with",
    rate="{rate} ({interval})",
    also="with detection errors {interval}",
    rank="rank {rank} of {n}",
    ranks="rank {best} to {worst} of {n}",
    nobody="The agents cannot be told apart.",
    ahead="{who} is ahead of {whom}.",
    rest="All others cannot be told apart.",
    listing=", ",
    expected="{expected} expected of such cases",
    adjusted="adjusted {rate} ({interval})",
    changed="{said} by {points} points ({interval}) over {n} weeks.",
    unchanged="{said}: {points} points ({interval}) over {n} weeks.",
    effect=(
        "{said}: {points} points ({interval}) on like opportunities, beyond the change of "
        "colleagues. Before {before}, since {after}."
    ),
    too_early="{said}. Before {before}, since {after}.",
    side="{met} of {n}",
    with_it="{better} of {n}",
    goes_better=(
        "{behaviour}: {points} points more often better ({interval}); "
        "{with_it} with it, {without} without."
    ),
    goes_worse=(
        "{behaviour}: {points} points less often better ({interval}); "
        "{with_it} with it, {without} without."
    ),
    goes_untold=(
        "{behaviour}: no difference can be told ({interval}); {with_it} with it, {without} without."
    ),
    stop=".",
    gap=" ",
    disputed="{n} disputed",
    left_out="{n} left out",
)

JAPANESE = Wording(
    untold="差は見分けられない",
    ahead_of="ほかの{others}人中{n}人より高い",
    ahead_of_all="ほかの全員より高い",
    behind="ほかの{others}人中{n}人より低い",
    behind_all="ほかの全員より低い",
    verdicts={
        Verdict.RISEN: "上がりました",
        Verdict.FALLEN: "下がりました",
        Verdict.UNTOLD: "変化があったとは言えません",
        Verdict.TOO_LITTLE: "変化を語るには少なすぎます（機会{n}件）。",
    },
    outcomes={
        Outcome.BETTER: "良くなりました",
        Outcome.WORSE: "悪くなりました",
        Outcome.UNTOLD: "変化があったとは言えません",
        Outcome.TOO_EARLY: "まだ判断できません",
    },
    none="機会なし",
    small="少数のため参考",
    alone="比べる相手なし",
    rate="{rate}（{interval}）",
    also="検出の誤りを含めると{interval}",
    rank="{n}人中{rank}位",
    ranks="{n}人中{best}～{worst}位",
    nobody="担当者どうしの差は見分けられません。",
    ahead="{who}は{whom}より高いと言えます。",
    rest="そのほかの差は見分けられません。",
    listing="、",
    expected="同じような対応で見込まれる割合 {expected}",
    adjusted="難しさを除くと {rate}（{interval}）",
    changed="{n}週間で{points}ポイント（{interval}）{said}。",
    unchanged="{said}（{n}週間で{points}ポイント、{interval}）。",
    effect=(
        "{said}：条件の近い機会で{points}ポイント（{interval}、同僚の変化を差し引いた値）。"
        "以前は{before}、以後は{after}。"
    ),
    too_early="{said}。以前は{before}、以後は{after}。",
    side="{n}件中{met}件",
    with_it="{n}件中{better}件",
    goes_better="{behaviour}：良くなった会話が{points}ポイント多い（{interval}）。あり{with_it}、なし{without}。",
    goes_worse="{behaviour}：良くなった会話が{points}ポイント少ない（{interval}）。あり{with_it}、なし{without}。",
    goes_untold="{behaviour}：差があるとは言えません（{interval}）。あり{with_it}、なし{without}。",
    stop="。",
    gap="",
    disputed="疑問あり{n}件",
    left_out="除外{n}件",
)


def wording(language: str) -> Wording:
    """Return the sentences of a language: "ja", or English for any other."""
    return JAPANESE if language == "ja" else ENGLISH
