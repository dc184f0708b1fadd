import pytest

from coach.conversation.codebook import Label
from coach.cues.rulefile import read
from coach.errors import BadSettings

HEAD = 'language = "en"\n[words]\nagent = ["i|we"]\n'
RULE = '[[rule]]\nid = "sorry"\nlabel = "apologise"\np = 0.9\nany = ["@agent am sorry"]\n'
EXAMPLES = 'yes = "I am sorry"\nno = ["C: hello", "A: hi"]\n'


def written(folder, text):
    path = folder / "en.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_rule_is_read_with_what_its_file_defines(tmp_path):
    (rule,) = read(written(tmp_path, HEAD + RULE + EXAMPLES)).rules
    assert (rule.id, rule.label, rule.p) == ("sorry", Label.APOLOGISE, 0.9)
    assert rule.phrases[0].holds("we am sorry ")


def test_an_example_without_a_speaker_is_said_by_the_label_s_role(tmp_path):
    (rule,) = read(written(tmp_path, HEAD + RULE + EXAMPLES)).rules
    assert rule.yes == ("A: I am sorry",)
    assert rule.no == ("C: hello", "A: hi")


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("language =", r"en.toml: not valid TOML"),
        (HEAD + RULE.replace("apologise", "grovel") + EXAMPLES, r"en.toml, rule.0.label: "),
        (HEAD + RULE.replace("0.9", "1.2") + EXAMPLES, r"en.toml, rule.0.p: "),
        (HEAD + RULE + EXAMPLES + "colour = 1\n", r"en.toml, rule.0.colour: Extra inputs"),
        (HEAD + RULE.replace("@agent", "(i") + EXAMPLES, r"rule sorry: .* leaves a bracket open"),
        (HEAD + (RULE + EXAMPLES) * 2, r"2 rules are called 'sorry'; ids are unique"),
        (HEAD + RULE, r"en.toml, rule.0.yes: Field required"),
    ],
    ids=["toml", "label", "p", "field", "pattern", "twice", "no example"],
)
def test_a_file_that_cannot_be_is_refused(tmp_path, text, match):
    with pytest.raises(BadSettings, match=match):
        read(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadSettings, match=r"ja.toml: cannot be read: No such file"):
        read(tmp_path / "ja.toml")
