import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.codebook import Role
from coach.conversation.span import Span
from coach.conversation.turn import Turn, Word
from coach.language.redact import Kind, find_private, masked, when_said
from tests.builders import a_turn


def shown(*lines):
    """Return the lines as they are with what is private masked."""
    turns = [a_turn(line) for line in lines]
    found = find_private(turns)
    return [
        masked(turn.text, [(p.start, p.end) for p in found if p.turn == n])
        for n, turn in enumerate(turns)
    ]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("My card is 4111 1111 1111 1111, thanks.", "My card is •••, thanks."),
        ("It's 4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1.", "It's •••."),
        ("call me on +44 (0)20 7946 0958 after six", "call me on +••• after six"),
        ("at 555.123.4567 please", "at ••• please"),
        ("It is oh seven seven double oh, nine hundred, um, 461.", "It is •••."),
        ("four one one one, one one one one", "•••"),
        ("jane.smith@example.co.uk is my address", "••• is my address"),
        ("it's jane dot smith at example dot com, yes", "it's •••, yes"),
        ("write to j a n e at g mail dot com.", "write to •••."),
        ("jane at example.com", "•••"),
        ("電話は０９０－１２３４－５６７８です。", "電話は•••です。"),
        ("ゼロ九ゼロの一二三四の五六七八です", "•••です"),
        ("ぜろきゅうぜろ、いちにさんよん、ごーろく", "•••"),
        ("メールはtaro.tanaka@example.jpです", "メールは•••です"),
        ("タナカアットマークジーメールドットコム、です", "•••、です"),
    ],
)
def test_private_things_are_found(said, left):
    assert shown(f"C: {said}") == [left]


@pytest.mark.parametrize(
    "said",
    [
        "Order 77120, twice, for 1,249.50 and 1,300.00 in 2026.",
        "On 2026-05-03 and 2026-06-04, or 03/05/2026.",
        "One of them came at 10:30, two at 11:45, the third at 12:15.",
        "I looked at it. Two dots. One or two, three at most.",
        "I rang at eight on the dot and nobody came.",
        "二〇二六年五月三日に三回、一万二千円でした。",
        "ご確認に三日かかりました。",
    ],
)
def test_what_is_not_private_stays(said):
    assert shown(f"C: {said}") == [said]


def test_kinds_are_told():
    turns = [a_turn("C: 4111 1111 1111 1111 or 4111 1111 1111 1112, a@b.com")]
    assert [p.kind for p in find_private([a_turn("C: 4111111111111111")])] == [Kind.CARD]
    assert [p.kind for p in find_private([a_turn("C: 4111111111111112")])] == [Kind.NUMBER]
    assert find_private(turns)[-1].kind is Kind.MAIL


def test_a_number_told_in_several_turns_is_one_number():
    assert shown("C: Four one one one.", "A: Mm-hm.", "C: Two two two two. Is that right?") == [
        "•••", "Mm-hm.", "•••. Is that right?",
    ]  # fmt: skip


def test_a_number_that_is_read_back_in_parts_is_found_as_well():
    assert shown("C: 4111 2345 6781 1111.", "A: So 2345, and it ends in 1111?") == [
        "•••.", "So •••, and it ends in •••?",
    ]  # fmt: skip


def test_a_code_is_found_when_it_was_asked_for():
    assert shown("A: And the security code on the back?", "C: One two three.") == [
        "And the security code on the back?", "•••.",
    ]  # fmt: skip
    assert shown("A: 暗証番号をお願いします。", "C: 4649です。")[1] == "•••です。"
    assert shown("A: And the number of the house?", "C: 123.")[1] == "123."


NUMBER = (
    Word("It's", 1.0, 1.4),
    Word("555", 1.5, 2.0),
    Word("1234.", 2.1, 2.9),
    Word("Yes.", 3.4, 4),
)


def test_words_are_muted_a_little_longer_than_they_last():
    turns = [Turn(Role.CUSTOMER, "It's 555 1234. Yes.", Span(1, 4), words=NUMBER)]
    (span,) = when_said(turns, find_private(turns))
    assert (span.start, span.end) == (pytest.approx(1.35), pytest.approx(3.05))


@pytest.mark.parametrize("words", [(), NUMBER[:2], (*NUMBER[:3], Word("Yeah.", 3.4, 4))])
def test_a_turn_without_all_its_times_is_muted_whole(words):
    turns = [Turn(Role.CUSTOMER, "It's 555 1234. Yes.", Span(1, 4), words=words)]
    if words == NUMBER[:2]:
        turns = [Turn(Role.CUSTOMER, "5551234 it's", Span(1, 4), words=words)]
    assert when_said(turns, find_private(turns)) == [Span(0.85, 4.15)]


def test_where_no_time_is_known_all_is_muted_between_the_turns_around():
    turns = [
        a_turn("A: Your number?", start=1, end=2),
        Turn(Role.CUSTOMER, "555 1234"),
        a_turn("A: Thanks.", start=8, end=9),
        Turn(Role.CUSTOMER, "or 555 9876"),
    ]
    assert when_said(turns, find_private(turns))[-1].end > 1e6
    assert when_said(turns[:3], find_private(turns[:3])) == [Span(0.85, 9.15)]


@given(st.text(max_size=60), st.text(max_size=60))
def test_masks_keep_all_that_is_not_private(first, second):
    turns = [Turn(Role.CUSTOMER, first), Turn(Role.CUSTOMER, second)]
    for private in find_private(turns):
        assert 0 <= private.start < private.end <= len(turns[private.turn].text)


@given(st.from_regex(r"[2-9]\d{2}[ -]?\d{3}[ -]?\d{4}", fullmatch=True))
def test_no_digit_of_a_telephone_number_is_left(number):
    (left,) = shown(f"C: my number is {number}, thanks")
    assert left == "my number is •••, thanks"
