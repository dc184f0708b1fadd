import pytest

from coach.conversation.codebook import Label
from coach.conversation.findings import Criterion, CueFinding
from coach.errors import BadSettings
from coach.rubric.criteria import read_rubric

SMALL = """
name = "mine"
version = 3
least_p = 0.5
[[pairing]]
id = "feeling"
criterion = "empathy"
says = "x"
moments = ["distress"]
meets = ["validate"]
window = { call = 2, chat = 2, email = 1 }
[uptake]
generic.en = "sorry"
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_shipped_rubric_judges_all_four_criteria():
    assert read_rubric().criteria == tuple(Criterion)


def test_a_rubric_of_ones_own_is_read_and_stamped(written):
    rubric = read_rubric(written(SMALL))
    assert rubric.criteria == (Criterion.EMPATHY,)
    assert rubric.stamp.startswith("mine 3 ")


@pytest.mark.parametrize(
    ("p", "by", "is_sure"),
    [
        (0.7, "model:cues-en", False),
        (0.8, "model:cues-en", True),
        (0.7, "rule:because+model:cues-en", True),
        (0.7, "rule:because", True),
        (0.4, "rule:because", False),
    ],
)
def test_what_a_model_finds_alone_must_be_surer(written, p, by, is_sure):
    rubric = read_rubric(
        written(SMALL.replace("least_p = 0.5", "least_p = 0.5\nleast_p_alone.explain_reason = 0.8"))
    )
    assert rubric.is_sure(CueFinding(1, Label.EXPLAIN_REASON, p, 0, 4, by)) is is_sure
    assert rubric.is_sure(CueFinding(1, Label.REFLECT, 0.6, 0, 4, "model:cues-en"))


def test_any_change_changes_the_stamp(written):
    before = read_rubric(written(SMALL)).stamp
    assert read_rubric(written(SMALL.replace("call = 2", "call = 3"))).stamp != before


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"validate"', '"kindness"', r"pairing\.0\.meets.*'distress'"),
        ('meets = ["validate"]', "", "pairing feeling can never be met"),
        ('"validate"', '"distress"', "is met by a customer's moment"),
        (", email = 1", "", "has no window for email"),
        ("call = 2", "call = 0", "windows of one turn or more"),
        ("least_p = 0.5", "least_p = 5", "least_p: .*less than or equal to 1"),
        (
            "least_p = 0.5",
            "least_p = 0.5\nleast_p_alone.reflect = 2",
            "least_p_alone.reflect: .*less than or equal to 1",
        ),
        ('says = "x"', 'sais = "x"', "pairing.0.says: Field required"),
        ("[uptake]", "[uptake", "is not TOML"),
    ],
    ids=[
        "label",
        "never met",
        "moment",
        "window",
        "empty window",
        "range",
        "alone",
        "typo",
        "toml",
    ],
)
def test_an_impossible_rubric_is_refused(written, old, new, sentence):
    path = written(SMALL.replace(old, new))
    with pytest.raises(BadSettings, match=rf"mine\.toml.*{sentence}"):
        read_rubric(path)


def test_two_pairings_of_one_name_are_refused(written):
    pairing = SMALL[SMALL.index("[[pairing]]") : SMALL.index("[uptake]")]
    with pytest.raises(BadSettings, match="two pairings are called feeling"):
        read_rubric(written(SMALL.replace("[uptake]", pairing + "[uptake]")))


def test_a_rubric_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(BadSettings, match=r"none\.toml cannot be read: No such file"):
        read_rubric(tmp_path / "none.toml")
