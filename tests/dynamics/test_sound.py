"""What is measured on the sound of calls whose truth is known: no word is given."""

import numpy as np
import pytest

from coach.conversation.codebook import Role
from coach.conversation.findings import Sides
from coach.conversation.span import Span
from coach.speakers.listen import is_within_music
from tests import staged
from tests.bench_dynamics import border_errors, heard

ROLES = (staged.A, staged.C)


@pytest.fixture(scope="module")
def call():
    events = ("backchannel", "interruption", "silence", "hold")
    return staged.staged(8, n_turns=14, distinct=True, events=events)


@pytest.fixture(scope="module")
def clean(call, tmp_path_factory):
    path = tmp_path_factory.mktemp("staged") / "clean.wav"
    return heard(staged.write(path, call.channels(), rate_hz=8_000))


@pytest.fixture(scope="module")
def leaking(call, tmp_path_factory):
    path = tmp_path_factory.mktemp("staged") / "leaking.wav"
    return heard(staged.write(path, staged.with_bleed(call.channels(), -30), rate_hz=8_000))


def overlap(found):
    return sum(stretch.duration for stretch in found.overlaps)


def near(stretches, planted):
    return [any(abs(s.start - begin) < 0.5 for s in stretches) for begin, _, _ in planted]


def test_borders_of_speech_are_found_to_sixty_milliseconds(call, clean):
    errors = [
        error
        for role, channel in zip(ROLES, clean[1].channels, strict=True)
        for error in border_errors(call.spans(role), channel)
    ]
    assert np.median(errors) <= 0.06


@pytest.mark.parametrize("side", ["start", "end"])
def test_borders_are_on_the_whole_neither_early_nor_late(call, clean, side):
    found = [[getattr(span, side) for span in channel] for channel in clean[1].channels]
    errors = [
        min((time - getattr(span, side) for time in times), key=abs)
        for role, times in zip(ROLES, found, strict=True)
        for span in call.spans(role)
    ]
    assert abs(np.median(errors)) <= 0.025


def test_overlap_is_found_to_a_seventh(call, clean):
    assert overlap(clean[0]) == pytest.approx(sum(o.duration for o in call.overlaps()), rel=0.15)


def test_a_leak_of_thirty_decibels_makes_no_overlap(clean, leaking):
    assert leaking[1].bleed_db == pytest.approx(-30, abs=1.5)
    assert overlap(leaking[0]) == pytest.approx(overlap(clean[0]), rel=0.15)


def test_planted_silences_and_holds_are_all_found_and_told_apart(call, clean):
    assert call.silences
    assert call.holds
    assert all(near(clean[0].silences, call.silences))
    assert all(near(clean[0].holds, call.holds))
    assert not any(near(clean[0].silences, call.holds))


def test_no_backchannel_is_an_interruption(call, clean):
    assert call.backchannels
    assert not any(near(clean[0].interruptions, call.backchannels))
    assert sum(near(clean[0].interruptions, call.interruptions)) == len(call.interruptions)


def test_without_words_there_is_no_pace_and_the_reason_is_told(clean):
    assert clean[0].pace == Sides()
    assert any(note.startswith("pace was not measured") for note in clean[0].quality)


def test_a_loud_leak_refuses_overlap_with_its_reason(call, tmp_path):
    channels = [sound[: 40 * staged.RATE_HZ] for sound in call.channels()]
    path = staged.write(tmp_path / "loud.wav", staged.with_bleed(channels, -6), rate_hz=8_000)
    found, voices = heard(path)
    assert (found.overlaps, found.interruptions, found.backchannels) == (None, None, None)
    assert voices.bleed_db == pytest.approx(-6, abs=1.5)
    assert "bleed of -6 dB" in found.quality[0] or "bleed of -7 dB" in found.quality[0]
    assert found.talk_share.agent is not None


def test_one_channel_has_no_overlap_and_is_marked_as_estimated(call, tmp_path):
    first, second = (sound[: 60 * staged.RATE_HZ] for sound in call.channels())
    found, voices = heard(staged.write(tmp_path / "mono.wav", [first + second], rate_hz=8_000))
    assert voices.n_channels == 1
    assert found.overlaps is None
    assert "not measurable on mono" in found.quality[0]
    assert found.talk_share.agent + found.talk_share.customer == pytest.approx(1)
    assert any("estimated" in note for note in found.quality)


def test_a_later_start_moves_everything_and_changes_nothing(call, tmp_path):
    channels = [sound[: 40 * staged.RATE_HZ] for sound in call.channels()]
    late = [np.concatenate([sound[: 3 * staged.RATE_HZ] * 0, sound]) for sound in channels]
    one, _ = heard(staged.write(tmp_path / "a.wav", channels, rate_hz=8_000))
    other, _ = heard(staged.write(tmp_path / "b.wav", late, rate_hz=8_000))
    assert one.talk_share.agent == pytest.approx(other.talk_share.agent, abs=0.02)
    assert [s.start + 3 for s in one.silences] == pytest.approx(
        [s.start for s in other.silences], abs=0.1
    )


def test_swapping_the_channels_swaps_the_sides(call, tmp_path):
    channels = [sound[: 40 * staged.RATE_HZ] for sound in call.channels()]
    one, _ = heard(staged.write(tmp_path / "a.wav", channels, rate_hz=8_000))
    other, _ = heard(staged.write(tmp_path / "b.wav", channels[::-1], rate_hz=8_000))
    assert (one.talk_share.agent, one.talk_share.customer) == pytest.approx(
        (other.talk_share.customer, other.talk_share.agent)
    )
    swapped = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}
    assert [(o.start, swapped[o.by]) for o in one.overlaps] == [
        (o.start, o.by) for o in other.overlaps
    ]


def test_short_words_are_heard_in_noise_where_the_detector_half_believes_them(tmp_path):
    """Without that the detector leaves out a third of these 「はい」 of 0.3 s."""
    call = staged.staged(2, language="ja", n_turns=9, events=("backchannel",))
    path = tmp_path / "noisy.wav"
    found, _ = heard(staged.write(path, call.channels(noise_db=-45.0, seed=5), rate_hz=8_000))
    assert len(call.backchannels) == 8
    assert all(near(found.backchannels, call.backchannels))


@pytest.mark.parametrize(
    ("start", "end", "is_note"),
    [
        pytest.param(10.0, 10.5, True, id="the first notes"),
        pytest.param(14.0, 17.0, True, id="in the middle"),
        pytest.param(9.0, 10.5, False, id="said as the music begins"),
        pytest.param(10.2, 12.5, False, id="a sentence at its begin"),
        pytest.param(29.5, 31.0, False, id="back from the hold"),
    ],
)
def test_short_stretches_within_music_are_notes_and_what_reaches_beyond_is_speech(
    start, end, is_note
):
    assert is_within_music(Span(start, end), [Span(10.0, 30.0)]) is is_note
