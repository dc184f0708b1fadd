import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.audio import Excerpt
from coach.audio.edges import edges, within_words
from coach.conversation.span import Span
from tests.sounds import noise, tone


def heard(seconds, *spans, start=0.0):
    """Return an excerpt with a tone in the spans and faint noise elsewhere."""
    sound = noise(seconds, seed=1, rms=0.001)
    for span in spans:
        first, last = (round((time - start) * 16_000) for time in (span.start, span.end))
        sound[first:last] += tone(seconds, 300)[first:last]
    return Excerpt(start, sound[None])


def test_margins_are_0_3_s_where_the_line_is_quiet():
    said = Span(12, 15)
    found = edges(heard(6, said, start=10), said, [Span(12, 13), Span(13, 15)])
    assert (found.start, found.end) == (
        pytest.approx(11.7, abs=0.02),
        pytest.approx(15.3, abs=0.02),
    )


def test_a_margin_is_as_long_as_the_pause_where_that_is_shorter():
    before, said, after = Span(0.5, 1.9), Span(2, 3), Span(3.15, 4)
    found = edges(heard(6, before, said, after), said, [before, said, after])
    assert before.end <= found.start <= said.start
    assert said.end <= found.end <= after.start


def test_a_longer_margin_finds_the_pause_that_the_words_do_not_tell():
    noisy = Span(1.55, 2.0)  # a breath, or a word that nobody wrote down
    found = edges(heard(5, noisy, Span(2, 3)), Span(2, 3), [Span(2, 3)])
    assert 1.4 < found.start < 1.55


def test_without_any_pause_the_cut_lies_between_two_words():
    said = Span(0, 6)
    words = [Span(0, 1.2), Span(1.25, 2), Span(2, 3), Span(3, 6)]
    found = edges(heard(6, said), Span(2, 3), words)
    assert found.start == pytest.approx(1.225, abs=0.025)
    assert found.end == 3


def test_the_recordings_own_begin_and_end_will_do():
    said = Span(0.1, 3.9)
    assert edges(heard(4, said), said, [said]) == Span(0, 4)


def test_what_goes_on_past_the_recording_ends_with_it():
    assert edges(heard(4, Span(1, 4)), Span(1, 9), [Span(1, 4)]).end == 4


def test_a_stretch_that_cuts_through_words_is_widened_over_a_chain_of_them():
    words = [Span(0.5, 1.2), Span(1.1, 1.8), Span(1.7, 2.1), Span(4.9, 5.3)]
    assert within_words(Span(2.0, 5.0), words) == Span(0.5, 5.3)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 90)), max_size=12))
def test_no_clip_ever_begins_or_ends_inside_a_word(lengths):
    words = [Span(start / 100, (start + length) / 100) for start, length in lengths]
    sound = Excerpt(0.0, np.random.default_rng(1).normal(0, 0.1, (1, 96_000)).astype(np.float32))
    found = edges(sound, within_words(Span(2, 4), words), words)
    for word in words:
        assert not word.start < found.start < word.end
        assert not word.start < found.end < word.end
    assert found.start <= 2
    assert found.end >= 4
