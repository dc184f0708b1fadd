import pytest

from coach.conversation.codebook import Label
from coach.rubric.clauses import own_words, points_back, told_before


def own(text, label, words=None):
    words = words or text
    start = text.index(words)
    return own_words(text, start, start + len(words), Label(label))


def test_a_sentence_with_stops_is_not_cut_where_its_object_becomes_a_subject():
    assert own("I'm sorry that this leaves you with nothing.", "apologise") == (
        "sorry that this leaves you with nothing",
    )


@pytest.mark.parametrize(
    ("said", "label", "kept"),
    [
        ("i understand how you feel restart the boiler", "acknowledge_feeling", "how you feel"),
        ("don't worry i'm here to help restart the boiler", "reassure", "here to help"),
        ("i'm sorry for the trouble your parcel is late", "apologise", "sorry for the trouble"),
    ],
)
def test_run_on_care_does_not_borrow_what_comes_after_it(said, label, kept):
    [words] = own(said, label)
    assert words.endswith(kept)


def test_who_retells_in_run_on_speech_has_to_say_what():
    assert own("as you mentioned your parcel is at the depot", "personalise") == (
        "as you mentioned",
        "your parcel is at the depot",
    )


def test_what_calms_goes_on_after_a_comma():
    [words] = own("Don't worry, both seats are held for you.", "reassure", "Don't worry")
    assert words.endswith("both seats are held for you")
    [words] = own("ご安心ください、二枚とも確保しております。", "reassure", "ご安心ください")
    assert "二枚" in words


def test_a_wish_is_not_cut_in_two():
    [words] = own("早く元気になりますように。", "warmth")
    assert words == "早く元気になりますように。"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("You waited ten days. That must be awful.", "you waited ten days"),
        ("Your parcel is late. That must be awful.", ""),
        ("That must be awful.", ""),
    ],
    ids=["what they went through", "something else", "nothing"],
)
def test_the_sentence_before_is_leant_on_only_where_it_tells_what_was_borne(said, told):
    assert told_before(said, said.index("That")) == told


def test_care_points_back_where_it_names_nothing_itself():
    assert points_back("that must be awful")
    assert not points_back("sorry about the boiler")
