import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.span import Span
from coach.transcription.packing import SEAM, WINDOW, Piece, Window, gather, pack, shares


@st.composite
def speech(draw):
    """Up to two channels of a call with stretches of 0.1 to 70 seconds."""
    channels = []
    for _ in range(draw(st.integers(1, 2))):
        time, spans = 0.0, []
        for gap, length in draw(
            st.lists(st.tuples(st.floats(0.2, 40), st.floats(0.1, 70)), max_size=12)
        ):
            spans.append(Span(time + gap, time + gap + length))
            time += gap + length
        channels.append(spans)
    return channels


def pieces_of(windows, channel):
    return sorted(
        (piece for window in windows for piece in window.pieces if piece.channel == channel),
        key=lambda piece: piece.span.start,
    )


@given(speech())
def test_all_speech_lies_in_some_window_once(channels):
    windows = pack(channels)
    for channel, spans in enumerate(channels):
        pieces = pieces_of(windows, channel)
        assert sum(p.span.duration for p in pieces) == pytest.approx(
            sum(s.duration for s in spans), abs=1e-6
        )
        for span in spans:
            assert any(p.span.start == span.start for p in pieces)


@given(speech())
def test_no_window_is_too_long_and_the_parties_in_it_are_a_second_apart(channels):
    for window in pack(channels):
        assert window.duration <= WINDOW + 1e-6
        for before, after in zip(window.pieces, window.pieces[1:], strict=False):
            least = 0.0 if before.channel == after.channel else SEAM
            assert after.offset - before.end >= least - 1e-6


@given(speech(), st.floats(0, 30), st.floats(0, 3))
def test_word_lies_within_one_piece_whatever_its_times(channels, start, length):
    for window in pack(channels):
        piece, first, last = window.place(start, start + length)
        assert piece.span.start <= first <= last <= piece.span.end


def test_word_returns_to_when_it_was_said():
    (window,) = pack([[Span(10, 12), Span(100, 105)]])
    assert [(p.offset, p.span.start) for p in window.pieces] == [(0.0, 10), (2.0, 100)]
    assert window.place(0.5, 0.9)[1:] == (10.5, 10.9)
    assert window.place(3.0, 3.5)[1:] == (pytest.approx(101.0), pytest.approx(101.5))


def test_word_over_a_joint_goes_where_its_middle_lies():
    (window,) = pack([[Span(10, 12), Span(100, 105)]])
    assert window.place(1.8, 2.1)[1:] == (11.8, 12)
    assert window.place(1.9, 2.5)[1:] == (100, pytest.approx(100.5))


def test_long_call_takes_few_windows():
    agent = [Span(start, start + 4.7) for start in range(0, 336, 10)]
    customer = [Span(start + 6, start + 9) for start in range(0, 336, 10)]
    assert len(pack([agent, customer])) == 10  # against 24 from end to end, and 68 turn by turn


def test_short_piece_fills_the_hole_of_a_window_before():
    first, second = pack([[Span(0, 20), Span(30, 50), Span(60, 65)]])
    assert [piece.span.start for piece in first.pieces] == [0, 60]
    assert [piece.span.start for piece in second.pieces] == [30]


def test_last_windows_of_both_parties_share_one_if_they_fit():
    (window,) = pack([[Span(0, 10)], [Span(12, 20)]])
    assert [(p.channel, p.offset) for p in window.pieces] == [(0, 0.0), (1, 11.0)]
    assert len(pack([[Span(0, 20)], [Span(22, 32)]])) == 2
    assert len(pack([[Span(0, 20)], []])) == 1


def test_channel_without_speech_takes_no_window():
    assert pack([[], []]) == []


def test_too_full_or_empty_window_is_refused():
    with pytest.raises(ValueError, match="a window holds 0 to 30 seconds, not 1 pieces"):
        Window((Piece(0, Span(0, 31), 0.0),))
    with pytest.raises(ValueError, match="not 0 pieces"):
        Window(())


@pytest.mark.parametrize("size", [7_000, 160_000, 5_000_000])
def test_sound_of_a_window_is_that_of_its_pieces(size):
    sound = np.arange(2 * 1_600_000, dtype=np.float32).reshape(2, -1)
    windows = pack([[Span(10, 12), Span(40, 50)], [Span(13, 35), Span(60, 99.99)]])
    portions = [sound[:, start : start + size] for start in range(0, 1_600_000, size)]
    gathered = dict(gather(portions, windows))
    assert set(gathered) == set(windows)
    for window, heard in gathered.items():
        for piece in window.pieces:
            start, at = round(piece.span.start * 16_000), round(piece.offset * 16_000)
            n = round(piece.span.duration * 16_000) - 2
            np.testing.assert_array_equal(
                heard[at : at + n], sound[piece.channel, start : start + n]
            )


def test_speech_up_to_the_very_end_is_gathered():
    (window,) = pack([[Span(0.5, 1.00004)]])
    ((_, heard),) = gather([np.ones((1, 16_000), np.float32)], [window])
    assert heard.sum() == 8000


@given(st.integers(0, 200), st.integers(1, 20))
def test_windows_are_shared_out_evenly_and_in_as_few_goes_as_can_be(n_windows, most):
    sizes = shares(n_windows, most)
    assert sum(sizes) == n_windows
    assert len(sizes) == -(-n_windows // most)
    assert max(sizes, default=0) <= most
    assert max(sizes, default=0) - min(sizes, default=0) <= 1


@pytest.mark.parametrize(
    ("n_windows", "sizes"), [(0, []), (1, [1]), (5, [5]), (7, [4, 3]), (13, [5, 4, 4])]
)
def test_no_window_is_left_over_alone(n_windows, sizes):
    assert shares(n_windows, 6) == sizes
