from dataclasses import replace

from coach.conversation.evidence import Moment, Sighting
from coach.insights.clips import clip_of, cue_clip
from coach.ui.parts.cards import turns_of
from tests.builders import an_analysis


def test_a_card_shows_the_moment_and_what_met_it():
    analysis = an_analysis()
    assert turns_of(clip_of(Moment(analysis, analysis.opportunities[0]))) == [1, 2]


def test_a_card_of_a_cue_shows_the_turn_before_it():
    analysis = an_analysis()
    assert turns_of(cue_clip(Sighting(analysis, analysis.findings[1]))) == [1, 2]


def test_of_many_turns_in_between_the_first_three_are_shown():
    clip = clip_of(Moment(an_analysis(), an_analysis().opportunities[0]))
    long = replace(clip, first=1, last=9, shows=(clip.shows[0], replace(clip.shows[1], turn=9)))
    assert turns_of(long) == [1, 2, 3, 4, 9]
