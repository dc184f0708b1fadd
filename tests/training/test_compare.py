import pytest

from coach.conversation.codebook import Label
from coach.cues.contexts import contexts
from coach.cues.encoding import Budget, Encoder
from coach.language.pipeline import Languages
from coach.training.compare import by_frozen_encoder, by_words
from tests.builders import a_chat
from tests.cues.tiny_model import a_tokenizer
from tests.training.test_variation import a_conversation
from tests.training.tiny_network import a_network

TALKS = [
    a_conversation(("C", "i am furious", "distress", "furious"), ("A", "the refund is a b")),
    a_conversation(("C", "it is c d"), ("A", "so sorry about that", "apologise", "so sorry")),
    a_conversation(("C", "a b again"), ("A", "we will a b")),
] * 8


@pytest.fixture(
    scope="module", params=["words", "frozen"], ids=["by words", "by the frozen encoder"]
)
def simple(request, tmp_path_factory):
    if request.param == "words":
        return by_words(TALKS)
    tokenizer = a_tokenizer(tmp_path_factory.mktemp("tokenizer"))
    return by_frozen_encoder(a_network(), Encoder(tokenizer, Budget()), TALKS)


def test_what_was_labelled_is_found(simple):
    conversation = a_chat("C: i am furious", "A: so sorry about that", "A: the refund is a b")
    found = simple.detect(contexts(conversation, Languages()))
    assert [[str(f.label) for f in each] for each in found] == [["distress"], ["apologise"], []]
    assert found[1][0].end == len("so sorry about that")


def test_labels_of_the_other_speaker_and_of_no_example_are_impossible(simple):
    p = simple.probabilities(contexts(a_chat("A: i am furious"), Languages()))
    assert p[0, list(Label).index(Label.DISTRESS)] == 0
    assert p[0, list(Label).index(Label.WARMTH)] == 0


def test_a_turn_without_a_word_is_read(simple):
    assert simple.probabilities(contexts(a_chat("A: "), Languages())).shape == (1, len(Label))


def test_an_empty_batch_is_answered(simple):
    assert simple.detect([]) == []
