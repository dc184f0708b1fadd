import numpy as np
import pytest

from coach.training.data import labelled
from coach.training.recipe import VariationRecipe
from coach.training.variation import (
    as_heard,
    misheard,
    run_together,
    varied,
    with_masked_names,
)

PLAIN = {"run_together": 0, "masked_names": 0, "unpunctuated": 0, "misheard": 0}


class Always:
    """A generator that says yes, and takes the first of what there is."""

    def random(self):
        return 0.0

    def integers(self, _n):
        return 0


def a_conversation(*lines):
    """Return the labelled conversation of lines like ("A", "so sorry", "apologise", "sorry")."""
    turns = []
    for who, text, *marks in lines:
        labels = [
            {"label": label, "start": text.index(words), "end": text.index(words) + len(words)}
            for label, words in zip(marks[::2], marks[1::2], strict=True)
        ]
        role = {"A": "agent", "C": "customer"}[who]
        turns.append({"role": role, "text": text, "labels": labels})
    return labelled({"id": "c1", "language": "en", "channel": "chat", "turns": turns})


def texts(one):
    return [turn.text for turn in one.conversation.turns]


def marked(one):
    """Return (label, words) of every mark, turn by turn."""
    return [
        [(str(mark.label), turn.text[mark.start : mark.end]) for mark in marks]
        for turn, marks in zip(one.conversation.turns, one.marks, strict=True)
    ]


WAITING = a_conversation(
    ("A", "One moment please", "clarify", "moment"),
    ("C", "ok"),
    ("A", "So sorry, it is lost", "apologise", "So sorry", "bad_news", "it is lost"),
    ("C", "I am furious", "distress", "furious"),
    ("A", "I see"),
)


def test_messages_are_joined_over_a_line_that_says_nothing():
    joined = run_together(WAITING, 50, Always())
    assert texts(joined) == ["One moment please So sorry, it is lost", "I am furious", "I see"]
    assert marked(joined) == [
        [("clarify", "moment"), ("apologise", "So sorry"), ("bad_news", "it is lost")],
        [("distress", "furious")],
        [],
    ]


def test_a_line_that_carries_a_label_is_never_left_out():
    assert "I am furious" in texts(run_together(WAITING, 50, Always()))


def test_turns_do_not_grow_beyond_the_limit():
    assert texts(run_together(WAITING, 7, Always())) == texts(WAITING)


def test_a_joined_turn_doubts_nothing_that_is_marked():
    raw = {
        "channel": "chat",
        "turns": [
            {"role": "agent", "text": "hm", "doubtful": ["apologise", "warmth"]},
            {
                "role": "agent",
                "text": "sorry",
                "labels": [{"label": "apologise", "start": 0, "end": 5}],
            },
        ],
    }
    joined = run_together(labelled(raw), 50, Always())
    assert [set(map(str, doubtful)) for doubtful in joined.doubtful] == [{"warmth"}]


def test_names_are_masked_and_marks_move_along():
    one = a_conversation(
        ("A", "Hi there, Jo. So sorry, dear Anna, it broke", "apologise", "So sorry, dear Anna")
    )
    masked = with_masked_names(one, Always())
    assert texts(masked) == ["Hi there, Jo. So sorry, dear #NAME#, it broke"]
    assert marked(masked) == [[("apologise", "So sorry, dear #NAME#")]]


def test_the_first_word_of_a_sentence_is_no_name():
    one = a_conversation(("A", "Please wait. Thanks, Robert."))
    assert texts(with_masked_names(one, Always())) == ["Please wait. Thanks, #NAME#."]


def test_a_mark_behind_a_name_moves():
    one = a_conversation(("A", "dear Robert we are sorry", "apologise", "are sorry"))
    assert marked(with_masked_names(one, Always())) == [[("apologise", "are sorry")]]


def test_what_is_heard_has_no_punctuation_and_the_same_marks():
    heard = as_heard(a_conversation(("A", "Oh. So sorry!", "apologise", "So sorry!")))
    assert marked(heard) == [[("apologise", "so sorry ")]]


def test_nothing_is_varied_where_the_recipe_says_so():
    recipe = VariationRecipe(**PLAIN)
    assert varied(WAITING, recipe, np.random.default_rng(0)) == WAITING


@pytest.mark.parametrize("way", ["run_together", "unpunctuated"])
def test_each_way_is_taken_where_the_recipe_asks_for_it(way):
    recipe = VariationRecipe(**{**PLAIN, way: 1})
    assert varied(WAITING, recipe, np.random.default_rng(0)) != WAITING


def test_misheard_words_keep_the_marks_in_their_places():
    one = a_conversation(("A", "we will refund the delivery fee", "commit", "will refund"))
    heard = misheard(one, share=1.0, seed=1)
    assert heard.marks == one.marks
    assert len(heard.conversation.turns[0].text) == len(one.conversation.turns[0].text)
    assert heard.conversation.turns[0].text != one.conversation.turns[0].text
