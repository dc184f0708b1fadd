import json
from dataclasses import replace

import pytest

from coach.conversation.findings import Criterion
from coach.insights.agreement import DetectionError
from coach.insights.estimates import estimate
from coach.insights.trends import Row
from coach.insights.wording import percents
from coach.ui.parts.charts import DARK, LIGHT, row_name, standing, told, trend
from coach.ui.text import ENGLISH, JAPANESE

NOTHING = estimate([])


def a_row(name, met, n, team="billing"):
    estimates = dict.fromkeys(Criterion, NOTHING)
    estimates[Criterion.EMPATHY] = estimate([(met, n)])
    return Row(name, team, 1, estimates)


def spots(chart):
    """Return the values drawn, by name."""
    spec = json.loads(chart.to_json())
    (values,) = spec["datasets"].values()
    return {value["name"]: value for value in values}


ROWS = [a_row("dana", 9, 12), a_row("marcus", 3, 5), a_row("ren", 0, 0)]
TEAMS = [Row("billing", None, 3, ROWS[0].estimates)]


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_few_opportunities_have_an_interval_and_no_rate(look):
    drawn = spots(standing(ROWS, TEAMS, Criterion.EMPATHY, ENGLISH, look))
    assert drawn["dana"]["share"] == 0.75
    assert drawn["dana"]["team"] == 0.75
    assert drawn["marcus"]["share"] is None
    assert drawn["marcus"]["low"] > 0.15
    assert drawn["marcus"]["count"] == "3 of 5"


def test_no_opportunity_is_said_and_not_drawn_as_zero():
    ren = spots(standing(ROWS, TEAMS, Criterion.EMPATHY, ENGLISH, LIGHT))["ren"]
    assert (ren["share"], ren["low"], ren["count"]) == (None, None, "no opportunity")


@pytest.mark.parametrize("criterion", Criterion)
def test_every_chart_has_the_agents_in_the_same_order(criterion):
    spec = json.loads(standing(ROWS, TEAMS, criterion, ENGLISH, LIGHT).to_json())
    (order,) = {tuple(layer["encoding"]["y"]["scale"]["domain"]) for layer in spec["layer"]}
    assert order == ("dana", "marcus", "ren")


def test_a_line_can_be_clicked_and_tells_itself_from_one_of_the_same_agent_in_another_team():
    rows = [ROWS[0], a_row("dana", 1, 2, team="technical")]
    spec = json.loads(standing(rows, TEAMS, Criterion.EMPATHY, ENGLISH, LIGHT).to_json())
    (param,) = spec["params"]
    assert (param["name"], param["select"]["fields"]) == ("agent", ["shown"])
    (values,) = spec["datasets"].values()
    assert [value["shown"] for value in values] == ["dana · billing", "dana · technical"]


def test_a_trend_leaves_out_weeks_without_opportunity_or_date():
    weeks = [a_row("2026-W45", 1, 4), a_row("2026-W46", 0, 0), a_row("2026-W47", 9, 10),
             a_row("unknown", 1, 1)]  # fmt: skip
    drawn = spots(trend(weeks, Criterion.EMPATHY, JAPANESE, LIGHT))
    assert list(drawn) == ["2026-11-02", "2026-11-16"]
    assert drawn["2026-11-02"]["few"] == 0.25
    assert drawn["2026-11-16"]["shown"] == "11月16日の週"


def test_a_trend_without_weeks_is_empty():
    assert spots(trend([], Criterion.EMPATHY, ENGLISH, LIGHT)) == {}


def test_what_detectors_may_have_missed_is_a_second_line_and_told():
    error = DetectionError(found=30, overlooked=30, imagined=2, seen_missed=58)
    wide = replace(ROWS[0], estimates=ROWS[0].estimates | {
        Criterion.EMPATHY: estimate([(9, 12)], error),
    })  # fmt: skip
    drawn = spots(standing([wide], TEAMS, Criterion.EMPATHY, ENGLISH, LIGHT))["dana"]
    assert drawn["least"] <= drawn["low"] < drawn["high"] <= drawn["most"]
    assert "with detection errors" in drawn["told"]
    narrow, broad = drawn["told"].split(", with detection errors ")
    assert broad.removesuffix(" %") not in narrow
    plain = spots(standing(ROWS, TEAMS, Criterion.EMPATHY, ENGLISH, LIGHT))["dana"]
    assert (plain["least"], plain["most"]) == (None, None)


def test_an_estimate_in_words():
    assert told(estimate([(9, 12)]), ENGLISH) == "9 of 12: 75\u00a0% (35–95\u00a0%)"
    assert told(estimate([(3, 5)]), ENGLISH) == "3 of 5"
    assert told(NOTHING, JAPANESE) == "機会なし"


def test_an_estimate_in_words_holds_the_errors_of_the_detectors():
    error = DetectionError(found=30, overlooked=30, imagined=2, seen_missed=58)
    wide = estimate([(9, 12)], error)
    assert wide.seen != (wide.low, wide.high)
    assert told(wide, ENGLISH).endswith(f"({percents(wide.low, wide.high)})")


def test_teams_are_named_where_there_are_several():
    others = [*ROWS, a_row("unknown", 1, 1, team=None)]
    assert row_name(ROWS[0], ROWS, ENGLISH) == "dana"
    assert row_name(ROWS[0], others, ENGLISH) == "dana · billing"
    assert row_name(others[-1], others, JAPANESE) == "不明 · チームなし"
