import pytest

from coach.training.data import Labelled, labelled
from coach.training.diversity import diversity


def conversation(*texts: str) -> Labelled:
    return labelled({"turns": [{"role": "customer", "text": text} for text in texts]})


def test_words_that_never_repeat_are_all_distinct() -> None:
    found = diversity([conversation("the kettle arrived cracked", "my train left early")])

    assert (found.n_conversations, found.n_turns, found.n_words) == (1, 2, 8)
    assert found.distinct_pairs == 1.0
    assert found.distinct_triples == 1.0


def test_the_same_run_twice_counts_once() -> None:
    found = diversity([conversation("so sorry about that", "so sorry about this")])

    assert found.distinct_pairs == pytest.approx(4 / 6)
    assert found.distinct_triples == pytest.approx(3 / 4)


def test_a_turn_nearly_said_elsewhere_is_repeated() -> None:
    one = "the parcel that i ordered last week has still not come"
    other = "well the parcel that i ordered last week has still not come"
    different = "could you tell me which bus goes out to the old harbour"

    assert diversity([conversation(one), conversation(other)]).repeated == 1.0
    assert diversity([conversation(one), conversation(different)]).repeated == 0.0


def test_saying_it_again_in_the_same_conversation_is_no_copy() -> None:
    one = "the parcel that i ordered last week has still not come"

    assert diversity([conversation(one, one)]).repeated == 0.0


def test_nothing_has_no_shares() -> None:
    found = diversity([])

    assert (found.distinct_pairs, found.distinct_triples, found.repeated) == (0.0, 0.0, 0.0)
