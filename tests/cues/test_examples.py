import pytest

from coach.cues.examples import example_of
from coach.cues.rulefile import read
from coach.cues.rules import PATTERNS


@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_rule_has_the_words_of_its_example(language):
    book = read(PATTERNS / f"{language}.toml")
    told = {rule.id: example_of(rule.id, language) for rule in book.rules}
    assert told == {rule.id: rule.yes[-1].partition(": ")[2] for rule in book.rules}
    assert all(told.values())


def test_a_region_is_no_other_language_and_what_is_unknown_has_no_example():
    assert example_of("sorry-for", "en-GB") == example_of("sorry-for", "en") is not None
    assert example_of("sorry-for", "xx") is None
    assert example_of("of-somebody-else", "en") is None
