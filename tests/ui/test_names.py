import pytest

from coach.conversation.conversation import Channel
from coach.ui.names import beginning_of, called, called_by_words, unmarked
from tests.builders import a_call, a_chat


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Hello,\nmy lamp arrived broken.", "my lamp arrived broken."),
        ("Kind regards", "Kind regards"),
        ("お世話になっております。ランプが割れて届きました。", "ランプが割れて届きました"),
        ("lamp " * 30, f"{('lamp ' * 12).rstrip()} …"),
        ("電" * 40, f"{'電' * 30} …"),
        (None, "5f3a"),
    ],
    ids=[
        "a greeting is left out",
        "but not alone",
        "Japanese",
        "long",
        "long and Japanese",
        "no word",
    ],
)
def test_a_mail_is_called_by_its_customers_first_words(said, name):
    assert called(Channel.EMAIL, "5f3a", said) == name


def test_calls_and_chats_keep_their_names():
    assert called(Channel.CALL, "call-17", "My lamp broke.") == "call-17"
    assert called_by_words(a_chat("C: My lamp broke.", id="chat-1"), "chat-1") == "chat-1"
    assert called_by_words(a_call("C: My lamp broke.", id="call-1"), "case") == "case"


def test_what_is_cut_ends_with_a_whole_word_where_there_are_words():
    assert beginning_of("it has arrived again", 16) == "it has arrived …"
    assert beginning_of("it has arrived", 14) == "it has arrived"
    assert beginning_of("はい 届いておりません", 12) == "はい 届いて …"


def test_a_name_starts_no_markup():
    assert unmarked("dana") == "dana"
    assert unmarked("*ann* [x](http://a.example)") == (
        r"\*ann\* \[x\]\(http\://a\.example\)"
    )  # fmt: skip
