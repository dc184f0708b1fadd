from dataclasses import replace
from pathlib import Path

import pytest

from coach.conversation.codebook import Label
from coach.conversation.evidence import Moment, Sighting
from coach.conversation.span import Span
from coach.insights.clips import LONGEST, choose, clip_of, cue_clip, cue_clips
from tests.builders import an_analysis


def heard(name="c1", **about):
    """Return an analysis of a call that was recorded."""
    analysis = an_analysis(id=name, **about)
    return replace(analysis, conversation=replace(analysis.conversation, media=Path("call.ogg")))


def moments_of(analysis, *, met=True):
    return [Moment(analysis, o) for o in analysis.opportunities if o.is_met is met]


def test_a_met_clip_runs_from_the_moment_to_what_met_it():
    clip = clip_of(moments_of(heard())[0])
    assert (clip.first, clip.last, clip.span) == (1, 2, Span(5.0, 14.0))
    assert [cue.label for cue in clip.shows] == [Label.DISTRESS, Label.APOLOGISE]


def test_a_missed_clip_runs_to_the_last_turn_in_which_it_could_be_met():
    clip = clip_of(moments_of(heard("d1"), met=False)[0])
    assert (clip.first, clip.last) == (3, 4)
    assert clip.name == "d1-003-missed-distress"


def test_the_surest_come_first_and_no_conversation_crowds_out_the_others():
    sure, unsure = heard("sure"), heard("unsure")
    weak = replace(unsure.findings[0], p=0.5)
    chance = replace(unsure.opportunities[0], moment=weak)
    later = [
        replace(sure.opportunities[0], moment=replace(sure.findings[0], turn=turn), deadline=4)
        for turn in (1, 3, 1)
    ]
    chosen = choose([Moment(unsure, chance), *(Moment(sure, o) for o in later)], 3)
    assert [c.analysis.conversation.id for c in chosen] == ["sure", "sure", "unsure"]
    assert [c.first for c in chosen[:2]] == [1, 3]


def test_a_cue_comes_with_the_turn_before_it():
    analysis = heard()
    clip = cue_clip(Sighting(analysis, analysis.findings[1]))
    assert (clip.first, clip.last, clip.state) == (1, 2, None)


def test_what_was_not_recorded_has_no_time():
    assert clip_of(moments_of(an_analysis())[0]).span is None


def test_a_long_stretch_is_cut():
    analysis = heard()
    turns = list(analysis.conversation.turns)
    turns[2] = replace(turns[2], span=Span(10, 400))
    long = replace(analysis, conversation=replace(analysis.conversation, turns=tuple(turns)))
    assert clip_of(moments_of(long)[0]).span.duration == pytest.approx(LONGEST)


@pytest.mark.parametrize(
    ("told", "answered", "heard_at"),
    [
        (Span(5, 30), Span(30, 48), Span(5, 48)),
        (Span(5, 65), Span(66, 70), Span(25, 70)),
        (Span(5, 65), Span(66, 130), Span(66, 111)),
        (Span(5, 25), Span(24, 49), Span(5, 49)),
    ],
    ids=["short", "long story", "long answer", "both at once"],
)
def test_a_long_story_leaves_time_to_hear_what_met_it(told, answered, heard_at):
    analysis = heard()
    turns = list(analysis.conversation.turns)
    turns[1], turns[2] = replace(turns[1], span=told), replace(turns[2], span=answered)
    long = replace(analysis, conversation=replace(analysis.conversation, turns=tuple(turns)))
    assert clip_of(moments_of(long)[0]).span == heard_at
    assert cue_clip(Sighting(long, long.findings[1])).span == heard_at


def test_what_can_be_heard_comes_before_what_can_only_be_read():
    written, spoken = an_analysis(id="mail"), heard("call")
    chosen = choose([*moments_of(written), *moments_of(spoken)], 2)
    assert [c.analysis.conversation.id for c in chosen] == ["call", "mail"]


def test_places_of_one_turn_are_one_clip_in_the_order_in_which_they_are_said():
    one, other = heard("one"), heard("other")
    early, late = one.findings[1], replace(one.findings[1], start=9, end=12)
    found = [Sighting(one, late), Sighting(other, other.findings[1]), Sighting(one, early)]
    clips = cue_clips(found, 5)
    assert [(clip.analysis.conversation.id, clip.shows) for clip in clips] == [
        ("one", (early, late)),
        ("other", (other.findings[1],)),
    ]
    assert cue_clips(found, 1) == clips[:1]
