from dataclasses import replace
from pathlib import Path

import pytest

from coach.access import OWNER, Standing, Viewer
from coach.conversation.codebook import Label
from coach.conversation.findings import State
from coach.conversation.span import Span
from coach.insights.clips import LONGEST, clips_of, cue_clips
from coach.store.repository import Store
from tests.builders import an_analysis


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path}/coach.db")
    for name, agent in (("d1", "dana"), ("d2", "dana"), ("p1", "priya")):
        analysis = an_analysis(id=name, agent=agent)
        heard = replace(analysis.conversation, media=Path("call.ogg"))
        analysis = replace(analysis, conversation=heard)
        opened.save(OWNER, analysis, source=name, fingerprint=name)
    yield opened
    opened.close()


def test_a_met_clip_runs_from_the_moment_to_what_met_it(store):
    clip = clips_of(store, OWNER, State.MET, limit=1)[0]
    assert (clip.first, clip.last, clip.span) == (1, 2, Span(5.0, 14.0))
    assert [cue.label for cue in clip.shows] == [Label.DISTRESS, Label.APOLOGISE]


def test_a_missed_clip_runs_to_the_last_turn_in_which_it_could_be_met(store):
    clip = clips_of(store, OWNER, State.MISSED, limit=1)[0]
    assert (clip.first, clip.last) == (3, 4)
    assert clip.name.endswith("-003-missed-distress")


def test_clips_keep_to_what_the_viewer_may_see(store):
    dana = Viewer("dana", Standing.AGENT)
    names = {c.analysis.conversation.id for c in clips_of(store, dana, State.MET, limit=9)}
    assert names == {"d1", "d2"}


def test_a_cue_comes_with_the_turn_before_it(store):
    clip = cue_clips(store, OWNER, Label.APOLOGISE, limit=5)[0]
    assert (clip.first, clip.last, clip.state) == (1, 2, None)


def test_what_was_not_recorded_has_no_time(tmp_path):
    store = Store.open(f"sqlite:///{tmp_path}/other.db")
    store.save(OWNER, an_analysis(), source="x", fingerprint="x")
    assert clips_of(store, OWNER, State.MET, limit=1)[0].span is None


def test_a_long_stretch_is_cut(tmp_path):
    analysis = an_analysis()
    turns = list(analysis.conversation.turns)
    turns[2] = replace(turns[2], span=Span(10, 400))
    talk = replace(analysis.conversation, turns=tuple(turns), media=Path("call.ogg"))
    store = Store.open(f"sqlite:///{tmp_path}/long.db")
    store.save(OWNER, replace(analysis, conversation=talk), source="x", fingerprint="x")
    assert clips_of(store, OWNER, State.MET, limit=1)[0].span.duration == LONGEST
