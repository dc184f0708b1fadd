from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.codebook import Label, Role
from coach.conversation.findings import CueFinding, State
from coach.conversation.span import Span
from coach.conversation.turn import Turn, Word
from coach.ui.text import ENGLISH
from coach.ui.transcript import Piece, Scribe, flowing, pieces_of, shortened, time_of
from tests.builders import a_call, a_finding, an_analysis


@st.composite
def marked_texts(draw):
    text = draw(st.text(alphabet="ab 申👍\n\u0301", min_size=1, max_size=40))
    edges = st.integers(0, len(text) - 1).flatmap(
        lambda start: st.tuples(st.just(start), st.integers(start + 1, len(text)))
    )
    return text, draw(st.lists(edges, max_size=4))


@given(marked_texts())
def test_pieces_join_to_the_text_and_each_mark_to_its_words(marked):
    text, ranges = marked
    pieces = pieces_of(text, ranges)
    assert "".join(piece.text for piece in pieces) == text
    for mark, (start, end) in enumerate(ranges):
        assert "".join(p.text for p in pieces if mark in p.marks) == text[start:end]


@given(marked_texts(), st.integers(1, 10))
def test_shortening_never_touches_marked_words(marked, edge):
    pieces = pieces_of(*marked)
    kept = [piece for piece in shortened(pieces, edge) if piece.marks]
    assert kept == [piece for piece in pieces if piece.marks]


def test_text_beyond_the_basic_plane_is_cut_by_code_points():
    assert pieces_of("👍 sorry 申し訳", [(2, 7), (8, 11)]) == (
        Piece("👍 "),
        Piece("sorry", (0,)),
        Piece(" "),
        Piece("申し訳", (1,)),
    )


@given(st.text(alphabet="ab 申。\n-", max_size=200))
def test_taking_out_line_breaks_moves_no_character(text):
    flowed = flowing(text)
    assert len(flowed) == len(text)
    assert all(a == b for a, b in zip(text, flowed, strict=True) if a != "\n")


def test_wrapped_mail_flows_and_keeps_its_paragraphs():
    wrapped = "word " * 12 + "and\nmore\n\n- a point\n- another"
    assert flowing(wrapped) == "word " * 12 + "and more\n\n- a point\n- another"
    assert flowing("Dear Tom,\nthanks") == "Dear Tom,\nthanks"


def test_an_item_of_a_numbered_list_stays_on_its_own_line_and_a_number_does_not():
    question = "1. Did the phones in the hall lose the internet, too?"
    assert flowing(f"{question}\n2. The camera?") == f"{question}\n2. The camera?"
    assert flowing(f"{question} At\n3.5 or at 4?") == f"{question} At 3.5 or at 4?"


def test_wrapped_japanese_flows_without_spaces():
    assert flowing("あ" * 30 + "\nい") == "あ" * 30 + "\u200bい"


def test_overlapping_findings_share_a_piece():
    assert pieces_of("so sorry it is late", [(0, 8), (3, 14)]) == (
        Piece("so ", (0,)),
        Piece("sorry", (0, 1)),
        Piece(" it is", (1,)),
        Piece(" late"),
    )


def test_an_empty_turn_has_no_pieces():
    assert pieces_of("", []) == ()


def test_long_text_is_cut_at_words_beside_the_finding():
    text = "one two three four five six seven eight SORRY nine ten eleven twelve thirteen"
    pieces = pieces_of(text, [(text.index("SORRY"), text.index("SORRY") + 5)])
    assert [piece.text for piece in shortened(pieces, 12)] == [
        "… eight ", "SORRY", " nine ten … ",
    ]  # fmt: skip


def test_japanese_with_a_space_in_it_keeps_as_much_beside_the_finding():
    text = (
        "はい 倉庫での検品に時間がかかっております。申し訳ございません。"
        "到着は金曜日になります。ええ 以上"
    )
    pieces = pieces_of(text, [(text.index("申し訳"), text.index("申し訳") + 9)])
    assert [piece.text for piece in shortened(pieces, 12)] == [
        "… 時間がかかっております。", "申し訳ございません", "。到着は金曜日になります … ",
    ]  # fmt: skip


def test_a_long_text_without_findings_keeps_its_beginning():
    assert shortened((Piece("word " * 20),), 5)[0].text == "word word … "


def a_turn_with_words():
    words = (Word("We", 1.0, 1.2), Word("are", 1.2, 1.5), Word("sorry", 2.0, 2.6))
    return Turn(Role.AGENT, "We are sorry.", Span(1.0, 3.0), words=words)


def test_a_finding_begins_with_its_word():
    finding = CueFinding(0, Label.APOLOGISE, 0.9, 7, 12, "rule:x")
    assert time_of(finding, a_turn_with_words()) == 2.0


def test_a_finding_begins_with_its_own_word_where_no_spaces_are_set():
    words = (Word("大変", 1.0, 1.4), Word("申し訳", 1.5, 2.0), Word("ありません", 2.0, 2.6))
    turn = Turn(Role.AGENT, "大変申し訳ありません。", Span(1.0, 3.0), words=words)
    assert time_of(CueFinding(0, Label.APOLOGISE, 0.9, 2, 10, "rule:x"), turn) == 1.5


def test_without_word_times_a_finding_lies_along_the_turn():
    turn = replace(a_turn_with_words(), text="1234567890", words=())
    assert time_of(CueFinding(0, Label.APOLOGISE, 0.9, 5, 6, "rule:x"), turn) == 2.0


def test_what_was_written_has_no_time():
    turn = Turn(Role.AGENT, "sorry")
    assert time_of(CueFinding(0, Label.APOLOGISE, 0.9, 0, 5, "rule:x"), turn) is None


def a_scribe(analysis):
    return Scribe(analysis, ENGLISH, lambda pairing: f"says {pairing}", str)


def test_a_moment_that_was_met_and_missed_counts_as_missed():
    analysis = an_analysis()
    met = analysis.opportunities[0]
    twice = replace(
        analysis,
        opportunities=(met, replace(met, pairing="other", state=State.MISSED, met_by=())),
    )
    assert a_scribe(twice).mark(met.moment).state is State.MISSED
    assert a_scribe(analysis).mark(met.moment).state is State.MET


def test_a_finding_that_opened_nothing_has_no_outcome():
    assert a_scribe(an_analysis()).mark(an_analysis().findings[1]).state is None


def test_an_opportunity_names_what_met_it():
    chance = a_scribe(an_analysis()).chances()[0]
    assert (chance.turn, chance.mark.words, chance.says) == (1, "I'm really upset", "says feeling")
    assert [(answer.turn, answer.mark.name) for answer in chance.answers] == [(2, "Says sorry")]


def test_a_line_can_leave_out_what_it_is_not_about():
    call = a_call("A: I'm sorry, we will fix it today")
    findings = (
        a_finding(call, 0, "apologise", "I'm sorry"),
        a_finding(call, 0, "commit", "fix it"),
    )
    analysis = replace(an_analysis(), conversation=call, findings=findings, opportunities=())
    line = a_scribe(analysis).line(0, only=findings[1:])
    assert [mark.words for mark in line.marks] == ["fix it"]
    assert [piece.text for piece in line.pieces] == ["I'm sorry, we will ", "fix it", " today"]


def test_a_missed_opportunity_has_no_answers():
    assert a_scribe(an_analysis()).chance(an_analysis().opportunities[1]).answers == ()


def test_what_speaks_against_care_asks_to_be_confirmed():
    analysis = an_analysis()
    curt = a_finding(analysis.conversation, 4, "dismiss", "Restart it")
    scribe = Scribe(replace(analysis, findings=(*analysis.findings, curt)), ENGLISH, str, str)
    assert [mark.to_confirm for line in scribe.lines() for mark in line.marks] == [
        False, False, False, True,
    ]  # fmt: skip
