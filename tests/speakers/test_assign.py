import pytest

from coach.speakers.assign import assign, openers

AGENT = "Thank you for calling Larkmoor, this is Dana. How can I help you?"
CUSTOMER = "Hi, I'm calling about my bill. I was charged twice."
OPERATOR = "お電話ありがとうございます。担当の佐藤と申します。"
CALLER = "すみません、請求の件でお電話したんですけど。"


@pytest.mark.parametrize(
    ("said", "agent"),
    [
        pytest.param([AGENT, CUSTOMER], 0, id="en"),
        pytest.param([CUSTOMER, AGENT], 1, id="en, swapped"),
        pytest.param([OPERATOR, CALLER], 0, id="ja"),
        pytest.param([CALLER, OPERATOR], 1, id="ja, swapped"),
        pytest.param(["Yes.", CUSTOMER], 0, id="the customer alone tells"),
        pytest.param(["I’m calling about my bill", "Yes."], 1, id="curly apostrophe"),
    ],
)
def test_agent_is_told_by_what_they_say(said, agent):
    for speaks_first in (0, 1):
        found = assign(said, speaks_first=speaks_first)
        assert found.agent == agent
        assert found.p > 0.9
        assert found.note is None


@pytest.mark.parametrize("wanted", [0, 1])
def test_channel_that_was_named_is_believed(wanted):
    found = assign([AGENT, CUSTOMER], speaks_first=0, wanted=wanted)
    assert (found.agent, found.p, found.note) == (wanted, 1.0, None)


@pytest.mark.parametrize("speaks_first", [0, 1])
def test_words_that_tell_nothing_leave_it_to_who_speaks_first(speaks_first):
    found = assign(["Good morning.", "Good morning."], speaks_first=speaks_first)
    assert found.agent == speaks_first
    assert found.p == pytest.approx(0.6, abs=0.01)
    assert found.note == (
        f"the words hardly tell which channel is the agent: channel {speaks_first} was taken for "
        "it (60% sure); say agent_channel in the manifest if that is wrong"
    )


@pytest.mark.parametrize("opener", openers(), ids=lambda opener: opener.id)
def test_phrase_finds_its_example_and_not_its_counterexample(opener):
    assert opener.weighs(opener.example) == (
        opener.weight if opener.side == "agent" else -opener.weight
    )
    assert opener.weighs(opener.counter) == 0


def test_phrases_have_names_of_their_own():
    names = [opener.id for opener in openers()]
    assert len(names) == len(set(names))
