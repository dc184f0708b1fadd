import re
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from coach.conversation.codebook import Label
from coach.conversation.findings import Criterion
from coach.conversation.focus import Focus
from coach.insights.change import Change, Verdict
from coach.insights.compare import compare
from coach.insights.difficulty import Adjusted
from coach.insights.effect import Effect, Outcome, Side
from coach.insights.estimates import NOTHING, Estimate, estimate
from coach.insights.logistic import Shift
from coach.insights.wording import ENGLISH, JAPANESE, wording
from coach.insights.works_here import Association

RATE = Estimate(9, 12, 6, 0.4, 0.98, 0.71, (0.52, 0.86))
UP = Shift(0.123, 0.02, 0.21, 0.99)
FOCUS = Focus("dana", "t", Criterion.EMPATHY, None, datetime(2026, 11, 2, tzinfo=UTC), "kim")


def slots(value):
    texts = value.values() if isinstance(value, dict) else [value]
    return sorted(slot for text in texts for slot in re.findall(r"{(\w+)", text))


@pytest.mark.parametrize("name", [field.name for field in fields(ENGLISH)])
def test_both_languages_fill_in_the_same_things(name):
    assert slots(getattr(ENGLISH, name)) == slots(getattr(JAPANESE, name))


def test_a_rate_is_told_with_its_interval_and_the_wider_one():
    assert (
        ENGLISH.said_of(RATE, None)
        == "71\u00a0% (52–86\u00a0%), with detection errors 40–98\u00a0%."
    )
    assert (
        JAPANESE.said_of(RATE, None)
        == "71\u00a0%（52–86\u00a0%）、検出の誤りを含めると40–98\u00a0%。"
    )


def test_a_small_sample_and_none_have_words_and_no_rate():
    assert ENGLISH.said_of(estimate([(3, 7)]), None) == "small sample."
    assert ENGLISH.rate_of(NOTHING) == "no opportunity"
    assert JAPANESE.rate_of(estimate([(3, 7)])) == "少数のため参考"


def test_expected_and_adjusted_stand_beside_the_raw_rate():
    told = ENGLISH.said_of(replace(RATE, seen=None), Adjusted(0.55, 0.6, 0.75, 0.58, 0.9))
    assert told.replace("\u00a0", " ") == (
        "71 % (40–98 %), 55 % expected of such cases, adjusted 75 % (58–90 %)."
    )


def test_ranks_are_told_where_they_hold():
    apart = compare([[(met, 10)] * 12 for met in (9, 2, 5)])
    alike = compare([[(1, 2)] * 20, [(1, 2)] * 18, [(0, 2)]])
    assert ENGLISH.rank_of(apart[0], estimate([(6, 8)])) == "rank 1 of 3"
    assert JAPANESE.rank_of(apart[1], estimate([(6, 8)])) == "3人中3位"
    assert ENGLISH.rank_of(alike[0], estimate([(6, 8)])) == "cannot be told apart"
    assert ENGLISH.rank_of(alike[2], estimate([(1, 3)])) == "small sample"
    assert ENGLISH.rank_of(None, estimate([(6, 8)])) == "nobody to compare with"
    assert JAPANESE.rank_of(None, estimate([(6, 8)])) == "比べる相手なし"
    two_tied = compare([[(8, 10)] * 10, [(8, 10)] * 10, [(1, 10)] * 10])
    assert ENGLISH.rank_of(two_tied[0], estimate([(6, 8)])) == "rank 1 to 2 of 3"


def test_beside_the_others_stands_of_how_many_it_is_told():
    high, low, middle = compare([[(met, 10)] * 12 for met in (9, 2, 5)])
    assert ENGLISH.against_of(high) == "ahead of all others"
    assert JAPANESE.against_of(low) == "ほかの全員より低い"
    assert ENGLISH.against_of(middle) == "ahead of 1 of the 2 others, behind 1 of the 2 others"
    assert JAPANESE.against_of(middle) == "ほかの2人中1人より高い、ほかの2人中1人より低い"
    alike = compare([[(1, 2)] * 20, [(1, 2)] * 18])
    assert ENGLISH.against_of(alike[0]) == "cannot be told apart"


def test_the_order_of_a_team_is_told_as_far_as_it_holds():
    names = ("ann", "bo", "cy")
    apart = compare([[(8, 10)] * 10, [(8, 10)] * 10, [(1, 10)] * 10])
    assert ENGLISH.order_of(names, apart) == (
        "ann is ahead of cy. bo is ahead of cy. All others cannot be told apart."
    )
    alike = compare([[(1, 2)] * 20] * 3)
    assert ENGLISH.order_of(names, alike) == "The agents cannot be told apart."
    assert JAPANESE.order_of(names, alike) == "担当者どうしの差は見分けられません。"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change(Verdict.RISEN, 10, 60, UP), "Risen by 12 points (+2 … +21) over 10 weeks."),
        (
            Change(Verdict.UNTOLD, 4, 30, replace(UP, low=-0.1)),
            "No change can be told: +12 points (−10 … +21) over 4 weeks.",
        ),
        (Change(Verdict.TOO_LITTLE, 2, 9), "Too little to tell a change (9 opportunities)."),
    ],
    ids=["risen", "untold", "too little"],
)
def test_a_change_is_told_or_it_is_told_that_none_can_be(change, told):
    assert ENGLISH.change_of(change) == told


def test_an_effect_is_told_with_both_sides():
    sides = Side(10, 32, 20), Side(23, 33, 20)
    found = Effect(FOCUS, Outcome.BETTER, *sides, UP)
    assert ENGLISH.effect_of(found) == (
        "Better: +12 points (+2 … +21) on like opportunities, beyond the change of colleagues. "
        "Before 10 of 32, since 23 of 33."
    )
    early = Effect(FOCUS, Outcome.TOO_EARLY, Side(10, 32, 20), Side(1, 2, 1))
    assert JAPANESE.effect_of(early) == "まだ判断できません。以前は32件中10件、以後は2件中1件。"


def test_what_goes_together_is_told_with_the_number_of_conversations():
    held = Association(Label.REFLECT, 80, 50, 90, 30, UP, is_told=True)
    assert ENGLISH.association_of(held, "Says it back") == (
        "Says it back: 12 points more often better (+2 … +21); 50 of 80 with it, 30 of 90 without."
    )
    down = replace(held, shift=Shift(-0.1, -0.2, -0.01, 0.99))
    assert "10 points less often better" in ENGLISH.association_of(down, "x")
    assert "no difference can be told" in ENGLISH.association_of(replace(held, is_told=False), "x")


def test_any_other_language_is_told_in_english():
    assert (wording("ja"), wording("en"), wording("de")) == (JAPANESE, ENGLISH, ENGLISH)
