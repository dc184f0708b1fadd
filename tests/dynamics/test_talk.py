from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.findings import Sides, Spread, Stretch
from coach.conversation.recording import About
from coach.conversation.span import Span
from coach.conversation.voices import Voices
from coach.dynamics.talk import measure_talk
from tests.builders import a_chat, a_turn


def a_timed(*turns):
    """Return a call of (who, start, end)."""
    said = tuple(a_turn(f"{who}: x", start=start, end=end) for who, start, end in turns)
    return Conversation(About("c"), Channel.CALL, said)


def test_shares_are_of_speech_and_not_of_time():
    dynamics = measure_talk(a_timed(("A", 0, 3), ("C", 10, 11)))
    assert dynamics.talk_share == Sides(agent=0.75, customer=0.25)


def test_a_long_silence_is_put_down_to_whoever_breaks_it():
    dynamics = measure_talk(a_timed(("C", 0, 2), ("A", 7, 8), ("C", 10.9, 12)))
    assert dynamics.silences == (Stretch(2, 7, Role.AGENT),)


def test_an_overlap_is_put_down_to_whoever_came_in():
    dynamics = measure_talk(a_timed(("C", 0, 5), ("A", 3.5, 6)))
    assert dynamics.overlaps == (Stretch(3.5, 5, Role.AGENT),)


def test_the_blur_of_borders_is_no_overlap():
    assert measure_talk(a_timed(("C", 0, 5), ("A", 4.9, 6))).overlaps == ()


def test_response_times_belong_to_the_one_who_answers():
    dynamics = measure_talk(a_timed(("C", 0, 2), ("A", 3, 4), ("C", 4.5, 5), ("A", 7, 8)))
    assert dynamics.response_times == Sides(agent=Spread(1.5, 2.0, 2), customer=Spread(0.5, 0.5, 1))


def test_the_longest_monologue_runs_over_turns_of_one_side():
    dynamics = measure_talk(a_timed(("A", 0, 2), ("A", 3, 6), ("C", 7, 8), ("A", 9, 10)))
    assert dynamics.longest_monologue == Sides(agent=6, customer=1)


def test_one_side_alone_has_no_turn_taking_and_says_so():
    dynamics = measure_talk(a_timed(("A", 0, 2), ("A", 6, 7)))
    assert dynamics.talk_share == Sides()
    assert dynamics.overlaps is None
    assert "only one side" in dynamics.quality[0]


def test_without_times_nothing_is_claimed():
    dynamics = measure_talk(a_chat("A: hi", "C: hello"))
    assert (dynamics.silences, dynamics.overlaps) == (None, None)
    assert "no turn has a time" in dynamics.quality[0]


def test_turns_without_a_time_are_counted_out_loud():
    talk = a_timed(("A", 0, 2), ("C", 3, 4))
    talk = replace(talk, turns=(*talk.turns, a_turn("A: bye")))
    assert measure_talk(talk).quality == ("1 turns have no time and were left out of timing",)


starts = st.integers(0, 200).map(lambda eighth: eighth / 8)
timed = st.lists(
    st.tuples(st.sampled_from("AC"), starts, st.integers(1, 80).map(lambda t: t / 8)),
    min_size=1, max_size=12,
)  # fmt: skip


def built(raw):
    return a_timed(*sorted(((w, s, s + d) for w, s, d in raw), key=lambda item: item[1]))


@given(timed)
def test_shares_sum_to_one_or_are_not_known(raw):
    share = measure_talk(built(raw)).talk_share
    if share.agent is None or share.customer is None:
        assert len({who for who, _, _ in raw}) == 1
    else:
        assert share.agent + share.customer == pytest.approx(1)


@given(timed)
def test_swapping_the_sides_swaps_the_measures(raw):
    swap = {"A": "C", "C": "A"}
    one = measure_talk(built(raw))
    other = measure_talk(built([(swap[who], s, d) for who, s, d in raw]))
    for name in ("talk_share", "response_times", "longest_monologue"):
        ours, theirs = getattr(one, name), getattr(other, name)
        assert (ours.agent, ours.customer) == (theirs.customer, theirs.agent)


@given(timed, st.integers(0, 50))
def test_a_later_start_of_the_recording_changes_nothing(raw, shift):
    talk = built(raw)
    moved = replace(
        talk,
        turns=tuple(
            replace(t, span=Span(t.span.start + shift, t.span.end + shift)) for t in talk.turns
        ),
    )
    one, other = measure_talk(talk), measure_talk(moved)
    assert one.talk_share.agent == pytest.approx(other.talk_share.agent)
    assert len(one.silences) == len(other.silences)
    assert (one.overlaps is None) == (other.overlaps is None)


@given(timed)
def test_nobody_speaks_during_a_silence(raw):
    talk = built(raw)
    for silence in measure_talk(talk).silences:
        assert silence.duration >= 3
        assert all(not Span(silence.start, silence.end).overlap(t.span) for t in talk.turns)


@pytest.mark.parametrize(
    "channels",
    [((), ()), ((Span(0, 3),), ()), ((), (Span(10, 11),))],
    ids=["neither", "the agent's alone", "the customer's alone"],
)
def test_turns_of_both_count_where_a_channel_holds_no_speech(channels):
    dynamics = measure_talk(a_timed(("A", 0, 3), ("C", 10, 11)), Voices(channels, 12))
    assert dynamics.talk_share == Sides(agent=0.75, customer=0.25)
    assert any("the sound does not fit the transcript" in note for note in dynamics.quality)


def test_a_hold_is_no_response_time():
    talk = a_timed(("C", 0, 2), ("A", 3, 5), ("C", 6, 8), ("A", 40, 42))
    told = replace(talk, about=replace(talk.about, holds=(Span(9, 40),)))
    assert measure_talk(talk).response_times.agent == Spread(16.5, 32, 2)
    assert measure_talk(told).response_times.agent == Spread(1, 1, 1)


@pytest.mark.parametrize(
    ("until", "is_interrupted"), [(6.2, True), (6.5, False)], ids=["gives up", "keeps the floor"]
)
def test_who_speaks_on_after_the_other_came_in_and_ended_was_not_interrupted(until, is_interrupted):
    talk = a_timed(("C", 0, until), ("A", 4, 6))
    assert bool(measure_talk(talk).interruptions) is is_interrupted


def test_who_goes_on_after_a_breath_did_not_come_in_anew():
    dynamics = measure_talk(a_timed(("C", 0, 2), ("A", 1.5, 6), ("C", 2.5, 6)))
    assert [stretch.by for stretch in dynamics.overlaps] == [Role.AGENT, Role.AGENT]


@pytest.mark.parametrize(("music", "is_hold"), [(3, False), (5, True)], ids=["a tune", "on hold"])
def test_quiet_is_a_hold_where_music_fills_two_fifths_of_it(music, is_hold):
    voices = Voices(((Span(0, 1),), (Span(11, 12),)), 12, music=(Span(2, 2 + music),))
    dynamics = measure_talk(a_timed(("A", 0, 1), ("C", 11, 12)), voices)
    assert (bool(dynamics.holds), bool(dynamics.silences)) == (is_hold, not is_hold)
