from coach.conversation.codebook import Role
from coach.training.data import labelled
from coach.training.plainness import Thin, said, thin

LINE = {"turns": [{"role": "agent", "text": "Hello"}, {"role": "customer", "text": "Hi"}]}


def test_what_both_say_as_often_stands_behind_what_one_alone_says() -> None:
    own, real = ["we are sorry"] * 10, ["we are sorry", "due to rain"] * 10

    found = [one.words for one in thin(own, real, most=20)]

    assert found[:3] == ["due", "due to", "due to rain"]
    assert found.index("due to rain") < found.index("sorry")


def test_rates_are_turns_in_ten_thousand_words() -> None:
    (first,) = thin(["due on time at last"], ["due due"] * 5, most=1)

    assert first == Thin("due due", 5000.0, 0.0)
    assert thin(["due on time at last"], ["due due"] * 5, most=2)[1] == Thin("due", 5000.0, 2000.0)


def test_what_is_met_four_times_may_be_chance() -> None:
    assert thin([], ["due"] * 4, most=5) == []
    assert [one.words for one in thin([], ["due"] * 5, most=5)] == ["due"]


def test_masked_names_and_curly_apostrophes_are_no_words_of_their_own() -> None:
    real = ["we’re here #NAME# @BrioEnergy https://brio.example/a"] * 5

    assert {one.words for one in thin([], real, most=50)} == {"we're", "here", "we're here"}


def test_each_role_is_told_apart() -> None:
    assert said([labelled(LINE)], Role.CUSTOMER) == ["Hi"]
