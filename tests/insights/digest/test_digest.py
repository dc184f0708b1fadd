import json
import re
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.conversation.disagreement import Claim
from coach.conversation.findings import Criterion, Score
from coach.errors import MissingExtra
from coach.insights.agreement import DetectionError
from coach.insights.digest.digest import agent_digest, team_digest
from coach.insights.digest.render import choose_fonts, html_of, pdf_of
from coach.insights.digest.sheet import sheet_of
from coach.insights.digest.week import week_named
from coach.insights.digest.words import ENGLISH, JAPANESE
from coach.insights.rewording import with_suggestions
from tests.planted import FEELING, MONDAY

WEEK = week_named("2026-W48")


def says(pairing):
    return f"What {pairing} asks."


@pytest.fixture(scope="module")
def ann(grown):
    return agent_digest(grown[1], "ann", WEEK)


def test_an_agents_week_counts_that_week_and_rates_eight(grown, ann):
    garden, analyses = grown
    mine = [a for a in analyses if a.conversation.about.agent == "ann"]
    of_week = [a for a in mine if WEEK.holds(a.conversation.about.started_at)]
    assert 0 < ann.n_conversations == len(of_week) < len(mine)
    empathy = ann.standings[0]
    scores = [s for a in of_week for s in a.scores if s.criterion is Criterion.EMPATHY]
    assert (empathy.met, empathy.opportunities) == (
        sum(s.met for s in scores), sum(s.opportunities for s in scores),
    )  # fmt: skip
    assert empathy.recent.opportunities >= garden.counts("ann", FEELING)[1]


def test_the_planted_weakness_is_among_the_behaviours(ann):
    assert FEELING in {found.pairing for found in ann.behaviours}


def test_a_teams_week_holds_its_own_conversations_and_no_behaviours(grown):
    digest = team_digest(grown[1], "faults", WEEK)
    of_team = {m.analysis.conversation.about.team for m in (*digest.best, *digest.missed)}
    assert of_team == {"faults"}
    assert (digest.agent, digest.behaviours) == (None, ())


@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_the_order_of_conversations_changes_nothing(grown, ann, random):
    shuffled = list(grown[1])
    random.shuffle(shuffled)
    assert agent_digest(shuffled, "ann", WEEK) == ann


def test_a_calm_conversation_changes_no_empathy_rate(grown, ann):
    plain = next(a for a in grown[1] if a.conversation.about.agent == "ann")
    about = replace(plain.conversation.about, id="calm", started_at=WEEK.start)
    nothing = tuple(Score(criterion, 0, 0) for criterion in Criterion)
    calm = replace(
        plain, conversation=replace(plain.conversation, about=about), findings=(),
        opportunities=(), scores=nothing,
    )  # fmt: skip
    after = agent_digest([*grown[1], calm], "ann", WEEK)
    assert after.n_conversations == ann.n_conversations + 1
    assert after.standings == ann.standings
    assert after.behaviours == ann.behaviours


def test_what_was_agreed_to_be_wrong_is_left_out_and_told(grown, ann):
    of_week = [
        a
        for a in grown[1]
        if a.conversation.about.agent == "ann" and WEEK.holds(a.conversation.about.started_at)
    ]
    first, second = of_week[0].findings[0], of_week[1].findings[0]
    wrong = {
        of_week[0].conversation.id: {Claim.of(first)},
        of_week[1].conversation.id: {Claim.of(second), Claim(99, first.label)},
    }
    digest = agent_digest(grown[1], "ann", WEEK, wrong)
    assert (ann.n_left_out, digest.n_left_out) == (0, 2)
    assert "2 left out, agreed to be wrong" in sheet_of(digest, "en", says).facts
    assert "left out" not in sheet_of(ann, "en", says).facts


def test_removing_an_agents_evidence_lowers_no_one_elses_counts(grown):
    def counted(analyses):
        found = agent_digest(analyses, "ben", WEEK).standings
        return [(s.met, s.opportunities, s.recent.met, s.recent.opportunities) for s in found]

    without = [a for a in grown[1] if a.conversation.about.agent != "ann"]
    assert counted(without) == counted(grown[1])


def test_an_agent_who_changed_teams_keeps_all_eight_weeks(grown, ann):
    def moved(analysis):
        talk = analysis.conversation
        is_new = talk.about.agent == "ann" and talk.about.started_at >= WEEK.start
        team = "moves" if is_new else talk.about.team
        return replace(analysis, conversation=replace(talk, about=replace(talk.about, team=team)))

    after = agent_digest([moved(each) for each in grown[1]], "ann", WEEK)
    assert after.team == "moves"
    assert [(s.met, s.recent.met, s.recent.opportunities) for s in after.standings] == [
        (s.met, s.recent.met, s.recent.opportunities) for s in ann.standings
    ]


def test_days_on_a_card_are_those_of_the_weeks_clock(ann):
    moment = ann.best[0]
    talk = moment.analysis.conversation
    about = replace(talk.about, started_at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    talk = replace(talk, about=about)
    late = replace(moment, analysis=replace(moment.analysis, conversation=talk))
    week = week_named("2026-W48", "Asia/Tokyo")
    assert week.holds(about.started_at)
    sheet = sheet_of(replace(ann, week=week, best=(late,)), "en", says)
    assert sheet.best[0].source.startswith("23 Nov 2026 · ")


def test_rates_are_shown_with_the_errors_of_the_detectors(grown, ann):
    errors = {
        Criterion.EMPATHY: DetectionError(found=43, overlooked=12, imagined=3, seen_missed=91)
    }
    digest = agent_digest(grown[1], "ann", WEEK, errors=errors)
    plain, wide = (sheet_of(each, "en", says).rates[0] for each in (ann, digest))
    assert wide.recent == f"{plain.recent}, with detection errors {wide.low}–{wide.high}\u00a0%"
    assert wide.high > plain.high
    assert "検出の誤りを含めると" in sheet_of(digest, "ja", says).rates[0].recent


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_loads_nothing_and_says_what_it_says(ann, language):
    page = html_of(sheet_of(ann, language, says))
    assert not re.search(r"(?:src|href)=|url\(|<script|<link|@import", page)
    assert "default-src 'none'" in page
    assert {"en": "The week of ann", "ja": "annさんの一週間"}[language] in page
    assert "What feeling asks." in page
    assert page.count('class="begin"') == len([m for f in ann.behaviours for m in f.missed])


def test_conversations_are_linked_where_the_app_is_known(ann):
    page = html_of(sheet_of(ann, "ja", says, app="http://127.0.0.1:8501/"))
    assert 'href="http://127.0.0.1:8501/conversation?conversation=ann-' in page
    assert "lang=ja" in page


def test_peoples_words_stay_words(grown):
    analyses = []
    for analysis in grown[1]:
        turns = tuple(
            replace(turn, text=turn.text + " <b>&#64; $x$ #sys</b>")
            for turn in analysis.conversation.turns
        )
        analyses.append(replace(analysis, conversation=replace(analysis.conversation, turns=turns)))
    sheet = sheet_of(agent_digest(analyses, "ann", WEEK), "en", says)
    assert "<b>" not in html_of(sheet)
    assert "&lt;b&gt;" in html_of(sheet)
    assert pdf_of(sheet).startswith(b"%PDF")


def test_a_colleague_is_not_named(ann):
    names = {"ben", "cat", "dee"}
    shown = [b.who for w in sheet_of(ann, "en", says).work for c in w.cards for b in c.bubbles]
    assert "Colleague" in shown
    assert not names & set(shown)


def test_a_pdf_is_the_same_each_time(ann):
    sheet = sheet_of(ann, "en", says)
    assert pdf_of(sheet) == pdf_of(sheet)


def test_without_a_font_for_japanese_it_is_said():
    with pytest.raises(MissingExtra, match="no font on this machine can set Japanese: install"):
        choose_fonts(["DejaVu Sans"], needs_japanese=True)
    assert choose_fonts(["DejaVu Sans"], needs_japanese=False) == ["DejaVu Sans"]
    both = ["IPAexGothic", "DejaVu Sans"]
    assert choose_fonts(both, needs_japanese=True) == ["DejaVu Sans", "IPAexGothic"]


def test_both_languages_fill_in_the_same():
    for field in fields(ENGLISH):
        one, other = (json.dumps(getattr(w, field.name)) for w in (ENGLISH, JAPANESE))
        assert set(re.findall(r"\{\w*\}", one)) == set(re.findall(r"\{\w*\}", other)), field.name


def test_the_planted_weeks_are_where_the_tests_look():
    assert week_named("2026-W45").start.date() == MONDAY.date()


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "A way to begin · rephrased by tiny"),
        ("ja", "こう始めることもできます · tinyによる言い換え"),
    ],
)
def test_a_suggestion_that_a_model_rephrased_names_the_model(ann, language, label):
    behaviours = with_suggestions(
        ann.behaviours, lambda one: replace(one, text="Other words", by="tiny", template=one.text)
    )
    page = html_of(sheet_of(replace(ann, behaviours=behaviours), language, says))
    assert page.count(label) == page.count("Other words") == page.count('class="begin"') > 0
    assert "rephrased" not in html_of(sheet_of(ann, language, says))
