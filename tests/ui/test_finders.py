"""Who found something, as pages say it."""

from coach.conversation.recording import About
from coach.cues.examples import example_of
from coach.ui.finders import found_by
from coach.ui.text import ENGLISH, JAPANESE

ABOUT = About("c1", language="en")
WORDS = example_of("sorry-for", "en")


def test_a_rule_is_told_by_words_that_it_finds():
    assert found_by("rule:sorry-for", ABOUT, ENGLISH) == f"rule: words like “{WORDS}”"
    assert found_by("rule:sorry-for", ABOUT, JAPANESE) == f"ルール：「{WORDS}」のような言葉"


def test_a_rule_and_the_model_are_both_told_and_each_once():
    told = found_by("rule:sorry-for+model:cues-en+model:other", ABOUT, ENGLISH)
    assert told == f"rule: words like “{WORDS}” + trained model"
    assert found_by("model:cues-en", ABOUT, JAPANESE) == "学習モデル"


def test_several_rules_are_told_together():
    other = example_of("you-are-right", "en")
    by = "rule:sorry-for+rule:you-are-right+model:cues-en"
    assert found_by(by, ABOUT, ENGLISH) == (
        f"rule: words like “{WORDS}”, “{other}” + trained model"
    )
    japanese = found_by(by, ABOUT, JAPANESE)
    assert japanese == f"ルール：「{WORDS}」「{other}」のような言葉＋学習モデル"


def test_what_does_not_ship_is_told_by_its_name():
    assert found_by("rule:mine", ABOUT, ENGLISH) == "rule:mine"
    assert found_by("rule:sorry-for", About("c1", language="ja"), ENGLISH) == "rule:sorry-for"
    assert found_by("lexicon of ours", About("c1"), ENGLISH) == "lexicon of ours"
