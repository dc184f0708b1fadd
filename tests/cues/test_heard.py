import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.codebook import Label, Role
from coach.conversation.findings import CueFinding
from coach.conversation.turn import Turn, Word
from coach.cues.heard import about_refused, heard_p, well_heard


def a_heard_turn(*words):
    """A turn of words with the probability of each: ("sorry", 0.4)."""
    timed = tuple(Word(text, n, n + 1, p) for n, (text, p) in enumerate(words))
    return Turn(Role.AGENT, " ".join(text for text, _ in words), words=timed)


def a_finding_of(turn, words):
    start = turn.text.index(words)
    return CueFinding(0, Label.APOLOGISE, 0.9, start, start + len(words), "rule:test")


TURN = a_heard_turn(("I", 0.9), ("am", 0.9), ("sorry", 0.1), ("for", 0.9), ("that.", 0.9))


@pytest.mark.parametrize(
    ("words", "p"), [("sorry", 0.1), ("am sorry", 0.5), ("I am sorry for that", 0.74), ("rry", 0.1)]
)
def test_evidence_is_as_sure_as_its_words(words, p):
    finding = a_finding_of(TURN, words)
    assert heard_p(TURN, finding.start, finding.end) == pytest.approx(p)


@pytest.mark.parametrize(("least_p", "n_kept"), [(0.5, 1), (0.05, 2), (0.95, 0)])
def test_finding_on_unsure_words_does_not_count(least_p, n_kept):
    findings = [a_finding_of(TURN, "sorry"), a_finding_of(TURN, "for that")]
    kept, n_refused = well_heard(findings, [TURN], least_p=least_p)
    assert (len(kept), n_refused) == (n_kept, 2 - n_kept)


def test_written_words_are_taken_as_they_are():
    turn = Turn(Role.AGENT, "I am sorry.")
    given_words = a_heard_turn(("I", None), ("am", None), ("sorry.", None))
    for one in (turn, given_words):
        assert well_heard([a_finding_of(one, "sorry")], [one], least_p=1.0)[1] == 0


def test_words_said_twice_are_told_apart():
    turn = a_heard_turn(("no", 0.9), ("no", 0.2))
    assert (heard_p(turn, 0, 2), heard_p(turn, 3, 5)) == (0.9, 0.2)


def test_japanese_words_without_spaces_are_found():
    words = (Word("申し訳", 0, 1, 0.2), Word("ございません", 1, 2, 0.4))
    turn = Turn(Role.AGENT, "申し訳ございません", words=words)
    assert heard_p(turn, 0, 9) == pytest.approx(0.3)


def test_what_does_not_count_is_told():
    assert about_refused(0) == ()
    assert about_refused(1) == (
        "1 finding does not count, since the words were heard too unsurely",
    )
    assert about_refused(3)[0].startswith("3 findings do not count")


@given(st.lists(st.tuples(st.text("abc", min_size=1), st.floats(0, 1)), min_size=1, max_size=8))
def test_surer_words_never_lose_a_finding(words):
    turn, surer = a_heard_turn(*words), a_heard_turn(*((text, 1.0) for text, _ in words))
    end = len(turn.text)
    assert heard_p(surer, 0, end) == 1.0 >= heard_p(turn, 0, end)
